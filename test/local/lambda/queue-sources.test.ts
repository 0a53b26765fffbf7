import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  CreateFunctionCommand,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  LambdaClient,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FunctionRuntime, InvokeResult } from '../../../src/local/cloud/cloud.ts';
import { service as iam } from '../../../src/local/services/iam/service.ts';
import { service as lambda } from '../../../src/local/services/lambda/service.ts';
import { service as sqs } from '../../../src/local/services/sqs/service.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';
import { makeZip } from './zip.ts';

interface SqsRecord {
  messageId: string;
  body: string;
  messageAttributes: object;
  attributes: Record<string, string>;
}

let cloud: Services;
let queues: SQSClient;
let client: LambdaClient;
let roles: IAMClient;
let url: string;
let records: SqsRecord[][] = [];
let behave: (records: readonly SqsRecord[]) => unknown = () => null;

const functions: FunctionRuntime = {
  async invoke({ payload }): Promise<InvokeResult> {
    const { Records } = JSON.parse(Buffer.from(payload).toString()) as { Records: SqsRecord[] };
    records.push(Records);
    const result = { executedVersion: '$LATEST', requestId: 'r', logTail: () => '' };
    try {
      return { ...result, payload: Buffer.from(JSON.stringify((await behave(Records)) ?? null)) };
    } catch {
      return { ...result, payload: Buffer.from('{}'), functionError: 'Unhandled' };
    }
  },
  retire: () => {},
  close: async () => {},
};

const source = 'arn:aws:sqs:eu-west-1:000000000000:orders';
const READING = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

const allow = (Action: readonly string[], Resource = source) =>
  roles.send(
    new PutRolePolicyCommand({
      RoleName: 'reader',
      PolicyName: 'queue',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] }),
    }),
  );

beforeEach(async () => {
  records = [];
  behave = () => null;
  cloud = await startServices([iam, sqs, lambda], { parts: () => ({ functions }) });
  const config = {
    endpoint: cloud.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  [queues, client, roles] = [new SQSClient(config), new LambdaClient(config), new IAMClient(config)];
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  const { Role } = await roles.send(new CreateRoleCommand({ RoleName: 'reader', AssumeRolePolicyDocument }));
  const { QueueUrl } = await queues.send(
    new CreateQueueCommand({ QueueName: 'orders', Attributes: { VisibilityTimeout: '3' } }),
  );
  url = QueueUrl!;
  await client.send(
    new CreateFunctionCommand({
      FunctionName: 'consumer',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: Role!.Arn!,
      Code: { ZipFile: makeZip({ 'index.mjs': 'export const handler = async () => {};' }) },
    }),
  );
  await allow(READING);
});
afterEach(() => cloud.close());

const map = (more: Partial<CreateEventSourceMappingCommandInput> = {}) =>
  client.send(new CreateEventSourceMappingCommand({ FunctionName: 'consumer', EventSourceArn: source, ...more }));
const send = (MessageBody: string) =>
  queues.send(
    new SendMessageCommand({
      QueueUrl: url,
      MessageBody,
      MessageAttributes: { trace: { DataType: 'String', StringValue: 't' } },
    }),
  );
const left = async () => {
  const { Attributes } = await queues.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }));
  return Number(Attributes!.ApproximateNumberOfMessages) + Number(Attributes!.ApproximateNumberOfMessagesNotVisible);
};
const bodies = () => records.map((batch) => batch.map(({ body }) => body));

test('messages come to the function in AWS’s form, and are deleted when it has handled them', async () => {
  const mapping = await map();
  expect(mapping).toMatchObject({ BatchSize: 10, StateTransitionReason: 'USER_INITIATED' });
  expect(mapping).not.toHaveProperty('StartingPosition');
  await send('a');
  await vi.waitFor(() => expect(records).toHaveLength(1));
  expect(records[0]).toMatchObject([
    {
      body: 'a',
      eventSource: 'aws:sqs',
      eventSourceARN: source,
      awsRegion: 'eu-west-1',
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: { trace: { stringValue: 't', dataType: 'String' } },
    },
  ]);
  await vi.waitFor(async () => expect(await left()).toBe(0));
});

test('only the messages that the function reports come again', async () => {
  await send('good');
  await send('bad');
  let tries = 0;
  behave = (batch) => ({
    batchItemFailures: batch
      .filter(({ body }) => body === 'bad' && ++tries === 1)
      .map(({ messageId }) => ({ itemIdentifier: messageId })),
  });
  await map({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
  await vi.waitFor(() => expect(bodies()).toEqual([['good', 'bad'], ['bad']]), 8_000);
  await vi.waitFor(async () => expect(await left()).toBe(0));
});

test('a failed call leaves its messages in the queue', async () => {
  behave = () => {
    throw new Error('no');
  };
  await send('a');
  await map();
  await vi.waitFor(() => expect(records).toHaveLength(1));
  expect(await left()).toBe(1);
});

test('no more batches than allowed are in the function at the same time', async () => {
  let running = 0;
  let most = 0;
  const gates: (() => void)[] = [];
  behave = async () => {
    most = Math.max(most, ++running);
    await new Promise<void>((resolve) => gates.push(resolve));
    running -= 1;
  };
  for (const body of ['a', 'b', 'c', 'd']) await send(body);
  await map({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
  await vi.waitFor(() => expect(gates).toHaveLength(2));
  gates.splice(0).forEach((open) => void open());
  await vi.waitFor(() => expect(gates).toHaveLength(2));
  gates.splice(0).forEach((open) => void open());
  await vi.waitFor(async () => expect(await left()).toBe(0));
  expect(most).toBe(2);
});

test('a disabled or deleted mapping takes no more messages', async () => {
  const { UUID } = await map();
  await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
  await send('a');
  expect((await client.send(new GetEventSourceMappingCommand({ UUID }))).State).toBe('Disabled');
  await client.send(new DeleteEventSourceMappingCommand({ UUID }));
  expect(records).toEqual([]);
  expect(await left()).toBe(1);
});

test('a mapping is rejected without queue, permission or time', async () => {
  const missing = map({ EventSourceArn: `${source}-missing` });
  await expect(missing).rejects.toThrow('AWS.SimpleQueueService.NonExistentQueue');
  await expect(map({ BatchSize: 11 })).rejects.toThrow('Maximum batch window in seconds');
  await expect(map({ StartingPosition: 'LATEST' })).rejects.toThrow('StartingPosition is not valid');
  await allow(READING, `${source}-other`);
  await expect(map()).rejects.toThrow('does not have permissions to call ReceiveMessage on SQS');
  await allow(READING);
  const slow = { QueueName: 'short', Attributes: { VisibilityTimeout: '2' } };
  await queues.send(new CreateQueueCommand(slow));
  await allow(READING, '*');
  const short = map({ EventSourceArn: source.replace('orders', 'short') });
  await expect(short).rejects.toThrow('Queue visibility timeout: 2 seconds is less than Function timeout: 3 seconds');
});
