import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { queue } from '../../../../src/aws/kinds/queue/definition.ts';
import { queueKind } from '../../../../src/aws/kinds/queue/queue.ts';
import type { QueueProperties } from '../../../../src/aws/kinds/queue/shape.ts';
import type { Kind, Observed, Resource } from '../../../../src/engine/resource.ts';
import { service as sqs } from '../../../../src/local/services/sqs/service.ts';
import { callsOf, differencesOf, reconcile, resource, startWorld, TAGS, type World } from '../../kind-world.ts';

const NAME = 'items-api-dev-orders';
const ARN = `arn:aws:sqs:eu-west-1:000000000000:${NAME}`;
const DEAD = 'arn:aws:sqs:eu-west-1:000000000000:items-api-dev-orders-dead';
let world: World;
let kind: Kind;

beforeEach(async () => {
  world = await startWorld([sqs]);
  kind = queueKind(world);
});
afterEach(async () => await world.close());

const wanted = (changes: Partial<QueueProperties> = {}): Resource =>
  resource('queue', NAME, { fifo: false, visibilityTimeout: 60, retentionDays: 4, tags: TAGS, ...changes });
const url = () => `${world.target.endpoint}/000000000000/${NAME}`;
const attributes = async () => {
  const client = await world.clients.sqs();
  const command = new GetQueueAttributesCommand({ QueueUrl: url(), AttributeNames: ['All'] });
  return (await client.send(command)).Attributes!;
};

const topic = (name: string) => `arn:aws:sns:eu-west-1:000000000000:items-api-dev-${name}`;
/** The policy that lets these topics send. */
const from = (...topics: string[]) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'ApikitTopics',
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: ARN,
      Condition: { ArnEquals: { 'aws:SourceArn': topics.map(topic) } },
    },
  ],
});
const sourcesIn = (policy: string | undefined) => (policy?.match(/arn:aws:sns[^"]+/g) ?? []).sort();

describe('a queue', () => {
  it('is created in one write, and then has no changes', async () => {
    expect((await callsOf(world, () => reconcile(kind, wanted(), world))).writes).toBe(1);
    expect(await attributes()).toMatchObject({ VisibilityTimeout: '60', MessageRetentionPeriod: '345600' });
    expect(await callsOf(world, () => reconcile(kind, wanted(), world))).toEqual({ calls: 2, writes: 0 });
  });

  it('gets a dead-letter queue, and loses it', async () => {
    const client = await world.clients.sqs();
    await client.send(new CreateQueueCommand({ QueueName: `${NAME}-dead` }));
    const dead = wanted({ deadLetter: { target: DEAD, after: 3 } });
    await reconcile(kind, wanted(), world);
    expect(await differencesOf(kind, dead, world)).not.toEqual([]);
    await reconcile(kind, dead, world);
    expect(JSON.parse((await attributes()).RedrivePolicy!)).toEqual({ deadLetterTargetArn: DEAD, maxReceiveCount: 3 });
    await reconcile(kind, wanted(), world);
    expect(await attributes()).not.toHaveProperty('RedrivePolicy');
  });

  it('is repaired after somebody changed its settings or tags', async () => {
    await reconcile(kind, wanted(), world);
    const client = await world.clients.sqs();
    await client.send(new SetQueueAttributesCommand({ QueueUrl: url(), Attributes: { VisibilityTimeout: '1' } }));
    await client.send(new TagQueueCommand({ QueueUrl: url(), Tags: { foreign: 'x' } }));
    expect(await differencesOf(kind, wanted(), world)).toEqual(['visibilityTimeout', 'tags.foreign']);
    await reconcile(kind, wanted(), world);
    expect(await differencesOf(kind, wanted(), world)).toEqual([]);
  });

  it('serves the live release as before until the new one serves', async () => {
    const client = await world.clients.sqs();
    await client.send(new CreateQueueCommand({ QueueName: `${NAME}-dead` }));
    const before = wanted({
      visibilityTimeout: 60,
      retentionDays: 1,
      deadLetter: { target: DEAD, after: 5 },
      policy: from('first', 'both'),
    });
    const after = wanted({
      visibilityTimeout: 30,
      retentionDays: 2,
      deadLetter: { target: DEAD, after: 1 },
      policy: from('both', 'second'),
    });
    await reconcile(kind, before, world);
    const observed = (await kind.read(before, world.context))!;
    expect(kind.diff(after, observed).map(({ path, last = false }) => [path, last])).toEqual([
      ['deadLetter.after', true],
      ['retentionDays', false],
      ['visibilityTimeout', true],
      ['policy', true],
    ]);
    const applied = await kind.apply(after, observed, world.context);
    const meanwhile = await attributes();
    expect(meanwhile).toMatchObject({ VisibilityTimeout: '60', MessageRetentionPeriod: String(2 * 86_400) });
    expect(JSON.parse(meanwhile.RedrivePolicy!)).toMatchObject({ maxReceiveCount: 5 });
    expect(sourcesIn(meanwhile.Policy)).toEqual(['first', 'both', 'second'].map(topic).sort());
    await kind.retire!.begin(after, applied, world.context);
    expect(await differencesOf(kind, after, world)).toEqual([]);
    expect(sourcesIn((await attributes()).Policy)).toEqual(['both', 'second'].map(topic).sort());
  });

  it('loses its senders in one write, and only when the new release serves', async () => {
    await reconcile(kind, wanted({ policy: from('first', 'second') }), world);
    for (const after of [wanted({ policy: from('second') }), wanted()]) {
      const observed = (await kind.read(after, world.context))!;
      const { policy } = observed.properties;
      const kept = await callsOf(world, async () => await kind.apply(after, observed, world.context));
      expect(kept.writes).toBe(0);
      expect(kind.retire!.due(after, { ...observed, properties: { ...observed.properties, policy } })).toBe(true);
      expect((await callsOf(world, () => kind.retire!.begin(after, observed, world.context))).writes).toBe(1);
      expect(await differencesOf(kind, after, world)).toEqual([]);
    }
    expect(await attributes()).not.toHaveProperty('Policy');
  });

  it('remembers that a function consumed it', async () => {
    await reconcile(kind, wanted({ consumed: true }), world);
    const observed = await reconcile(kind, wanted(), world);
    expect(observed.attributes.consumed).toBe(true);
    expect(await differencesOf(kind, wanted(), world)).toEqual([]);
  });

  it('says how many messages are lost with it, and is removed twice without an error', async () => {
    const observed = await reconcile(kind, wanted(), world);
    const client = await world.clients.sqs();
    expect(await kind.consequence!(observed, world.context)).toBeUndefined();
    await client.send(new SendMessageCommand({ QueueUrl: url(), MessageBody: 'm' }));
    const full = (await kind.read(wanted(), world.context))!;
    expect(await kind.consequence!(full, world.context)).toBe('about 1 message is lost');
    for (let time = 0; time < 2; time += 1) await kind.remove(wanted(), observed, world.context);
    expect(await kind.read(wanted(), world.context)).toBeUndefined();
  });
});

describe('a queue that left apikit.yaml', () => {
  const owner = { app: 'items-api', stage: 'dev', region: 'eu-west-1', tags: TAGS };
  const observed = (attributes: object, environment: object = {}) =>
    new Map<string, Observed>([
      ['function', { attributes: {}, properties: { environment }, owned: true }],
      ['release', { attributes: { ...attributes }, properties: {}, owned: true }],
    ]);
  const left = (seen: ReadonlyMap<string, Observed>) => {
    const { leftOver } = queue.former!;
    return typeof leftOver === 'function'
      ? leftOver({ owner, desired: [], observed: seen, former: [] }, async () => [])
      : [];
  };

  it('is found by the environment of the function, with its dead-letter queue', () => {
    expect(left(observed({}, { QUEUE_ORDERS: NAME, QUEUE_FOREIGN: 'other' }))).toEqual([NAME, `${NAME}-dead`]);
  });

  it('is found by the records of releases after a deploy that was cut off', () => {
    const record = { release: 'r', contract: 'c', code: 'd', version: '1', time: 't', queues: 'orders events.fifo' };
    const history = [{ deploymentId: 'd', createdAt: 't', record }];
    expect(left(observed({ history }))).toEqual([
      NAME,
      `${NAME}-dead`,
      'items-api-dev-events.fifo',
      'items-api-dev-events-dead.fifo',
    ]);
  });

  it('costs no call in a stage that had none', () => {
    expect(left(observed({ history: [] }))).toEqual([]);
  });
});
