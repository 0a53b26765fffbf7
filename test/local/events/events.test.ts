/** Event buses, rules and deliveries of EventBridge, over HTTP with the real SDK. */
import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, ReceiveMessageCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { service as events } from '../../../src/local/services/events/service.ts';
import { service as sqs } from '../../../src/local/services/sqs/service.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

const SCOPE = 'eu-west-1:000000000000';
const QUEUE = `arn:aws:sqs:${SCOPE}:jobs`;
const PATTERN = '{"source":["shop"]}';
let cloud: Services;
let client: EventBridgeClient;
let queues: SQSClient;
let QueueUrl: string;

beforeEach(async () => {
  cloud = await startServices([events, sqs]);
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };
  const settings = { endpoint: cloud.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 };
  [client, queues] = [new EventBridgeClient(settings), new SQSClient(settings)];
  QueueUrl = (await queues.send(new CreateQueueCommand({ QueueName: 'jobs' }))).QueueUrl!;
});
afterEach(() => cloud.close());

const putRule = async (more: object = {}) =>
  await client.send(new PutRuleCommand({ Name: 'placed', EventPattern: PATTERN, ...more }));
const putTarget = async (target: Partial<Target> = {}, EventBusName = 'default') =>
  await client.send(
    new PutTargetsCommand({ Rule: 'placed', EventBusName, Targets: [{ Id: 'queue', Arn: QUEUE, ...target }] }),
  );
const allow = async (source: string) => {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: QUEUE,
    Condition: { ArnEquals: { 'aws:SourceArn': source } },
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await queues.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
};
const put = async (entry: Partial<PutEventsRequestEntry> = {}) =>
  await client.send(
    new PutEventsCommand({ Entries: [{ Source: 'shop', DetailType: 'Placed', Detail: '{"a":1}', ...entry }] }),
  );
const received = async () => {
  const { Messages = [] } = await queues.send(new ReceiveMessageCommand({ QueueUrl }));
  return Messages.map(({ Body }) => JSON.parse(Body!) as object);
};

describe('a rule', () => {
  it('brings the events that match to a queue whose policy lets it send', async () => {
    await putRule();
    await putTarget();
    await put();
    expect(await received()).toEqual([]);
    await allow(`arn:aws:events:${SCOPE}:rule/placed`);
    await put({ Source: 'other' });
    const { Entries, FailedEntryCount } = await put({ Time: new Date('2026-01-02T03:04:05.678Z'), Resources: ['r'] });
    expect(FailedEntryCount).toBe(0);
    expect(await received()).toEqual([
      {
        version: '0',
        id: Entries![0]!.EventId,
        'detail-type': 'Placed',
        source: 'shop',
        account: '000000000000',
        time: '2026-01-02T03:04:05Z',
        region: 'eu-west-1',
        resources: ['r'],
        detail: { a: 1 },
      },
    ]);
  });

  it('gets only the events of its bus, and none while it is disabled', async () => {
    await client.send(new CreateEventBusCommand({ Name: 'orders' }));
    await putRule({ EventBusName: 'orders' });
    await putTarget({ Input: '{"constant":true}' }, 'orders');
    await allow(`arn:aws:events:${SCOPE}:rule/orders/placed`);
    await put();
    const name = { Name: 'placed', EventBusName: 'orders' };
    await client.send(new DisableRuleCommand(name));
    await put({ EventBusName: 'orders' });
    expect(await received()).toEqual([]);
    await client.send(new EnableRuleCommand(name));
    await put({ EventBusName: `arn:aws:events:${SCOPE}:event-bus/orders` });
    expect(await received()).toEqual([{ constant: true }]);
  });

  it('keeps its targets and its tags when it is changed', async () => {
    const { RuleArn } = await putRule({ Tags: [{ Key: 'a', Value: '1' }], Description: 'x' });
    await putTarget();
    await putRule({ EventPattern: '{"source":["other"]}', Tags: [{ Key: 'b', Value: '2' }] });
    const rule = await client.send(new DescribeRuleCommand({ Name: 'placed' }));
    expect(rule).toMatchObject({ EventPattern: '{"source":["other"]}', State: 'ENABLED', EventBusName: 'default' });
    expect(rule.Description).toBeUndefined();
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN: RuleArn }));
    expect(Tags).toEqual([{ Key: 'a', Value: '1' }]);
    const { Targets } = await client.send(new ListTargetsByRuleCommand({ Rule: 'placed' }));
    expect(Targets).toEqual([{ Id: 'queue', Arn: QUEUE }]);
  });

  it('cannot go before its targets, nor its bus before the rule', async () => {
    await client.send(new CreateEventBusCommand({ Name: 'orders' }));
    await putRule({ EventBusName: 'orders' });
    await putTarget({}, 'orders');
    const rule = { Name: 'placed', EventBusName: 'orders' };
    await expect(client.send(new DeleteRuleCommand(rule))).rejects.toThrow(
      "Rule can't be deleted since it has targets.",
    );
    const bus = new DeleteEventBusCommand({ Name: 'orders' });
    await expect(client.send(bus)).rejects.toThrow("EventBus can't be deleted since it has rules.");
    await client.send(new RemoveTargetsCommand({ Rule: 'placed', EventBusName: 'orders', Ids: ['queue'] }));
    await client.send(new DeleteRuleCommand(rule));
    await client.send(new DeleteRuleCommand(rule));
    await client.send(new DeleteEventBusCommand({ Name: 'orders' }));
    await client.send(new DeleteEventBusCommand({ Name: 'orders' }));
    await expect(client.send(new DescribeEventBusCommand({ Name: 'orders' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Event bus orders does not exist.',
    });
  });

  it.each([
    [{ EventPattern: undefined }, 'ValidationException', 'EventPattern or ScheduleExpression must be specified'],
    [{ EventBusName: 'none' }, 'ResourceNotFoundException', 'Event bus none does not exist.'],
    [{ EventPattern: '{' }, 'InvalidEventPatternException', 'Invalid JSON'],
    [{ ScheduleExpression: 'rate(1 day)' }, 'NotImplementedException', 'ScheduleExpression'],
    [{ RoleArn: 'arn:aws:iam::000000000000:role/x' }, 'NotImplementedException', 'RoleArn'],
    [
      { EventBusName: 'arn:aws:events:eu-west-1:111122223333:event-bus/x' },
      'NotImplementedException',
      'another account',
    ],
  ])('with %j is rejected', async (more, name, message) => {
    await expect(putRule(more)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  it.each([
    [{ Arn: 'x' }, 'ValidationException', 'Provided Arn is not in correct format'],
    [{ Arn: `${QUEUE}.fifo` }, 'ValidationException', 'SqsParameters must be specified for target: queue'],
    [{ Arn: 'arn:aws:sns:eu-west-1:000000000000:t' }, 'NotImplementedException', 'sns'],
    [{ InputPath: '$.detail' }, 'NotImplementedException', 'InputPath'],
    [{ RetryPolicy: { MaximumRetryAttempts: 1 } }, 'NotImplementedException', 'RetryPolicy'],
    [{ Input: '{' }, 'ValidationException', 'JSON syntax error'],
  ])('with the target %j is rejected', async (target, name, message) => {
    await putRule();
    await expect(putTarget(target)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  it('has at most five targets', async () => {
    await putRule();
    const all = Array.from({ length: 6 }, (_, index) => ({ Id: `t${index}`, Arn: QUEUE }));
    await client.send(new PutTargetsCommand({ Rule: 'placed', Targets: all.slice(1) }));
    await client.send(new PutTargetsCommand({ Rule: 'placed', Targets: all.slice(5) }));
    const sixth = new PutTargetsCommand({ Rule: 'placed', Targets: all.slice(0, 1) });
    await expect(client.send(sixth)).rejects.toMatchObject({ name: 'LimitExceededException' });
  });
});

describe('an event that EventBridge does not take', () => {
  it.each([
    [{ Source: '' }, 'InvalidArgument'],
    [{ DetailType: undefined }, 'InvalidArgument'],
    [{ Detail: '[1]' }, 'MalformedDetail'],
    [{ Detail: '{' }, 'MalformedDetail'],
    [{ Source: 'aws.s3' }, 'NotAuthorizedForSourceException'],
  ])('%j fails, and the others of the request do not', async (entry, ErrorCode) => {
    const good = { Source: 'shop', DetailType: 'Placed', Detail: '{}' };
    const answer = await client.send(new PutEventsCommand({ Entries: [{ ...good, ...entry }, good] }));
    expect(answer).toMatchObject({ FailedEntryCount: 1, Entries: [{ ErrorCode }, { EventId: expect.any(String) }] });
  });

  it('rejects the request if it is too large, or has too many', async () => {
    const Detail = JSON.stringify({ x: 'x'.repeat(1_048_576) });
    await expect(put({ Detail })).rejects.toMatchObject({ name: 'ValidationException' });
    const Entries = Array.from({ length: 11 }, () => ({ Source: 'shop' }));
    await expect(client.send(new PutEventsCommand({ Entries }))).rejects.toThrow('length less than or equal to 10');
  });

  it('is not one for a bus that does not exist: nobody gets it', async () => {
    expect(await put({ EventBusName: 'none' })).toMatchObject({ FailedEntryCount: 0 });
  });
});

describe('event buses', () => {
  it('are listed with the one that every account has, and have tags', async () => {
    const bus = { Name: 'orders', Tags: [{ Key: 'a', Value: '1' }] };
    const { EventBusArn: ResourceARN } = await client.send(new CreateEventBusCommand(bus));
    await expect(client.send(new CreateEventBusCommand(bus))).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
    });
    await expect(client.send(new DeleteEventBusCommand({ Name: 'default' }))).rejects.toThrow(
      'Cannot delete event bus default.',
    );
    await client.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'b', Value: '2' }] }));
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN }));
    expect(Tags).toEqual([...bus.Tags, { Key: 'b', Value: '2' }]);
    const { EventBuses, NextToken } = await client.send(new ListEventBusesCommand({ Limit: 1 }));
    expect(EventBuses).toMatchObject([{ Name: 'default', Arn: `arn:aws:events:${SCOPE}:event-bus/default` }]);
    const more = await client.send(new ListEventBusesCommand({ NextToken }));
    expect(more.EventBuses).toMatchObject([{ Name: 'orders', Arn: ResourceARN }]);
    await expect(client.send(new ListRulesCommand({ NextToken: 'x' }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});
