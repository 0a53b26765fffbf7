/** Streams, indexes, secrets and imported tables of a project, deployed to the embedded cloud with real functions. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CreateTableCommand, DescribeTableCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { GetFunctionCommand, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clients } from '../../../src/aws/sdk/clients.ts';
import { type Project, startSmallProject } from '../../helpers/project.ts';
import { clientsOf } from '../../helpers/project-clients.ts';

interface Planned {
  changes: { resource: string; action: string; consequence: string | null }[];
  kept: { resource: string; why: string }[];
}

/** Writes its records to another table, with the secrets of its environment. */
const CONSUMER = `
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { readSecret } from '../api/secrets.js';

const client = new DynamoDBClient({});
export const handler = async ({ Records }) => {
  const [stripe, password] = await Promise.all([readSecret('STRIPE'), readSecret('PASSWORD')]);
  for (const { eventName, dynamodb } of Records) {
    const Item = { id: dynamodb.Keys.id, told: { S: [eventName, stripe, password].join(' ') } };
    await client.send(new PutItemCommand({ TableName: process.env.TABLE_LEGACY, Item }));
  }
};
`;
const SECRETS = '../../../src/templates/authorizers/files/typescript/jwt-secret/secrets.ts';
const stage = ['--stage', 'dev'];
const FEED = 'items-api-dev-feed';

let project: Project;
let clients: Clients;
const deploy = () => project.json<Planned & { release: string }>(['deploy', ...stage, '--yes']);
const plan = () => project.json<Planned>(['plan', ...stage]);
const toDo = ({ changes }: Planned) => changes.filter(({ action }) => action !== 'none');

beforeAll(async () => {
  project = await startSmallProject();
  clients = clientsOf(project);
  mkdirSync(join(project.dir, 'src/consumers'));
  mkdirSync(join(project.dir, 'src/api'), { recursive: true });
  writeFileSync(join(project.dir, 'src/consumers/feed.js'), CONSUMER);
  copyFileSync(resolve(import.meta.dirname, SECRETS), join(project.dir, 'src/api/secrets.ts'));
  const feed = `  feed:
    key: id
    recovery: false
    indexes: { byOwner: { key: owner } }
    stream: { consumer: src/consumers/feed.js, batchSize: 5 }
  legacy: { key: id, import: somebodys-table }
`;
  const secrets = '  secrets: { STRIPE: "ssm:/shop/stripe", PASSWORD: "secretsmanager:shop/db#password" }';
  project.edit('apikit.yaml', (text) =>
    text.replace(/^tables:\n/m, `tables:\n${feed}`).replace(/^function:\n/m, `function:\n${secrets}\n`),
  );
});
afterAll(async () => {
  clients.destroy();
  await project.close();
});

describe('a project with a stream, secrets and an imported table', () => {
  it('reports that the imported table does not exist, and nothing is created', async () => {
    const { code, stderr } = await project.apikit(['deploy', ...stage, '--yes']);
    expect(stderr).toContain('somebodys-table does not exist in this account and region');
    expect(code).not.toBe(0);
    const client = await clients.dynamodb();
    await expect(client.send(new DescribeTableCommand({ TableName: FEED }))).rejects.toThrow('not found');
  });

  it('deploys, warns about missing secrets, and has no changes afterwards', async () => {
    const client = await clients.dynamodb();
    await client.send(
      new CreateTableCommand({
        TableName: 'somebodys-table',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    const { code, stderr } = await project.apikit(['deploy', ...stage, '--yes']);
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('function.secrets.STRIPE refers to'),
    });
    expect(stderr).toContain('function.secrets.PASSWORD refers to the secret shop/db, which does not exist');
    expect(toDo(await plan())).toEqual([]);
    expect(JSON.stringify(await project.json(['status', ...stage]))).toContain('somebodys-table');
  });

  it('passes written items to the consumer, which reads its secrets with its own role', async () => {
    const ssm = await clients.ssm();
    const Value = 'sk_live_1';
    await ssm.send(new PutParameterCommand({ Name: '/shop/stripe', Type: 'SecureString', Value }));
    const secrets = new SecretsManagerClient({
      endpoint: project.cloud.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    await secrets.send(new CreateSecretCommand({ Name: 'shop/db', SecretString: '{"password":"s3cret"}' }));
    secrets.destroy();
    const client = await clients.dynamodb();
    await client.send(new PutItemCommand({ TableName: FEED, Item: { id: { S: 'a' }, owner: { S: 'x' } } }));
    const told = async () => {
      const Key = { id: { S: 'a' } };
      const { Item } = await client.send(
        new GetItemCommand({ TableName: 'somebodys-table', Key, ConsistentRead: true }),
      );
      return Item?.told?.S;
    };
    await expect.poll(told, { timeout: 60_000 }).toBe('INSERT sk_live_1 s3cret');
    const shown = [await project.apikit(['status', ...stage]), await project.apikit(['plan', ...stage, '--json'])];
    expect(JSON.stringify(shown)).not.toMatch(/sk_live_1|s3cret/);
  });

  it('is listed as one stage, without leftovers', async () => {
    expect(await project.json(['list', '--region', 'us-east-1'])).toMatchObject({
      stages: [{ app: 'items-api', stage: 'dev' }],
      orphans: [],
    });
  });

  it('tells a queue about records that its consumer could not handle, until apikit.yaml names none', async () => {
    const stream = '    stream: { consumer: src/consumers/feed.js, batchSize: 5 }';
    const failing = `    stream: { consumer: src/consumers/failing.js, retries: 0, maxAge: 6h, bisect: false, onFailure: failed }`;
    writeFileSync(
      join(project.dir, 'src/consumers/failing.js'),
      'export const handler = () => { throw new Error(); };\n',
    );
    project.edit('apikit.yaml', (text) =>
      text.replace(stream, failing).replace(/^tables:\n/m, 'queues: { failed: { deadLetter: false } }\ntables:\n'),
    );
    await deploy();
    expect(toDo(await plan())).toEqual([]);
    const lambda = await clients.lambda();
    const settings = async () => (await lambda.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings;
    const Destination = 'arn:aws:sqs:us-east-1:000000000000:items-api-dev-failed';
    expect(await settings()).toMatchObject([
      {
        BisectBatchOnFunctionError: false,
        MaximumRetryAttempts: 0,
        MaximumRecordAgeInSeconds: 21_600,
        DestinationConfig: { OnFailure: { Destination } },
      },
    ]);
    const client = await clients.dynamodb();
    await client.send(new PutItemCommand({ TableName: FEED, Item: { id: { S: 'b' }, owner: { S: 'x' } } }));
    const queues = await clients.sqs();
    const { QueueUrl } = await queues.send(new GetQueueUrlCommand({ QueueName: 'items-api-dev-failed' }));
    const told = async () => {
      const { Messages = [] } = await queues.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
      return Messages.map(({ Body }) => JSON.parse(Body!) as object);
    };
    await expect
      .poll(told, { timeout: 60_000 })
      .toMatchObject([
        { requestContext: { condition: 'RetryAttemptsExhausted' }, DDBStreamBatchInfo: { batchSize: 1 } },
      ]);
    expect((await project.apikit(['doctor', ...stage])).stdout.replaceAll(/\s+/g, ' ')).toContain(
      'queue items-api-dev-failed has about 1 message',
    );
    project.edit('apikit.yaml', (text) => text.replace(failing, stream));
    await deploy();
    expect(toDo(await plan())).toEqual([]);
    expect(await settings()).toMatchObject([{ MaximumRecordAgeInSeconds: -1, DestinationConfig: { OnFailure: {} } }]);
    project.edit('apikit.yaml', (text) => text.replace(/^queues: .*\n/m, ''));
    await deploy();
  });

  it('deletes the index last and removes the consumer when apikit.yaml drops them', async () => {
    project.edit('apikit.yaml', (text) =>
      text.replace(/^ {4}indexes: .*byOwner.*\n/m, '').replace(/^ {4}stream: .*\n/m, ''),
    );
    const gone = toDo(await plan()).filter(({ action }) => action === 'delete');
    expect(gone.map(({ resource }) => resource).sort()).toEqual([
      'consumer/feed-stream',
      'event-source/feed-stream',
      'log-group/feed-stream',
      'role/feed-stream',
      'table-index/feed.byOwner',
    ]);
    expect(gone.find(({ resource }) => resource === 'table-index/feed.byOwner')?.consequence).toBe(
      'queries on the index byOwner fail; no item is lost',
    );
    await deploy();
    expect(toDo(await plan())).toEqual([]);
    const { Table } = await (await clients.dynamodb()).send(new DescribeTableCommand({ TableName: FEED }));
    expect(Table).not.toHaveProperty('GlobalSecondaryIndexes');
    expect(Table).not.toHaveProperty('StreamSpecification');
    const FunctionName = `${FEED}-stream`;
    const lambda = await clients.lambda();
    await expect(lambda.send(new GetFunctionCommand({ FunctionName }))).rejects.toThrow('Function not found');
    expect((await lambda.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings).toEqual([]);
    const RoleName = `${FunctionName}-us-east-1`;
    await expect((await clients.iam()).send(new GetRoleCommand({ RoleName }))).rejects.toThrow();
  });

  it('keeps the imported table when the stage is destroyed', async () => {
    const { kept } = await project.json<{ kept: { resource: string; why: string }[] }>([
      ...['destroy', ...stage, '--yes', '--delete-data'],
    ]);
    expect(kept).toContainEqual(
      expect.objectContaining({ resource: 'table/legacy', why: expect.stringContaining('imported') }),
    );
    const { Table } = await (await clients.dynamodb()).send(new DescribeTableCommand({ TableName: 'somebodys-table' }));
    expect(Table?.TableStatus).toBe('ACTIVE');
  });

  it('is destroyed with its consumer although apikit.yaml no longer names either', async () => {
    const whole = project.read('apikit.yaml');
    project.edit('apikit.yaml', (text) =>
      text.replace(/^ {4}recovery: false\n/m, '    stream: { consumer: src/consumers/feed.js }\n'),
    );
    await deploy();
    project.edit('apikit.yaml', () => whole.replace(/^ {2}feed:\n( {4}.*\n)*/m, ''));
    await project.json(['destroy', ...stage, '--yes', '--delete-data']);
    expect(await project.json(['list', '--region', 'us-east-1'])).toMatchObject({ stages: [], orphans: [] });
    const lambda = await clients.lambda();
    expect((await lambda.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings).toEqual([]);
  });
});
