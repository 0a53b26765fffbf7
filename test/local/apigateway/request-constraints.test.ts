/**
 * API Gateway's framework checks the form of a request before API Gateway looks anything up. The texts are those of
 * LocalStack's snapshots, which were recorded on AWS (tests/aws/services/apigateway/test_apigateway_api.py).
 */
import { expect, test } from 'vitest';
import { createApi } from './deployed-api.ts';
import { useGatewayCloud } from './gateway-cloud.ts';

const cloud = useGatewayCloud();

/** The SDK sends no value of a wrong type, so these requests are written by hand. */
async function send(method: string, path: string, body: unknown) {
  const authorization = 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/apigateway/aws4_request, Signature=x';
  const response = await fetch(`${cloud.services.endpoint}${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { message } = (await response.json()) as { message?: string };
  return { status: response.status, error: response.headers.get('x-amzn-errortype'), message };
}

test.each([
  // test_put_integration_request_parameter_bool_type
  [{ requestParameters: { true: true } }, 'java.lang.Boolean'],
  // test_integration_response_invalid_responsetemplates
  [{ requestTemplates: { 'application/json': 123 } }, 'com.amazon.coral.value.json.numbers.TruncatingBigNumber'],
])('a value of another type in a map of texts is a SerializationException: %j', async (members, java) => {
  const refused = await send('PUT', '/restapis/none/resources/none/methods/GET/integration', {
    type: 'HTTP_PROXY',
    ...members,
  });

  expect(refused).toEqual({
    status: 400,
    error: 'SerializationException',
    message: `class ${java} can not be converted to an String`,
  });
});

// Reported in awsdocs/aws-cloudformation-user-guide#483.
test('a required member that is missing is named below the body', async () => {
  expect(await send('PUT', '/restapis/none/resources/none/methods/GET', {})).toEqual({
    status: 400,
    error: 'ValidationException',
    message:
      "1 validation error detected: Value null at 'putMethodInput.authorizationType' failed to satisfy constraint: Member must not be null",
  });
});

// test_update_method_response_negative_tests, test_create_rest_api_with_endpoint_configuration
test('an error names the members of the body before those of the path, each with the values in the order of AWS', async () => {
  const path = '/restapis/none/resources/none/methods/GET/responses/wrong';
  const { message } = await send('PATCH', path, { patchOperations: [{ op: 'wrong_op', path: '/x' }] });
  expect(message).toBe(
    "2 validation errors detected: Value 'wrong_op' at 'updateMethodResponseInput.patchOperations.1.member.op' failed to satisfy constraint: Member must satisfy enum value set: [add, remove, move, test, replace, copy]; Value 'wrong' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\\d\\d",
  );

  const types = await send('POST', '/restapis', { name: 'x', endpointConfiguration: { types: ['wrong'] } });
  expect(types.message).toBe(
    "1 validation error detected: Value '[wrong]' at 'createRestApiInput.endpointConfiguration.types' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [PRIVATE, EDGE, REGIONAL]]",
  );
});

test('the body has no say in a label of the path, and a null in a map of texts is an empty text', async () => {
  const { restApiId, rootId } = await createApi(cloud.client);
  const method = `/restapis/${restApiId}/resources/${rootId}/methods/GET`;
  await send('PUT', method, { authorizationType: 'NONE', restApiId: 'other', resourceId: 'other' });

  const put = await send('PUT', `${method}/integration`, {
    type: 'MOCK',
    requestTemplates: { 'application/json': null },
  });

  expect(put.status).toBe(201);
});
