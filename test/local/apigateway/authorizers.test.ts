import {
  CreateAuthorizerCommand,
  type CreateAuthorizerCommandInput,
  DeleteAuthorizerCommand,
  PutMethodCommand,
  TestInvokeAuthorizerCommand,
  UpdateAuthorizerCommand,
} from '@aws-sdk/client-api-gateway';
import { expect, test } from 'vitest';
import { createApi } from './deployed-api.ts';
import { answer, lambdaUri, refusal, useGatewayCloud } from './gateway-cloud.ts';

const cloud = useGatewayCloud();

const token = {
  name: 'token',
  type: 'TOKEN',
  authorizerUri: lambdaUri('auth'),
  identitySource: 'method.request.header.Authorization',
} as const;

const create = async (more: Partial<CreateAuthorizerCommandInput> = {}, restApiId?: string) =>
  cloud.client.send(
    new CreateAuthorizerCommand({
      restApiId: restApiId ?? (await createApi(cloud.client)).restApiId,
      ...token,
      ...more,
    }),
  );

test('an authorizer returns its TTL if it was set', async () => {
  expect(answer(await create())).toEqual({
    id: expect.any(String),
    ...token,
    authType: 'custom',
  });
  expect((await create({ authorizerResultTtlInSeconds: 0 })).authorizerResultTtlInSeconds).toBe(0);
});

test('an unknown API is a concurrent modification, as on AWS', async () => {
  expect(await refusal(create({}, 'nope'))).toEqual({
    name: 'ConflictException',
    message: 'Unable to complete operation due to concurrent modification. Please try again later.',
    status: 409,
  });
});

test.each([
  [{ authorizerUri: 'nowhere' }, /^Invalid Authorizer URI: nowhere\./],
  [{ authorizerResultTtlInSeconds: 3601 }, /between 0 and 3600 seconds/],
  [{ type: 'COGNITO_USER_POOLS' as const }, /at least one provider ARN/],
])('%j is rejected', async (more, message) => {
  expect((await refusal(create(more))).message).toMatch(message);
});

test('an authorizer cannot be deleted while a method uses it', async () => {
  const { restApiId, rootId } = await createApi(cloud.client);
  const { id: authorizerId } = await create({}, restApiId);
  await cloud.client.send(
    new PutMethodCommand({
      restApiId,
      resourceId: rootId,
      httpMethod: 'GET',
      authorizationType: 'CUSTOM',
      authorizerId,
    }),
  );

  const call = cloud.client.send(new DeleteAuthorizerCommand({ restApiId, authorizerId }));

  expect((await refusal(call)).name).toBe('ConflictException');
});

test('an update is validated like a creation', async () => {
  const { restApiId } = await createApi(cloud.client);
  const { id: authorizerId } = await create({}, restApiId);
  const update = (path: string, value: string) =>
    cloud.client.send(
      new UpdateAuthorizerCommand({ restApiId, authorizerId, patchOperations: [{ op: 'replace', path, value }] }),
    );

  expect((await update('/authorizerResultTtlInSeconds', '60')).authorizerResultTtlInSeconds).toBe(60);
  expect((await refusal(update('/authorizerUri', 'nowhere'))).message).toMatch(/^Invalid Authorizer URI/);
});

test('an authorizer can be tested by its ID', async () => {
  const { restApiId } = await createApi(cloud.client);
  const test = new TestInvokeAuthorizerCommand({ restApiId, authorizerId: 'nope' });
  expect(await refusal(cloud.client.send(test))).toMatchObject({
    name: 'NotFoundException',
    message: 'Invalid Authorizer identifier specified',
  });
});
