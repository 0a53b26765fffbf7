import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sns';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Message } from '../../../src/local/services/sns/model.ts';
import { service } from '../../../src/local/services/sns/service.ts';
import { aws, hasAwsCli } from '../../helpers/aws-cli.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

let cloud: Services;
let sns: SNSClient;
beforeEach(async () => {
  cloud = await startServices([service]);
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };
  sns = new SNSClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
});
afterEach(() => cloud.close());

const TopicArn = 'arn:aws:sns:eu-west-1:000000000000:alarms';
const create = (more: object = {}) => sns.send(new CreateTopicCommand({ Name: 'alarms', ...more }));
const attributes = async () => (await sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes!;

test('creating a topic twice returns the same topic, unless it differs', async () => {
  const tags = { Tags: [{ Key: 'apikit:app', Value: 'shop' }] };
  expect((await create(tags)).TopicArn).toBe(TopicArn);
  expect((await create(tags)).TopicArn).toBe(TopicArn);
  await expect(create({ Tags: [{ Key: 'apikit:app', Value: 'other' }] })).rejects.toThrow(
    'Invalid parameter: Tags Reason: Topic already exists with different tags',
  );
});

test('attributes are set one by one and read together', async () => {
  await create({ Attributes: { DisplayName: 'A & B' } });
  expect(await attributes()).toMatchObject({ TopicArn, Owner: '000000000000', DisplayName: 'A & B' });
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  await sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue: Policy }));
  expect((await attributes()).Policy).toBe(Policy);
  const unknown = sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Nonsense', AttributeValue: '' }));
  await expect(unknown).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('an e-mail subscription stays pending, and cannot be deleted until it is confirmed', async () => {
  await create();
  const mail = { TopicArn, Protocol: 'email', Endpoint: 'ops@example.com' };
  expect((await sns.send(new SubscribeCommand(mail))).SubscriptionArn).toBe('pending confirmation');
  await sns.send(new SubscribeCommand(mail));
  const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  expect(Subscriptions).toMatchObject([{ SubscriptionArn: 'PendingConfirmation', Endpoint: 'ops@example.com' }]);
  expect((await attributes()).SubscriptionsPending).toBe('1');
  const told = await sns.send(new SubscribeCommand({ ...mail, ReturnSubscriptionArn: true }));
  await expect(sns.send(new UnsubscribeCommand({ SubscriptionArn: told.SubscriptionArn }))).rejects.toThrow();
});

test('a subscription to which AWS would deliver is rejected by name', async () => {
  await create();
  for (const Protocol of ['https', 'sms', 'firehose']) {
    await expect(sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint: 'x' }))).rejects.toMatchObject({
      name: 'NotImplementedException',
      message: expect.stringContaining(`protocol ${Protocol}`),
    });
  }
});

test('a subscription that AWS rejects is rejected', async () => {
  await create();
  const subscribe = async (Protocol: string, Endpoint: string, raw?: string) =>
    await sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol,
        Endpoint,
        ...(raw !== undefined && { Attributes: { RawMessageDelivery: raw } }),
      }),
    );
  const queue = 'arn:aws:sqs:eu-west-1:000000000000:jobs';
  await expect(subscribe('sqs', 'jobs', 'true')).rejects.toThrow('Invalid parameter: SQS endpoint ARN');
  await expect(subscribe('sqs', `${queue}.fifo`, 'true')).rejects.toThrow('FIFO SQS Queues can not be subscribed');
  await expect(subscribe('sqs', queue, 'maybe')).rejects.toThrow('RawMessageDelivery: Invalid value [maybe]');
  await expect(subscribe('sqs', queue)).rejects.toThrow('without RawMessageDelivery');
  await expect(subscribe('lambda', 'jobs')).rejects.toThrow('Invalid parameter: Lambda endpoint ARN');
  const fn = 'arn:aws:lambda:eu-west-1:000000000000:function:f';
  await expect(subscribe('lambda', fn, 'true')).rejects.toThrow('does not support raw message delivery');
});

test('a published message is recorded', async () => {
  await create();
  const { MessageId } = await sns.send(new PublishCommand({ TopicArn, Subject: 'down', Message: 'it is <down>' }));
  const recorded = cloud.cloud
    .collection<Message>({ account: '000000000000', region: 'eu-west-1' }, 'sns.messages')
    .get(MessageId!);
  expect(recorded).toMatchObject({ topicArn: TopicArn, subject: 'down', message: 'it is <down>' });
});

test('a deleted topic is unknown; a second deletion is not an error', async () => {
  await create();
  await sns.send(new DeleteTopicCommand({ TopicArn }));
  await sns.send(new DeleteTopicCommand({ TopicArn }));
  expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([]);
  await expect(attributes()).rejects.toMatchObject({ name: 'NotFoundException', message: 'Topic does not exist' });
});

test('tags are added and deleted', async () => {
  await create();
  const resource = { ResourceArn: TopicArn };
  await sns.send(
    new TagResourceCommand({
      ...resource,
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    }),
  );
  await sns.send(new UntagResourceCommand({ ...resource, TagKeys: ['a'] }));
  expect((await sns.send(new ListTagsForResourceCommand(resource))).Tags).toEqual([{ Key: 'b', Value: '2' }]);
});

test.skipIf(!hasAwsCli)('the AWS CLI creates a topic and subscribes to it', async () => {
  expect(await aws(cloud.endpoint, 'sns', 'create-topic', '--name', 'alarms')).toEqual({ TopicArn });
  const subscribe = ['sns', 'subscribe', '--topic-arn', TopicArn, '--protocol', 'email'];
  expect(await aws(cloud.endpoint, ...subscribe, '--notification-endpoint', 'a@example.com')).toEqual({
    SubscriptionArn: 'pending confirmation',
  });
});
