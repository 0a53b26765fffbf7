/** Credentials that cannot be had say why, end with exit code 4, and a role with MFA is asked for its code. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClients } from '../../src/aws/sdk/clients.ts';
import { explainError } from '../../src/aws/sdk/errors/explain-error.ts';
import { systemClock } from '../../src/clock.ts';

const CONFIG = `
[profile proc]
credential_process = /bin/sh -c 'echo token has run out, password=$0 >&2; exit 3' sent-in-the-command
[profile silent]
credential_process = /bin/sh -c 'exit 3'
[profile words]
credential_process = echo no-json
[profile mfa]
role_arn = arn:aws:iam::111122223333:role/x
source_profile = base
mfa_serial = arn:aws:iam::111122223333:mfa/me
[profile sso]
sso_start_url = https://example.awsapps.com/start
sso_region = us-east-1
sso_account_id = 111122223333
sso_role_name = r
[profile empty]
region = eu-west-1
[profile login]
login_session = arn:aws:iam::111122223333:user/me
region = eu-west-1
[profile on-missing]
role_arn = arn:aws:iam::111122223333:role/x
source_profile = not-written
[profile on-default]
role_arn = arn:aws:iam::111122223333:role/x
source_profile = default
[profile on-ec2]
role_arn = arn:aws:iam::111122223333:role/x
credential_source = Ec2InstanceMetadata
[profile on-env]
role_arn = arn:aws:iam::111122223333:role/x
credential_source = Environment
[base]
`;

const folder = mkdtempSync(join(tmpdir(), 'apikit-credentials-'));
const asked: string[] = [];
const sts = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => (body += part));
  request.on('end', () => {
    asked.push(body);
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(
      body.includes('Action=AssumeRole')
        ? '<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAX</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2126-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>'
        : '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
    );
  });
});

beforeAll(async () => {
  writeFileSync(join(folder, 'config'), CONFIG);
  writeFileSync(join(folder, 'credentials'), '[base]\naws_access_key_id = AKIAX\naws_secret_access_key = x\n');
  await new Promise<void>((resolve) => sts.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
  vi.stubEnv('AWS_ENDPOINT_URL_STS', `http://127.0.0.1:${(sts.address() as AddressInfo).port}`);
});
afterAll(() => {
  sts.close();
  rmSync(folder, { recursive: true });
});

async function identity(profile: string | undefined, mfaCode?: (serial: string) => Promise<string>) {
  const clients = createClients({
    region: 'us-east-1',
    ...(profile && { profile }),
    clock: systemClock,
    ...(mfaCode && { mfaCode }),
  });
  try {
    return await (await clients.sts()).send(new GetCallerIdentityCommand({}));
  } finally {
    clients.destroy();
  }
}

describe('failing credentials', () => {
  it.each([
    [
      'proc',
      'CredentialsFailed',
      /could not get the AWS credentials for the profile "proc"\. Its credential_process failed: token has run out/,
    ],
    ['silent', 'CredentialsFailed', /Its credential_process failed and wrote nothing to stderr\./],
    ['words', 'CredentialsFailed', /credential_process returned invalid JSON/],
    ['mfa', 'MfaRequired', /requires the code of an MFA device/],
    ['sso', 'ExpiredCredentials', /SSO session associated with this profile is invalid/],
    ['empty', 'NoCredentials', /No AWS credentials were found for the profile "empty"/],
  ])('from the profile %s', async (profile, code, message) => {
    const error = explainError(await identity(profile).catch((thrown: unknown) => thrown));
    expect(error).toMatchObject({ code, exitCode: 4, message: expect.stringMatching(message) });
    expect(error!.message).not.toContain('/bin/sh');
    expect(`${error!.message} ${error!.hint}`).not.toMatch(/Not found in|ENV_/);
  });

  it.each([
    ['on-missing', 'not-written'],
    ['on-default', 'default'],
  ])('from the role %s blame its source_profile', async (profile, source) => {
    const error = explainError(await identity(profile).catch((thrown: unknown) => thrown));
    expect(error).toMatchObject({
      code: 'NoCredentials',
      message: `No AWS credentials were found for the profile "${profile}". Could not resolve credentials using profile: [${source}] in configuration/credentials file(s).`,
      hint: expect.stringMatching(new RegExp(`^Correct source_profile .*\`aws configure --profile ${source}\``)),
    });
  });

  it.each([
    ['on-ec2', 'Ec2InstanceMetadata'],
    ['on-env', 'Environment'],
  ])('from the role %s blame its credential_source', async (profile, source) => {
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
    const error = explainError(await identity(profile).catch((thrown: unknown) => thrown));
    expect(error).toMatchObject({
      code: 'CredentialsFailed',
      exitCode: 4,
      message: `apikit could not get the AWS credentials for the profile "${profile}". The credential_source of the profile, ${source}, has no credentials.`,
    });
  });

  it('from `aws login` are renewed with it', async () => {
    vi.stubEnv('AWS_LOGIN_CACHE_DIRECTORY', join(folder, 'login', 'cache'));
    const error = explainError(await identity('login').catch((thrown: unknown) => thrown));
    expect(error).toMatchObject({ code: 'ExpiredCredentials', exitCode: 4 });
    expect(error!.hint).toContain('`aws login --profile login`');
  });

  it.each([undefined, 'not-there'])(
    'that do not exist are reported with the first step to configure them (profile: %s)',
    async (profile) => {
      // No machine of AWS's answers here; the SDK tries all of its providers, the metadata of a machine last.
      vi.stubEnv('AWS_EC2_METADATA_DISABLED', undefined);
      vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', 'http://127.0.0.1:1');
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
      vi.stubEnv('AWS_PROFILE', profile);
      const error = explainError(await identity(undefined).catch((thrown: unknown) => thrown));
      expect(error).toMatchObject({ code: 'NoCredentials', hint: expect.stringContaining('aws configure') });
      expect(error!.message).not.toMatch(/METADATA|not set in env/);
      expect(error!.message.includes('for the profile "not-there"')).toBe(profile !== undefined);
    },
  );

  it('from a role with MFA ask for the code once', async () => {
    const serials: string[] = [];
    const { Account } = await identity('mfa', async (serial) => {
      serials.push(serial);
      return '123456';
    });
    expect(Account).toBe('111122223333');
    expect(serials).toEqual(['arn:aws:iam::111122223333:mfa/me']);
    expect(asked[0]).toContain('TokenCode=123456');
  });
});
