import { GetExportCommand, PutRestApiCommand } from '@aws-sdk/client-api-gateway';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { createApi, deploy } from './deployed-api.ts';
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
        variables: { basePath: { default: '/dev' } },
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

test('YAML on demand, as Swagger too', async () => {
  const key = await deployed();

  const answer = await cloud.client.send(
    new GetExportCommand({ ...key, exportType: 'swagger', accepts: 'application/yaml' }),
  );

  expect(answer.contentDisposition).toBe('attachment; filename="swagger_1.yaml"');
  expect(parse(text(answer.body))).toMatchObject({ swagger: '2.0', basePath: '/dev' });
});

test('what is exported is what the stage serves, not what the API has become', async () => {
  const key = await deployed();
  const later = documentWith({ '/later': { get: operationWith() } });
  await cloud.client.send(new PutRestApiCommand({ restApiId: key.restApiId, mode: 'overwrite', body: bytes(later) }));

  const { body } = await cloud.client.send(new GetExportCommand({ ...key, exportType: 'oas30' }));

  expect(Object.keys(JSON.parse(text(body)).paths)).toEqual(['/items']);
});

test('an unknown type is refused, other extensions by name', async () => {
  const key = await deployed();
  const get = (exportType: string, extensions?: string) =>
    cloud.client.send(new GetExportCommand({ ...key, exportType, ...(extensions && { parameters: { extensions } }) }));

  expect((await refusal(get('raml'))).name).toBe('BadRequestException');
  expect((await refusal(get('oas30', 'postman'))).message).toContain('GetExport with extensions=postman');
});
