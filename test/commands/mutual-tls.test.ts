/** `domain.mutualTls` on the embedded cloud: the life of a domain that asks clients for certificates. */
import { rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { GetDomainNameCommand } from '@aws-sdk/client-api-gateway';
import {
  CreateBucketCommand,
  ListBucketsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CertificateRequest, type Identity, makeIdentity } from '../../src/local/tls/x509.ts';
import { createZone } from '../helpers/hosted-zone.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

const NAME = 'api.example.com';
const FILE = 'clients.pem';
const DAY = 86_400_000;

function identity(commonName: string, issuer?: Identity, more: Partial<CertificateRequest> = {}): Identity {
  const now = Date.now();
  return makeIdentity({
    ...{ commonName, use: 'client', notBefore: now - DAY, notAfter: now + DAY, serial: Buffer.from([1]) },
    ...(issuer && { issuer: { commonName: 'root', key: issuer.key } }),
    ...more,
  });
}

const authority = (more: Partial<CertificateRequest> = {}) =>
  identity('root', undefined, { use: 'authority', ...more });
const first = authority();
const second = authority();
const client = identity('client', first);
/** Signs itself with SHA-1, which apikit does not look at, and API Gateway does. */
const WEAK = `-----BEGIN CERTIFICATE-----
MIIBczCCARqgAwIBAgIUQs8SV9exmJQbQcVKWznZceEJ4ngwCQYHKoZIzj0EATAP
MQ0wCwYDVQQDDAR3ZWFrMCAXDTI2MTEzMDE5MjMzN1oYDzIxMjYxMTA2MTkyMzM3
WjAPMQ0wCwYDVQQDDAR3ZWFrMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEHO6k
EF6N/VFJ4faS66T7U1ooYSoKZF7mVba1oTGZ3nS45CfC2f/MZsFXiNHc2YytOpif
cQr/Gf8RwIbQuI7ApKNTMFEwHQYDVR0OBBYEFDSqTN5peHTrxKR5YqyF2n0eEv0W
MB8GA1UdIwQYMBaAFDSqTN5peHTrxKR5YqyF2n0eEv0WMA8GA1UdEwEB/wQFMAMB
Af8wCQYHKoZIzj0EAQNIADBFAiEA/uB2419KnjZBL8ihIPhTyiMtdEebnDZMPOgf
sjCOAP4CIBZbDf+aV8rp/zc/jagIHWIf0w7bYTBAtyt6Lo5+TaSg
-----END CERTIFICATE-----
`;

let project: Project;
let ca = '';
let port = 0;

beforeAll(async () => {
  project = await startSmallProject();
  await createZone(project, 'example.com');
  ask('truststore: clients.pem');
});
afterAll(async () => await project.close());

function ask(mutualTls: string, more = ''): void {
  const domain = `domain: { name: ${NAME}, ${more}mutualTls: ${/^\w+:/.test(mutualTls) ? `{ ${mutualTls} }` : mutualTls} }`;
  project.edit('apikit.yaml', (text) => `${text.slice(0, text.indexOf('stages:'))}stages:\n  dev: { ${domain} }\n`);
}

const trust = (...texts: readonly string[]) => writeFileSync(join(project.dir, FILE), texts.join(''));
const deploy = () => project.apikit(['deploy', '--stage', 'dev', '--yes', '--json']);

/** Returns the status of a request, or why there was none. */
const get = (as?: Identity) =>
  new Promise<number | string | undefined>((resolve) => {
    const sent = request({
      ...{ host: '127.0.0.1', port, servername: NAME, ca, headers: { host: NAME }, path: '/health', agent: false },
      ...(as && { cert: as.certificate, key: as.key }),
    });
    sent.once('error', ({ message }) => resolve(message));
    sent.once('response', (response) => resolve(response.resume().statusCode));
    sent.end();
  });

async function look() {
  const { code, json } = await project.apikit(['domain', 'status', '--stage', 'dev', '--json']);
  const { checks } = json<{ checks: { check: string; state: string; says: string }[] }>();
  return { code, ...Object.fromEntries(checks.map(({ check, state, says }) => [check, { state, says }])) } as Record<
    string,
    { state: string; says: string } | undefined
  > & { code: number };
}

const domainName = async () =>
  await (await clientsOf(project).apiGateway()).send(new GetDomainNameCommand({ domainName: NAME }));

describe('a trust store in the project', () => {
  it.each([
    ['is not there', undefined, 'TrustStoreNotFound', /clients\.pem, the trust store of the domain, cannot be read/],
    ['has no certificate', 'nothing', 'InvalidConfig', /clients\.pem:1:1 The file has no certificate\./],
    [
      'has a certificate that has expired',
      first.certificate + authority({ notAfter: Date.now() - DAY / 2 }).certificate,
      'InvalidConfig',
      /clients\.pem:\d\d:1 The certificate of CN=root has expired/,
    ],
    [
      'has a certificate that is cut off',
      `# clients\n${first.certificate.slice(0, 90)}`,
      'InvalidConfig',
      /clients\.pem:2:1 This is not a certificate of X\.509 in PEM\./,
    ],
    ['has a private key', first.certificate + first.key, 'InvalidConfig', /clients\.pem:\d+:1 This is a private key\./],
    [
      'has too many',
      first.certificate.repeat(1_001),
      'InvalidConfig',
      /has 1001 certificates, and API Gateway accepts 1000/,
    ],
  ])('is refused before any call if it %s', async (_what, content, code, message) => {
    if (content === undefined) rmSync(join(project.dir, FILE), { force: true });
    else trust(content);
    // Nothing listens there, so a call would fail in another way.
    const {
      code: exit,
      stderr,
      json,
    } = await project.apikit(['plan', '--stage', 'dev', '--json'], {
      env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' },
    });
    expect(exit).toBe(2);
    expect(json<{ error: { code: string } }>().error.code).toBe(code);
    expect(stderr).toMatch(message);
  });

  it('is uploaded, and lets in the clients that its authorities sign', async () => {
    trust(first.certificate);
    const { code, stderr } = await deploy();
    const open =
      /^! apikit\.yaml:\d+:\d+ Clients without a certificate still reach the API at its default address.*\n$/;
    expect([code, stderr]).toEqual([0, expect.stringMatching(open)]);
    ca = await (await fetch(`${project.cloud.endpoint}/_apikit/ca.pem`)).text();
    const health = await (await fetch(`${project.cloud.endpoint}/_apikit/health`)).json();
    port = (health as { domainPort: number }).domainPort;
    expect(await get(client)).toBe(200);
    expect(await get(identity('client', second))).toBe(403);
    expect(await get()).toMatch(/hang up|ECONNRESET/);
    const { mutualTlsAuthentication } = await domainName();
    expect(mutualTlsAuthentication).toEqual({
      truststoreUri: expect.stringMatching(/^s3:\/\/items-api-dev-truststore-\d{12}-us-east-1-an\/truststore\.pem$/),
      truststoreVersion: expect.any(String),
    });
    const { code: exit, clients, http, tls } = await look();
    expect([exit, clients?.state, tls?.state, http?.state]).toEqual([0, 'ok', 'ok', 'unknown']);
    expect(clients?.says).toContain('Clients need a certificate that s3://items-api-dev-truststore-');
  });

  it('needs no write while the file stays as it is', async () => {
    const { calls, changed } = await project.json<{ calls: { writes: number }; changed: boolean }>([
      ...['deploy', '--stage', 'dev', '--yes'],
    ]);
    expect([changed, calls.writes]).toEqual([false, 0]);
  });

  it('is loaded again when the file changes', async () => {
    trust(first.certificate, second.certificate);
    const { changes } = await project.json<{ changes: { resource: string; action: string }[] }>([
      ...['plan', '--stage', 'dev'],
    ]);
    expect(changes).toMatchObject([
      { resource: 'trust-store', action: 'update' },
      { resource: 'domain-name', action: 'update' },
    ]);
    expect((await deploy()).code).toBe(0);
    expect(await get(identity('client', second))).toBe(200);
    expect(await get(client)).toBe(200);
  });

  it('shows what API Gateway warns about', async () => {
    trust(first.certificate, WEAK);
    const { code, stderr } = await project.apikit(['deploy', '--stage', 'dev', '--yes']);
    expect(code).toBe(0);
    expect(stderr).toContain(
      'API Gateway warns about the trust store: Certificate with subject CN=weak uses an insecure',
    );
    const { code: exit, clients } = await look();
    expect([exit, clients?.state]).toEqual([1, 'failed']);
    expect(clients?.says).toContain('CN=weak uses an insecure signature algorithm');
  });

  it('is told about if a chain in it does not lead to a root', async () => {
    const middle = identity('middle', first, { use: 'authority' });
    trust(middle.certificate);
    const { stderr } = await project.apikit(['plan', '--stage', 'dev']);
    expect(stderr).toContain(
      'clients.pem:1 The certificate of CN=middle is signed by CN=root, which is not in the file',
    );
  });
});

it('can be an object of another bucket, at a version', async () => {
  const s3 = await clientsOf(project).s3();
  const Bucket = 'my-authorities';
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  const { VersionId = '' } = await s3.send(new PutObjectCommand({ Bucket, Key: 'all.pem', Body: second.certificate }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'all.pem', Body: first.certificate }));
  ask(`truststore: s3://${Bucket}/all.pem, version: "${VersionId}"`);
  expect((await deploy()).code).toBe(0);
  expect(await get(client)).toBe(403);
  expect(await get(identity('client', second))).toBe(200);
  ask(`truststore: s3://${Bucket}/all.pem`);
  expect((await deploy()).code).toBe(0);
  expect(await get(client)).toBe(200);
  expect((await domainName()).mutualTlsAuthentication).toEqual({ truststoreUri: `s3://${Bucket}/all.pem` });
});

it('stays as it is without the setting, and ends with false', async () => {
  project.edit('apikit.yaml', (text) => text.replace(/, mutualTls: \{.*?\}/, ''));
  expect(await project.json(['plan', '--stage', 'dev'])).toMatchObject({ changes: [] });
  expect((await project.apikit(['export', 'terraform', '--stage', 'dev'])).code).toBe(0);
  expect((await project.apikit(['export', 'cloudformation', '--stage', 'dev'])).code).toBe(0);
  const trustStore = 's3://my-authorities/all.pem';
  expect(project.read('items-api-dev-terraform/main.tf')).toContain(`truststore_uri = "${trustStore}"`);
  expect(project.read('items-api-dev-cloudformation/import-template.json')).toContain(
    `"TruststoreUri": "${trustStore}"`,
  );
  ask('false');
  expect((await look()).clients?.state).toBe('failed');
  expect((await deploy()).code).toBe(0);
  expect(await get()).toBe(200);
  expect((await look()).clients).toBeUndefined();
});

it('goes with the stage, and so does its bucket', async () => {
  trust(first.certificate);
  ask('truststore: clients.pem');
  expect((await deploy()).code).toBe(0);
  const { left } = await project.json<{ left: unknown[] }>(['destroy', '--stage', 'dev', '--yes', '--delete-data']);
  expect(left).toEqual([]);
  const { Buckets = [] } = await (await clientsOf(project).s3()).send(new ListBucketsCommand({}));
  expect(Buckets.map(({ Name }) => Name)).toEqual(['my-authorities']);
});

describe('a setting that cannot work is refused with its line', () => {
  it.each([
    ['{}', 'domain.mutualTls needs truststore'],
    ['truststore: ../clients.pem', 'domain.mutualTls.truststore is "../clients.pem", which is outside'],
    ['truststore: "s3://My_Bucket"', 'domain.mutualTls.truststore is "s3://My_Bucket", which does not name an object'],
    ['truststore: clients.pem, version: x', 'domain.mutualTls.version is the version of an object in S3'],
    [
      'truststore: s3://bucket/key, ownershipCertificate: "arn:aws:acm:us-east-1:123456789012:certificate/1"',
      'domain.mutualTls.ownershipCertificate is for a certificate that AWS has not issued',
    ],
  ])('%s', async (mutualTls, message) => {
    ask(mutualTls);
    const { code, stderr } = await project.apikit(['plan', '--stage', 'dev']);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/apikit\.yaml:\d+:\d+ /);
  });

  it('a security policy with which API Gateway has no mutual TLS', async () => {
    ask('truststore: clients.pem', 'securityPolicy: SecurityPolicy_TLS13_1_2_2021_06, ');
    const { stderr } = await project.apikit(['plan', '--stage', 'dev']);
    expect(stderr).toContain('domain.mutualTls cannot be used with securityPolicy SecurityPolicy_TLS13_1_2_2021_06');
  });

  it.each([
    ['{ truststore: clients.pem }', '{ truststore: clients.pem }', true],
    ['{ truststore: "s3://authorities/all.pem" }', '{ truststore: "s3://authorities/more.pem" }', true],
    ['{ truststore: "s3://authorities/all.pem" }', 'false', true],
    ['{ truststore: "s3://authorities/all.pem" }', '{ truststore: "s3://authorities/all.pem" }', false],
  ])('stages that share a domain with %s and %s: %s', async (one, other, refused) => {
    const stage = (name: string, mutualTls: string) =>
      `  ${name}: { domain: { name: ${NAME}, basePath: ${name}, mutualTls: ${mutualTls} } }\n`;
    project.edit(
      'apikit.yaml',
      (text) => `${text.slice(0, text.indexOf('stages:'))}stages:\n${stage('dev', one)}${stage('qa', other)}`,
    );
    const { stderr } = await project.apikit(['plan', '--stage', 'dev']);
    expect(stderr.includes(`Stages dev and qa ask for different mutualTls of ${NAME}`)).toBe(refused);
  });

  it('a bucket with the same name', async () => {
    ask('truststore: clients.pem');
    project.edit('apikit.yaml', (text) => text.replace('dev: {', 'dev: { buckets: { truststore: {} },'));
    const { stderr } = await project.apikit(['plan', '--stage', 'dev']);
    expect(stderr).toContain('The bucket truststore of the stage is the one for the trust store of domain.mutualTls.');
  });
});
