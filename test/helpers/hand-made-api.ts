/**
 * An API as the tutorials build it, call by call: a table, a role with managed policies, a function in the console's
 * form, a REST API with its methods, a usage plan and a key. Nothing of it has apikit's names or tags.
 */
import { resolve } from 'node:path';
import {
  CreateApiKeyCommand,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { CreateTableCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { AttachRolePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { AddPermissionCommand, CreateFunctionCommand, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda';
import { build } from 'esbuild';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { makeZip } from '../local/lambda/zip.ts';

export interface HandMadeApi {
  readonly api: string;
  readonly plan: string;
  readonly key: string;
  readonly keyValue: string;
}

export const HAND_MADE = { table: 'Items', function: 'items-handler', role: 'items-runner', stage: 'prod' } as const;

/** Serves `PUT /items/{id}` and `GET /items/{id}`, and answers `GET /` itself. */
const HANDLER = `
  const { DynamoDBClient, GetItemCommand, PutItemCommand } = require('@aws-sdk/client-dynamodb');
  const client = new DynamoDBClient({});
  const TableName = process.env.TABLE;
  exports.handler = async (event) => {
    const id = event.pathParameters && event.pathParameters.id;
    if (!id) return { statusCode: 200, body: JSON.stringify({ at: event.path }) };
    if (event.httpMethod === 'PUT')
      await client.send(new PutItemCommand({ TableName, Item: { id: { S: id }, body: { S: event.body } } }));
    const { Item } = await client.send(new GetItemCommand({ TableName, Key: { id: { S: id } } }));
    return Item ? { statusCode: 200, body: Item.body.S } : { statusCode: 404, body: 'none' };
  };`;

/** Bundles the handler with the SDK inside, because the embedded cloud has only what the zip has. */
export async function handMadeCode(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: HANDLER, resolveDir: resolve(import.meta.dirname, '../..') },
    ...{ bundle: true, write: false, platform: 'node', format: 'cjs', target: 'node20' },
  });
  return outputFiles[0]!.text;
}

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

export async function makeByHand(clients: Clients, region = 'us-east-1'): Promise<HandMadeApi> {
  const [gateway, dynamodb, iam, lambda] = await Promise.all([
    clients.apiGateway(),
    clients.dynamodb(),
    clients.iam(),
    clients.lambda(),
  ]);
  await dynamodb.send(
    new CreateTableCommand({
      TableName: HAND_MADE.table,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 30 }, { TableName: HAND_MADE.table });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: HAND_MADE.role, AssumeRolePolicyDocument: TRUST }));
  for (const policy of ['service-role/AWSLambdaBasicExecutionRole', 'AmazonDynamoDBFullAccess']) {
    const PolicyArn = `arn:aws:iam::aws:policy/${policy}`;
    await iam.send(new AttachRolePolicyCommand({ RoleName: HAND_MADE.role, PolicyArn }));
  }
  const { FunctionArn } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: HAND_MADE.function,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: Role!.Arn,
      Code: {
        // Git and npm would start the programs that these two hidden files name.
        ZipFile: makeZip({ 'index.js': await handMadeCode(), '.git/config': '[core]', '.npmrc': 'node-options=x' }),
      },
      Environment: { Variables: { TABLE: HAND_MADE.table, MODE: 'live' } },
      Timeout: 15,
      MemorySize: 256,
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 30 }, { FunctionName: HAND_MADE.function });
  const { id: api } = await gateway.send(
    new CreateRestApiCommand({ name: 'Items API', endpointConfiguration: { types: ['REGIONAL'] } }),
  );
  const { items: roots = [] } = await gateway.send(new GetResourcesCommand({ restApiId: api }));
  const items = await gateway.send(
    new CreateResourceCommand({ restApiId: api, parentId: roots[0]!.id, pathPart: 'items' }),
  );
  const item = await gateway.send(new CreateResourceCommand({ restApiId: api, parentId: items.id, pathPart: '{id}' }));
  const uri = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${FunctionArn}/invocations`;
  const methods = [
    [roots[0]!.id, 'GET', false],
    [item.id, 'GET', true],
    [item.id, 'PUT', true],
  ] as const;
  for (const [resourceId, httpMethod, apiKeyRequired] of methods) {
    const method = { restApiId: api, resourceId, httpMethod };
    await gateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE', apiKeyRequired }));
    await gateway.send(new PutIntegrationCommand({ ...method, type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri }));
  }
  // Many tutorials let any API of any account invoke the function.
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: HAND_MADE.function,
      StatementId: 'api',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
    }),
  );
  await gateway.send(new CreateDeploymentCommand({ restApiId: api, stageName: HAND_MADE.stage }));
  const throttle = [
    { op: 'replace', path: '/*/*/throttling/rateLimit', value: '500' },
    { op: 'replace', path: '/*/*/throttling/burstLimit', value: '1000' },
  ] as const;
  await gateway.send(
    new UpdateStageCommand({ restApiId: api, stageName: HAND_MADE.stage, patchOperations: [...throttle] }),
  );
  const { id: key, value } = await gateway.send(new CreateApiKeyCommand({ name: 'first client', enabled: true }));
  const { id: plan } = await gateway.send(
    new CreateUsagePlanCommand({
      name: 'Basic plan',
      apiStages: [{ apiId: api, stage: HAND_MADE.stage }],
      throttle: { rateLimit: 400, burstLimit: 800 },
      quota: { limit: 100_000, period: 'MONTH' },
    }),
  );
  await gateway.send(new CreateUsagePlanKeyCommand({ usagePlanId: plan, keyId: key, keyType: 'API_KEY' }));
  return { api: api!, plan: plan!, key: key!, keyValue: value! };
}
