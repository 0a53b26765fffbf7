/** Custom domains and their mappings as both versions of API Gateway see them, with a REST API and an HTTP API. */
import { ACMClient, DescribeCertificateCommand, RequestCertificateCommand } from '@aws-sdk/client-acm';
import {
  CreateBasePathMappingCommand,
  CreateDeploymentCommand,
  CreateDomainNameCommand,
  GetBasePathMappingsCommand,
  GetDomainNameCommand,
  ImportRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateApiMappingCommand,
  CreateDomainNameCommand as CreateDomainNameV2,
  DeleteApiCommand,
  DeleteApiMappingCommand,
  DeleteDomainNameCommand,
  GetApiMappingCommand,
  GetApiMappingsCommand,
  GetDomainNamesCommand,
  GetDomainNameCommand as GetDomainNameV2,
  UpdateApiMappingCommand,
  UpdateDomainNameCommand,
} from '@aws-sdk/client-apigatewayv2';
import { expect, it } from 'vitest';
import type { HostedZone } from '../../../src/local/state/hosted-zones.ts';
import { refusal, startAdverseCloud } from '../adversity/adverse-cloud.ts';

const NAME = 'api.example.com';
const REGION = 'eu-west-1';
const MIXING =
  /^Mixing of REST APIs and HTTP APIs on the same domain name can only be accomplished through API Gateway's V2/;

const document = JSON.stringify({
  openapi: '3.0.1',
  info: { title: 'rest', version: '1' },
  paths: {
    '/items': {
      get: {
        responses: { 200: { description: 'ok' } },
        'x-amazon-apigateway-integration': {
          type: 'mock',
          requestTemplates: { 'application/json': '{"statusCode": 200}' },
          responses: { default: { statusCode: '200' } },
        },
      },
    },
  },
});

async function start() {
  const { cloud, endpoint, clock, gateway } = await startAdverseCloud({ factor: 1, latency: false });
  const settings = { endpoint, credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' }, maxAttempts: 1 };
  const version2 = new ApiGatewayV2Client({ ...settings, region: REGION });
  const zones = cloud.store.collection<HostedZone>('000000000000/global/route53.hostedZones');
  async function certificate(region: string): Promise<string> {
    const acm = new ACMClient({ ...settings, region });
    const { CertificateArn } = await acm.send(
      new RequestCertificateCommand({ DomainName: NAME, ValidationMethod: 'DNS', IdempotencyToken: 'once' }),
    );
    clock.advance(5_000);
    const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
    const { Name = '', Value = '' } = Certificate?.DomainValidationOptions?.[0]?.ResourceRecord ?? {};
    const records = [{ name: Name, type: 'CNAME', ttl: 300, values: [Value] }];
    const zone = { name: 'example.com.', callerReference: '1', isPrivate: false, nameServers: [], tags: {} };
    zones.put('Z1', { id: 'Z1', ...zone, records });
    await acm.send(new DescribeCertificateCommand({ CertificateArn }));
    clock.advance(61_000);
    acm.destroy();
    return String(CertificateArn);
  }
  async function restApi(): Promise<string> {
    const parameters = { endpointConfigurationTypes: 'REGIONAL' };
    const { id: restApiId = '' } = await gateway.send(
      new ImportRestApiCommand({ body: Buffer.from(document), parameters }),
    );
    await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
    clock.advance(10_000);
    return restApiId;
  }
  async function httpApi(): Promise<string> {
    const Target = 'https://backend.example.com';
    const { ApiId = '' } = await version2.send(new CreateApiCommand({ Name: 'http', ProtocolType: 'HTTP', Target }));
    clock.advance(10_000);
    return ApiId;
  }
  return { gateway, version2, clock, certificate, restApi, httpApi };
}

it('are the same domains in both versions, and only version 2 maps HTTP APIs', async () => {
  const { gateway, version2, clock, certificate, restApi, httpApi } = await start();
  const regionalCertificateArn = await certificate(REGION);
  const created = await version2.send(
    new CreateDomainNameV2({
      DomainName: NAME,
      DomainNameConfigurations: [{ CertificateArn: regionalCertificateArn, EndpointType: 'REGIONAL' }],
      Tags: { made: 'here' },
    }),
  );
  expect(created).toMatchObject({
    ApiMappingSelectionExpression: '$request.basepath',
    DomainNameConfigurations: [
      { CertificateArn: regionalCertificateArn, DomainNameStatus: 'UPDATING', SecurityPolicy: 'TLS_1_2' },
    ],
    RoutingMode: 'API_MAPPING_ONLY',
    Tags: { made: 'here' },
  });
  const [rest, http] = [await restApi(), await httpApi()];
  expect(await gateway.send(new GetDomainNameCommand({ domainName: NAME }))).toMatchObject({
    regionalCertificateArn,
    endpointConfiguration: { types: ['REGIONAL'] },
    regionalDomainName: created.DomainNameConfigurations?.[0]?.ApiGatewayDomainName,
    tags: { made: 'here' },
  });
  expect((await version2.send(new GetDomainNamesCommand({}))).Items).toMatchObject([{ DomainName: NAME }]);

  const v1 = (basePath: string, restApiId: string) =>
    gateway.send(new CreateBasePathMappingCommand({ domainName: NAME, basePath, restApiId, stage: 'prod' }));
  const v2 = (ApiMappingKey: string, ApiId: string, Stage: string) =>
    version2.send(new CreateApiMappingCommand({ DomainName: NAME, ApiMappingKey, ApiId, Stage }));
  await v1('v1', rest);
  expect(await refusal(v1('http', http))).toMatchObject({ message: expect.stringMatching(MIXING), status: 400 });
  expect(await refusal(v2('v1', http, '$default'))).toMatchObject({ name: 'ConflictException' });
  expect(await refusal(v2('/v2', http, '$default'))).toMatchObject({ name: 'BadRequestException' });
  expect(await refusal(v2('v2', http, 'prod'))).toMatchObject({ message: 'Invalid stage identifier specified' });
  const { ApiMappingId = '' } = await v2('shop/v2', http, '$default');
  expect(await refusal(v1('v3', rest))).toMatchObject({ message: expect.stringMatching(MIXING) });
  await v2('shop/v1', rest, 'prod');
  const { Items = [] } = await version2.send(new GetApiMappingsCommand({ DomainName: NAME }));
  expect(Items.map(({ ApiMappingKey, ApiId, Stage }) => [ApiMappingKey, ApiId, Stage])).toEqual([
    ['v1', rest, 'prod'],
    ['shop/v2', http, '$default'],
    ['shop/v1', rest, 'prod'],
  ]);
  const { items = [] } = await gateway.send(new GetBasePathMappingsCommand({ domainName: NAME }));
  expect(items[0]).toEqual({ basePath: 'v1', restApiId: rest, stage: 'prod' });

  const of = { DomainName: NAME, ApiMappingId };
  await version2.send(new UpdateApiMappingCommand({ ...of, ApiId: rest, Stage: 'prod' }));
  expect(await version2.send(new GetApiMappingCommand(of))).toMatchObject({ ApiId: rest, ApiMappingKey: 'shop/v2' });
  await version2.send(new UpdateApiMappingCommand({ ...of, ApiId: http, Stage: '$default' }));
  expect(await refusal(version2.send(new DeleteApiCommand({ ApiId: http })))).toMatchObject({ status: 400 });
  await version2.send(new DeleteApiMappingCommand(of));
  expect(await refusal(version2.send(new DeleteApiMappingCommand(of)))).toMatchObject({ name: 'NotFoundException' });
  await version2.send(new DeleteApiCommand({ ApiId: http }));

  const DomainNameConfigurations = [{ SecurityPolicy: 'TLS_1_0' as const }];
  await version2.send(new UpdateDomainNameCommand({ DomainName: NAME, DomainNameConfigurations }));
  clock.advance(11_000);
  expect((await gateway.send(new GetDomainNameCommand({ domainName: NAME }))).securityPolicy).toBe('TLS_1_0');
  expect(await refusal(v2('a/b', rest, 'prod'))).toMatchObject({ name: 'BadRequestException' });
  expect(await refusal(v2('a', await httpApi(), '$default'))).toMatchObject({ name: 'BadRequestException' });
  await version2.send(new DeleteDomainNameCommand({ DomainName: NAME }));
  expect(await refusal(version2.send(new GetDomainNameV2({ DomainName: NAME })))).toMatchObject({ status: 404 });
});

it('are refused by version 2 if they are edge-optimized', async () => {
  const { gateway, version2, certificate } = await start();
  const certificateArn = await certificate('us-east-1');
  await gateway.send(
    new CreateDomainNameCommand({ domainName: NAME, certificateArn, endpointConfiguration: { types: ['EDGE'] } }),
  );
  const only = /^Only REGIONAL domain names can be managed through the API Gateway V2 API\./;
  for (const call of [
    version2.send(new GetApiMappingsCommand({ DomainName: NAME })),
    version2.send(new CreateApiMappingCommand({ DomainName: NAME, ApiId: 'a', Stage: 'b' })),
    version2.send(new UpdateDomainNameCommand({ DomainName: NAME, DomainNameConfigurations: [] })),
  ])
    expect(await refusal(call)).toMatchObject({ message: expect.stringMatching(only), status: 400 });
});
