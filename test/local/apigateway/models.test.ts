import {
  CreateModelCommand,
  CreateResourceCommand,
  DeleteMethodCommand,
  DeleteModelCommand,
  GetModelCommand,
  PutMethodCommand,
  PutRestApiCommand,
  UpdateModelCommand,
} from '@aws-sdk/client-api-gateway';
import { expect, test } from 'vitest';
import { createApi } from './deployed-api.ts';
import { refusal, useGatewayCloud } from './gateway-cloud.ts';

const cloud = useGatewayCloud();

const create = (restApiId: string, name: string, schema = '{"type": "object"}') =>
  cloud.client.send(new CreateModelCommand({ restApiId, name, contentType: 'application/json', schema }));

test('the text of a schema is stored as it was written', async () => {
  const { restApiId } = await createApi(cloud.client);
  const schema = '{\n\t"type":   "object"\n}';
  await create(restApiId, 'Item', schema);

  const model = await cloud.client.send(new GetModelCommand({ restApiId, modelName: 'Item' }));

  expect(model.schema).toBe(schema);
});

test.each([
  ['', 'BadRequestException', 'Model name must be non-empty'],
  ['My_Item', 'BadRequestException', 'Model name must be alphanumeric: My_Item'],
  ['Empty', 'ConflictException', 'Model name already exists for this REST API'],
])('the name %j is rejected', async (name, error, message) => {
  const { restApiId } = await createApi(cloud.client);

  expect(await refusal(create(restApiId, name))).toMatchObject({ name: error, message });
});

test('a schema must be JSON, when it is created and when it is replaced', async () => {
  const { restApiId } = await createApi(cloud.client);
  await create(restApiId, 'Item');
  const patchOperations = [{ op: 'replace' as const, path: '/schema', value: 'no JSON' }];
  const update = new UpdateModelCommand({ restApiId, modelName: 'Item', patchOperations });

  expect((await refusal(create(restApiId, 'Other', 'no JSON'))).message).toContain('Invalid model schema specified');
  expect((await refusal(cloud.client.send(update))).message).toContain('Invalid model schema specified');
});

// The texts are AWS's: segurvita/swagger-rm-example-go, a report on integers that Terraform made strings, and a project
// of serverless with `required: []`.
test.each([
  [
    { type: 'object', example: 1, const: 2 },
    'Invalid model schema specified. Unsupported keyword(s): ["example","const"]',
  ],
  [
    { properties: { a: { maxLength: '35', minLength: '1' } } },
    'Invalid model schema specified, Invalid model schema specified',
  ],
  [{ required: [] }, 'Invalid model schema specified'],
  [{ items: { $ref: '#/components/schemas/Item' } }, 'Model reference must be in canonical form'],
])('the schema %j is invalid', async (schema, faults) => {
  const { restApiId } = await createApi(cloud.client);

  expect((await refusal(create(restApiId, 'Item', JSON.stringify(schema)))).message).toBe(
    `Invalid model specified: Validation Result: warnings : [], errors : [${faults}]`,
  );
});

test('a schema or document with thousands of levels is an error of the client', async () => {
  const { restApiId } = await createApi(cloud.client);
  const deep = `${'{"not":'.repeat(5_000)}{}${'}'.repeat(5_000)}`;
  const document = `{"openapi": "3.0.1", "info": {"title": "t"}, "paths": {}, "components": {"schemas": {"A": ${deep}}}}`;

  expect((await refusal(create(restApiId, 'Item', deep))).message).toContain('[Invalid model schema specified]');
  const put = new PutRestApiCommand({ restApiId, body: new TextEncoder().encode(document) });
  expect((await refusal(cloud.client.send(put))).message).toBe('Invalid OpenAPI input.');
});

test('every keyword of draft 4 is accepted', async () => {
  const { restApiId } = await createApi(cloud.client);
  const schema = {
    $schema: 'http://json-schema.org/draft-04/schema#',
    definitions: { name: { type: ['string', 'null'], pattern: '^a', default: null, format: 'x' } },
    properties: {
      required: { $ref: '#/definitions/name' },
      list: { items: [{ type: 'integer' }], additionalItems: false },
    },
    patternProperties: { '^x': { not: { enum: [1] } } },
    dependencies: { a: ['b'], c: { required: ['d'] } },
    additionalProperties: { oneOf: [{ minimum: 1, exclusiveMinimum: true }, { multipleOf: 2 }] },
  };

  expect(await create(restApiId, 'Item', JSON.stringify(schema))).toMatchObject({ name: 'Item' });
});

test('a model cannot be deleted while a method uses it', async () => {
  const { restApiId, rootId } = await createApi(cloud.client);
  await create(restApiId, 'Item');
  const method = { restApiId, resourceId: rootId, httpMethod: 'ANY' };
  const requestModels = { 'application/json': 'Item' };
  await cloud.client.send(new PutMethodCommand({ ...method, authorizationType: 'NONE', requestModels }));
  const remove = () => cloud.client.send(new DeleteModelCommand({ restApiId, modelName: 'Item' }));

  expect(await refusal(remove())).toEqual({
    name: 'ConflictException',
    message: "Cannot delete model 'Item', is referenced in method request: //ANY",
    status: 409,
  });
  await cloud.client.send(new DeleteMethodCommand(method));
  expect((await remove()).$metadata.httpStatusCode).toBe(202);
});

test('a model may have the name of an Object property in JavaScript', async () => {
  const { restApiId } = await createApi(cloud.client);
  const get = () => cloud.client.send(new GetModelCommand({ restApiId, modelName: 'constructor' }));

  expect((await refusal(get())).name).toBe('NotFoundException');
  await create(restApiId, 'constructor');
  expect((await get()).name).toBe('constructor');
});

test('a model needs a schema, when it is created and when it is updated', async () => {
  const { restApiId } = await createApi(cloud.client);
  await create(restApiId, 'Item');
  const message = 'Model schema must have at least 1 property or array items defined';
  const patchOperations = [{ op: 'replace' as const, path: '/schema', value: '' }];
  const update = new UpdateModelCommand({ restApiId, modelName: 'Item', patchOperations });
  const bare = new CreateModelCommand({ restApiId, name: 'Xml', contentType: 'application/xml' });

  expect(await refusal(create(restApiId, 'Other', ''))).toMatchObject({ name: 'BadRequestException', message });
  expect((await refusal(cloud.client.send(update))).message).toBe(message);
  expect((await refusal(cloud.client.send(bare))).message).toBe(message);
});

test('the error names the newest resource of several methods that use a model', async () => {
  const { restApiId, rootId } = await createApi(cloud.client);
  await create(restApiId, 'Item');
  const child = await cloud.client.send(new CreateResourceCommand({ restApiId, parentId: rootId, pathPart: 'test' }));
  for (const resourceId of [child.id, rootId]) {
    const method = { restApiId, resourceId, httpMethod: 'ANY', authorizationType: 'NONE' };
    await cloud.client.send(new PutMethodCommand({ ...method, requestModels: { 'application/json': 'Item' } }));
  }
  const deletion = () => cloud.client.send(new DeleteModelCommand({ restApiId, modelName: 'Item' }));
  const words = "Cannot delete model 'Item', is referenced in method request:";

  expect((await refusal(deletion())).message).toBe(`${words} /test/ANY`);
  await cloud.client.send(new DeleteMethodCommand({ restApiId, resourceId: child.id, httpMethod: 'ANY' }));
  expect((await refusal(deletion())).message).toBe(`${words} //ANY`);
});

test('a model of an unknown API is an unknown model', async () => {
  const named = { restApiId: 'nope', modelName: 'Item' };
  const message = 'Invalid model name specified: Item';
  expect((await refusal(cloud.client.send(new GetModelCommand(named)))).message).toBe(message);
  expect((await refusal(cloud.client.send(new DeleteModelCommand(named)))).message).toBe(message);
  expect((await refusal(cloud.client.send(new UpdateModelCommand(named)))).message).toBe(message);
});
