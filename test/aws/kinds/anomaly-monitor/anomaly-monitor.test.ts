import {
  CreateAnomalyMonitorCommand,
  CreateAnomalySubscriptionCommand,
  DeleteAnomalySubscriptionCommand,
  type Expression,
  GetAnomalyMonitorsCommand,
  GetAnomalySubscriptionsCommand,
  ListTagsForResourceCommand,
  UpdateAnomalySubscriptionCommand,
} from '@aws-sdk/client-cost-explorer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anomalyMonitorKind } from '../../../../src/aws/kinds/anomaly-monitor/anomaly-monitor.ts';
import type { AnomalyMonitorProperties } from '../../../../src/aws/kinds/anomaly-monitor/shape.ts';
import type { Kind, Resource } from '../../../../src/engine/resource.ts';
import { service as costexplorer } from '../../../../src/local/services/costexplorer/service.ts';
import { callsOf, differencesOf, reconcile, resource, startWorld, TAGS, type World } from '../../kind-world.ts';

const NAME = 'items-api-dev-eu-west-1';
const TOPIC = 'arn:aws:sns:eu-west-1:000000000000:money';
const OF_APP = { Tags: { Key: 'apikit:app', Values: ['items-api'] } };
let world: World;
let kind: Kind;

beforeEach(async () => {
  world = await startWorld([costexplorer]);
  kind = anomalyMonitorKind(world);
});
afterEach(async () => await world.close());

const wanted = (changes: Partial<AnomalyMonitorProperties> = {}): Resource =>
  resource('anomaly-monitor', NAME, {
    threshold: 20,
    notify: ['ops@example.com'],
    frequency: 'daily',
    tags: TAGS,
    ...changes,
  } satisfies AnomalyMonitorProperties);

/** Returns what a later run finds. */
const differences = (desired: Resource) => differencesOf(anomalyMonitorKind(world), desired, world);

async function monitors() {
  const client = await world.clients.costExplorer();
  return (await client.send(new GetAnomalyMonitorsCommand({}))).AnomalyMonitors ?? [];
}

async function subscriptions() {
  const client = await world.clients.costExplorer();
  return (await client.send(new GetAnomalySubscriptionsCommand({}))).AnomalySubscriptions ?? [];
}

async function tagsOf(ResourceArn: string | undefined) {
  const client = await world.clients.costExplorer();
  const { ResourceTags = [] } = await client.send(new ListTagsForResourceCommand({ ResourceArn }));
  return Object.fromEntries(ResourceTags.map(({ Key, Value }) => [Key, Value]));
}

/** Creates a monitor of this name in the way of somebody else. */
async function createByHand(tags: Readonly<Record<string, string>>, MonitorSpecification: object = OF_APP) {
  const client = await world.clients.costExplorer();
  const ResourceTags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const AnomalyMonitor = { MonitorName: NAME, MonitorType: 'CUSTOM', MonitorSpecification } as const;
  return (await client.send(new CreateAnomalyMonitorCommand({ AnomalyMonitor, ResourceTags }))).MonitorArn ?? '';
}

describe('a cost monitor', () => {
  it('is created in two writes, monitors the app, and then has no changes', async () => {
    const made = await callsOf(world, () => kind.apply(wanted(), undefined, world.context));
    expect(made).toEqual({ calls: 2, writes: 2 });
    const [monitor] = await monitors();
    expect(monitor).toMatchObject({ MonitorName: NAME, MonitorType: 'CUSTOM', MonitorSpecification: OF_APP });
    expect(await subscriptions()).toMatchObject([
      {
        SubscriptionName: NAME,
        MonitorArnList: [monitor?.MonitorArn],
        Frequency: 'DAILY',
        Subscribers: [{ Address: 'ops@example.com', Type: 'EMAIL' }],
        ThresholdExpression: {
          Dimensions: {
            Key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE',
            MatchOptions: ['GREATER_THAN_OR_EQUAL'],
            Values: ['20'],
          },
        },
      },
    ]);
    expect(await tagsOf(monitor?.MonitorArn)).toEqual(TAGS);
    expect(await tagsOf((await subscriptions())[0]?.SubscriptionArn)).toEqual(TAGS);
    expect(await differences(wanted())).toEqual([]);
    expect(world.notes.join()).toContain('activate apikit:app as a cost allocation tag');
  });

  it('needs one request if it does not exist, and three to be read', async () => {
    expect(await callsOf(world, () => kind.read(wanted(), world.context))).toEqual({ calls: 1, writes: 0 });
    await reconcile(kind, wanted(), world);
    expect(await callsOf(world, () => kind.read(wanted(), world.context))).toEqual({ calls: 3, writes: 0 });
  });

  it.each<[string, Partial<AnomalyMonitorProperties>, string[], number]>([
    ['another threshold', { threshold: 7.5 }, ['threshold'], 1],
    ['other recipients', { notify: ['b@example.com', 'a@example.com'] }, ['notify'], 1],
    ['a topic', { notify: [TOPIC], frequency: 'immediate' }, ['frequency', 'notify'], 1],
    ['another frequency', { frequency: 'weekly' }, ['frequency'], 1],
    ['another tag', { tags: { ...TAGS, team: 'api' } }, ['tags.team'], 1],
  ])('gets %s with one write', async (_, changes, paths, writes) => {
    await reconcile(kind, wanted(), world);
    const next = wanted(changes);
    expect(await differences(next)).toEqual(paths);
    const observed = await kind.read(next, world.context);
    expect((await callsOf(world, () => kind.apply(next, observed, world.context))).writes).toBe(writes);
    expect(await differences(next)).toEqual([]);
    expect(await differences(wanted())).not.toEqual([]);
  });

  it('is repaired after a change in the console', async () => {
    await reconcile(kind, wanted(), world);
    const client = await world.clients.costExplorer();
    const [subscription] = await subscriptions();
    const SubscriptionArn = subscription?.SubscriptionArn;
    const ThresholdExpression: Expression = {
      Dimensions: {
        Key: 'ANOMALY_TOTAL_IMPACT_PERCENTAGE',
        MatchOptions: ['GREATER_THAN_OR_EQUAL'],
        Values: ['20'],
      },
    };
    await client.send(new UpdateAnomalySubscriptionCommand({ SubscriptionArn, ThresholdExpression }));
    expect(await differences(wanted())).toEqual(['threshold']);
    await reconcile(kind, wanted(), world);
    expect(await differences(wanted())).toEqual([]);
  });

  it('gets its subscription back, keeps one of two, and does not change those of others', async () => {
    await reconcile(kind, wanted(), world);
    const client = await world.clients.costExplorer();
    const [own] = await subscriptions();
    const { SubscriptionArn: _, AccountId: __, ...copy } = own!;
    await client.send(new CreateAnomalySubscriptionCommand({ AnomalySubscription: copy }));
    const theirs = { ...copy, SubscriptionName: 'theirs' };
    await client.send(new CreateAnomalySubscriptionCommand({ AnomalySubscription: theirs }));
    expect(await differences(wanted())).toEqual(['subscriptions']);
    await reconcile(kind, wanted(), world);
    expect((await subscriptions()).map(({ SubscriptionName }) => SubscriptionName).sort()).toEqual([NAME, 'theirs']);
    expect(await differences(wanted())).toEqual([]);
  });

  it('from others with the same name is ignored, and one with the tags of the stage is used', async () => {
    await createByHand({});
    expect((await kind.read(wanted(), world.context))?.owned).toBe(false);
    const ours = await createByHand(TAGS);
    const found = await kind.read(wanted(), world.context);
    expect(found).toMatchObject({ owned: true, attributes: { arn: ours } });
    expect(found?.duplicates).toBeUndefined();
  });

  it('that exists twice keeps the oldest, and the other one is deleted', async () => {
    const arns = [await createByHand(TAGS), await createByHand(TAGS)].sort();
    const found = await kind.read(wanted(), world.context);
    const [duplicate] = found?.duplicates ?? [];
    expect([found?.attributes.arn, duplicate?.attributes.arn].sort()).toEqual(arns);
    const doomed = { ...wanted(), duplicate: { of: 'anomaly-monitor', id: String(duplicate?.attributes.id) } };
    await kind.remove(doomed, duplicate!, world.context);
    await kind.remove(doomed, duplicate!, world.context);
    expect((await monitors()).map(({ MonitorArn }) => MonitorArn)).toEqual([found?.attributes.arn]);
  });

  it('and its subscription are not created twice when the response is lost', async () => {
    const loseTheNext = () => world.proxy.add({ method: 'POST', path: /^\/$/, loseAnswer: true });
    loseTheNext();
    await kind.apply(wanted(), undefined, world.context);
    expect([(await monitors()).length, (await subscriptions()).length]).toEqual([1, 1]);

    const client = await world.clients.costExplorer();
    const { SubscriptionArn } = (await subscriptions())[0]!;
    await client.send(new DeleteAnomalySubscriptionCommand({ SubscriptionArn }));
    const observed = await kind.read(wanted(), world.context);
    loseTheNext();
    await kind.apply(wanted(), observed, world.context);
    expect([(await monitors()).length, (await subscriptions()).length]).toEqual([1, 1]);
    expect(await differences(wanted())).toEqual([]);
  });

  it('that monitors something else cannot be changed, and the error says what to do', async () => {
    await createByHand(TAGS, { Tags: { Key: 'user:apikit:app', Values: ['other'] } });
    const found = await kind.read(wanted(), world.context);
    const change = kind.diff(wanted(), found!).find(({ path }) => path.startsWith('monitors'));
    expect(change).toMatchObject({ from: ['other'], to: ['items-api'], replace: true });
    expect(change?.instead).toContain('Delete the monitor in the Cost Anomaly Detection console');
  });

  it('that AWS rejects is reported with the region in which AWS creates monitors', async () => {
    const other = { Tags: { Key: 'a', Values: ['b'] } };
    const client = await world.clients.costExplorer();
    for (let number = 0; number < 500; number += 1) {
      const AnomalyMonitor = {
        MonitorName: `m${number}`,
        MonitorType: 'CUSTOM',
        MonitorSpecification: other,
      } as const;
      await client.send(new CreateAnomalyMonitorCommand({ AnomalyMonitor }));
    }
    const error = await kind.apply(wanted(), undefined, world.context).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'MonitorRejected',
      message: expect.stringContaining('Limit exceeded on custom spend monitor creation'),
      hint: expect.stringContaining('management account'),
    });
  });

  it('is deleted with its subscription, and a missing one is not an error', async () => {
    const made = await reconcile(kind, wanted(), world);
    await kind.remove(wanted(), made, world.context);
    expect([await monitors(), await subscriptions()]).toEqual([[], []]);
    await kind.remove(wanted(), made, world.context);
    expect(await kind.read(wanted(), world.context)).toBeUndefined();
  });
});
