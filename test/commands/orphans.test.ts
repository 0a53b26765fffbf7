/**
 * Resources that are ours and no longer in apikit.yaml are deleted if they can be created again, and kept with an
 * explanation if they hold data.
 */
import { GetApiKeysCommand } from '@aws-sdk/client-api-gateway';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { GetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { startCountingProxy } from '../helpers/counting-proxy.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

interface Planned {
  changes: { resource: string; action: string; consequence: string | null }[];
  kept: { resource: string; name: string; why: string }[];
}

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:items-api-dev-alarms';

describe('resources that apikit.yaml no longer names', () => {
  let project: Project;
  let clients: Clients;
  const stage = ['--stage', 'dev'];
  const deploy = () => project.json<Planned & { calls: { total: number } }>(['deploy', ...stage, '--yes']);

  beforeAll(async () => {
    project = await startSmallProject();
    clients = clientsOf(project);
    project.edit('apikit.yaml', (text) =>
      text
        .replace(
          /^usagePlans:\n/m,
          'alarms: { notify: [ops@example.com] }\n\nusagePlans:\n  gold: { rate: 50, burst: 99 }\n',
        )
        .replace(/^tables:\n/m, 'tables:\n  drafts: { key: id }\n'),
    );
    await deploy();
    for (const name of ['alice', 'bob']) await project.json(['keys', 'create', name, '--plan', 'gold', ...stage]);
  });
  afterAll(async () => {
    clients.destroy();
    await project.close();
  });

  it('are planned as deletions with their consequences, except for data', async () => {
    project.edit('apikit.yaml', (text) =>
      text
        .replace(/^ {2}gold: .*\n/m, '')
        .replace(/^ {2}drafts: .*\n/m, '')
        .replace('[ops@example.com]', '[]'),
    );
    const { changes, kept } = await project.json<Planned>(['plan', ...stage]);
    expect(changes.filter(({ action }) => action === 'delete')).toEqual([
      { resource: 'topic', action: 'delete', fields: [], consequence: null },
      {
        resource: 'usage-plan/gold',
        action: 'delete',
        fields: [],
        consequence: '2 API keys lose access: alice, bob',
      },
    ]);
    expect(kept).toEqual([
      {
        resource: 'table/drafts',
        name: 'items-api-dev-drafts',
        why: expect.stringContaining('no deploy deletes data'),
      },
    ]);
    const { stdout } = await project.apikit(['plan', ...stage]);
    expect(stdout).toContain('2 API keys lose access: alice, bob');
    expect(stdout).toMatch(/table\/drafts \(items-api-dev-drafts\) stays: /);
    const { orphans } = await project.json<{ orphans: { resource: string }[] }>(['status', ...stage]);
    expect(orphans.map(({ resource }) => resource).sort()).toEqual(['table/drafts', 'topic', 'usage-plan/gold']);
  });

  it('are deleted by the deploy, except for keys and tables', async () => {
    const { changes } = await deploy();
    expect(changes.filter(({ action }) => action === 'delete').map(({ resource }) => resource)).toEqual(
      expect.arrayContaining(['topic', 'usage-plan/gold']),
    );
    const gateway = await clients.apiGateway();
    const { items = [] } = await gateway.send(new GetApiKeysCommand({}));
    expect(items.map(({ name }) => name).sort()).toEqual(['alice', 'bob']);
    const dynamodb = await clients.dynamodb();
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'items-api-dev-drafts' }));
    expect(Table?.TableStatus).toBe('ACTIVE');
    const sns = await clients.sns();
    await expect(sns.send(new GetTopicAttributesCommand({ TopicArn: TOPIC }))).rejects.toThrow(/not exist/);
    const again = await deploy();
    expect(again.changes).toEqual([]);
    expect(again.calls.total).toBeLessThanOrEqual(18);
  });

  it('are found again after a deploy that stopped before it deleted the topic', async () => {
    project.edit('apikit.yaml', (text) => text.replace('notify: []', 'notify: [ops@example.com]'));
    await deploy();
    project.edit('apikit.yaml', (text) => text.replace('[ops@example.com]', '[]'));
    const proxy = await startCountingProxy(project.cloud.endpoint);
    const body = '<ErrorResponse><Error><Code>AuthorizationError</Code><Message>no</Message></Error></ErrorResponse>';
    proxy.answer(/^DeleteTopic$/, { status: 403, type: 'text/xml', body });
    const { code, stderr } = await project.apikit(['deploy', ...stage, '--yes'], {
      env: { AWS_ENDPOINT_URL: proxy.endpoint },
    });
    await proxy.close();
    expect([code, stderr]).toEqual([1, expect.stringContaining('topic')]);
    const { changes } = await deploy();
    expect(changes.filter(({ action }) => action === 'delete').map(({ resource }) => resource)).toEqual(['topic']);
    const sns = await clients.sns();
    await expect(sns.send(new GetTopicAttributesCommand({ TopicArn: TOPIC }))).rejects.toThrow(/not exist/);
    expect((await deploy()).changes).toEqual([]);
  });

  it('include every alarm when alarms are switched off', async () => {
    project.edit('apikit.yaml', (text) => text.replace('{ notify: [] }', '{ enabled: false }'));
    const { changes } = await deploy();
    expect(changes.map(({ resource, action }) => `${action} ${resource}`).sort()).toEqual([
      'delete alarm/api-5xx-rate',
      'delete alarm/api-latency-p99',
      'delete alarm/function-duration-p99',
      'delete alarm/function-errors',
      'delete alarm/function-throttles',
    ]);
    expect((await deploy()).changes).toEqual([]);
  });

  it('are found and deleted by destroy, which leaves only keys', async () => {
    const destroyed = await project.json<{ removed: string[]; left: { kind: string; name: string }[] }>([
      'destroy',
      ...stage,
      '--yes',
      '--delete-data',
    ]);
    expect(destroyed.removed).toContain('table/drafts');
    expect(destroyed.left.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(['api-key alice', 'api-key bob']);
  });
});
