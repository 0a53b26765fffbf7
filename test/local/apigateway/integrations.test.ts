import {
  DeleteIntegrationResponseCommand,
  GetMethodCommand,
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateIntegrationCommand,
} from '@aws-sdk/client-api-gateway';
import { describe, expect, test } from 'vitest';
import { createApi } from './deployed-api.ts';
import { answer, lambdaUri, refusal, useGatewayCloud } from './gateway-cloud.ts';

const cloud = useGatewayCloud();

async function method(requestParameters?: Record<string, boolean>) {
  const { restApiId, rootId } = await createApi(cloud.client);
  const key = { restApiId, resourceId: rootId, httpMethod: 'GET' };
  await cloud.client.send(
    new PutMethodCommand({ ...key, authorizationType: 'NONE', ...(requestParameters && { requestParameters }) }),
  );
  return key;
}

const put = async (integration: Pick<PutIntegrationCommandInput, 'type'> & Partial<PutIntegrationCommandInput>) =>
  cloud.client.send(new PutIntegrationCommand({ ...(await method()), ...integration }));

const post = { integrationHttpMethod: 'POST' };

describe('PutIntegration', () => {
  test('a Lambda proxy gets the defaults of AWS', async () => {
    const created = answer(await put({ type: 'AWS_PROXY', uri: lambdaUri(), ...post }));

    expect(created).toEqual({
      type: 'AWS_PROXY',
      httpMethod: 'POST',
      uri: lambdaUri(),
      passthroughBehavior: 'WHEN_NO_MATCH',
      timeoutInMillis: 29_000,
      cacheNamespace: expect.any(String),
      cacheKeyParameters: [],
    });
  });

  test('an unknown type is rejected before the method is checked', async () => {
    const { restApiId, rootId } = await createApi(cloud.client);
    const key = { restApiId, resourceId: rootId, httpMethod: 'GET', type: 'HTTPS_PROXY' as 'HTTP_PROXY' };

    expect(await refusal(cloud.client.send(new PutIntegrationCommand(key)))).toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value 'HTTPS_PROXY' at 'putIntegrationInput.type' failed to satisfy constraint: Member must satisfy enum value set: [HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS]",
    });
  });

  test('a Lambda proxy accepts function ARNs only', async () => {
    const uri = lambdaUri().replace('2015-03-31/functions', 'random/value');

    expect((await refusal(put({ type: 'AWS_PROXY', uri, ...post }))).message).toBe(
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    );
  });

  test('a mock has no target', async () => {
    const created = await put({ type: 'MOCK', uri: 'http://example.com', ...post });

    expect([created.uri, created.httpMethod]).toEqual([undefined, undefined]);
  });

  test.each([
    ['Enumeration value for HttpMethod must be non-empty', { type: 'AWS_PROXY', uri: lambdaUri() }],
    ['Invalid HTTP endpoint specified for URI', { type: 'HTTP', uri: 'nowhere', ...post }],
    ['Invalid ARN specified in the request', { type: 'AWS', uri: 'nowhere', ...post }],
    ['AWS ARN for integration must contain path or action', { type: 'AWS', uri: 'arn:aws:iam::1:role/x', ...post }],
    [
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
      { type: 'AWS_PROXY', uri: 'arn:aws:apigateway:us-east-1:s3:path/b/k', ...post },
    ],
    [
      'Role ARN must be specified for AWS integrations',
      { type: 'AWS', uri: 'arn:aws:apigateway:us-east-1:sqs:path/1/queue', ...post },
    ],
    ['Timeout should be between 50 ms and 29000 ms', { type: 'MOCK', timeoutInMillis: 49 }],
    ['Timeout should be between 50 ms and 29000 ms', { type: 'MOCK', timeoutInMillis: 29_001 }],
  ] as const)('%s', async (message, integration) => {
    expect(await refusal(put(integration))).toMatchObject({ name: 'BadRequestException', message });
  });

  test('a mapped parameter must be declared by the method', async () => {
    const source = 'method.request.querystring.q';
    const requestParameters = { 'integration.request.querystring.q': source };
    const integration = { type: 'HTTP' as const, uri: 'http://example.com', ...post, requestParameters };

    expect((await refusal(put(integration))).message).toContain(
      `errors : [Invalid mapping expression parameter specified: ${source}]`,
    );
    const declared = await method({ [source]: false });
    const created = await cloud.client.send(new PutIntegrationCommand({ ...declared, ...integration }));
    expect(created.requestParameters).toEqual(requestParameters);
  });

  test('streaming is rejected by name', async () => {
    const call = put({ type: 'AWS_PROXY', uri: lambdaUri(), ...post, responseTransferMode: 'STREAM' });

    expect((await refusal(call)).message).toBe("Response streaming is not emulated by apikit's embedded cloud.");
  });
});

test('an update is validated like a put', async () => {
  const key = await method();
  await cloud.client.send(new PutIntegrationCommand({ ...key, type: 'HTTP', uri: 'http://example.com', ...post }));
  const patch = (path: string, value: string) =>
    cloud.client.send(new UpdateIntegrationCommand({ ...key, patchOperations: [{ op: 'replace', path, value }] }));

  expect((await refusal(patch('/uri', 'nowhere'))).message).toBe('Invalid HTTP endpoint specified for URI');
  expect((await patch('/timeoutInMillis', '100')).timeoutInMillis).toBe(100);
});

describe('integration responses', () => {
  test('a second put replaces the first, and a delete leaves none', async () => {
    const key = await method();
    await cloud.client.send(new PutIntegrationCommand({ ...key, type: 'MOCK' }));
    const response = { ...key, statusCode: '200' };
    await cloud.client.send(new PutIntegrationResponseCommand({ ...response, selectionPattern: 'first' }));
    await cloud.client.send(new PutIntegrationResponseCommand({ ...response, selectionPattern: 'second' }));

    const before = await cloud.client.send(new GetMethodCommand(key));
    await cloud.client.send(new DeleteIntegrationResponseCommand(response));
    const after = await cloud.client.send(new GetMethodCommand(key));

    expect(before.methodIntegration?.integrationResponses).toEqual({
      200: { statusCode: '200', selectionPattern: 'second' },
    });
    expect(after.methodIntegration?.integrationResponses).toBeUndefined();
  });

  test('a template belongs to a content type', async () => {
    const key = await method();
    await cloud.client.send(new PutIntegrationCommand({ ...key, type: 'MOCK' }));
    const call = cloud.client.send(
      new PutIntegrationResponseCommand({ ...key, statusCode: '200', responseTemplates: { 123: '{}' } }),
    );

    expect((await refusal(call)).message).toBe(
      'Validation Result: warnings : [], errors : [Invalid content type specified: 123]',
    );
  });
});

test('an empty response template is null', async () => {
  const key = await method();
  await cloud.client.send(new PutIntegrationCommand({ ...key, type: 'MOCK' }));
  const responseTemplates = { 'application/json': '', 'text/plain': 'x' };
  const response = { ...key, statusCode: '200', responseTemplates };
  const created = await cloud.client.send(new PutIntegrationResponseCommand(response));
  expect(created.responseTemplates).toEqual({ 'application/json': null, 'text/plain': 'x' });
  const { methodIntegration } = await cloud.client.send(new GetMethodCommand(key));
  expect(methodIntegration?.integrationResponses?.['200']?.responseTemplates).toEqual(created.responseTemplates);
});

// AWS's texts are reported in amazon-archives/aws-apigateway-importer#121 and #209, and in
// awsdocs/amazon-api-gateway-developer-guide#7.
describe('the headers of an integration response', () => {
  const faults = (text: string) =>
    `Invalid mapping expression specified: Validation Result: warnings : [], errors : [${text}]`;
  const integrated = async () => {
    const key = await method();
    await cloud.client.send(new PutIntegrationCommand({ ...key, type: 'MOCK' }));
    return { ...key, statusCode: '200' };
  };

  test('need a method response of the same status', async () => {
    const key = await integrated();

    const refused = await refusal(
      cloud.client.send(
        new PutIntegrationResponseCommand({ ...key, responseParameters: { 'method.response.header.X': "'a'" } }),
      ),
    );
    expect(refused).toMatchObject({
      name: 'BadRequestException',
      message: faults('No method response exists for method.'),
    });
  });

  test('have to be declared there, and have a source of a known form', async () => {
    const key = await integrated();
    await cloud.client.send(
      new PutMethodResponseCommand({ ...key, responseParameters: { 'method.response.header.X': false } }),
    );
    const put = (responseParameters: Record<string, string>) =>
      cloud.client.send(new PutIntegrationResponseCommand({ ...key, responseParameters }));

    expect((await refusal(put({ 'method.response.header.Y': "'a'" }))).message).toBe(
      faults('Invalid mapping expression parameter specified: method.response.header.Y'),
    );
    expect((await refusal(put({ 'method.response.header.X': '"*"' }))).message).toBe(
      faults('Invalid mapping expression specified: "*"'),
    );
    for (const source of ["'*'", 'context.requestId', 'integration.response.header.Z', 'integration.response.body.a']) {
      expect(await put({ 'method.response.header.X': source })).toMatchObject({ statusCode: '200' });
    }
  });
});
