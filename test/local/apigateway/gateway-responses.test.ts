import {
  DeleteGatewayResponseCommand,
  GetGatewayResponseCommand,
  GetGatewayResponsesCommand,
  PutGatewayResponseCommand,
  UpdateGatewayResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { expect, test } from 'vitest';
import { createApi } from './deployed-api.ts';
import { answer, refusal, useGatewayCloud } from './gateway-cloud.ts';

const cloud = useGatewayCloud();
const responseTemplates = { 'application/json': '{"message":$context.error.messageString}' };

test('an API has all twenty-one responses from the start', async () => {
  const { restApiId } = await createApi(cloud.client);

  const { items = [] } = await cloud.client.send(new GetGatewayResponsesCommand({ restApiId }));

  expect(items).toHaveLength(21);
  expect(items.every((response) => response.defaultResponse)).toBe(true);
  expect(items.find((response) => response.responseType === 'THROTTLED')?.statusCode).toBe('429');
});

test('DEFAULT_4XX applies to every client error without its own response', async () => {
  const { restApiId } = await createApi(cloud.client);
  const responseParameters = { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" };
  await cloud.client.send(
    new PutGatewayResponseCommand({ restApiId, responseType: 'DEFAULT_4XX', responseParameters }),
  );
  const get = (responseType: 'THROTTLED' | 'INTEGRATION_FAILURE') =>
    cloud.client.send(new GetGatewayResponseCommand({ restApiId, responseType }));

  expect(answer(await get('THROTTLED'))).toEqual({
    responseType: 'THROTTLED',
    statusCode: '429',
    responseParameters,
    responseTemplates,
    defaultResponse: true,
  });
  expect((await get('INTEGRATION_FAILURE')).responseParameters).toEqual({});
});

// The text is AWS's (aws/aws-cli#2879).
test('a parameter that is not a header of a gateway response is an invalid mapping expression', async () => {
  const { restApiId } = await createApi(cloud.client);
  const put = (responseParameters: Record<string, string>) =>
    cloud.client.send(new PutGatewayResponseCommand({ restApiId, responseType: 'UNAUTHORIZED', responseParameters }));

  expect((await refusal(put({ 'method.response.header.X': "'*'" }))).message).toBe(
    'Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: method.response.header.X]',
  );
  expect(await put({ 'gatewayresponse.header.X': 'method.request.header.Accept' })).toMatchObject({
    statusCode: '401',
  });
});

test('an update of an unset response starts from its default', async () => {
  const { restApiId } = await createApi(cloud.client);
  const key = { restApiId, responseType: 'MISSING_AUTHENTICATION_TOKEN' as const };

  const updated = await cloud.client.send(
    new UpdateGatewayResponseCommand({
      ...key,
      patchOperations: [{ op: 'replace', path: '/statusCode', value: '404' }],
    }),
  );

  expect(answer(updated)).toEqual({
    responseType: 'MISSING_AUTHENTICATION_TOKEN',
    statusCode: '404',
    responseParameters: {},
    responseTemplates,
    defaultResponse: false,
  });
});

test('deleting a response restores the default; deleting the default is rejected', async () => {
  const { restApiId } = await createApi(cloud.client);
  const key = { restApiId, responseType: 'ACCESS_DENIED' as const };
  await cloud.client.send(new PutGatewayResponseCommand({ ...key, statusCode: '418' }));
  await cloud.client.send(new DeleteGatewayResponseCommand(key));

  expect((await cloud.client.send(new GetGatewayResponseCommand(key))).statusCode).toBe('403');
  expect((await refusal(cloud.client.send(new DeleteGatewayResponseCommand(key)))).message).toBe(
    'Gateway response type not defined on api',
  );
});

test('an unknown type gets an error that lists the known ones', async () => {
  const { restApiId } = await createApi(cloud.client);
  const call = cloud.client.send(new GetGatewayResponseCommand({ restApiId, responseType: 'TEAPOT' as never }));

  expect(await refusal(call)).toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining("Value 'TEAPOT' at 'responseType' failed to satisfy constraint"),
  });
});

test.each([
  [{ op: 'add', path: '/statusCode', value: '444' }, '/statusCode'],
  [{ op: 'remove', path: '/statusCode' }, '/statusCode'],
  [{ op: 'add', value: '444' }, 'null'],
] as const)('the patch %j is rejected by its path', async (operation, path) => {
  const { restApiId } = await createApi(cloud.client);
  const patchOperations = [operation];
  const call = cloud.client.send(
    new UpdateGatewayResponseCommand({ restApiId, responseType: 'DEFAULT_4XX', patchOperations }),
  );
  expect(await refusal(call)).toMatchObject({ name: 'BadRequestException', message: `Invalid patch path ${path}` });
});
