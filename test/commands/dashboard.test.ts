/**
 * `dashboard: true`: a deploy creates it, marks each release, finds no drift, and deletes it; and `apikit dashboard`.
 */
import { GetDashboardCommand, ListDashboardsCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

interface Deployed {
  release: string;
  changes: { resource: string; action: string }[];
  calls: { total: number; writes: number };
}

const NAME = 'items-api-dev-us-east-1';
const stage = ['--stage', 'dev'];

describe('a dashboard', () => {
  let project: Project;
  let clients: Clients;
  let first: Deployed;
  const deploy = () => project.json<Deployed>(['deploy', ...stage, '--yes']);
  const names = async () => {
    const { DashboardEntries = [] } = await (await clients.cloudwatch()).send(new ListDashboardsCommand({}));
    return DashboardEntries.map(({ DashboardName }) => DashboardName);
  };
  const widgets = async () => {
    const client = await clients.cloudwatch();
    const { DashboardBody = '' } = await client.send(new GetDashboardCommand({ DashboardName: NAME }));
    return (JSON.parse(DashboardBody) as { widgets: { type: string; properties: Record<string, unknown> }[] }).widgets;
  };

  beforeAll(async () => {
    project = await startSmallProject();
    clients = clientsOf(project);
    project.edit('apikit.yaml', (text) => `${text}\ndashboard: true\n`);
  });
  afterAll(async () => {
    clients.destroy();
    await project.close();
  });

  it('is in the plan with its price', async () => {
    const { stderr, stdout } = await project.apikit(['plan', ...stage]);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
      'AWS bills the dashboard with 3.00 USD a month; the first three of an account are free.',
    );
    expect(stdout).toMatch(/create dashboard items-api-dev-us-east-1/);
  });

  it('exists after the deploy, with API, function, tables, alarms and the release', async () => {
    first = await deploy();
    expect(await names()).toEqual([NAME]);
    const found = await widgets();
    expect(found.map(({ type, properties }) => properties.title ?? type)).toEqual([
      'text',
      'Alarms',
      'Requests',
      'Errors',
      'Share of errors',
      'Latency',
      'Integration latency',
      'Function: duration',
      'Function: calls',
      'Function: throttles',
      'Function: calls at once',
      'Table items: capacity used',
      'Table items: throttles',
    ]);
    expect(found[1]!.properties.alarms).toHaveLength(5);
    expect(found[2]!.properties.annotations).toMatchObject({ vertical: [{ label: first.release }] });
  });

  it('causes no changes afterwards, and needs one more read', async () => {
    const again = await deploy();
    expect(again.changes).toEqual([]);
    expect(again.calls.total).toBeLessThanOrEqual(18 + 1);
    const { drift } = await project.json<{ drift: object[] }>(['status', ...stage]);
    expect(drift).toEqual([]);
  });

  it('shows the next release, with one more write', async () => {
    project.edit('src/handler.ts', (text) => `${text}\nexport const anotherBuild = true;\n`);
    const { release, calls, changes } = await deploy();
    expect(changes.map(({ resource }) => resource)).toContain('dashboard');
    expect(calls.total).toBeLessThanOrEqual(25 + 2);
    expect(calls.writes).toBeLessThanOrEqual(7 + 1);
    const marks = (await widgets())[2]!.properties.annotations as { vertical: { label: string }[] };
    expect(marks.vertical.map(({ label }) => label).sort()).toEqual([release, first.release].sort());
    expect((await deploy()).changes).toEqual([]);
  });

  it('limits its release marks, and pruned releases cause no changes', async () => {
    for (let build = 0; build < 6; build += 1) {
      project.edit('src/handler.ts', (text) => `${text}\nexport const build${build} = true;\n`);
      await deploy();
    }
    const marks = (await widgets())[2]!.properties.annotations as { vertical: object[] };
    expect(marks.vertical).toHaveLength(5);
    expect((await deploy()).changes).toEqual([]);
  });

  it('has a URL, but not for a stage without a dashboard or in the embedded cloud', async () => {
    const { stdout, code } = await project.apikit(['dashboard', ...stage]);
    const url = `https://console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/${NAME}`;
    expect({ stdout, code }).toEqual({ stdout: `${url}\n`, code: 0 });
    expect(await project.json(['dashboard', ...stage])).toMatchObject({ name: NAME, url, opened: false });
    const none = await project.apikit(['dashboard', '--app', 'other', ...stage, '--region', 'us-east-1']);
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('other/dev has no dashboard.');
    const local = await project.apikit(['dashboard', '--stage', 'local']);
    expect(local.code).toBe(2);
    expect(local.stderr).toContain('has no console');
  });

  it('is deleted if apikit.yaml says false, stays if apikit.yaml does not mention it, and is deleted with the stage', async () => {
    project.edit('apikit.yaml', (text) => text.replace('dashboard: true\n', ''));
    expect((await deploy()).changes).toEqual([]);
    expect(await names()).toEqual([NAME]);
    project.edit('apikit.yaml', (text) => `${text}dashboard: false\n`);
    expect((await deploy()).changes).toMatchObject([{ resource: 'dashboard', action: 'delete' }]);
    expect(await names()).toEqual([]);
    const again = await deploy();
    expect(again.changes).toEqual([]);
    project.edit('apikit.yaml', (text) => text.replace('dashboard: false', 'dashboard: true'));
    await deploy();
    project.edit('apikit.yaml', (text) => text.replace('dashboard: true\n', ''));
    const { removed, left } = await project.json<{ removed: string[]; left: object[] }>([
      'destroy',
      ...stage,
      '--yes',
      '--delete-data',
    ]);
    expect(removed).toContain('dashboard');
    expect(left).toEqual([]);
    expect(await names()).toEqual([]);
  });
});
