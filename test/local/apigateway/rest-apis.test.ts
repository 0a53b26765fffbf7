import {
  CreateRestApiCommand,
  DeleteRestApiCommand,
  GetModelsCommand,
  GetRestApiCommand,
  GetRestApisCommand,
  GetStageCommand,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import { describe, expect, test } from 'vitest';
import { createApi, createMockApi, deploy } from './deployed-api.ts';
import { ACCOUNT, answer, REGION, refusal, useGatewayCloud } from './gateway-cloud.ts';

const cloud = useGatewayCloud();

const update = (restApiId: string, op: 'add' | 'remove' | 'replace', path: string, value?: string) =>
  cloud.client.send(new UpdateRestApiCommand({ restApiId, patchOperations: [{ op, path, value }] }));

const ONLY_DUALSTACK = 'Only dualstack ipAddressType is supported for Private APIs.';

interface Asked {
  readonly description?: string;
  readonly minimumCompressionSize?: number;
  readonly types?: 'EDGE' | 'PRIVATE';
  readonly ipAddressType?: string;
}

describe('CreateRestApi', () => {
  test('a name is enough: EDGE, key from the header, and the models Empty and Error', async () => {
    const created = answer(await cloud.client.send(new CreateRestApiCommand({ name: 'items' })));

    expect(created).toEqual({
      id: expect.stringMatching(/^[a-z0-9]{10}$/),
      name: 'items',
      createdDate: expect.any(Date),
      apiKeySource: 'HEADER',
      endpointConfiguration: { types: ['EDGE'], ipAddressType: 'ipv4' },
      disableExecuteApiEndpoint: false,
      rootResourceId: expect.stringMatching(/^[a-z0-9]{10}$/),
    });
    const { items = [] } = await cloud.client.send(new GetModelsCommand({ restApiId: created.id }));
    expect(items.map((model) => model.name)).toEqual(['Empty', 'Error']);
  });

  test.each([
    [{ description: '' }, 'BadRequestException', 'Description cannot be an empty string'],
    [{ description: '', minimumCompressionSize: -1 }, 'BadRequestException', 'Description cannot be an empty string'],
    [{ types: 'PRIVATE', ipAddressType: 'ipv4' }, 'BadRequestException', ONLY_DUALSTACK],
    [{ types: 'PRIVATE', ipAddressType: 'ipv4', description: '' }, 'BadRequestException', 'Description cannot be'],
    [{ types: 'EDGE', ipAddressType: 'x', description: '' }, 'ValidationException', "Value 'x' at 'createRestApiInput"],
  ] as const)('%j is rejected', async ({ types, ipAddressType, ...more }: Asked, name, message) => {
    const endpointConfiguration = types && { types: [types], ipAddressType: ipAddressType as 'ipv4' };
    const call = cloud.client.send(new CreateRestApiCommand({ name: 'items', ...more, endpointConfiguration }));

    expect(await refusal(call)).toMatchObject({ name, message: expect.stringContaining(message) });
  });

  test('two endpoint types are rejected', async () => {
    const endpointConfiguration = { types: ['EDGE' as const, 'REGIONAL' as const] };
    const call = cloud.client.send(new CreateRestApiCommand({ name: 'items', endpointConfiguration }));

    expect(await refusal(call)).toEqual({
      name: 'BadRequestException',
      message: 'Cannot create an api with multiple Endpoint Types.',
      status: 400,
    });
  });

  test('cloning is rejected by name', async () => {
    const call = cloud.client.send(new CreateRestApiCommand({ name: 'copy', cloneFrom: 'abc' }));

    expect((await refusal(call)).message).toContain('CreateRestApi with cloneFrom');
  });
});

describe('a resource policy', () => {
  const policy = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: ['*'] }, Action: 'execute-api:Invoke', Resource: 'execute-api:/*/GET/x' },
    ],
  };

  test('is returned with full ARNs, one principal as text, and escaped quotes', async () => {
    const created = await cloud.client.send(
      new CreateRestApiCommand({ name: 'guarded', policy: JSON.stringify(policy) }),
    );

    const { policy: shown } = await cloud.client.send(new GetRestApiCommand({ restApiId: created.id }));

    expect(JSON.parse(JSON.parse(`"${shown}"`) as string)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: 'execute-api:Invoke',
          Resource: `arn:aws:execute-api:${REGION}:${ACCOUNT}:${created.id}/*/GET/x`,
        },
      ],
    });
  });

  test.each(['no JSON', '{}', '{"Statement":[{"Effect":"Perhaps"}]}'])('%s is not a policy', async (text) => {
    const call = cloud.client.send(new CreateRestApiCommand({ name: 'guarded', policy: text }));

    expect((await refusal(call)).message).toMatch(/^Invalid policy document\./);
  });
});

describe('UpdateRestApi', () => {
  test('an empty compression size switches compression off', async () => {
    const { restApiId } = await createApi(cloud.client);

    expect((await update(restApiId, 'replace', '/minimumCompressionSize', '0')).minimumCompressionSize).toBe(0);
    expect((await update(restApiId, 'replace', '/minimumCompressionSize', '')).minimumCompressionSize).toBeUndefined();
  });

  test('a rejected operation changes nothing, not even the operations before it in the list', async () => {
    const { restApiId } = await createApi(cloud.client, 'before');
    const call = cloud.client.send(
      new UpdateRestApiCommand({
        restApiId,
        patchOperations: [
          { op: 'replace', path: '/name', value: 'after' },
          { op: 'add', path: '/minimumCompressionSize', value: '10' },
        ],
      }),
    );

    expect((await refusal(call)).message).toBe('Invalid patch operation specified. Must be one of: [replace]');
    expect((await cloud.client.send(new GetRestApiCommand({ restApiId }))).name).toBe('before');
  });

  test('a media type in the path is escaped', async () => {
    const { restApiId } = await createApi(cloud.client);

    const { binaryMediaTypes } = await update(restApiId, 'add', '/binaryMediaTypes/image~1png');

    expect(binaryMediaTypes).toEqual(['image/png']);
  });

  test('an unknown path is named', async () => {
    const { restApiId } = await createApi(cloud.client);

    expect((await refusal(update(restApiId, 'replace', '/nme', 'x'))).message).toBe('Invalid patch path /nme');
  });
});

test('a deleted API takes its stages along and is then unknown', async () => {
  const api = await createMockApi(cloud.client);
  await deploy(cloud.client, api, 'dev');

  const { $metadata } = await cloud.client.send(new DeleteRestApiCommand({ restApiId: api.restApiId }));

  expect($metadata.httpStatusCode).toBe(202);
  const unknown = {
    name: 'NotFoundException',
    message: `Invalid API identifier specified ${ACCOUNT}:${api.restApiId}`,
    status: 404,
  };
  expect(await refusal(cloud.client.send(new GetRestApiCommand({ restApiId: api.restApiId })))).toEqual(unknown);
  const stage = new GetStageCommand({ restApiId: api.restApiId, stageName: 'dev' });
  expect(await refusal(cloud.client.send(stage))).toEqual(unknown);
});

describe('lists', () => {
  test('have pages without gaps or repetitions, also when the first item of the next page is new', async () => {
    for (const name of ['one', 'two', 'three']) await createApi(cloud.client, name);
    const seen: string[] = [];
    let position: string | undefined;
    do {
      const page = await cloud.client.send(new GetRestApisCommand({ limit: 2, ...(position && { position }) }));
      seen.push(...(page.items ?? []).map((api) => api.id!));
      position = page.position;
    } while (position);

    const all = await cloud.client.send(new GetRestApisCommand({ limit: 500 }));
    expect(seen).toEqual(all.items?.map((api) => api.id));
  });

  test('an unknown position is rejected', async () => {
    const call = cloud.client.send(new GetRestApisCommand({ position: 'made-up' }));

    expect((await refusal(call)).name).toBe('BadRequestException');
  });
});

test('a private API stays dualstack', async () => {
  const { restApiId } = await createApi(cloud.client);
  await update(restApiId, 'replace', '/endpointConfiguration/types/0', 'PRIVATE');
  const call = update(restApiId, 'replace', '/endpointConfiguration/ipAddressType', 'ipv4');
  expect(await refusal(call)).toMatchObject({ name: 'BadRequestException', message: ONLY_DUALSTACK });
});

test('a private API becomes regional before it is edge-optimized, and only private APIs have VPC endpoints', async () => {
  const { restApiId } = await createApi(cloud.client);
  const setType = (value: string) => update(restApiId, 'replace', '/endpointConfiguration/types/0', value);
  const addEndpoint = () => update(restApiId, 'add', '/endpointConfiguration/vpcEndpointIds', 'vpce-0a1b2c3d');
  expect(await refusal(addEndpoint())).toMatchObject({ name: 'BadRequestException' });
  await setType('PRIVATE');
  await addEndpoint();
  expect(await refusal(setType('EDGE'))).toMatchObject({ name: 'BadRequestException' });
  const { endpointConfiguration } = await setType('REGIONAL');
  expect(endpointConfiguration).toEqual({ types: ['REGIONAL'], ipAddressType: 'ipv4' });
  await setType('EDGE');
});

test('a single API includes an empty map of tags, a list does not', async () => {
  const { restApiId } = await createApi(cloud.client);
  expect((await cloud.client.send(new GetRestApiCommand({ restApiId }))).tags).toEqual({});
  const { items = [] } = await cloud.client.send(new GetRestApisCommand({ limit: 500 }));
  expect(items.find(({ id }) => id === restApiId)).not.toHaveProperty('tags');
});
