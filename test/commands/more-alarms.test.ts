/**
 * The optional alarms of apikit.yaml beside the five alarms of every stage: created, kept, priced, counted and deleted.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeMetricFiltersCommand } from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

interface Planned {
  changes: { resource: string; action: string }[];
  calls: { total: number; writes: number };
}

/** The example of docs/alarms.md. */
const DOCUMENT = readFileSync(resolve(import.meta.dirname, '../../docs/alarms.md'), 'utf8');
const ALARMS = `${/^```yaml\n(alarms:\n[\s\S]*?)```/m.exec(DOCUMENT)![1]}\n`;

describe('optional alarms', () => {
  let project: Project;
  let clients: Clients;
  const stage = ['--stage', 'dev'];
  const deploy = () => project.json<Planned>(['deploy', ...stage, '--yes']);
  const made = ({ changes }: Planned, action: string) =>
    changes.filter((change) => change.action === action).map(({ resource }) => resource);

  beforeAll(async () => {
    project = await startSmallProject();
    clients = clientsOf(project);
    await deploy();
    project.edit('apikit.yaml', (text) => text.replace(/^usagePlans:/m, `${ALARMS}usagePlans:`));
    project.edit('apikit.yaml', (text) =>
      text.replace('  items: { key: id }', '  items: { key: id, indexes: { byName: { key: name } } }'),
    );
  });
  afterAll(async () => {
    clients.destroy();
    await project.close();
  });

  it('show their cost in the plan, and a warning if there is nothing to watch', async () => {
    const { stderr, code } = await project.apikit(['plan', ...stage]);
    expect(code).toBe(0);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
      'AWS bills the 14 alarms that apikit.yaml adds to those of every stage: up to 3.60 USD a month, for 24 watched metrics at 0.10 and 4 custom metrics at up to 0.30.',
    );
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
      'alarms.iteratorAge watches streams of tables, but stage dev has none.',
    );
  });

  it('are created, and the next deploy has no changes, with one more call for the filters and three for the topic', async () => {
    const deployed = await deploy();
    expect(made(deployed, 'create').sort()).toEqual([
      'alarm/account-concurrency',
      'alarm/api-forbidden',
      'alarm/api-latency-p95',
      'alarm/api-refused-keys',
      'alarm/api-request-rate',
      'alarm/api-throttled',
      'alarm/api-waf-blocked',
      'alarm/function-duration-p95',
      'alarm/function-error-rate',
      'alarm/table-items-read-throttles',
      'alarm/table-items-system-errors',
      'alarm/table-items-write-throttles',
      'alarm/table-items/byName-read-throttles',
      'alarm/table-items/byName-write-throttles',
      'metric-filter/forbidden',
      'metric-filter/refused-keys',
      'metric-filter/throttled',
      'metric-filter/waf-blocked',
      'topic',
    ]);
    const again = await deploy();
    expect(again.changes).toEqual([]);
    expect(again.calls.total).toBeLessThanOrEqual(22);
    const { drift } = await project.json<{ drift: unknown[] }>(['status', ...stage]);
    expect(drift).toEqual([]);
  });

  it('count lines of the access log: a request without its key is one of RefusedKeys', async () => {
    const { url } = await project.json<{ url: string }>(['status', ...stage]);
    const { status } = await fetch(`${url}/hello`);
    expect(status).toBe(403);
    const cloudwatch = await clients.cloudwatch();
    const { Datapoints = [] } = await cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: 'apikit/items-api-dev',
        MetricName: 'RefusedKeys',
        StartTime: new Date(Date.now() - 600_000),
        EndTime: new Date(Date.now() + 60_000),
        Period: 60,
        Statistics: ['Sum'],
      }),
    );
    expect(Datapoints.map(({ Sum }) => Sum)).toEqual([1]);
  });

  it('are deleted with their filters when they are removed from apikit.yaml', async () => {
    project.edit('apikit.yaml', (text) => text.replace(ALARMS, ''));
    const gone = await deploy();
    expect(made(gone, 'delete')).toHaveLength(19);
    const logs = await clients.logs();
    expect((await logs.send(new DescribeMetricFiltersCommand({}))).metricFilters).toEqual([]);
    const again = await deploy();
    expect(again.changes).toEqual([]);
    expect(again.calls.total).toBeLessThanOrEqual(18);
  });
});
