/** A change by hand is shown field by field, and the next deploy restores the setting. */
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { GetUsagePlansCommand, UpdateStageCommand, UpdateUsagePlanCommand } from '@aws-sdk/client-api-gateway';
import { PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Project, startProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

interface Drift {
  resource: string;
  path: string;
  from: unknown;
  to: unknown;
}

describe('drift', () => {
  let project: Project;
  const stage = ['--stage', 'dev'];
  const drift = async () => (await project.json<{ drift: Drift[] }>(['status', ...stage])).drift;

  beforeAll(async () => {
    project = await startProject();
    await project.json(['deploy', ...stage, '--yes']);
  });
  afterAll(() => project.close());

  it('is empty after a deploy', async () => {
    expect(await drift()).toEqual([]);
    expect((await project.apikit(['status', ...stage, '--exit-code'])).code).toBe(0);
  });

  it('is empty in a region with lower default quotas, which settings without a throttle show', async () => {
    const there = [...stage, '--region', 'eu-south-1'];
    project.edit('apikit.yaml', (text) => text.replace('  dev: {}', '  dev: { metrics: true }'));
    await project.json(['deploy', ...there, '--yes']);
    expect((await project.json<{ drift: Drift[] }>(['status', ...there])).drift).toEqual([]);
    expect((await project.json<{ changes: object[] }>(['deploy', ...there, '--yes'])).changes).toEqual([]);
    await project.json(['destroy', ...there, '--yes', '--delete-data']);
    project.edit('apikit.yaml', (text) => text.replace('  dev: { metrics: true }', '  dev: {}'));
  });

  it('does not include settings of single methods, which are in the contract, and says so', async () => {
    const before = await project.apikit(['status', ...stage]);
    expect(before.stdout).not.toContain('Not compared here');
    const clients = clientsOf(project);
    const [restApiId] = /[a-z0-9]{10}(?=\/dev$)/.exec((await project.json<{ url: string }>(['status', ...stage])).url)!;
    const patchOperations = [{ op: 'replace' as const, path: '/~1items/GET/throttling/rateLimit', value: '3' }];
    const gateway = await clients.apiGateway();
    await gateway.send(new UpdateStageCommand({ restApiId, stageName: 'dev', patchOperations }));
    const { stdout } = await project.apikit(['status', ...stage]);
    expect(stdout).toContain('Not compared here: the settings of single methods, which the contract has (GET /items).');
    expect(stdout).toContain('To compare them, run: apikit plan --stage dev');
    expect((await project.apikit(['plan', ...stage])).stdout).toContain('GET /items');
    await project.json(['deploy', ...stage, '--yes']);
    expect((await project.apikit(['status', ...stage])).stdout).not.toContain('Not compared here');
    clients.destroy();
  });

  it('includes a canary and limits of single operations in a usage plan, and a deploy removes them', async () => {
    const clients = clientsOf(project);
    const gateway = await clients.apiGateway();
    const { url } = await project.json<{ url: string }>(['status', ...stage]);
    const [restApiId] = /[a-z0-9]{10}(?=\/dev$)/.exec(url)!;
    const replace = (path: string, value: string) => ({ op: 'replace' as const, path, value });
    await gateway.send(
      new UpdateStageCommand({
        restApiId,
        stageName: 'dev',
        patchOperations: [replace('/canarySettings/percentTraffic', '30')],
      }),
    );
    const { items: [plan] = [] } = await gateway.send(new GetUsagePlansCommand({}));
    const below = `/apiStages/${restApiId}:dev/throttle/~1items/GET`;
    await gateway.send(
      new UpdateUsagePlanCommand({
        usagePlanId: plan!.id,
        patchOperations: [replace(`${below}/rateLimit`, '2'), replace(`${below}/burstLimit`, '4')],
      }),
    );
    expect(await drift()).toEqual([
      { resource: 'stage', path: 'canary.deployment', from: expect.any(String), to: null },
      { resource: 'stage', path: 'canary.percent', from: 30, to: null },
      { resource: 'usage-plan/basic', path: 'operations.GET /items.burst', from: 4, to: null },
      { resource: 'usage-plan/basic', path: 'operations.GET /items.rate', from: 2, to: null },
    ]);
    await project.json(['deploy', ...stage, '--yes']);
    expect(await drift()).toEqual([]);

    project.edit('apikit.yaml', (text) =>
      text.replace(
        /^ {2}basic: .*\n/m,
        '  basic:\n    operations:\n      listItems: { rate: 3, burst: 6 }\n      POST /items: { rate: 1, burst: 1 }\n',
      ),
    );
    await project.json(['deploy', ...stage, '--yes']);
    const { items: [limited] = [] } = await gateway.send(new GetUsagePlansCommand({}));
    expect(limited?.apiStages).toEqual([
      {
        apiId: restApiId,
        stage: 'dev',
        throttle: { '/items/GET': { rateLimit: 3, burstLimit: 6 }, '/items/POST': { rateLimit: 1, burstLimit: 1 } },
      },
    ]);
    expect((await project.json<{ changes: object[] }>(['deploy', ...stage, '--yes'])).changes).toEqual([]);
    clients.destroy();

    project.edit('apikit.yaml', (text) => text.replace('listItems:', 'listItem:'));
    const { code, stderr } = await project.apikit(['validate']);
    expect(code).toBe(2);
    expect(stderr).toContain('usagePlans.basic.operations names listItem, which is not an operation of the contract.');
    expect(stderr).toContain('Did you mean listItems?');
    project.edit('apikit.yaml', (text) => text.replace('listItem:', 'listItems:'));
  });

  it('includes every output of status', async () => {
    const { account, resources } = await project.json<{
      account: string;
      resources: { resource: string; name: string; arn: string | null }[];
    }>(['status', ...stage]);
    const output = async (name: string) => {
      const { code, stdout, stderr } = await project.apikit(['status', ...stage, '--output', name]);
      expect({ name, code, stderr }).toEqual({ name, code: 0, stderr: '' });
      return stdout.trim();
    };
    expect(await output('account')).toBe(account);
    for (const { resource, name, arn } of resources)
      if (resource !== 'account') expect(await output(resource)).toBe(arn ?? name);
    expect(resources.find(({ resource }) => resource === 'account')).toMatchObject({
      name: 'apikit-api-gateway-logs',
      arn: 'arn:aws:iam::000000000000:role/apikit-api-gateway-logs',
    });
  });

  it('includes every field that was changed by hand', async () => {
    const clients = clientsOf(project);
    const { url } = await project.json<{ url: string }>(['status', ...stage]);
    const [restApiId] = /[a-z0-9]{10}(?=\/dev$)/.exec(url)!;
    const patchOperations = [{ op: 'replace' as const, path: '/*/*/throttling/rateLimit', value: '5' }];
    await (await clients.apiGateway()).send(new UpdateStageCommand({ restApiId, stageName: 'dev', patchOperations }));
    await (await clients.lambda()).send(
      new UpdateFunctionConfigurationCommand({ FunctionName: 'items-api-dev', MemorySize: 128 }),
    );
    await (await clients.logs()).send(
      new PutRetentionPolicyCommand({ logGroupName: '/aws/lambda/items-api-dev', retentionInDays: 1 }),
    );
    const role = { RoleName: 'items-api-dev-us-east-1', PolicyName: 'function' };
    const iam = await clients.iam();
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand(role));
    const policy = JSON.parse(decodeURIComponent(PolicyDocument)) as { Statement: object[] };
    policy.Statement.push({ Sid: 'ByHand', Effect: 'Allow', Action: 's3:*', Resource: '*' });
    await iam.send(new PutRolePolicyCommand({ ...role, PolicyDocument: JSON.stringify(policy) }));
    clients.destroy();

    expect(await drift()).toEqual([
      {
        resource: 'role',
        path: 'policies.function.ByHand',
        from: expect.objectContaining({ Action: 's3:*' }),
        to: null,
      },
      { resource: 'log-group/function', path: 'retentionDays', from: 1, to: expect.any(Number) },
      { resource: 'function', path: 'memory', from: 128, to: 512 },
      { resource: 'stage', path: 'throttle.rate', from: 5, to: expect.any(Number) },
    ]);
    const { code, stdout } = await project.apikit(['status', ...stage, '--exit-code']);
    expect(code).toBe(3);
    expect(stdout).toMatch(/^ {2}function memory: 128 → 512$/m);
  });

  it('works without the sources', async () => {
    const [from, to] = [join(project.dir, 'src'), join(project.dir, 'elsewhere')];
    renameSync(from, to);
    expect(await drift()).toHaveLength(4);
    renameSync(to, from);
  });

  it('is in the plan, and a deploy repairs it and says so', async () => {
    const { stdout } = await project.apikit(['plan', ...stage]);
    expect(stdout).toMatch(/~ update function .*\n {4}memory: 128 → 512\n/);
    const { code, stderr } = await project.apikit(['deploy', ...stage, '--yes']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^~ function changed to match the project: memory: 128 → 512$/m);
    expect(stderr).toMatch(/^~ stage changed to match the project: throttle\.rate: 5 → \d+$/m);
    expect(await drift()).toEqual([]);
  });
});
