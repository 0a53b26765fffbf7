import {
  GetDashboardCommand,
  ListDashboardsCommand,
  ListTagsForResourceCommand,
  PutDashboardCommand,
} from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dashboardKind } from '../../../../src/aws/kinds/dashboard/dashboard.ts';
import type { DashboardProperties, MarkedRelease } from '../../../../src/aws/kinds/dashboard/shape.ts';
import { type Kind, type Resource, ref } from '../../../../src/engine/resource.ts';
import { service as cloudwatch } from '../../../../src/local/services/cloudwatch/service.ts';
import { callsOf, differencesOf, reconcile, resource, startWorld, TAGS, type World } from '../../kind-world.ts';

const NAME = 'items-api-dev-eu-west-1';
const ARN = `arn:aws:cloudwatch::000000000000:dashboard/${NAME}`;
let world: World;
let kind: Kind;

beforeEach(async () => {
  world = await startWorld([cloudwatch]);
  kind = dashboardKind(world);
});
afterEach(async () => await world.close());

const entry = (release: string, time: string) => ({
  deploymentId: release,
  createdAt: time,
  record: { release, time },
});
const graph = (title: string) => ({
  type: 'metric',
  x: 0,
  y: 0,
  width: 8,
  height: 6,
  properties: {
    title,
    view: 'timeSeries',
    stacked: false,
    period: 60,
    metrics: [['AWS/Lambda', 'Errors', 'FunctionName', 'f', { stat: 'Sum', label: 'Errors' }]],
  },
});
const wanted = (changes: Partial<DashboardProperties> = {}): Resource =>
  resource('dashboard', NAME, {
    text: 'Made by apikit.',
    widgets: [graph('Requests'), graph('Errors')],
    alarms: ['items-api-dev-function-errors'],
    marks: 2,
    history: [entry('bbb', '2026-11-02T00:00:00.123Z'), entry('aaa', '2026-11-01T00:00:00Z')],
    tags: TAGS,
    ...changes,
  } satisfies DashboardProperties);

/** Compares as a later run does. */
const differences = (desired: Resource) => differencesOf(dashboardKind(world), desired, world);

type Body = { widgets: { type: string; properties: Record<string, unknown>; [member: string]: unknown }[] };
async function body(): Promise<Body> {
  const client = await world.clients.cloudwatch();
  const { DashboardBody } = await client.send(new GetDashboardCommand({ DashboardName: NAME }));
  return JSON.parse(DashboardBody!) as Body;
}
async function edit(change: (body: Body) => void): Promise<void> {
  const changed = await body();
  change(changed);
  const DashboardBody = JSON.stringify(changed);
  await (await world.clients.cloudwatch()).send(new PutDashboardCommand({ DashboardName: NAME, DashboardBody }));
}

describe('a dashboard', () => {
  it('is created in one write with its tags, and then needs one call to find no changes', async () => {
    expect(await callsOf(world, () => kind.apply(wanted(), undefined, world.context))).toEqual({ calls: 1, writes: 1 });
    const client = await world.clients.cloudwatch();
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN: ARN }));
    expect(Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key, Value]))).toEqual(TAGS);
    expect(await callsOf(world, () => differences(wanted()))).toEqual({ calls: 1, writes: 0 });
    expect(await differences(wanted())).toEqual([]);
  });

  it('marks the newest releases in every graph, shows the alarms, and names the app and stage', async () => {
    await kind.apply(wanted(), undefined, world.context);
    const { widgets } = await body();
    expect(widgets[0]!.properties.markdown).toMatch(/^Made by apikit\. \(apikit items-api\/dev, tags [0-9a-f]{8}\)$/);
    expect(widgets[1]!.properties.alarms).toEqual([
      'arn:aws:cloudwatch:eu-west-1:000000000000:alarm:items-api-dev-function-errors',
    ]);
    for (const { properties, y } of widgets.slice(2)) {
      expect(y).toBe(5);
      expect(properties.region).toBe('eu-west-1');
      expect(properties.annotations).toEqual({
        vertical: [
          { label: 'bbb', value: '2026-11-02T00:00:00Z' },
          { label: 'aaa', value: '2026-11-01T00:00:00Z' },
        ],
      });
    }
  });

  it('needs one write for a release, and none for pruned releases beyond the marks', async () => {
    await reconcile(kind, wanted(), world);
    const more = wanted({
      history: [entry('ccc', '2026-11-03T00:00:00Z'), ...(wanted().properties.history as MarkedRelease[])],
    });
    expect(await differences(more)).toEqual(['releases']);
    expect((await callsOf(world, () => reconcile(kind, more, world))).writes).toBe(1);
    const pruned = wanted({ history: (more.properties.history as MarkedRelease[]).slice(0, 2) });
    expect(await differences(pruned)).toEqual([]);
  });

  it('shows a change while the ID of the new release is not known yet', async () => {
    const observed = await reconcile(kind, wanted(), world);
    const later = wanted({ history: ref('release', 'history') });
    expect(kind.diff(later, observed)).toEqual([
      { path: 'releases', from: ['bbb', 'aaa'], to: ref('release', 'history') },
    ]);
  });

  it.each<[string, (body: Body) => void, string[]]>([
    [
      'a changed graph',
      ({ widgets }) => void Object.assign(widgets[2]!.properties, { period: 300 }),
      ['widgets.Requests'],
    ],
    ['a moved graph', ({ widgets }) => void Object.assign(widgets[3]!, { x: 12 }), ['widgets.Errors']],
    ['a deleted graph', ({ widgets }) => void widgets.pop(), ['widgets.Errors']],
    ['an additional graph', ({ widgets }) => void widgets.push(graph('Mine')), ['widgets.Mine']],
    ['a duplicate graph', ({ widgets }) => void widgets.push(widgets[3]!), ['widgets.Errors']],
    [
      'another text',
      ({ widgets }) => void Object.assign(widgets[0]!.properties, { markdown: 'x' }),
      ['widgets.text', 'tags'],
    ],
    [
      'a deleted release',
      ({ widgets }) => void Object.assign(widgets[2]!.properties, { annotations: {} }),
      ['releases'],
    ],
    [
      'a field that AWS may add',
      ({ widgets }) => {
        widgets[2]!.properties.setPeriodToTimeRange = true;
        widgets[1]!.properties.sortBy = 'default';
      },
      [],
    ],
  ])('with %s by hand differs only in that, and is repaired in one write', async (_, change, paths) => {
    await reconcile(kind, wanted(), world);
    await edit(change);
    const found = await differences(wanted());
    expect(found.sort()).toEqual(paths.includes('tags') ? ['tags'] : paths);
    await reconcile(dashboardKind(world), wanted(), world);
    expect(await differences(wanted())).toEqual([]);
  });

  it('gets changed tags too, although they are not read', async () => {
    await reconcile(kind, wanted({ tags: { ...TAGS, old: 'x' } }), world);
    const changed = wanted({ tags: { ...TAGS, team: 'blue' } });
    expect(await differences(changed)).toEqual(['tags']);
    await reconcile(dashboardKind(world), changed, world);
    const client = await world.clients.cloudwatch();
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN: ARN }));
    expect(Tags?.map(({ Key }) => Key).sort()).toEqual([...Object.keys(TAGS), 'team'].sort());
    expect(await differences(changed)).toEqual([]);
  });

  it('that was created by hand does not belong to the stage', async () => {
    const client = await world.clients.cloudwatch();
    await client.send(new PutDashboardCommand({ DashboardName: NAME, DashboardBody: '{"widgets":[]}' }));
    expect((await kind.read(wanted(), world.context))?.owned).toBe(false);
  });

  it('is deleted, and a second deletion is not an error', async () => {
    const observed = await reconcile(kind, wanted(), world);
    await kind.remove(wanted(), observed, world.context);
    await kind.remove(wanted(), observed, world.context);
    expect(await kind.read(wanted(), world.context)).toBeUndefined();
    const client = await world.clients.cloudwatch();
    expect((await client.send(new ListDashboardsCommand({}))).DashboardEntries).toEqual([]);
  });
});
