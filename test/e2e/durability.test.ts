/**
 * Everything that the embedded cloud acknowledged still exists after `kill -9`: a whole small application, and its
 * data.
 */
import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateDeploymentCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  GetApiKeysCommand,
  GetUsageCommand,
  ImportRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import { CloudWatchClient, DescribeAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PublishVersionCommand,
} from '@aws-sdk/client-lambda';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { BatchWriteCommand, DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tempDir } from '../helpers/cli.ts';
import { type ForegroundCloud, isAlive, startInForeground } from '../helpers/local-cloud.ts';
import { trusting } from '../local/lambda/lambda-cloud.ts';
import { makeZip } from '../local/lambda/zip.ts';

const HANDLER = `export const handler = async () => {
  console.log('called');
  return { statusCode: 200, body: JSON.stringify({ pid: process.pid, version: process.env.AWS_LAMBDA_FUNCTION_VERSION }) };
};`;

const clients = ({ endpoint }: ForegroundCloud) => {
  const config = { endpoint, region: 'eu-west-1' };
  return {
    gateway: new APIGatewayClient(config),
    cloudwatch: new CloudWatchClient(config),
    logs: new CloudWatchLogsClient(config),
    dynamodb: DynamoDBDocumentClient.from(new DynamoDBClient(config)),
    iam: new IAMClient(config),
    lambda: new LambdaClient(config),
    ssm: new SSMClient(config),
  };
};

type Clients = ReturnType<typeof clients>;

const TABLE = {
  TableName: 'items',
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' },
    { AttributeName: 'kind', AttributeType: 'S' },
  ],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-kind',
      KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
} as const;

async function createTable({ dynamodb }: Clients): Promise<void> {
  await dynamodb.send(new CreateTableCommand(TABLE as never));
  await waitUntilTableExists({ client: dynamodb as never, maxWaitTime: 10, minDelay: 0.1, maxDelay: 0.1 }, TABLE);
}

const scan = async ({ dynamodb }: Clients, index?: string) => {
  const { Items = [] } = await dynamodb.send(
    new ScanCommand({ TableName: 'items', ...(index !== undefined && { IndexName: index }), ConsistentRead: !index }),
  );
  return Items;
};

async function createFunction({ iam, lambda }: Clients): Promise<string> {
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: 'runner', AssumeRolePolicyDocument: trusting('lambda.amazonaws.com') }),
  );
  const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'runner', PolicyArn }));
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'items',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: Role!.Arn,
      Code: { ZipFile: makeZip({ 'index.mjs': HANDLER }) },
    }),
  );
  const { FunctionArn } = await lambda.send(new PublishVersionCommand({ FunctionName: 'items' }));
  const permission = { StatementId: 'api', Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' };
  await lambda.send(new AddPermissionCommand({ FunctionName: 'items', Qualifier: '1', ...permission }));
  return FunctionArn!;
}

/** Deploys an API with one operation that needs a key; returns its id and a key of a plan with a quota of ten. */
async function createApi({ gateway }: Clients, functionArn: string) {
  const uri = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
  const operation = {
    security: [{ key: [] }],
    responses: { 200: { description: 'OK' } },
    'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri },
  };
  const document = {
    openapi: '3.0.1',
    info: { title: 'items', version: '1' },
    paths: { '/items': { get: operation } },
    components: { securitySchemes: { key: { type: 'apiKey', name: 'x-api-key', in: 'header' } } },
  };
  const { id: api } = await gateway.send(new ImportRestApiCommand({ body: Buffer.from(JSON.stringify(document)) }));
  await gateway.send(new CreateDeploymentCommand({ restApiId: api, stageName: 'dev' }));
  const key = await gateway.send(new CreateApiKeyCommand({ name: 'alice', enabled: true }));
  const { id: plan } = await gateway.send(
    new CreateUsagePlanCommand({
      name: 'basic',
      apiStages: [{ apiId: api!, stage: 'dev' }],
      quota: { limit: 10, period: 'MONTH' },
    }),
  );
  await gateway.send(new CreateUsagePlanKeyCommand({ usagePlanId: plan, keyId: key.id, keyType: 'API_KEY' }));
  return { api: api!, plan: plan!, keyId: key.id!, key: key.value! };
}

async function call({ endpoint }: ForegroundCloud, { api, key }: { api: string; key: string }) {
  const response = await fetch(`${endpoint}/_aws/execute-api/${api}/dev/items`, { headers: { 'x-api-key': key } });
  return { status: response.status, body: (await response.json()) as { pid: number; version: string } };
}

describe('after kill -9', () => {
  const dataDir = tempDir();
  let cloud: ForegroundCloud;
  let aws: Clients;
  let made: Awaited<ReturnType<typeof createApi>>;
  let worker: number;

  beforeAll(async () => {
    const killed = await startInForeground(dataDir);
    const before = clients(killed);
    await createTable(before);
    await before.dynamodb.send(new PutCommand({ TableName: 'items', Item: { id: '1', kind: 'a', n: 1 } }));
    made = await createApi(before, await createFunction(before));
    const first = await call(killed, made);
    expect(first).toMatchObject({ status: 200, body: { version: '1' } });
    await before.ssm.send(new PutParameterCommand({ Name: '/items/greeting', Value: 'hello', Type: 'String' }));
    await before.cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: 'errors',
        Namespace: 'AWS/Lambda',
        MetricName: 'Errors',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
      }),
    );
    // The last write that it acknowledges.
    await before.dynamodb.send(new PutCommand({ TableName: 'items', Item: { id: '2', kind: 'b', n: 2 } }));
    expect(await killed.end('SIGKILL')).toBe('SIGKILL');
    worker = first.body.pid;
    cloud = await startInForeground(dataDir);
    aws = clients(cloud);
  });

  afterAll(async () => {
    expect(await cloud?.end('SIGTERM')).toBe(0);
  });

  it('no process of a function is left', () => expect.poll(() => isAlive(worker), { timeout: 60_000 }).toBe(false));

  it('tables, their items and their indexes still exist', async () => {
    const items = [
      { id: '1', kind: 'a', n: 1 },
      { id: '2', kind: 'b', n: 2 },
    ];
    expect(await scan(aws)).toEqual(expect.arrayContaining(items));
    expect(await scan(aws, 'by-kind')).toEqual(expect.arrayContaining(items));
    await aws.dynamodb.send(new PutCommand({ TableName: 'items', Item: { id: '3', kind: 'a', n: 3 } }));
    expect(await scan(aws)).toHaveLength(3);
  });

  it('the function can be invoked, and so can its version', async () => {
    const { Payload, ExecutedVersion } = await aws.lambda.send(
      new InvokeCommand({ FunctionName: 'items', Qualifier: '1' }),
    );
    expect(ExecutedVersion).toBe('1');
    expect(JSON.parse(Buffer.from(Payload!).toString())).toMatchObject({ statusCode: 200 });
  });

  it('the API responds, and its keys and their usage are the same', async () => {
    const usage = async () => {
      const day = new Date().toISOString().slice(0, 10);
      const range = { usagePlanId: made.plan, startDate: day, endDate: day };
      return (await aws.gateway.send(new GetUsageCommand(range))).items?.[made.keyId];
    };
    expect(await usage()).toEqual([[1, 9]]);
    expect(await call(cloud, made)).toMatchObject({ status: 200, body: { version: '1' } });
    expect(await call(cloud, { ...made, key: 'wrong' })).toMatchObject({ status: 403 });
    expect(await usage()).toEqual([[2, 8]]);
    const { items } = await aws.gateway.send(new GetApiKeysCommand({ includeValues: true }));
    expect(items).toEqual([expect.objectContaining({ name: 'alice', value: made.key })]);
  });

  it('alarms and parameters still exist', async () => {
    const { MetricAlarms } = await aws.cloudwatch.send(new DescribeAlarmsCommand({}));
    expect(MetricAlarms).toEqual([expect.objectContaining({ AlarmName: 'errors', Threshold: 1 })]);
    const { Parameter } = await aws.ssm.send(new GetParameterCommand({ Name: '/items/greeting' }));
    expect(Parameter).toMatchObject({ Value: 'hello' });
  });

  it('old log lines still exist, next to new ones', async () => {
    const filter = { logGroupName: '/aws/lambda/items', filterPattern: 'called' };
    const lines = async () => (await aws.logs.send(new FilterLogEventsCommand(filter))).events!.length;
    const before = await lines();
    expect(before).toBeGreaterThan(0);
    await aws.lambda.send(new InvokeCommand({ FunctionName: 'items' }));
    expect(await lines()).toBe(before + 1);
  });
});

describe('killed during a write', () => {
  it('keeps every item whose write was acknowledged', async () => {
    const dataDir = tempDir();
    const killed = await startInForeground(dataDir);
    const before = clients(killed);
    await createTable(before);
    const acknowledged: string[] = [];
    let next = 0;
    const write = async (): Promise<void> => {
      const ids = Array.from({ length: 25 }, () => String(next++));
      const puts = ids.map((id) => ({ PutRequest: { Item: { id, kind: 'a' } } }));
      await before.dynamodb.send(new BatchWriteCommand({ RequestItems: { items: puts } }));
      acknowledged.push(...ids);
      if (acknowledged.length === 500) void killed.end('SIGKILL');
      return write();
    };
    // Every writer ends with the error that the kill causes.
    await Promise.allSettled([write(), write(), write(), write()]);
    const cloud = await startInForeground(dataDir);
    try {
      const after = clients(cloud);
      const ids = new Set((await scan(after)).map(({ id }) => id as string));
      expect(acknowledged.length).toBeGreaterThanOrEqual(500);
      expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
      // An item and its index entries are written together or not at all.
      expect(await scan(after, 'by-kind')).toHaveLength(ids.size);
    } finally {
      await cloud.end('SIGTERM');
    }
  });
});
