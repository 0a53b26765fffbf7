import {
  CreateResourceCommand,
  DeleteResourceCommand,
  GetResourcesCommand,
  PutMethodCommand,
  UpdateResourceCommand,
} from '@aws-sdk/client-api-gateway';
import { expect, test } from 'vitest';
import { createApi } from './deployed-api.ts';
import { refusal, useGatewayCloud } from './gateway-cloud.ts';

const cloud = useGatewayCloud();

const create = (restApiId: string, parentId: string, pathPart: string) =>
  cloud.client.send(new CreateResourceCommand({ restApiId, parentId, pathPart }));

const paths = async (restApiId: string) =>
  ((await cloud.client.send(new GetResourcesCommand({ restApiId }))).items ?? []).map((item) => item.path).sort();

test('a moved resource takes everything below it along', async () => {
  const { restApiId, rootId } = await createApi(cloud.client);
  const shops = await create(restApiId, rootId, 'shops');
  const items = await create(restApiId, rootId, 'items');
  await create(restApiId, items.id!, '{id}');

  await cloud.client.send(
    new UpdateResourceCommand({
      restApiId,
      resourceId: items.id,
      patchOperations: [{ op: 'replace', path: '/parentId', value: shops.id }],
    }),
  );

  expect(await paths(restApiId)).toEqual(['/', '/shops', '/shops/items', '/shops/items/{id}']);
});

test('a resource cannot be moved below itself', async () => {
  const { restApiId, rootId } = await createApi(cloud.client);
  const items = await create(restApiId, rootId, 'items');
  const child = await create(restApiId, items.id!, 'child');
  const patchOperations = [{ op: 'replace' as const, path: '/parentId', value: child.id }];

  const call = cloud.client.send(new UpdateResourceCommand({ restApiId, resourceId: items.id, patchOperations }));

  expect(await refusal(call)).toMatchObject({ name: 'BadRequestException', message: 'Resources cannot be cyclical.' });
});

test('a deleted resource takes everything below it along; the root stays', async () => {
  const { restApiId, rootId } = await createApi(cloud.client);
  const items = await create(restApiId, rootId, 'items');
  await create(restApiId, items.id!, '{id}');

  await cloud.client.send(new DeleteResourceCommand({ restApiId, resourceId: items.id }));

  expect(await paths(restApiId)).toEqual(['/']);
  const root = cloud.client.send(new DeleteResourceCommand({ restApiId, resourceId: rootId }));
  expect((await refusal(root)).name).toBe('BadRequestException');
});

test('only one variable is allowed below a parent', async () => {
  const { restApiId, rootId } = await createApi(cloud.client);
  await create(restApiId, rootId, '{id}');

  expect((await refusal(create(restApiId, rootId, '{name}'))).message).toBe(
    'A sibling ({id}) of this resource already has a variable path part -- only one is allowed',
  );
});

test('nothing is allowed below a greedy variable', async () => {
  const { restApiId, rootId } = await createApi(cloud.client);
  const proxy = await create(restApiId, rootId, '{proxy+}');

  expect((await refusal(create(restApiId, proxy.id!, 'child'))).message).toBe(
    'Cannot create a child of a resource with a greedy path variable: {proxy+}',
  );
});

test.each(['a b', 'x-{id}', '{a}.{b}', '{id', ''])('%j is not a valid path part', async (pathPart) => {
  const { restApiId, rootId } = await createApi(cloud.client);

  expect((await refusal(create(restApiId, rootId, pathPart))).message).toMatch(/^Resource's path part only allow/);
});

test('methods are named in a list, and shown completely on request', async () => {
  const { restApiId, rootId } = await createApi(cloud.client);
  const method = { restApiId, resourceId: rootId, httpMethod: 'GET', authorizationType: 'NONE' };
  await cloud.client.send(new PutMethodCommand(method));

  const named = await cloud.client.send(new GetResourcesCommand({ restApiId }));
  const full = await cloud.client.send(new GetResourcesCommand({ restApiId, embed: ['methods'] }));

  expect(named.items?.[0]?.resourceMethods).toEqual({ GET: {} });
  expect(full.items?.[0]?.resourceMethods).toEqual({
    GET: { httpMethod: 'GET', authorizationType: 'NONE', apiKeyRequired: false },
  });
});
