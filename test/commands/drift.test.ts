/** What someone changed by hand is shown field by field, and put back by the next deploy. */
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { UpdateStageCommand } from '@aws-sdk/client-api-gateway';
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
  }, 60_000);
  afterAll(() => project.close());

  it('is nothing after a deploy', async () => {
    expect(await drift()).toEqual([]);
    expect((await project.apikit(['status', ...stage, '--exit-code'])).code).toBe(0);
  });

  it('is every field that was changed by hand', async () => {
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

  it('is seen without the source', async () => {
    const [from, to] = [join(project.dir, 'src'), join(project.dir, 'elsewhere')];
    renameSync(from, to);
    expect(await drift()).toHaveLength(4);
    renameSync(to, from);
  });

  it('is in the plan, and put back by a deploy that says so', async () => {
    const { stdout } = await project.apikit(['plan', ...stage]);
    expect(stdout).toMatch(/~ update function .*\n {4}memory: 128 → 512\n/);
    const { code, stderr } = await project.apikit(['deploy', ...stage, '--yes']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^~ function put to what the project says: memory: 128 → 512$/m);
    expect(stderr).toMatch(/^~ stage put to what the project says: throttle\.rate: 5 → \d+$/m);
    expect(await drift()).toEqual([]);
  });
});
