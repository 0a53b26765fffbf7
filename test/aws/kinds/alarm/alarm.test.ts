import { DescribeAlarmsCommand, ListTagsForResourceCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alarmKind } from '../../../../src/aws/kinds/alarm/alarm.ts';
import type { AlarmProperties } from '../../../../src/aws/kinds/alarm/shape.ts';
import type { Kind, Resource } from '../../../../src/engine/resource.ts';
import { service as cloudwatch } from '../../../../src/local/services/cloudwatch/service.ts';
import { callsOf, differencesOf, reconcile, resource, startWorld, TAGS, type World } from '../../kind-world.ts';

const NAME = 'items-api-dev-function-errors';
const ARN = `arn:aws:cloudwatch:eu-west-1:000000000000:alarm:${NAME}`;
const METRIC = {
  id: 'm',
  namespace: 'AWS/Lambda',
  name: 'Errors',
  dimensions: { FunctionName: 'items-api-dev' },
  stat: 'Sum',
};
let world: World;
let kind: Kind;

beforeEach(async () => {
  world = await startWorld([cloudwatch]);
  kind = alarmKind(world);
});
afterEach(async () => await world.close());

const wanted = (changes: Partial<AlarmProperties> = {}, name = NAME): Resource =>
  resource('alarm', name, {
    description: 'The function fails.',
    metrics: [METRIC],
    period: 60,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    threshold: 0,
    comparison: 'GreaterThanThreshold',
    treatMissingData: 'notBreaching',
    actions: ['arn:aws:sns:eu-west-1:000000000000:items-api-dev-alarms'],
    tags: TAGS,
    ...changes,
  } satisfies AlarmProperties);

/** Compares as a later run does. */
const differences = (desired: Resource) => differencesOf(alarmKind(world), desired, world);

describe('an alarm', () => {
  it('is created in one write, with its tags and an owner in its description, and then has no changes', async () => {
    expect(await callsOf(world, () => kind.apply(wanted(), undefined, world.context))).toEqual({ calls: 1, writes: 1 });
    const client = await world.clients.cloudwatch();
    const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ AlarmNames: [NAME] }));
    expect(MetricAlarms?.[0]?.AlarmDescription).toMatch(
      /^The function fails\. \(apikit items-api\/dev, tags [0-9a-f]{8}\)$/,
    );
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN: ARN }));
    expect(Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key, Value]))).toEqual(TAGS);
    expect(await differences(wanted())).toEqual([]);
  });

  it('is read in one call with all other alarms of the stage', async () => {
    const names = Array.from({ length: 5 }, (_, i) => `items-api-dev-alarm-${i}`);
    for (const name of names) await kind.apply(wanted({}, name), undefined, world.context);
    const readAll = () => Promise.all(names.map((name) => kind.read(wanted({}, name), world.context)));
    expect(await callsOf(world, readAll)).toEqual({ calls: 1, writes: 0 });
  });

  it.each<[string[], Partial<AlarmProperties>]>([
    [['threshold'], { threshold: 5 }],
    [['description'], { description: 'It fails.' }],
    [['actions'], { actions: [] }],
    [['okActions'], { okActions: ['arn:aws:sns:eu-west-1:000000000000:ops'] }],
    [['metrics.metric.stat'], { metrics: [{ ...METRIC, stat: 'p99' }] }],
    [['evaluationPeriods'], { evaluationPeriods: 5 }],
    [['treatMissingData'], { treatMissingData: 'missing' }],
  ])(
    'with a changed %s differs in that alone, needs one write, and has no changes afterwards',
    async (paths, changes) => {
      await reconcile(kind, wanted(), world);
      expect(await differences(wanted(changes))).toEqual(paths);
      expect((await callsOf(world, () => reconcile(kind, wanted(changes), world))).writes).toBe(1);
      expect(await differences(wanted(changes))).toEqual([]);
    },
  );

  it('on several metrics is read as it was written', async () => {
    const rate = wanted({
      metrics: [
        { ...METRIC, id: 'errors' },
        { ...METRIC, id: 'calls', name: 'Invocations' },
      ],
      expression: 'IF(calls > 0, errors / calls, 0)',
    });
    await reconcile(kind, rate, world);
    expect(await differences(rate)).toEqual([]);
  });

  it('gets changed tags too, although they are not read', async () => {
    await reconcile(kind, wanted({ tags: { ...TAGS, old: 'x' } }), world);
    const changed = wanted({ tags: { ...TAGS, team: 'blue' } });
    expect(await differences(changed)).toEqual(['tags']);
    await reconcile(alarmKind(world), changed, world);
    const client = await world.clients.cloudwatch();
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN: ARN }));
    expect(Tags?.map(({ Key }) => Key).sort()).toEqual([...Object.keys(TAGS), 'team'].sort());
    expect(await differences(changed)).toEqual([]);
  });

  it('that was created by hand does not belong to the stage', async () => {
    const client = await world.clients.cloudwatch();
    await client.send(
      new PutMetricAlarmCommand({
        AlarmName: NAME,
        Namespace: 'AWS/Lambda',
        MetricName: 'Errors',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
      }),
    );
    expect((await kind.read(wanted(), world.context))?.owned).toBe(false);
  });

  it('is deleted, and a second deletion is not an error', async () => {
    const observed = await reconcile(kind, wanted(), world);
    await kind.remove(wanted(), observed, world.context);
    expect(await kind.read(wanted(), world.context)).toBeUndefined();
    await kind.remove(wanted(), observed, world.context);
  });
});
