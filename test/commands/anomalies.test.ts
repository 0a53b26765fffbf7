/**
 * `anomalies`: a deploy creates the monitor, finds no drift, and deletes it. Projects without the setting make no call
 * for it.
 */
import { GetAnomalyMonitorsCommand, GetAnomalySubscriptionsCommand } from '@aws-sdk/client-cost-explorer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

interface Deployed {
  changes: { resource: string; action: string }[];
  calls: { total: number; writes: number };
}

const NAME = 'items-api-dev-us-east-1';
const stage = ['--stage', 'dev'];

describe('a cost monitor', () => {
  let project: Project;
  let clients: Clients;
  const deploy = () => project.json<Deployed>(['deploy', ...stage, '--yes']);
  const there = async () => {
    const client = await clients.costExplorer();
    const { AnomalyMonitors = [] } = await client.send(new GetAnomalyMonitorsCommand({}));
    const { AnomalySubscriptions = [] } = await client.send(new GetAnomalySubscriptionsCommand({}));
    return [
      ...AnomalyMonitors.map(({ MonitorName }) => MonitorName),
      ...AnomalySubscriptions.map(({ SubscriptionName, Frequency }) => `${SubscriptionName} ${Frequency}`),
    ];
  };
  const write = (setting: string) =>
    project.edit(
      'apikit.yaml',
      (text) => `${text.replace(/\nanomalies: .*\n/, '')}${setting && `\nanomalies: ${setting}\n`}`,
    );

  beforeAll(async () => {
    project = await startSmallProject();
    clients = clientsOf(project);
  });
  afterAll(async () => {
    clients.destroy();
    await project.close();
  });

  it('reports all its problems at once', async () => {
    write('{ frequency: daily }');
    const bare = await project.apikit(['plan', ...stage]);
    expect(bare.code).toBe(2);
    expect(bare.stderr).toMatch(/apikit\.yaml:\d+:\d+ anomalies needs threshold/);
    expect(bare.stderr).toMatch(/apikit\.yaml:\d+:\d+ anomalies needs notify/);
    const refused = async (setting: string) => {
      write(setting);
      return (await project.apikit(['plan', ...stage])).stderr.replaceAll(/\s+/g, ' ');
    };
    const topic = (name: string, account = '000000000000') => `"arn:aws:sns:us-east-1:${account}:${name}"`;
    const both = await refused(
      `{ threshold: 5, frequency: weekly, notify: [a@example.com, ${topic('a')}, ${topic('b')}] }`,
    );
    expect(both).toContain('anomalies.notify has 2 topics');
    expect(both).toContain('anomalies.notify has a topic and e-mail addresses');
    expect(both).toContain('anomalies.frequency is weekly; AWS notifies a topic immediately');
    const many = Array.from({ length: 11 }, (_, index) => `a${index}@example.com`).join(', ');
    const eleven = await refused(`{ threshold: 5, frequency: immediate, notify: [${many}] }`);
    expect(eleven).toContain('anomalies.notify has 11 e-mail addresses; AWS notifies at most 10');
    expect(eleven).toContain('anomalies.frequency is immediate; AWS notifies a topic immediately');
    expect(await refused('{ threshold: 5, notify: chat }')).toContain('anomalies.notify is "chat", which is not valid');
  });

  it('is in the plan with its scope, its cost and the manual steps', async () => {
    write('{ threshold: 20, notify: ops@example.com }');
    const { stderr, stdout } = await project.apikit(['plan', ...stage]);
    const told = stderr.replaceAll(/\s+/g, ' ');
    expect(told).toContain(
      'AWS bills nothing for the cost monitor, and up to 0.01 USD for each request to Cost Explorer',
    );
    expect(told).toContain('It monitors the costs of items-api in all its stages and regions');
    expect(told).toContain('none until apikit:app is activated as a cost allocation tag');
    expect(stdout).toMatch(/create anomaly-monitor items-api-dev-us-east-1/);
  });

  it('exists after the deploy, and the next deploy has no changes and needs three more requests', async () => {
    await deploy();
    expect(await there()).toEqual([NAME, `${NAME} DAILY`]);
    const again = await deploy();
    expect(again.changes).toEqual([]);
    expect(again.calls.total).toBeLessThanOrEqual(18 + 3);
    const { drift } = await project.json<{ drift: object[] }>(['status', ...stage]);
    expect(drift).toEqual([]);
  });

  it('notifies a topic immediately if apikit.yaml names one', async () => {
    write('{ threshold: 20, notify: "arn:aws:sns:us-east-1:000000000000:money" }');
    expect((await deploy()).changes).toMatchObject([{ resource: 'anomaly-monitor', action: 'update' }]);
    expect(await there()).toEqual([NAME, `${NAME} IMMEDIATE`]);
  });

  it('is deleted if apikit.yaml says false, and stays if apikit.yaml does not mention it', async () => {
    write('');
    const silent = await deploy();
    expect(silent.changes).toEqual([]);
    expect(silent.calls.total).toBeLessThanOrEqual(18);
    expect(await there()).toHaveLength(2);
    write('false');
    expect((await deploy()).changes).toMatchObject([{ resource: 'anomaly-monitor', action: 'delete' }]);
    expect(await there()).toEqual([]);
    expect((await deploy()).changes).toEqual([]);
  });

  it('is deleted with the stage, also if apikit.yaml says false', async () => {
    const destroy = () =>
      project.json<{ removed: string[]; left: object[] }>(['destroy', ...stage, '--yes', '--delete-data']);
    for (const setting of ['{ threshold: 20, notify: ops@example.com }', 'false']) {
      write('{ threshold: 20, notify: ops@example.com }');
      await deploy();
      write(setting);
      const { removed, left } = await destroy();
      expect(removed).toContain('anomaly-monitor');
      expect(left).toEqual([]);
      expect(await there()).toEqual([]);
    }
  });
});
