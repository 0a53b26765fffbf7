import {
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  TestInvokeMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { expect, onTestFinished, test } from 'vitest';
import { service as apigateway } from '../../../src/local/services/apigateway/service.ts';
import { service as iam } from '../../../src/local/services/iam/service.ts';
import { service as ssm } from '../../../src/local/services/ssm/service.ts';
import { startServices } from '../../helpers/start-services.ts';
import { createApi } from './deployed-api.ts';
import { clientFor, REGION } from './gateway-cloud.ts';

/** Deploys a method that calls `ssm:PutParameter` with a role which that service may assume. */
async function start(trusted: string) {
  const services = await startServices([apigateway, iam, ssm]);
  onTestFinished(() => services.close());
  const client = clientFor(services.endpoint);
  const config = {
    endpoint: services.endpoint,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const statement = { Effect: 'Allow', Principal: { Service: trusted }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const iamClient = new IAMClient(config);
  const role = await iamClient.send(new CreateRoleCommand({ RoleName: 'caller', AssumeRolePolicyDocument }));
  const allowed = { Effect: 'Allow', Action: 'ssm:PutParameter', Resource: '*' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [allowed] });
  await iamClient.send(new PutRolePolicyCommand({ RoleName: 'caller', PolicyName: 'p', PolicyDocument }));
  const { restApiId, rootId } = await createApi(client);
  const method = { restApiId, resourceId: rootId, httpMethod: 'POST' };
  await client.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  await client.send(
    new PutIntegrationCommand({
      ...method,
      type: 'AWS',
      integrationHttpMethod: 'POST',
      uri: `arn:aws:apigateway:${REGION}:ssm:action/PutParameter`,
      credentials: role.Role!.Arn!,
      requestTemplates: { 'application/json': '{"Name": "/p", "Type": "$input.path("$.type")", "Value": "v"}' },
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
  return { invoke, ssm: new SSMClient({ ...config, maxAttempts: 1 }) };
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
