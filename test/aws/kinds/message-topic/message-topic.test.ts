import {
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messageTopic } from '../../../../src/aws/kinds/message-topic/definition.ts';
import { messageTopicKind } from '../../../../src/aws/kinds/message-topic/message-topic.ts';
import type { Subscriber } from '../../../../src/aws/kinds/message-topic/shape.ts';
import type { Kind, Observed, Resource } from '../../../../src/engine/resource.ts';
import { service as sns } from '../../../../src/local/services/sns/service.ts';
import { callsOf, differencesOf, reconcile, resource, startWorld, TAGS, type World } from '../../kind-world.ts';

const NAME = 'items-api-dev-created';
const TopicArn = `arn:aws:sns:eu-west-1:000000000000:${NAME}`;
const queue = (name: string): Subscriber => ({
  protocol: 'sqs',
  endpoint: `arn:aws:sqs:eu-west-1:000000000000:items-api-dev-${name}`,
});
const FUNCTION: Subscriber = {
  protocol: 'lambda',
  endpoint: 'arn:aws:lambda:eu-west-1:000000000000:function:items-api-dev-created-topic',
};
let world: World;
let kind: Kind;

beforeEach(async () => {
  world = await startWorld([sns]);
  kind = messageTopicKind(world);
});
afterEach(async () => await world.close());

const wanted = (...subscribers: Subscriber[]): Resource => resource('message-topic', NAME, { subscribers, tags: TAGS });
const listed = async () => {
  const client = await world.clients.sns();
  return (await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions!;
};
const endpoints = async () => (await listed()).map(({ Endpoint }) => Endpoint!.split(':').at(-1));

describe('a topic of operations', () => {
  it('is created with its subscriptions, and then has no changes', async () => {
    const all = wanted(queue('jobs'), FUNCTION);
    expect((await callsOf(world, () => reconcile(kind, all, world))).writes).toBe(3);
    expect(await endpoints()).toEqual(['items-api-dev-jobs', 'items-api-dev-created-topic']);
    expect(await callsOf(world, () => reconcile(kind, all, world))).toEqual({ calls: 4, writes: 0 });
  });

  it('gets and loses subscriptions, and keeps those of other people', async () => {
    await reconcile(kind, wanted(queue('jobs')), world);
    const client = await world.clients.sns();
    await client.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'ops@example.com' }));
    const foreign = { TopicArn, Protocol: 'sqs', Endpoint: 'arn:aws:sqs:eu-west-1:000000000000:audit' };
    await client.send(new SubscribeCommand({ ...foreign, Attributes: { RawMessageDelivery: 'true' } }));
    expect(await differencesOf(kind, wanted(queue('others')), world)).toEqual([
      'subscriptions.items-api-dev-others',
      'subscriptions.items-api-dev-jobs',
    ]);
    await reconcile(kind, wanted(queue('others')), world);
    expect((await endpoints()).sort()).toEqual(['audit', 'items-api-dev-others', 'ops@example.com']);
  });

  it('keeps the subscriptions of the live release until the new one serves', async () => {
    await reconcile(kind, wanted(queue('jobs'), FUNCTION), world);
    const observed = (await kind.read(wanted(), world.context))!;
    const next = wanted(queue('others'));
    expect(kind.diff(next, observed).map(({ path, last = false }) => [path, last])).toEqual([
      ['subscriptions.items-api-dev-others', false],
      ['subscriptions.items-api-dev-jobs', true],
      ['subscriptions.items-api-dev-created-topic', true],
    ]);
    const applied = await kind.apply(next, observed, world.context);
    expect((await endpoints()).sort()).toEqual([
      'items-api-dev-created-topic',
      'items-api-dev-jobs',
      'items-api-dev-others',
    ]);
    expect(kind.retire!.due(next, applied)).toBe(true);
    await kind.retire!.begin(next, applied, world.context);
    expect(await endpoints()).toEqual(['items-api-dev-others']);
  });

  it('is repaired after somebody removed a subscription or added a tag', async () => {
    await reconcile(kind, wanted(queue('jobs')), world);
    const client = await world.clients.sns();
    const [{ SubscriptionArn } = {}] = await listed();
    await client.send(new UnsubscribeCommand({ SubscriptionArn }));
    await client.send(new TagResourceCommand({ ResourceArn: TopicArn, Tags: [{ Key: 'foreign', Value: 'x' }] }));
    expect(await differencesOf(kind, wanted(queue('jobs')), world)).toEqual([
      'subscriptions.items-api-dev-jobs',
      'tags.foreign',
    ]);
    await reconcile(kind, wanted(queue('jobs')), world);
    expect(await differencesOf(kind, wanted(queue('jobs')), world)).toEqual([]);
  });

  it('lets a queue get messages as they are again after somebody changed that', async () => {
    await reconcile(kind, wanted(queue('jobs')), world);
    // The embedded SNS does not emulate the other form.
    const observed = (await kind.read(wanted(), world.context))!;
    const [subscription] = observed.properties.subscriptions as object[];
    const changed = {
      ...observed,
      properties: { ...observed.properties, subscriptions: [{ ...subscription, raw: false }] },
    };
    expect(kind.diff(wanted(queue('jobs')), changed)).toEqual([
      { path: 'subscriptions.items-api-dev-jobs.raw', from: false, to: true },
    ]);
    const { writes } = await callsOf(world, () => kind.apply(wanted(queue('jobs')), changed, world.context));
    expect(writes).toBe(1);
    const [{ SubscriptionArn } = {}] = await listed();
    // The subscription is the same, so that no message is lost.
    expect(SubscriptionArn).toBe((subscription as { arn: string }).arn);
    const client = await world.clients.sns();
    const { Attributes } = await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    expect(Attributes).toMatchObject({ RawMessageDelivery: 'true' });
  });

  it('is gone after its removal, which may be repeated', async () => {
    const observed = await reconcile(kind, wanted(), world);
    for (let time = 0; time < 2; time += 1) await kind.remove(wanted(), observed, world.context);
    expect(await kind.read(wanted(), world.context)).toBeUndefined();
  });

  it('is a leftover if a release of the stage had it', () => {
    const record = { release: 'r', contract: 'c', code: 'd', version: '1', time: 't', footprint: 'topic.created' };
    const release: Observed = { attributes: { history: [{ record }] }, properties: {}, owned: true };
    const leftOver = messageTopic.former!.leftOver as (seen: object) => string[];
    const owner = { app: 'items-api', stage: 'dev', region: 'eu-west-1', tags: TAGS };
    expect(leftOver({ owner, observed: new Map([['release', release]]) })).toEqual([NAME]);
  });
});
