import {
  GetExportCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  PutRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { createApi, createMockApi, deploy } from './deployed-api.ts';
import { bytes, documentWith, operationWith } from './documents.ts';
import { REGION, refusal, useGatewayCloud } from './gateway-cloud.ts';

const cloud = useGatewayCloud();

async function deployed() {
  const api = await createApi(cloud.client);
  const key = { type: 'apiKey', name: 'x-api-key', in: 'header' };
  const document = documentWith(
    { '/items': { get: operationWith({ security: [{ key: [] }] }) } },
    { components: { securitySchemes: { key } } },
  );
  await cloud.client.send(
    new PutRestApiCommand({ restApiId: api.restApiId, mode: 'overwrite', body: bytes(document) }),
  );
  await deploy(cloud.client, api, 'dev');
  return { restApiId: api.restApiId, stageName: 'dev' };
}

const text = (body: Uint8Array | undefined) => new TextDecoder().decode(body);

test('without extensions the document is plain OpenAPI', async () => {
  const key = await deployed();

  const answer = await cloud.client.send(new GetExportCommand({ ...key, exportType: 'oas30' }));

  expect(answer.contentDisposition).toBe('attachment; filename="oas30_1.json"');
  expect(JSON.parse(text(answer.body))).toEqual({
    openapi: '3.0.1',
    info: { title: 'items', version: '1' },
    servers: [
      {
        url: `https://${key.restApiId}.execute-api.${REGION}.amazonaws.com/{basePath}`,
        variables: { basePath: { default: 'dev' } },
      },
    ],
    paths: {
      '/items': {
        get: { responses: { 200: { description: '200 response', content: {} } }, security: [{ api_key: [] }] },
      },
    },
    components: { securitySchemes: { api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' } } },
  });
});

test('YAML is available, also for Swagger', async () => {
  const key = await deployed();

  const answer = await cloud.client.send(
    new GetExportCommand({ ...key, exportType: 'swagger', accepts: 'application/yaml' }),
  );

  expect(answer.contentDisposition).toBe('attachment; filename="swagger_1.yaml"');
  expect(parse(text(answer.body))).toMatchObject({ swagger: '2.0', basePath: '/dev' });
});

test('the export describes the stage, not later changes of the API', async () => {
  const key = await deployed();
  const later = documentWith({ '/later': { get: operationWith() } });
  await cloud.client.send(new PutRestApiCommand({ restApiId: key.restApiId, mode: 'overwrite', body: bytes(later) }));

  const { body } = await cloud.client.send(new GetExportCommand({ ...key, exportType: 'oas30' }));

  expect(Object.keys(JSON.parse(text(body)).paths)).toEqual(['/items']);
});

test('an unknown type is rejected, and unsupported extensions by name', async () => {
  const key = await deployed();
  const get = (exportType: string, extensions?: string) =>
    cloud.client.send(new GetExportCommand({ ...key, exportType, ...(extensions && { parameters: { extensions } }) }));

  expect((await refusal(get('raml'))).name).toBe('BadRequestException');
  expect((await refusal(get('oas30', 'postman'))).message).toContain('GetExport with extensions=postman');
});

test('Swagger names the content types of templates, and OpenAPI only required parameters', async () => {
  const api = await createMockApi(cloud.client);
  const method = { restApiId: api.restApiId, resourceId: api.rootId, httpMethod: 'POST' };
  const requestParameters = { 'method.request.querystring.a': false, 'method.request.querystring.b': true };
  await cloud.client.send(new PutMethodCommand({ ...method, authorizationType: 'NONE', requestParameters }));
  const requestTemplates = { 'application/json': '{"statusCode": 200}' };
  await cloud.client.send(new PutIntegrationCommand({ ...method, type: 'MOCK', requestTemplates }));
  await cloud.client.send(new PutMethodResponseCommand({ ...method, statusCode: '200' }));
  const responseTemplates = { 'text/html': '<p>hello</p>' };
  await cloud.client.send(new PutIntegrationResponseCommand({ ...method, statusCode: '200', responseTemplates }));
  await deploy(cloud.client, api, 'dev');

  const exported = async (exportType: 'oas30' | 'swagger') => {
    const key = { restApiId: api.restApiId, stageName: 'dev', exportType };
    const document = JSON.parse(text((await cloud.client.send(new GetExportCommand(key))).body));
    return document.paths['/'].post;
  };
  expect(await exported('swagger')).toMatchObject({
    consumes: ['application/json'],
    produces: ['text/html'],
    parameters: [
      { name: 'a', in: 'query', required: false, type: 'string' },
      { name: 'b', in: 'query', required: true, type: 'string' },
    ],
  });
  const openapi = await exported('oas30');
  expect(openapi.parameters).toEqual([
    { name: 'a', in: 'query', schema: { type: 'string' } },
    { name: 'b', in: 'query', required: true, schema: { type: 'string' } },
  ]);
  expect(openapi).not.toHaveProperty('consumes');
});
