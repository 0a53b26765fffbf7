import { DescribeMetricFiltersCommand, PutMetricFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { logGroupKind } from '../../../../src/aws/kinds/log-group/log-group.ts';
import { metricFilterKind } from '../../../../src/aws/kinds/metric-filter/metric-filter.ts';
import type { MetricFilterProperties } from '../../../../src/aws/kinds/metric-filter/shape.ts';
import type { Kind, Resource } from '../../../../src/engine/resource.ts';
import { service as logs } from '../../../../src/local/services/logs/service.ts';
import { callsOf, differencesOf, reconcile, resource, startWorld, TAGS, type World } from '../../kind-world.ts';

const GROUP = '/aws/apigateway/items-api-dev';
const NAME = 'items-api-dev-throttled';
let world: World;
let kind: Kind;

beforeEach(async () => {
  world = await startWorld([logs]);
  kind = metricFilterKind(world);
});
afterEach(async () => await world.close());

const group = resource('log-group', GROUP, { retentionDays: 30, tags: TAGS });
const wanted = (changes: Partial<MetricFilterProperties> = {}, name = NAME): Resource =>
  resource('metric-filter', name, {
    logGroup: GROUP,
    pattern: '{ $.status = 429 }',
    namespace: 'apikit/items-api-dev',
    metric: 'Throttled',
    ...changes,
  });

/** Compares as a later run does. */
const differences = (desired: Resource) => differencesOf(metricFilterKind(world), desired, world);

describe('a metric filter', () => {
  it('does not exist before its log group does, which is not an error', async () => {
    expect(await kind.read(wanted(), world.context)).toBeUndefined();
  });

  it('is created in one write, and then has no changes; the log group counts it', async () => {
    await reconcile(logGroupKind(world), group, world);
    expect((await callsOf(world, () => kind.apply(wanted(), undefined, world.context))).writes).toBe(1);
    expect(await differences(wanted())).toEqual([]);
    const groups: Kind = logGroupKind(world);
    expect((await groups.read(group, world.context))?.attributes.metricFilters).toBe(1);
  });

  it.each<[string, Partial<MetricFilterProperties>]>([
    ['pattern', { pattern: '{ $.status = 403 }' }],
    ['metric', { metric: 'Refused' }],
    ['namespace', { namespace: 'other' }],
  ])('with a changed %s differs in that alone, and not after one write', async (path, changes) => {
    await reconcile(logGroupKind(world), group, world);
    await reconcile(kind, wanted(), world);
    expect(await differences(wanted(changes))).toEqual([path]);
    expect((await callsOf(world, () => reconcile(kind, wanted(changes), world))).writes).toBe(1);
    expect(await differences(wanted(changes))).toEqual([]);
  });

  it('is repaired after a change of its metric by hand', async () => {
    await reconcile(logGroupKind(world), group, world);
    const client = await world.clients.logs();
    await client.send(
      new PutMetricFilterCommand({
        logGroupName: GROUP,
        filterName: NAME,
        filterPattern: '{ $.status = 429 }',
        metricTransformations: [{ metricNamespace: 'apikit/items-api-dev', metricName: 'Throttled', metricValue: '5' }],
      }),
    );
    expect(await differences(wanted())).toEqual(['metric']);
    await reconcile(metricFilterKind(world), wanted(), world);
    expect(await differences(wanted())).toEqual([]);
  });

  it('is read with all others of its group in one call, and found by its name when it is no longer wanted', async () => {
    await reconcile(logGroupKind(world), group, world);
    for (const name of [NAME, 'items-api-dev-forbidden', 'of-somebody-else']) {
      await reconcile(kind, wanted({}, name), world);
    }
    const later: Kind = metricFilterKind(world);
    const both = async () => {
      await Promise.all([later.read(wanted(), world.context), later.read(wanted(), world.context)]);
      expect(await later.ownedNames?.(TAGS)).toEqual(['items-api-dev-forbidden', NAME]);
    };
    expect(await callsOf(world, both)).toEqual({ calls: 1, writes: 0 });
  });

  it('is deleted, and a second deletion is not an error, also without its group', async () => {
    await reconcile(logGroupKind(world), group, world);
    const observed = await reconcile(kind, wanted(), world);
    await kind.remove(wanted(), observed, world.context);
    expect(await kind.read(wanted(), world.context)).toBeUndefined();
    await kind.remove(wanted(), observed, world.context);
    const groups: Kind = logGroupKind(world);
    await groups.remove(group, (await groups.read(group, world.context))!, world.context);
    await kind.remove(wanted(), observed, world.context);
    const { metricFilters } = await (await world.clients.logs()).send(new DescribeMetricFiltersCommand({}));
    expect(metricFilters).toEqual([]);
  });
});
