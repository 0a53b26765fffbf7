import {
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  TestInvokeMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { CreateStateMachineCommand, DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { expect, onTestFinished, test } from 'vitest';
import { service as apigateway } from '../../../src/local/services/apigateway/service.ts';
import { service as iam } from '../../../src/local/services/iam/service.ts';
import { service as ssm } from '../../../src/local/services/ssm/service.ts';
import { service as states } from '../../../src/local/services/states/service.ts';
import { startServices } from '../../helpers/start-services.ts';
import { callingRole } from './calling-role.ts';
import { createApi } from './deployed-api.ts';
import { clientFor, REGION } from './gateway-cloud.ts';

const PUT_PARAMETER = {
  action: 'ssm:PutParameter',
  template: '{"Name": "/p", "Type": "$input.path("$.type")", "Value": "v"}',
};

/** Deploys a method that calls an action with a role which that service may assume. */
async function start(trusted: string | readonly string[], { action, template } = PUT_PARAMETER) {
  const services = await startServices([apigateway, iam, ssm, states]);
  onTestFinished(() => services.close());
  const client = clientFor(services.endpoint);
  const config = {
    endpoint: services.endpoint,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const role = await callingRole(config, trusted, { Action: action, Resource: '*' });
  const { restApiId, rootId } = await createApi(client);
  const method = { restApiId, resourceId: rootId, httpMethod: 'POST' };
  await client.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  await client.send(
    new PutIntegrationCommand({
      ...method,
      type: 'AWS',
      integrationHttpMethod: 'POST',
      uri: `arn:aws:apigateway:${REGION}:${action.replace(':', ':action/')}`,
      credentials: role,
      requestTemplates: { 'application/json': template },
    }),
  );
  for (const [statusCode, selectionPattern] of [
    ['200', ''],
    ['400', '4\\d\\d'],
  ] as const) {
    await client.send(new PutMethodResponseCommand({ ...method, statusCode }));
    await client.send(new PutIntegrationResponseCommand({ ...method, statusCode, selectionPattern }));
  }
  const invoke = (type: string) =>
    client.send(new TestInvokeMethodCommand({ ...method, body: JSON.stringify({ type }) }));
  return { invoke, ssm: new SSMClient({ ...config, maxAttempts: 1 }), sfn: new SFNClient(config) };
}

test('an action of another service is called with the result of the template', async () => {
  const { invoke, ssm: client } = await start('apigateway.amazonaws.com');

  expect(await invoke('String')).toMatchObject({ status: 200, body: expect.stringContaining('Version') });
  expect((await client.send(new GetParameterCommand({ Name: '/p' }))).Parameter).toMatchObject({ Value: 'v' });
  const refused = await invoke('Nonsense');
  expect(refused.status).toBe(400);
  expect(refused.body).toContain('Nonsense');
});

test('a role that does not trust API Gateway cannot be used', async () => {
  const { invoke } = await start('lambda.amazonaws.com');

  const result = await invoke('String');
  expect(result.status).toBe(500);
  expect(result.log).toContain('API Gateway does not have permission to assume the provided role');
});

test('an execution of a state machine is started with the body as its input', async () => {
  const stateMachineArn = `arn:aws:states:${REGION}:000000000000:stateMachine:m`;
  const template = `{"stateMachineArn": "${stateMachineArn}", "input": "$util.escapeJavaScript($input.json('$'))"}`;
  const { invoke, sfn } = await start(['apigateway.amazonaws.com', 'states.amazonaws.com'], {
    action: 'states:StartExecution',
    template,
  });
  const definition = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });
  const roleArn = 'arn:aws:iam::000000000000:role/caller';
  await sfn.send(new CreateStateMachineCommand({ name: 'm', roleArn, definition }));

  const { executionArn } = JSON.parse((await invoke('O"K')).body!) as { executionArn: string };
  const { input } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  expect(JSON.parse(input!)).toEqual({ type: 'O"K' });
});
