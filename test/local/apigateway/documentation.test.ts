import {
  CreateDocumentationPartCommand,
  CreateDocumentationVersionCommand,
  CreateStageCommand,
  DeleteDocumentationPartCommand,
  DeleteDocumentationVersionCommand,
  GetDocumentationPartCommand,
  GetDocumentationPartsCommand,
  GetDocumentationVersionCommand,
  GetDocumentationVersionsCommand,
  ImportDocumentationPartsCommand,
  ImportRestApiCommand,
  UpdateDocumentationPartCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { expect, test } from 'vitest';
import { createMockApi, deploy } from './deployed-api.ts';
import { bytes, documentWith } from './documents.ts';
import { ACCOUNT, answer, refusal, useGatewayCloud } from './gateway-cloud.ts';

const cloud = useGatewayCloud();

const properties = JSON.stringify({ description: 'All items' });

async function documented() {
  const api = await createMockApi(cloud.client);
  const location = { type: 'METHOD' as const, path: '/items', method: 'GET' };
  const create = () =>
    cloud.client.send(new CreateDocumentationPartCommand({ restApiId: api.restApiId, location, properties }));
  const part = answer(await create());
  return { ...api, api, location, part, create };
}

test('parts are created once for a place, listed by type, changed and deleted', async () => {
  const { restApiId, location, part, create } = await documented();
  expect(part).toEqual({ id: expect.stringMatching(/^[a-z0-9]{6}$/), location, properties });
  expect((await refusal(create())).name).toBe('ConflictException');

  const patchOperations = [{ op: 'replace' as const, path: '/properties', value: '{"description":"New"}' }];
  const named = { restApiId, documentationPartId: part.id };
  await cloud.client.send(new UpdateDocumentationPartCommand({ ...named, patchOperations }));
  const list = async (type: 'METHOD' | 'API') =>
    (await cloud.client.send(new GetDocumentationPartsCommand({ restApiId, type }))).items;
  expect(await list('METHOD')).toEqual([{ ...part, properties: '{"description":"New"}' }]);
  expect(await list('API')).toEqual([]);

  await cloud.client.send(new DeleteDocumentationPartCommand(named));
  expect(await list('METHOD')).toEqual([]);
});

test('a part must be a JSON object', async () => {
  const { restApiId } = await documented();
  const create = (text: string) =>
    cloud.client.send(new CreateDocumentationPartCommand({ restApiId, location: { type: 'API' }, properties: text }));
  expect((await refusal(create('nonsense'))).name).toBe('BadRequestException');
  expect((await refusal(create('"text"'))).name).toBe('BadRequestException');
});

test('a stage can name a version, and then it cannot be deleted', async () => {
  const { restApiId, api } = await documented();
  const deploymentId = await deploy(cloud.client, api, 'dev');
  const version = { restApiId, documentationVersion: 'v1' };
  await cloud.client.send(new CreateDocumentationVersionCommand({ ...version, description: 'first' }));
  expect((await refusal(cloud.client.send(new CreateDocumentationVersionCommand(version)))).status).toBe(409);
  expect(answer(await cloud.client.send(new GetDocumentationVersionCommand(version)))).toEqual({
    version: 'v1',
    description: 'first',
    createdDate: expect.any(Date),
  });

  const create = (stageName: string, documentationVersion: string) =>
    cloud.client.send(new CreateStageCommand({ restApiId, stageName, deploymentId, documentationVersion }));
  expect((await create('s1', 'v1')).documentationVersion).toBe('v1');
  expect((await refusal(create('s2', 'v2'))).name).toBe('NotFoundException');

  expect((await refusal(cloud.client.send(new DeleteDocumentationVersionCommand(version)))).message).toContain('s1');
  const patchOperations = [{ op: 'replace' as const, path: '/documentationVersion', value: '' }];
  await cloud.client.send(new UpdateStageCommand({ restApiId, stageName: 's1', patchOperations }));
  await cloud.client.send(new DeleteDocumentationVersionCommand(version));
  expect((await cloud.client.send(new GetDocumentationVersionsCommand({ restApiId }))).items).toEqual([]);
});

test('a part of an unknown API is an unknown part', async () => {
  const named = { restApiId: 'nope', documentationPartId: 'nope' };
  const patchOperations = [{ op: 'replace' as const, path: '/properties', value: properties }];
  const unknown = { name: 'NotFoundException', message: 'Invalid Documentation part identifier specified' };
  expect(await refusal(cloud.client.send(new GetDocumentationPartCommand(named)))).toMatchObject(unknown);
  const update = cloud.client.send(new UpdateDocumentationPartCommand({ ...named, patchOperations }));
  expect(await refusal(update)).toMatchObject(unknown);
  const deletion = cloud.client.send(new DeleteDocumentationPartCommand(named));
  expect((await refusal(deletion)).message).toBe(`Invalid API identifier specified ${ACCOUNT}:nope`);
});

// LocalStack's test_import_documentation_parts and test_import_documentation_parts_bad_file, recorded on AWS.
test('parts are imported with a document, or alone; the path of a method is the root by default', async () => {
  const documentationParts = [
    { location: { type: 'API' }, properties: { description: 'API' } },
    { location: { type: 'METHOD', method: 'GET' }, properties: { description: 'Method' } },
  ];
  const documentWithParts = bytes(documentWith({}, { 'x-amazon-apigateway-documentation': { documentationParts } }));
  const { id: restApiId } = await cloud.client.send(new ImportRestApiCommand({ body: documentWithParts }));
  const listed = async () =>
    (await cloud.client.send(new GetDocumentationPartsCommand({ restApiId }))).items!.map(({ id: _, ...part }) => part);
  const expected = [
    { location: { type: 'API' }, properties: '{"description":"API"}' },
    { location: { type: 'METHOD', method: 'GET', path: '/' }, properties: '{"description":"Method"}' },
  ];
  expect(await listed()).toEqual(expected);

  for (const mode of ['merge', 'overwrite'] as const) {
    const put = new ImportDocumentationPartsCommand({ restApiId, mode, body: documentWithParts });
    expect((await cloud.client.send(put)).ids).toHaveLength(2);
    expect(await listed()).toEqual(expected);
  }
  const broken = new ImportDocumentationPartsCommand({ restApiId, body: new TextEncoder().encode('{') });
  expect(await refusal(cloud.client.send(broken))).toMatchObject({
    name: 'BadRequestException',
    message: 'Unable to build importer with provided input.',
  });
});
