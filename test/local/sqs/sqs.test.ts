import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningCloud } from '../../../src/local/start-cloud.ts';
import { type FakeClock, fakeClock } from '../../helpers/fake-clock.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';

let cloud: RunningCloud;
let clock: FakeClock;
let sqs: SQSClient;
beforeEach(async () => {
  clock = fakeClock();
  cloud = await startTestCloud({ clock: clock.cloud });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  sqs = new SQSClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
});
afterEach(() => cloud.close());

const create = async (QueueName: string, Attributes: Record<string, string> = {}) =>
  (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl!;
const send = (QueueUrl: string, MessageBody: string, more: Partial<SendMessageCommandInput> = {}) =>
  sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
const receive = async (QueueUrl: string, more: Partial<ReceiveMessageCommandInput> = {}) =>
  (await sqs.send(new ReceiveMessageCommand({ QueueUrl, ...more }))).Messages ?? [];
const bodies = async (QueueUrl: string, more: Partial<ReceiveMessageCommandInput> = {}) =>
  (await receive(QueueUrl, { MaxNumberOfMessages: 10, ...more })).map(({ Body }) => Body);
const attributes = async (QueueUrl: string) =>
  (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))).Attributes!;

const arn = (name: string) => `arn:aws:sqs:eu-west-1:000000000000:${name}`;
const redrive = (name: string, maxReceiveCount: number) =>
  JSON.stringify({ deadLetterTargetArn: arn(name), maxReceiveCount });

describe('a standard queue', () => {
  test('hides a received message until it is deleted or its visibility timeout ends', async () => {
    const url = await create('orders');
    await send(url, 'a');
    const [first] = await receive(url);
    expect(first).toMatchObject({ Body: 'a' });
    expect(await receive(url)).toEqual([]);
    clock.advance(30_000);
    const [second] = await receive(url, { MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
    expect(second).toMatchObject({ MessageId: first!.MessageId, Attributes: { ApproximateReceiveCount: '2' } });
    await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first!.ReceiptHandle! }));
    expect((await attributes(url)).ApproximateNumberOfMessagesNotVisible).toBe('1');
    await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: second!.ReceiptHandle! }));
    expect((await attributes(url)).ApproximateNumberOfMessagesNotVisible).toBe('0');
  });

  test('moves a message to the dead-letter queue after its last receive', async () => {
    const dead = await create('dead');
    const url = await create('orders', { RedrivePolicy: redrive('dead', 2) });
    const { MessageId } = await send(url, 'a');
    for (let tries = 0; tries < 2; tries += 1) {
      expect(await bodies(url)).toEqual(['a']);
      clock.advance(30_000);
    }
    expect(await bodies(url)).toEqual([]);
    const [buried] = await receive(dead, { MessageSystemAttributeNames: ['All'] });
    expect(buried).toMatchObject({ MessageId, Attributes: { DeadLetterQueueSourceArn: arn('orders') } });
    const sources = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead }));
    expect(sources.queueUrls).toEqual([url]);
  });

  test('delivers a message after its delay, and drops it after the retention period', async () => {
    const url = await create('orders', { MessageRetentionPeriod: '60' });
    await send(url, 'late', { DelaySeconds: 10 });
    expect(await bodies(url)).toEqual([]);
    expect(await attributes(url)).toMatchObject({ ApproximateNumberOfMessagesDelayed: '1' });
    clock.advance(10_000);
    expect(await bodies(url)).toEqual(['late']);
    clock.advance(60_000);
    expect(await bodies(url)).toEqual([]);
  });

  test('lets a receiver wait for the next message', async () => {
    const url = await create('orders');
    const waiting = bodies(url, { WaitTimeSeconds: 20 });
    await send(url, 'a');
    expect(await waiting).toEqual(['a']);
    const inVain = bodies(url, { WaitTimeSeconds: 5 });
    await sqs.send(new GetQueueUrlCommand({ QueueName: 'orders' }));
    clock.advance(5_000);
    expect(await inVain).toEqual([]);
  });

  test('changes the visibility of a message in flight only', async () => {
    const url = await create('orders');
    await send(url, 'a');
    const [{ ReceiptHandle } = {}] = await receive(url);
    const change = (VisibilityTimeout: number) =>
      sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: ReceiptHandle!, VisibilityTimeout }));
    await change(0);
    expect(await bodies(url)).toEqual(['a']);
    await expect(change(10)).rejects.toThrow('The message referred to is not in flight');
  });

  test('returns the message attributes that a receiver asks for', async () => {
    const url = await create('orders');
    const MessageAttributes = {
      trace: { DataType: 'String', StringValue: 'x' },
      'app.key': { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) },
    };
    await send(url, 'ä', { MessageAttributes });
    const [message] = await receive(url, { MessageAttributeNames: ['app.*'] });
    expect(message!.MessageAttributes).toEqual({ 'app.key': MessageAttributes['app.key'] });
  });

  test('sends and deletes in batches, in which each entry succeeds or fails on its own', async () => {
    const url = await create('orders', { MaximumMessageSize: '1024' });
    const { Successful, Failed } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: url,
        Entries: [
          { Id: 'small', MessageBody: 'a' },
          { Id: 'large', MessageBody: 'x'.repeat(1025) },
        ],
      }),
    );
    expect([Successful!.map(({ Id }) => Id), Failed]).toMatchObject([
      ['small'],
      [{ Id: 'large', Code: 'InvalidParameterValue', SenderFault: true }],
    ]);
    const [{ ReceiptHandle } = {}] = await receive(url);
    const Entries = [
      { Id: 'a', ReceiptHandle: ReceiptHandle! },
      { Id: 'b', ReceiptHandle: 'nonsense' },
    ];
    const deleted = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
    expect(deleted).toMatchObject({ Successful: [{ Id: 'a' }], Failed: [{ Id: 'b', Code: 'ReceiptHandleIsInvalid' }] });
  });
});

describe('a FIFO queue', () => {
  const fifo = { FifoQueue: 'true' };

  test('delivers the messages of a group in order, and blocks the group while one is in flight', async () => {
    const url = await create('orders.fifo', fifo);
    for (const [body, MessageGroupId] of [
      ['a1', 'a'],
      ['a2', 'a'],
      ['b1', 'b'],
    ] as const) {
      await send(url, body, { MessageGroupId, MessageDeduplicationId: body });
    }
    const [first] = await receive(url);
    expect(first!.Body).toBe('a1');
    expect(await bodies(url)).toEqual(['b1']);
    await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first!.ReceiptHandle! }));
    expect(await bodies(url)).toEqual(['a2']);
  });

  test('ignores a message with a known deduplication ID for five minutes', async () => {
    const url = await create('orders.fifo', { ...fifo, ContentBasedDeduplication: 'true' });
    const first = await send(url, 'same', { MessageGroupId: 'g' });
    expect(await send(url, 'same', { MessageGroupId: 'g' })).toMatchObject({
      MessageId: first.MessageId,
      SequenceNumber: first.SequenceNumber,
    });
    clock.advance(300_000);
    const later = await send(url, 'same', { MessageGroupId: 'g' });
    expect(later.MessageId).not.toBe(first.MessageId);
  });

  test('rejects a message without group or deduplication ID, and an expired handle', async () => {
    const url = await create('orders.fifo', fifo);
    await expect(send(url, 'a')).rejects.toThrow('The request must contain the parameter MessageGroupId.');
    await expect(send(url, 'a', { MessageGroupId: 'g' })).rejects.toThrow('ContentBasedDeduplication');
    await expect(send(url, 'a', { MessageGroupId: 'not allowed' })).rejects.toThrow('MessageGroupId can only include');
    await send(url, 'a', { MessageGroupId: 'g', MessageDeduplicationId: 'd' });
    const [{ ReceiptHandle } = {}] = await receive(url);
    clock.advance(30_000);
    const late = sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: ReceiptHandle! }));
    await expect(late).rejects.toThrow('The receipt handle has expired');
  });
});

describe('the settings of queues', () => {
  test('are compared when a queue is created again', async () => {
    const url = await create('orders', { VisibilityTimeout: '60' });
    expect(await create('orders', { VisibilityTimeout: '60' })).toBe(url);
    await expect(create('orders', { VisibilityTimeout: '61' })).rejects.toMatchObject({ name: 'QueueNameExists' });
  });

  test('are changed, and a policy is removed by an empty text', async () => {
    await create('dead');
    const url = await create('orders');
    const set = (Attributes: Record<string, string>) =>
      sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
    await set({ VisibilityTimeout: '90', RedrivePolicy: redrive('dead', 5) });
    expect(await attributes(url)).toMatchObject({ VisibilityTimeout: '90', RedrivePolicy: redrive('dead', 5) });
    await set({ RedrivePolicy: '' });
    expect(await attributes(url)).not.toHaveProperty('RedrivePolicy');
    await expect(set({ VisibilityTimeout: '43201' })).rejects.toMatchObject({ name: 'InvalidAttributeValue' });
    await expect(set({ RedrivePolicy: redrive('missing', 5) })).rejects.toThrow('Dead letter target does not exist');
    await expect(set({ FifoQueue: 'true' })).rejects.toThrow('Modifying queue type is not supported');
    await expect(set({ Colour: 'red' })).rejects.toThrow('Unknown Attribute Colour.');
  });

  test('include tags', async () => {
    const url = await create('orders');
    await sqs.send(new TagQueueCommand({ QueueUrl: url, Tags: { a: '1', b: '2' } }));
    await sqs.send(new UntagQueueCommand({ QueueUrl: url, TagKeys: ['a'] }));
    expect((await sqs.send(new ListQueueTagsCommand({ QueueUrl: url }))).Tags).toEqual({ b: '2' });
  });
});

test('a deleted queue does not exist, and its name is free again after the state delay', async () => {
  const url = await create('orders');
  await create('other');
  await send(url, 'a');
  await sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
  const listed = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'o' }));
  expect(listed.QueueUrls).toEqual([expect.stringMatching(/\/other$/)]);
  await expect(send(url, 'b')).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  expect(await bodies(await create('orders'))).toEqual([]);
});

test('a queue is purged at most once a minute', async () => {
  const url = await create('orders');
  await send(url, 'a');
  await sqs.send(new PurgeQueueCommand({ QueueUrl: url }));
  expect(await bodies(url)).toEqual([]);
  const again = () => sqs.send(new PurgeQueueCommand({ QueueUrl: url }));
  await expect(again()).rejects.toMatchObject({ name: 'PurgeQueueInProgress' });
  clock.advance(60_000);
  await again();
});
