/** Mutual TLS of custom domains in the embedded cloud: which clients reach the API, and what it learns about them. */
import { request } from 'node:https';
import {
  APIGatewayClient,
  CreateBasePathMappingCommand,
  CreateDeploymentCommand,
  CreateDomainNameCommand,
  GetDomainNameCommand,
  ImportRestApiCommand,
  type PatchOperation,
  UpdateDomainNameCommand,
} from '@aws-sdk/client-api-gateway';
import { CreateBucketCommand, PutBucketVersioningCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningCloud } from '../../../src/local/start-cloud.ts';
import type { Certificate } from '../../../src/local/state/certificates.ts';
import { type CertificateRequest, type Identity, makeIdentity } from '../../../src/local/tls/x509.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';
import { refusal } from '../adversity/adverse-cloud.ts';

const NAME = 'api.example.com';
const ARN = 'arn:aws:acm:eu-west-1:000000000000:certificate/1';
const URI = 's3://trusted/clients.pem';
const DAY = 86_400_000;

/** `issuer` names who signs; without it the certificate signs itself. */
function identity(commonName: string, issuer?: string, more: Partial<CertificateRequest> = {}): Identity {
  const now = Date.now();
  return makeIdentity({
    commonName,
    use: 'client',
    notBefore: now - DAY,
    notAfter: now + DAY,
    serial: Buffer.from('0a1b2c', 'hex'),
    ...(issuer !== undefined && { issuer: { commonName: issuer, key: known[issuer]!.key } }),
    ...more,
  });
}

const known: Record<string, Identity> = {};
const authority = (name: string, issuer?: string, more: Partial<CertificateRequest> = {}) =>
  (known[name] = identity(name, issuer, { use: 'authority', ...more }));

const root = authority('root');
const middle = authority('middle', 'root');
const lower = authority('lower', 'middle');
const lowest = authority('lowest', 'lower');
const stranger = authority('stranger');
const client = identity('client', 'root');

/** Signs itself with SHA-1, in 2026 for a hundred years: openssl req -x509 -newkey ec -nodes -subj /CN=weak -sha1 */
const weak: Identity = {
  certificate: `-----BEGIN CERTIFICATE-----
MIIBczCCARqgAwIBAgIUQs8SV9exmJQbQcVKWznZceEJ4ngwCQYHKoZIzj0EATAP
MQ0wCwYDVQQDDAR3ZWFrMCAXDTI2MTEzMDE5MjMzN1oYDzIxMjYxMTA2MTkyMzM3
WjAPMQ0wCwYDVQQDDAR3ZWFrMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEHO6k
EF6N/VFJ4faS66T7U1ooYSoKZF7mVba1oTGZ3nS45CfC2f/MZsFXiNHc2YytOpif
cQr/Gf8RwIbQuI7ApKNTMFEwHQYDVR0OBBYEFDSqTN5peHTrxKR5YqyF2n0eEv0W
MB8GA1UdIwQYMBaAFDSqTN5peHTrxKR5YqyF2n0eEv0WMA8GA1UdEwEB/wQFMAMB
Af8wCQYHKoZIzj0EAQNIADBFAiEA/uB2419KnjZBL8ihIPhTyiMtdEebnDZMPOgf
sjCOAP4CIBZbDf+aV8rp/zc/jagIHWIf0w7bYTBAtyt6Lo5+TaSg
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgw+CoU+t9lZTild3E
6QzxXhNHuBsBQGAj5AZPF8q0Ne2hRANCAAQc7qQQXo39UUnh9pLrpPtTWihhKgpk
XuZVtrWhMZnedLjkJ8LZ/8xmwVeI0dzZjK06mJ9xCv8Z/xHAhtC4jsCk
-----END PRIVATE KEY-----
`,
};

const EVERYTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});
/** The policies of the caller; the cloud evaluates them at each call. */
const policies = [EVERYTHING];

let cloud: RunningCloud;
let gateway: APIGatewayClient;
let s3: S3Client;
let ca = '';
let port = 0;

const bundle = (...of: readonly Identity[]) => of.map(({ certificate }) => certificate).join('');

async function store(Body: string, Key = 'clients.pem'): Promise<string> {
  const { VersionId = '' } = await s3.send(new PutObjectCommand({ Bucket: 'trusted', Key, Body }));
  return VersionId;
}

const change = (...patches: readonly [path: string, value: string][]) =>
  gateway.send(
    new UpdateDomainNameCommand({
      domainName: NAME,
      patchOperations: patches.map(([path, value]): PatchOperation => ({ op: 'replace', path, value })),
    }),
  );
const trust = async (...of: readonly Identity[]) => {
  await store(bundle(...of));
  return await change(['/mutualTlsAuthentication/truststoreUri', URI]);
};

/** Returns the status and the body, or rejects as the TLS client does. */
const get = (as?: Identity) =>
  new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const sent = request({
      ...{ host: '127.0.0.1', port, servername: NAME, ca, headers: { host: NAME }, path: '/items', agent: false },
      ...(as && { cert: as.certificate, key: as.key }),
    });
    sent.once('error', reject);
    sent.once('response', (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.once('end', () => resolve({ status: response.statusCode, body }));
    });
    sent.end();
  });
const FORBIDDEN = { status: 403, body: '{"message":"Forbidden"}' };

/** Answers with what `$context` says about the client. */
const document = JSON.stringify({
  openapi: '3.0.1',
  info: { title: 'mutual', version: '1' },
  paths: {
    '/items': {
      get: {
        responses: { 200: { description: 'ok' } },
        'x-amazon-apigateway-integration': {
          type: 'mock',
          requestTemplates: { 'application/json': '{"statusCode": 200}' },
          responses: {
            default: {
              statusCode: '200',
              responseTemplates: {
                'application/json':
                  '$context.identity.clientCert.subjectDN $context.identity.clientCert.issuerDN $context.identity.clientCert.serialNumber',
              },
            },
          },
        },
      },
    },
  },
});

beforeAll(async () => {
  cloud = await startTestCloud({ callerPolicies: policies });
  const { endpoint } = cloud;
  const settings = {
    ...{ endpoint, region: 'eu-west-1', maxAttempts: 1 },
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
  };
  gateway = new APIGatewayClient(settings);
  s3 = new S3Client({ ...settings, forcePathStyle: true });
  cloud.store.collection<Certificate>('000000000000/eu-west-1/acm.certificates').put(ARN, {
    ...{ arn: ARN, domainName: NAME, names: [NAME], keyAlgorithm: 'RSA_2048', records: [], tags: [] },
    ...{ requestedAt: Date.now(), validatedAt: Date.now() },
  });
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' as const };
  await s3.send(new CreateBucketCommand({ Bucket: 'trusted', CreateBucketConfiguration }));
  const VersioningConfiguration = { Status: 'Enabled' as const };
  await s3.send(new PutBucketVersioningCommand({ Bucket: 'trusted', VersioningConfiguration }));
  const parameters = { endpointConfigurationTypes: 'REGIONAL' };
  const { id: restApiId = '' } = await gateway.send(
    new ImportRestApiCommand({ body: Buffer.from(document), parameters }),
  );
  await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
  const create = (input: object) =>
    gateway.send(
      new CreateDomainNameCommand({
        ...{ domainName: NAME, regionalCertificateArn: ARN, endpointConfiguration: { types: ['REGIONAL'] } },
        ...input,
      }),
    );
  expect(await refusal(create({ mutualTlsAuthentication: { truststoreUri: URI } }))).toMatchObject({
    name: 'BadRequestException',
    message: expect.stringContaining(URI),
  });
  await store(bundle(root));
  const made = await create({ mutualTlsAuthentication: { truststoreUri: URI } });
  expect(made.mutualTlsAuthentication).toEqual({ truststoreUri: URI });
  await gateway.send(new CreateBasePathMappingCommand({ domainName: NAME, restApiId, stage: 'prod' }));
  ca = await (await fetch(`${endpoint}/_apikit/ca.pem`)).text();
  port = ((await (await fetch(`${endpoint}/_apikit/health`)).json()) as { domainPort: number }).domainPort;
});
afterAll(async () => {
  gateway.destroy();
  s3.destroy();
  await cloud.close();
});

describe('a domain with mutual TLS', () => {
  it('tells the API who the client is', async () => {
    expect(await get(client)).toEqual({ status: 200, body: 'CN=client CN=root 0a:1b:2c' });
  });

  it('closes the connection of a client without a certificate', async () => {
    await expect(get()).rejects.toThrow(/hang up|ECONNRESET/);
  });

  it('does not answer over plain HTTP', async () => {
    const { status } = await fetch(`${cloud.endpoint}/items`, { headers: { host: NAME } });
    expect(status).not.toBe(200);
  });

  it.each([
    ['another authority', identity('client', 'stranger')],
    ['itself', identity('client')],
    ['the authority, and has expired', identity('client', 'root', { notAfter: Date.now() - 1000 })],
    ['the authority, and is not valid yet', identity('client', 'root', { notBefore: Date.now() + DAY / 2 })],
    ['an authority with the same name', identity('client', undefined, { issuer: { ...stranger, commonName: 'root' } })],
    ['itself with SHA-1', weak],
  ])('answers with 403 to a certificate that is signed by %s', async (_by, as) => {
    expect(await get(as)).toEqual(FORBIDDEN);
  });

  it('needs the whole chain in its trust store, of at most four certificates', async () => {
    await trust(middle);
    expect(await get(identity('client', 'middle'))).toEqual(FORBIDDEN);
    await trust(root, middle, lower, lowest);
    expect((await get(identity('client', 'lower'))).status).toBe(200);
    expect(await get(identity('client', 'lowest'))).toEqual(FORBIDDEN);
    const itself = identity('device');
    await trust(itself);
    expect((await get(itself)).status).toBe(200);
  });

  it('reads a new trust store when the domain is changed, not when the file is', async () => {
    const version = await store(bundle(root));
    expect(await get(client)).toEqual(FORBIDDEN);
    await store(bundle(stranger));
    const { mutualTlsAuthentication } = await change(['/mutualTlsAuthentication/truststoreVersion', version]);
    expect(mutualTlsAuthentication).toEqual({ truststoreUri: URI, truststoreVersion: version });
    expect((await get(client)).status).toBe(200);
  });

  it('warns about certificates that it cannot use', async () => {
    const expired = authority('expired', undefined, { notAfter: Date.now() - 1000 });
    const broken = root.certificate.replace(/MII\w/, 'AAAA');
    await store(bundle(root, expired, weak) + broken);
    const changed = await change(
      ['/mutualTlsAuthentication/truststoreVersion', ''],
      ['/mutualTlsAuthentication/truststoreUri', URI],
    );
    expect(changed.mutualTlsAuthentication?.truststoreWarnings).toEqual([
      expect.stringContaining('CN=expired has expired'),
      'Certificate with subject CN=weak uses an insecure signature algorithm.',
      '1 certificates do not have the syntax of X.509.',
    ]);
    const { mutualTlsAuthentication, ...shown } = await gateway.send(new GetDomainNameCommand({ domainName: NAME }));
    expect(mutualTlsAuthentication?.truststoreWarnings).toHaveLength(3);
    expect(shown).not.toHaveProperty('truststore');
    expect(await get(identity('client', 'expired'))).toEqual(FORBIDDEN);
    expect(await get(weak)).toEqual(FORBIDDEN);
  });

  it('reads the trust store with the permissions of the caller', async () => {
    const domains = `arn:aws:apigateway:*::/domainnames/*`;
    const statement = (Action: string, Resource: string) => ({ Effect: 'Allow', Action, Resource });
    const may = (...Statement: object[]) => policies.splice(0, 1, JSON.stringify({ Version: '2012-10-17', Statement }));
    may(statement('apigateway:PATCH', domains));
    const denied = await refusal(change(['/mutualTlsAuthentication/truststoreUri', URI]));
    may(statement('apigateway:PATCH', domains), statement('s3:GetObject', 'arn:aws:s3:::trusted/clients.pem'));
    const changed = change(['/mutualTlsAuthentication/truststoreUri', URI]);
    await changed.finally(() => policies.splice(0, 1, EVERYTHING));
    expect(denied).toMatchObject({ name: 'AccessDeniedException', message: expect.stringContaining('s3:GetObject') });
  });

  it.each([
    ['no certificates', 'nothing', 'has no certificates'],
    ['too many certificates', root.certificate.repeat(1_001), 'more than 1000 certificates'],
    ['too many bytes', ' '.repeat(1_048_577), 'larger than 1048576 bytes'],
  ])('refuses a trust store with %s', async (_what, file, message) => {
    await store(file);
    expect(await refusal(change(['/mutualTlsAuthentication/truststoreUri', URI]))).toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining(message),
    });
  });

  it('asks for no certificate after mutual TLS is turned off', async () => {
    const { mutualTlsAuthentication } = await change(['/mutualTlsAuthentication/truststoreUri', '']);
    expect(mutualTlsAuthentication).toBeUndefined();
    expect((await get()).status).toBe(200);
  });
});
