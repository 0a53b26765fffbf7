/** An API with deployments, created directly with the SDK, for tests of what follows a release. */
import {
  CreateDeploymentCommand,
  CreateRestApiCommand,
  PutRestApiCommand,
  UpdateAccountCommand,
} from '@aws-sdk/client-api-gateway';
import { AttachRolePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { TAGS, type World } from './kind-world.ts';

const DEFINITION = {
  openapi: '3.0.1',
  info: { title: 'items-api-dev', version: '1' },
  paths: {
    '/health': {
      get: {
        responses: { 200: { description: 'ok' } },
        'x-amazon-apigateway-integration': {
          type: 'mock',
          requestTemplates: { 'application/json': '{"statusCode": 200}' },
          responses: { default: { statusCode: '200' } },
        },
      },
    },
  },
};

/** Creates an API with one route; returns its id. */
export async function addApi(world: World): Promise<string> {
  const client = await world.clients.apiGateway();
  const endpointConfiguration = { types: ['REGIONAL' as const] };
  const { id = '' } = await client.send(
    new CreateRestApiCommand({ name: 'items-api-dev', endpointConfiguration, tags: TAGS }),
  );
  const body = new TextEncoder().encode(JSON.stringify(DEFINITION));
  await client.send(new PutRestApiCommand({ restApiId: id, mode: 'overwrite', body }));
  return id;
}

/** Creates a deployment that no stage serves; returns its id. */
export async function addDeployment(world: World, restApiId: string, description?: string): Promise<string> {
  const client = await world.clients.apiGateway();
  const { id = '' } = await client.send(
    new CreateDeploymentCommand({ restApiId, ...(description && { description }) }),
  );
  return id;
}

/** Without this role API Gateway refuses to write logs. */
export async function allowLogs(world: World): Promise<void> {
  const statement = { Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const iam = await world.clients.iam();
  const RoleName = 'gateway-logs';
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs';
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  const patchOperations = [{ op: 'replace' as const, path: '/cloudwatchRoleArn', value: Role?.Arn ?? '' }];
  await (await world.clients.apiGateway()).send(new UpdateAccountCommand({ patchOperations }));
}
