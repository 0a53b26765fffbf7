/** The life of a custom domain: its certificate, its mappings, its requests and its end, on a clock of the test. */

import { request } from 'node:http';
import {
  ACMClient,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  ListCertificatesCommand,
  RequestCertificateCommand,
} from '@aws-sdk/client-acm';
import {
  CreateBasePathMappingCommand,
  CreateDeploymentCommand,
  CreateDomainNameCommand,
  DeleteBasePathMappingCommand,
  DeleteDomainNameCommand,
  DeleteRestApiCommand,
  GetBasePathMappingsCommand,
  GetDomainNameCommand,
  GetTagsCommand,
  ImportRestApiCommand,
  TagResourceCommand,
  UpdateBasePathMappingCommand,
  UpdateDomainNameCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { expect, it } from 'vitest';
import type { HostedZone } from '../../../src/local/state/hosted-zones.ts';
import { refusal, startAdverseCloud } from '../adversity/adverse-cloud.ts';

const NAME = 'api.example.com';
const HOUR = 3_600_000;

/** Two mock APIs answer with the path of the request. */
const document = (title: string) =>
  JSON.stringify({
    openapi: '3.0.1',
    info: { title, version: '1' },
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
                  'application/json': `{"api": "${title}", "path": "$context.path", "domain": "$context.domainName", "prefix": "$context.domainPrefix", "stage": "$context.stage"}`,
                },
              },
            },
          },
        },
      },
    },
  });

async function start() {
  const adverse = await startAdverseCloud({ factor: 1, latency: false });
  const { gateway, endpoint, cloud, clock } = adverse;
  const acm = new ACMClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const zones = cloud.store.collection<HostedZone>('000000000000/global/route53.hostedZones');
  return {
    ...adverse,
    acm,
    async request(DomainName = NAME) {
      const { CertificateArn = '' } = await acm.send(
        new RequestCertificateCommand({ DomainName, ValidationMethod: 'DNS', IdempotencyToken: 'once' }),
      );
      return CertificateArn;
    },
    async describe(CertificateArn: string) {
      const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
      return Certificate!;
    },
    publish(name: string, value: string) {
      const records = [{ name, type: 'CNAME', ttl: 300, values: [value] }];
      const zone = { name: 'example.com.', callerReference: '1', isPrivate: false, nameServers: [], tags: {} };
      zones.put('Z1', { id: 'Z1', ...zone, records });
    },
    async deploy(title: string, stageName: string) {
      const { id: restApiId = '' } = await gateway.send(
        new ImportRestApiCommand({
          body: Buffer.from(document(title)),
          parameters: { endpointConfigurationTypes: 'REGIONAL' },
        }),
      );
      await gateway.send(new CreateDeploymentCommand({ restApiId, stageName }));
      clock.advance(10_000);
      return restApiId;
    },
    /** Sends a request with this Host, as a client does that has resolved the name. */
    get: (path: string, host = NAME) =>
      new Promise<{ status: number; body: string }>((resolve, reject) => {
        const sent = request(`${endpoint}${path}`, { headers: { host } }, (response) => {
          let body = '';
          response.on('data', (chunk: Buffer) => (body += chunk.toString()));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
        });
        sent.on('error', reject).end();
      }),
  };
}

it('validates a certificate when its record is in a public zone, and not after 72 hours', async () => {
  const { request, describe, publish, clock, acm } = await start();
  const arn = await request();
  expect(await request()).toBe(arn);
  expect((await describe(arn)).DomainValidationOptions).toMatchObject([{ ValidationStatus: 'PENDING_VALIDATION' }]);
  expect((await describe(arn)).DomainValidationOptions?.[0]?.ResourceRecord).toBeUndefined();

  clock.advance(5_000);
  const record = (await describe(arn)).DomainValidationOptions?.[0]?.ResourceRecord;
  expect(record).toMatchObject({ Type: 'CNAME', Name: expect.stringMatching(/^_[0-9a-f]{32}\.api\.example\.com\.$/) });
  clock.advance(HOUR);
  expect((await describe(arn)).Status).toBe('PENDING_VALIDATION');

  publish(record!.Name!, record!.Value!);
  expect((await describe(arn)).Status).toBe('PENDING_VALIDATION');
  clock.advance(60_001);
  const issued = await describe(arn);
  expect(issued).toMatchObject({ Status: 'ISSUED', InUseBy: [] });
  expect((issued.NotAfter!.getTime() - issued.NotBefore!.getTime()) / (24 * HOUR)).toBe(395);

  const late = await request('late.example.com');
  clock.advance(73 * HOUR);
  expect((await describe(late)).Status).toBe('VALIDATION_TIMED_OUT');
  const { CertificateSummaryList } = await acm.send(new ListCertificatesCommand({ CertificateStatuses: ['ISSUED'] }));
  expect(CertificateSummaryList?.map(({ DomainName, InUse }) => [DomainName, InUse])).toEqual([[NAME, false]]);
});

it('serves the APIs that the domain maps to, and nothing else', async () => {
  const { gateway, request, describe, publish, clock, deploy, get, acm } = await start();
  const arn = await request();
  const regional = {
    domainName: NAME,
    endpointConfiguration: { types: ['REGIONAL' as const] },
    tags: { made: 'here' },
  };
  const create = (input: object) => gateway.send(new CreateDomainNameCommand({ ...regional, ...input }));
  expect(await refusal(create({ endpointConfiguration: undefined, regionalCertificateArn: arn }))).toMatchObject({
    message: 'A certificate was not provided for the endpoint type EDGE.',
  });
  expect(await refusal(create({ regionalCertificateArn: arn }))).toMatchObject({ name: 'BadRequestException' });
  clock.advance(5_000);
  const record = (await describe(arn)).DomainValidationOptions?.[0]?.ResourceRecord;
  publish(record!.Name!, record!.Value!);
  await describe(arn);
  clock.advance(61_000);

  const made = await create({ regionalCertificateArn: arn });
  expect(made).toMatchObject({ domainNameStatus: 'UPDATING', securityPolicy: 'TLS_1_2', tags: { made: 'here' } });
  expect(await refusal(create({ regionalCertificateArn: arn }))).toMatchObject({ name: 'ConflictException' });
  const [a, b] = [await deploy('a', 'prod'), await deploy('b', 'dev')];
  const map = (basePath: string | undefined, restApiId: string, stage: string) =>
    gateway.send(new CreateBasePathMappingCommand({ domainName: NAME, basePath, restApiId, stage }));
  expect((await gateway.send(new GetDomainNameCommand({ domainName: NAME }))).domainNameStatus).toBe('AVAILABLE');
  expect(await get('/v1/items')).toEqual({ status: 403, body: '{"message":"Forbidden"}' });
  expect(await refusal(map('v1', a, 'none'))).toMatchObject({ message: 'Invalid stage identifier specified' });
  expect(await refusal(map('v1/x', a, 'prod'))).toMatchObject({ name: 'BadRequestException' });
  await map('v1', a, 'prod');
  expect(await refusal(map('v1', b, 'dev'))).toMatchObject({ name: 'ConflictException' });

  const answer = { domain: NAME, prefix: 'api' };
  expect(JSON.parse((await get('/v1/items?x=1')).body)).toEqual({
    ...answer,
    api: 'a',
    path: '/v1/items',
    stage: 'prod',
  });
  expect((await get('/items')).status).toBe(403);
  await map(undefined, b, 'dev');
  expect(JSON.parse((await get('/items')).body)).toEqual({ ...answer, api: 'b', path: '/items', stage: 'dev' });

  const patchOperations = [
    { op: 'replace' as const, path: '/restapiId', value: b },
    { op: 'replace' as const, path: '/stage', value: 'dev' },
  ];
  await gateway.send(new UpdateBasePathMappingCommand({ domainName: NAME, basePath: 'v1', patchOperations }));
  expect(JSON.parse((await get('/v1/items')).body)).toMatchObject({ api: 'b' });

  const off = { op: 'replace' as const, path: '/disableExecuteApiEndpoint', value: 'true' };
  await gateway.send(new UpdateRestApiCommand({ restApiId: b, patchOperations: [off] }));
  const byDefault = async () => (await get('/dev/items', `${b}.execute-api.eu-west-1.amazonaws.com`)).status;
  expect(await byDefault()).toBe(200);
  const described = { op: 'replace' as const, path: '/description', value: 'changed' };
  await gateway.send(new UpdateStageCommand({ restApiId: b, stageName: 'dev', patchOperations: [described] }));
  clock.advance(10_000);
  expect(await byDefault()).toBe(403);
  expect((await get('/items')).status).toBe(200);

  const resourceArn = `arn:aws:apigateway:eu-west-1::/domainnames/${NAME}`;
  await gateway.send(new TagResourceCommand({ resourceArn, tags: { more: '1' } }));
  expect((await gateway.send(new GetTagsCommand({ resourceArn }))).tags).toEqual({ made: 'here', more: '1' });
  const tls = { op: 'replace' as const, path: '/securityPolicy', value: 'SecurityPolicy_TLS13_1_2_2021_06' };
  await gateway.send(new UpdateDomainNameCommand({ domainName: NAME, patchOperations: [tls] }));
  expect((await gateway.send(new GetDomainNameCommand({ domainName: NAME }))).domainNameStatus).toBe('UPDATING');

  expect(await refusal(gateway.send(new DeleteRestApiCommand({ restApiId: b })))).toEqual({
    name: 'BadRequestException',
    message: `Deleting RestApi ${b} failed. Please remove all base path mappings related to the RestApi in your domains: ${NAME}.`,
    status: 400,
  });
  await gateway.send(new DeleteBasePathMappingCommand({ domainName: NAME, basePath: '(none)' }));
  const { items } = await gateway.send(new GetBasePathMappingsCommand({ domainName: NAME }));
  expect(items).toEqual([{ basePath: 'v1', restApiId: b, stage: 'dev' }]);
  const remove = () => acm.send(new DeleteCertificateCommand({ CertificateArn: arn }));
  expect((await describe(arn)).InUseBy).toEqual([resourceArn]);
  expect(await refusal(remove())).toMatchObject({ name: 'ResourceInUseException' });
  await gateway.send(new DeleteDomainNameCommand({ domainName: NAME }));
  await gateway.send(new DeleteRestApiCommand({ restApiId: b }));
  expect(await refusal(remove())).toMatchObject({ name: 'ResourceInUseException' });
  clock.advance(31_000);
  await remove();
});
