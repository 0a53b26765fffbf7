/** Deliveries of SNS to queues: only those whose policy lets the topic send get messages. */
import {
  CreateTopicCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { service as snsService } from '../../../src/local/services/sns/service.ts';
import { service as sqsService } from '../../../src/local/services/sqs/service.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

const TopicArn = 'arn:aws:sns:eu-west-1:000000000000:created';
const QUEUE = 'arn:aws:sqs:eu-west-1:000000000000:jobs';
let cloud: Services;
let sns: SNSClient;
let sqs: SQSClient;
let QueueUrl: string;

beforeEach(async () => {
  cloud = await startServices([snsService, sqsService]);
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };
  const settings = { endpoint: cloud.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 };
  [sns, sqs] = [new SNSClient(settings), new SQSClient(settings)];
  await sns.send(new CreateTopicCommand({ Name: 'created' }));
  QueueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: 'jobs' }))).QueueUrl!;
});
afterEach(() => cloud.close());

const subscribe = async () =>
  (
    await sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: 'sqs',
        Endpoint: QUEUE,
        Attributes: { RawMessageDelivery: 'true' },
      }),
    )
  ).SubscriptionArn!;
const allow = async (source: string) => {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: QUEUE,
    Condition: { ArnEquals: { 'aws:SourceArn': source } },
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
};
const received = async () => {
  await sns.send(new PublishCommand({ TopicArn, Message: '{"a":1}' }));
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  return Messages.map(({ Body }) => Body);
};

test('a queue gets messages as they are, if its policy lets the topic send', async () => {
  await subscribe();
  expect(await received()).toEqual([]);
  await allow('arn:aws:sns:eu-west-1:000000000000:other');
  expect(await received()).toEqual([]);
  await allow(TopicArn);
  expect(await received()).toEqual(['{"a":1}']);
});

test('a queue gets nothing after the end of its subscription', async () => {
  await allow(TopicArn);
  const SubscriptionArn = await subscribe();
  expect(await subscribe()).toBe(SubscriptionArn);
  await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
  expect(await received()).toEqual([]);
});

test('an attribute that is not emulated is rejected by name', async () => {
  const SubscriptionArn = await subscribe();
  const change = { SubscriptionArn, AttributeName: 'FilterPolicy', AttributeValue: '{}' };
  await expect(sns.send(new SetSubscriptionAttributesCommand(change))).rejects.toMatchObject({
    name: 'NotImplementedException',
    message: expect.stringContaining('FilterPolicy'),
  });
});
