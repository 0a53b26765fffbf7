import {
  CreateAuthorizerCommand,
  DeleteMethodCommand,
  GetMethodCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateMethodCommand,
  UpdateMethodResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { describe, expect, test } from 'vitest';
import { createApi } from './deployed-api.ts';
import { answer, lambdaUri, refusal, useGatewayCloud } from './gateway-cloud.ts';

const cloud = useGatewayCloud();

async function methodOf(more: Partial<ConstructorParameters<typeof PutMethodCommand>[0]> = {}) {
  const { restApiId, rootId } = await createApi(cloud.client);
  const key = { restApiId, resourceId: rootId, httpMethod: 'GET' };
  await cloud.client.send(new PutMethodCommand({ ...key, authorizationType: 'NONE', ...more }));
  return key;
}

describe('PutMethod', () => {
  test('an unknown API is reported as an unknown resource', async () => {
    const key = { restApiId: 'nope', resourceId: 'nope', httpMethod: 'GET', authorizationType: 'NONE' };

    expect(await refusal(cloud.client.send(new PutMethodCommand(key)))).toEqual({
      name: 'NotFoundException',
      message: 'Invalid Resource identifier specified',
      status: 404,
    });
  });

  test('an authorization type is accepted in any case and stored in capitals', async () => {
    const key = await methodOf({ authorizationType: 'None' });

    expect((await cloud.client.send(new GetMethodCommand(key))).authorizationType).toBe('NONE');
    expect((await refusal(methodOf({ authorizationType: 'nobody' }))).name).toBe('BadRequestException');
  });

  test('a parameter can be in one place only', async () => {
    const requestParameters = { 'method.request.querystring.id': false, 'method.request.header.id': true };

    expect(await refusal(methodOf({ requestParameters }))).toMatchObject({
      name: 'BadRequestException',
      message: 'Parameter names must be unique across querystring, header and path',
    });
  });

  test('a method can be put once', async () => {
    const key = await methodOf();

    expect(await refusal(cloud.client.send(new PutMethodCommand({ ...key, authorizationType: 'NONE' })))).toEqual({
      name: 'ConflictException',
      message: 'Method already exists for this resource',
      status: 409,
    });
  });

  test('a request parameter must be a mapping expression', async () => {
    expect((await refusal(methodOf({ requestParameters: { true: true } }))).message).toBe(
      'Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: true]',
    );
  });

  test('an authorizer must exist and match the authorization type', async () => {
    const { restApiId, rootId } = await createApi(cloud.client);
    const { id: authorizerId } = await cloud.client.send(
      new CreateAuthorizerCommand({
        restApiId,
        name: 'token',
        type: 'TOKEN',
        authorizerUri: lambdaUri(),
        identitySource: 'method.request.header.Authorization',
      }),
    );
    const put = (authorizationType: string, id: string | undefined) =>
      cloud.client.send(
        new PutMethodCommand({
          restApiId,
          resourceId: rootId,
          httpMethod: 'GET',
          authorizationType,
          ...(id && { authorizerId: id }),
        }),
      );
    const message =
      'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.';

    expect((await refusal(put('CUSTOM', undefined))).message).toBe(message);
    expect((await refusal(put('COGNITO_USER_POOLS', authorizerId))).message).toBe(message);
    expect((await put('CUSTOM', authorizerId)).authorizerId).toBe(authorizerId);
  });
});

describe('UpdateMethod', () => {
  const update = (
    key: Awaited<ReturnType<typeof methodOf>>,
    op: 'add' | 'remove' | 'replace',
    path: string,
    value = '',
  ) => cloud.client.send(new UpdateMethodCommand({ ...key, patchOperations: [{ op, path, value }] }));

  test('a content type in a path is escaped', async () => {
    const key = await methodOf();

    expect((await refusal(update(key, 'add', '/requestModels/application/json', 'Empty'))).message).toBe(
      'Invalid patch path /requestModels/application/json',
    );
    const { requestModels } = await update(key, 'add', '/requestModels/application~1json', 'Empty');
    expect(requestModels).toEqual({ 'application/json': 'Empty' });
  });

  test('apiKeyRequired is true only for the text true', async () => {
    const key = await methodOf({ apiKeyRequired: true });

    expect((await update(key, 'replace', '/apiKeyRequired', 'whatever')).apiKeyRequired).toBe(false);
    expect((await update(key, 'replace', '/apiKeyRequired', 'true')).apiKeyRequired).toBe(true);
  });
});

describe('method responses', () => {
  test('removing the last entries removes the maps', async () => {
    const key = await methodOf();
    const parameter = 'method.response.header.x';
    await cloud.client.send(
      new PutMethodResponseCommand({
        ...key,
        statusCode: '200',
        responseParameters: { [parameter]: false },
        responseModels: { 'application/json': 'Empty' },
      }),
    );

    const updated = await cloud.client.send(
      new UpdateMethodResponseCommand({
        ...key,
        statusCode: '200',
        patchOperations: [
          { op: 'remove', path: `/responseParameters/${parameter}` },
          { op: 'remove', path: '/responseModels/application~1json' },
        ],
      }),
    );

    expect(answer(updated)).toEqual({ statusCode: '200' });
  });

  test('every violated constraint is named, operations first', async () => {
    const key = await methodOf();
    const patchOperations = [{ op: 'wrong_op' as never, path: '/x' }];

    const call = cloud.client.send(new UpdateMethodResponseCommand({ ...key, statusCode: 'wrong', patchOperations }));

    expect(await refusal(call)).toMatchObject({
      name: 'ValidationException',
      message:
        "2 validation errors detected: Value 'wrong_op' at 'updateMethodResponseInput.patchOperations.1.member.op' failed to satisfy constraint: Member must satisfy enum value set: [add, remove, move, test, replace, copy]; Value 'wrong' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\\d\\d",
    });
  });
});

test('a deleted method does not exist any more', async () => {
  const key = await methodOf();

  const { $metadata } = await cloud.client.send(new DeleteMethodCommand(key));

  expect($metadata.httpStatusCode).toBe(204);
  expect((await refusal(cloud.client.send(new GetMethodCommand(key)))).message).toBe(
    'Invalid Method identifier specified',
  );
});

test('an update removes the authorizer of a method without authorization', async () => {
  const key = await methodOf();
  const patchOperations = [{ op: 'replace' as const, path: '/authorizerId', value: 'abc123' }];
  const updated = await cloud.client.send(new UpdateMethodCommand({ ...key, patchOperations }));
  expect(updated).not.toHaveProperty('authorizerId');
});
