import { CreateTableCommand, DynamoDBClient, PutItemCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  CreateFunctionCommand,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FunctionRuntime, InvokeResult } from '../../../src/local/cloud/cloud.ts';
import { service as dynamodb } from '../../../src/local/services/dynamodb/service.ts';
import { service as streams } from '../../../src/local/services/dynamodbstreams/service.ts';
import { service as iam } from '../../../src/local/services/iam/service.ts';
import { positionAfter } from '../../../src/local/services/lambda/event-sources/batch.ts';
import {
  type EventSource,
  type Position,
  positionsOf,
} from '../../../src/local/services/lambda/event-sources/model.ts';
import { service as lambda } from '../../../src/local/services/lambda/service.ts';
import { service as sqs } from '../../../src/local/services/sqs/service.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';
import { makeZip } from './zip.ts';

const TableName = 'users';
let cloud: Services;
let tables: DynamoDBClient;
let client: LambdaClient;
let roles: IAMClient;
let queues: SQSClient;
let stream: string;
/** The ids of each batch with which the function was invoked. */
let batches: string[][] = [];
/** The function's work on a batch: it throws or returns a response. */
let behave: (ids: readonly string[], sequences: readonly string[]) => unknown = () => null;

const functions: FunctionRuntime = {
  async invoke({ payload }): Promise<InvokeResult> {
    const { Records } = JSON.parse(Buffer.from(payload).toString()) as {
      Records: { dynamodb: { Keys: { id: { S: string } }; SequenceNumber: string } }[];
    };
    const ids = Records.map(({ dynamodb: { Keys } }) => Keys.id.S);
    batches.push(ids);
    const result = { executedVersion: '$LATEST', requestId: 'r', logTail: () => '' };
    try {
      const answer = await behave(
        ids,
        Records.map(({ dynamodb: { SequenceNumber } }) => SequenceNumber),
      );
      return { ...result, payload: Buffer.from(JSON.stringify(answer ?? null)) };
    } catch {
      return { ...result, payload: Buffer.from('{}'), functionError: 'Unhandled' };
    }
  },
  retire: () => {},
  close: async () => {},
};

const reading = {
  Effect: 'Allow',
  Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
};
const allow = () =>
  roles.send(
    new PutRolePolicyCommand({
      RoleName: 'reader',
      PolicyName: 'stream',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ ...reading, Resource: stream }] }),
    }),
  );

beforeEach(async () => {
  batches = [];
  behave = () => null;
  cloud = await startServices([dynamodb, streams, iam, lambda, sqs], { parts: () => ({ functions }) });
  const config = {
    endpoint: cloud.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  tables = new DynamoDBClient(config);
  client = new LambdaClient(config);
  roles = new IAMClient(config);
  queues = new SQSClient(config);
  const { TableDescription } = await tables.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  stream = TableDescription!.LatestStreamArn!;
  await waitUntilTableExists({ client: tables, maxWaitTime: 10, minDelay: 0.05, maxDelay: 0.1 }, { TableName });
  const trust = [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: trust });
  const { Role } = await roles.send(new CreateRoleCommand({ RoleName: 'reader', AssumeRolePolicyDocument }));
  await allow();
  await client.send(
    new CreateFunctionCommand({
      FunctionName: 'consumer',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: Role!.Arn!,
      Code: { ZipFile: makeZip({ 'index.mjs': 'export const handler = async () => null;' }) },
    }),
  );
});
afterEach(async () => {
  for (const each of [tables, client, roles, queues]) each.destroy();
  await cloud.close();
});

const put = (id: string) => tables.send(new PutItemCommand({ TableName, Item: { id: { S: id } } }));
async function map(more: Partial<CreateEventSourceMappingCommandInput> = {}): Promise<string> {
  const input = {
    FunctionName: 'consumer',
    EventSourceArn: stream,
    StartingPosition: 'TRIM_HORIZON' as const,
    ...more,
  };
  return (await client.send(new CreateEventSourceMappingCommand(input))).UUID!;
}
const get = (UUID: string) => client.send(new GetEventSourceMappingCommand({ UUID }));

test('records reach the function in order, in batches of the configured size', async () => {
  for (const id of ['a', 'b', 'c', 'd', 'e']) await put(id);
  const uuid = await map({ BatchSize: 2 });
  await expect.poll(() => batches).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  await put('f');
  await expect.poll(() => batches.at(-1)).toEqual(['f']);
  await expect.poll(async () => (await get(uuid)).LastProcessingResult).toBe('OK');
  expect(await get(uuid)).toMatchObject({
    State: 'Enabled',
    EventSourceArn: stream,
    FunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:consumer',
    BatchSize: 2,
    MaximumRetryAttempts: -1,
    FunctionResponseTypes: [],
  });
});

test('a mapping from LATEST ignores earlier records', async () => {
  await put('a');
  await map({ StartingPosition: 'LATEST' });
  await put('b');
  await expect.poll(() => batches).toEqual([['b']]);
});

test('a record that always fails is found by bisection, and skipped after its retries', async () => {
  behave = (ids) => {
    if (ids.includes('c')) throw new Error('never c');
  };
  for (const id of ['a', 'b', 'c', 'd']) await put(id);
  await map({ BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1 });
  await expect
    .poll(() => batches, { timeout: 60_000 })
    .toEqual([['a', 'b', 'c', 'd'], ['a', 'b'], ['c', 'd'], ['c'], ['c'], ['d']]);
});

describe('a queue for records that were skipped', () => {
  const Destination = 'arn:aws:sqs:eu-west-1:000000000000:failed';
  const DestinationConfig = { OnFailure: { Destination } };
  let QueueUrl = '';
  const allowSending = () =>
    roles.send(
      new PutRolePolicyCommand({
        RoleName: 'reader',
        PolicyName: 'failures',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: Destination }],
        }),
      }),
    );
  const told = async () => {
    const { Messages = [] } = await queues.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    return Messages.map(({ Body }) => JSON.parse(Body!) as object);
  };
  beforeEach(async () => {
    QueueUrl = (await queues.send(new CreateQueueCommand({ QueueName: 'failed' }))).QueueUrl!;
  });

  test('gets the place of the records in the stream, and how often they were tried', async () => {
    await allowSending();
    behave = (ids) => {
      if (ids.includes('b')) throw new Error('never b');
    };
    for (const id of ['a', 'b', 'c']) await put(id);
    const uuid = await map({ MaximumRetryAttempts: 1, DestinationConfig });
    expect(await get(uuid)).toMatchObject({ DestinationConfig });
    await expect.poll(told, { timeout: 60_000 }).toEqual([
      {
        requestContext: {
          requestId: 'r',
          functionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:consumer',
          condition: 'RetryAttemptsExhausted',
          approximateInvokeCount: 2,
        },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        version: '1.0',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        DDBStreamBatchInfo: {
          shardId: expect.stringMatching(/^shardId-/),
          startSequenceNumber: expect.stringMatching(/^\d+$/),
          endSequenceNumber: expect.stringMatching(/^\d+$/),
          approximateArrivalOfFirstRecord: expect.stringMatching(/^[\d-]{10}T[\d:]{8}Z$/),
          approximateArrivalOfLastRecord: expect.stringMatching(/^[\d-]{10}T[\d:]{8}Z$/),
          batchSize: 3,
          streamArn: stream,
        },
      },
    ]);
    expect(batches).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ]);
  });

  test('is refused without the permission to send to it, and as a FIFO queue, and is removed by an empty one', async () => {
    await expect(map({ DestinationConfig })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'The provided execution role does not have permissions to call SendMessage on SQS',
    });
    await allowSending();
    const fifo = { OnFailure: { Destination: `${Destination}.fifo` } };
    await expect(map({ DestinationConfig: fifo })).rejects.toThrow('FIFO');
    const topic = { OnFailure: { Destination: 'arn:aws:sns:eu-west-1:000000000000:failed' } };
    await expect(map({ DestinationConfig: topic })).rejects.toThrow('with the destination arn:aws:sns:');
    await expect(map({ DestinationConfig: { OnSuccess: { Destination } } })).rejects.toThrow('OnSuccess');
    await expect(map({ DestinationConfig: { OnFailure: {} } })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'The Destination field is required for an OnFailure configuration.',
    });
    const UUID = await map({ DestinationConfig });
    await client.send(
      new UpdateEventSourceMappingCommand({ UUID, DestinationConfig: { OnFailure: { Destination: '' } } }),
    );
    expect((await get(UUID)).DestinationConfig).toEqual({ OnFailure: {} });
  });
});

test('a function that reports failed records gets those again, and no others', async () => {
  let failed = false;
  behave = (ids, sequences) => {
    const at = ids.indexOf('b');
    if (at < 0 || failed) return { batchItemFailures: [] };
    failed = true;
    return { batchItemFailures: [{ itemIdentifier: sequences[at] }] };
  };
  for (const id of ['a', 'b', 'c']) await put(id);
  await map({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
  await expect
    .poll(() => batches, { timeout: 60_000 })
    .toEqual([
      ['a', 'b', 'c'],
      ['b', 'c'],
    ]);
});

test('a disabled mapping waits, and continues at its position', async () => {
  const uuid = await map();
  await put('a');
  await expect.poll(() => batches).toEqual([['a']]);
  await client.send(new UpdateEventSourceMappingCommand({ UUID: uuid, Enabled: false }));
  await put('b');
  expect((await get(uuid)).State).toBe('Disabled');
  await client.send(new UpdateEventSourceMappingCommand({ UUID: uuid, Enabled: true, BatchSize: 5 }));
  await expect.poll(() => batches).toEqual([['a'], ['b']]);
});

test('a role without permission to read the stream is rejected, and a later loss is reported', async () => {
  await roles.send(new DeleteRolePolicyCommand({ RoleName: 'reader', PolicyName: 'stream' }));
  await expect(map()).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: `Cannot access stream ${stream}. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.`,
  });
  await allow();
  const uuid = await map();
  await expect(map()).rejects.toMatchObject({ name: 'ResourceConflictException' });
  await roles.send(new DeleteRolePolicyCommand({ RoleName: 'reader', PolicyName: 'stream' }));
  await expect
    .poll(async () => (await get(uuid)).LastProcessingResult, { timeout: 60_000 })
    .toContain('PROBLEM: Cannot access');
});

test('a batch that the end of the cloud interrupts is neither counted as failed nor skipped', async () => {
  let breakOff = () => {};
  behave = () =>
    new Promise((_, reject) => {
      breakOff = () => reject(new Error('killed'));
    });
  const uuid = await map({ MaximumRetryAttempts: 0 });
  await put('a');
  await expect.poll(() => batches).toEqual([['a']]);
  const position = () => positionsOf(cloud.cloud, { account: '000000000000', region: 'eu-west-1' }).get(uuid);
  const before = position();
  await lambda.close!(cloud.cloud);
  breakOff();
  await new Promise((resolve) => setImmediate(resolve));
  expect(position()).toEqual(before);
});

test('a deleted mapping delivers nothing any more', async () => {
  const uuid = await map();
  const { EventSourceMappings } = await client.send(new ListEventSourceMappingsCommand({ FunctionName: 'consumer' }));
  expect(EventSourceMappings?.map(({ UUID }) => UUID)).toEqual([uuid]);
  const deleted = await client.send(new DeleteEventSourceMappingCommand({ UUID: uuid }));
  expect(deleted.State).toBe('Deleting');
  await expect(get(uuid)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(client.send(new DeleteEventSourceMappingCommand({ UUID: uuid }))).rejects.toThrow();
});

test('unsupported features are rejected by name', async () => {
  await expect(map({ MaximumBatchingWindowInSeconds: 5 })).rejects.toThrow('MaximumBatchingWindowInSeconds');
  await expect(map({ FilterCriteria: { Filters: [{ Pattern: '{}' }] } })).rejects.toThrow('FilterCriteria');
  const kinesis = 'arn:aws:kinesis:eu-west-1:000000000000:stream/s';
  await expect(map({ EventSourceArn: kinesis })).rejects.toThrow('kinesis');
});

/**
 * For any failures, the order is kept, every record that is skipped was tried as often as allowed, and the stream is
 * read to its end.
 */
test('every record is processed or given up after its retries, in order', () => {
  const source = { batchSize: 4, bisect: true, retries: 2 } as EventSource;
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 12 }), (fates) => {
      const sequences = fates.map((_, index) => String(index).padStart(4, '0'));
      const tries = new Map<string, number>();
      const done: string[] = [];
      let position: Position = { after: '', failures: 0, result: '' };
      for (let step = 0; step < 200; step += 1) {
        const { halved } = position;
        const limit = Math.min(source.batchSize, halved?.size ?? source.batchSize);
        const next = sequences.filter((one) => one > position.after && (!halved || one <= halved.upTo)).slice(0, limit);
        if (next.length === 0 && !halved) break;
        if (next.length === 0) position = { after: position.after, failures: 0, result: '' };
        else {
          const fails = next.some((one) => fates[Number(one)]);
          if (fails && next.length === 1) tries.set(next[0]!, (tries.get(next[0]!) ?? 0) + 1);
          position = positionAfter(position, next, fails ? { failedFrom: 0 } : 'done', source);
          if (!fails) done.push(...next);
        }
      }
      expect(position.after).toBe(sequences.at(-1) ?? '');
      expect(done).toEqual(sequences.filter((_, index) => !fates[index]));
      for (const [index, bad] of fates.entries()) expect(tries.get(sequences[index]!) ?? 0).toBe(bad ? 3 : 0);
    }),
  );
});
