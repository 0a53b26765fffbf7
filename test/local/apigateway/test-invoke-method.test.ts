import {
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  TestInvokeMethodCommand,
  type TestInvokeMethodCommandInput,
} from '@aws-sdk/client-api-gateway';
import { describe, expect, test } from 'vitest';
import { createApi, deploy } from './deployed-api.ts';
import { refusal, useGatewayCloud } from './gateway-cloud.ts';

const cloud = useGatewayCloud();

async function methodWith(integration: Partial<PutIntegrationCommandInput>, template = '{}') {
  const api = await createApi(cloud.client);
  const method = { restApiId: api.restApiId, resourceId: api.rootId, httpMethod: 'POST' };
  await cloud.client.send(new PutMethodCommand({ ...method, authorizationType: 'AWS_IAM', apiKeyRequired: true }));
  await cloud.client.send(new PutMethodResponseCommand({ ...method, statusCode: '200' }));
  await cloud.client.send(new PutIntegrationCommand({ ...method, type: 'MOCK', ...integration }));
  const responseTemplates = { 'application/json': template };
  await cloud.client.send(new PutIntegrationResponseCommand({ ...method, statusCode: '200', responseTemplates }));
  const invoke = (more: Partial<TestInvokeMethodCommandInput> = {}) =>
    cloud.client.send(new TestInvokeMethodCommand({ ...method, ...more }));
  return { api, method, invoke };
}

const OK = { requestTemplates: { 'application/json': '{"statusCode": 200}' } };

describe('TestInvokeMethod', () => {
  test('runs the undeployed API without security, with the given request', async () => {
    const template =
      '$input.params("q") $input.params("X-H") $stageVariables.v $context.stage $context.identity.sourceIp';
    const { invoke } = await methodWith(OK, template);

    const result = await invoke({
      pathWithQueryString: '/?q=1',
      headers: { 'X-H': 'one', 'X-I': 'single' },
      multiValueHeaders: { 'X-H': ['two', 'three'] },
      stageVariables: { v: 'var' },
      body: '{"a": 1}',
    });
    expect(result).toMatchObject({ status: 200, body: '1 three var test-invoke-stage test-invoke-source-ip' });
    expect(result.multiValueHeaders).toEqual({ 'Content-Type': ['application/json'] });
    expect(result.log).toContain('Method request headers: {X-I=single, X-H=two, three}');
    expect(result.log).toContain('Method request body before transformations: {"a": 1}');
    expect(result.log).toMatch(
      /^Execution log for request [\w-]+\n\w{3} \w{3} \d\d [\d:]+ UTC \d{4} : Starting execution/,
    );
  });

  test('returns a failure with its status and the reason in the log', async () => {
    const { invoke } = await methodWith({ requestTemplates: { 'application/json': '$util.parseJson("{a")' } });

    const result = await invoke();
    expect(result).toMatchObject({ status: 500, body: '{"message": "Internal server error"}' });
    expect(result.headers).toEqual({ 'x-amzn-ErrorType': 'InternalServerErrorException' });
    expect(result.log).toContain('Execution failed due to configuration error: Unable to transform');
    expect(result.log).toContain('Method completed with status: 500');
  });

  test('rejects an unknown API, resource or method as not found', async () => {
    const { method } = await methodWith(OK);
    const asked = (more: object) => refusal(cloud.client.send(new TestInvokeMethodCommand({ ...method, ...more })));

    expect((await asked({ restApiId: 'nope' })).message).toBe('Invalid Resource identifier specified');
    expect((await asked({ resourceId: 'nope' })).message).toBe('Invalid Resource identifier specified');
    expect((await asked({ httpMethod: 'GET' })).message).toBe('Invalid Method identifier specified');
  });
});

describe('an unsupported integration is rejected by name when it is deployed', () => {
  const role = 'arn:aws:iam::000000000000:role/r';
  const service = (action: string) => ({
    type: 'AWS' as const,
    integrationHttpMethod: 'POST',
    credentials: role,
    uri: `arn:aws:apigateway:us-east-1:${action}`,
  });

  test.each([
    [service('kinesis:action/PutRecord'), 'an integration with the service kinesis'],
    [service('sns:path/topic'), 'an integration with the service sns (path/topic)'],
    [service('dynamodb:path/x'), 'an integration with the service dynamodb (path/x)'],
    [
      {
        ...service('ssm:action/GetParameter'),
        requestParameters: { 'integration.request.querystring.Name': "'/p'" },
      },
      'the mapping of integration.request.querystring.Name for the service ssm',
    ],
    [
      { ...service('logs:action/PutLogEvents'), requestTemplates: { 'application/json': '#evaluate("$x")' } },
      '#evaluate in a mapping template',
    ],
    [{ ...service('dynamodb:action/PutItem'), credentials: 'arn:aws:iam::*:user/*' }, 'credentials of the caller'],
    [{ ...OK, requestTemplates: { 'application/json': '#evaluate("$x")' } }, '#evaluate in a mapping template'],
    [
      { requestTemplates: { 'application/json': `##${'x'.repeat(307_200)}` } },
      'a mapping template of more than 307200 bytes',
    ],
  ])('%o', async (integration, reason) => {
    const { api, invoke } = await methodWith(integration);

    const refused = await refusal(deploy(cloud.client, api));
    expect(refused).toMatchObject({ name: 'NotImplementedException', status: 501 });
    expect(refused.message).toContain(`POST / of the REST API uses ${reason}`);
    expect((await refusal(invoke())).message).toContain(reason);
  });

  test('an action of a service of this cloud can be deployed', async () => {
    const { api } = await methodWith(service('dynamodb:action/PutItem'));

    await deploy(cloud.client, api);
  });
});
