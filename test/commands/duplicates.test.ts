/**
 * A lost response can leave a resource twice: the one in use is kept, and the other is deleted if it is ours, empty and
 * unused.
 */
import {
  CreateDeploymentCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  DeleteStageCommand,
  GetApiKeysCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  GetUsagePlansCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

interface Planned {
  changes: { resource: string; action: string; consequence: string | null }[];
  kept: { resource: string; name: string; why: string }[];
}
interface Deployed extends Planned {
  changed: boolean;
  calls: { total: number; writes: number };
}

const NAME = 'items-api-dev';
const PLAN = 'items-api-dev-basic';
const tags = { 'apikit:app': 'items-api', 'apikit:stage': 'dev' };
const stage = ['--stage', 'dev'];
const done = ({ changes }: Planned) => changes.map(({ resource, action }) => `${action} ${resource}`);

describe('duplicates', () => {
  let project: Project;
  let clients: Clients;
  let gateway: Awaited<ReturnType<Clients['apiGateway']>>;
  const plan = () => project.json<Planned>(['plan', ...stage]);
  const deploy = () => project.json<Deployed>(['deploy', ...stage, '--yes']);

  beforeEach(async () => {
    project = await startSmallProject([], { adversity: {} });
    clients = clientsOf(project);
    gateway = await clients.apiGateway();
  });
  afterEach(async () => {
    clients.destroy();
    await project.close();
  });

  const apis = async () => ((await gateway.send(new GetRestApisCommand({}))).items ?? []).map(({ id = '' }) => id);
  const plans = async () => (await gateway.send(new GetUsagePlansCommand({}))).items ?? [];

  async function addApi(extra: object = {}): Promise<string> {
    const { id = '' } = await gateway.send(new CreateRestApiCommand({ name: NAME, tags: { ...tags, ...extra } }));
    return id;
  }

  async function addStage(restApiId: string, stageName: string): Promise<void> {
    const { items = [] } = await gateway.send(new GetResourcesCommand({ restApiId }));
    const method = { restApiId, resourceId: items[0]?.id, httpMethod: 'GET' };
    await gateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
    await gateway.send(new PutIntegrationCommand({ ...method, type: 'MOCK' }));
    const { id: deploymentId } = await gateway.send(new CreateDeploymentCommand({ restApiId }));
    await gateway.send(new CreateStageCommand({ restApiId, stageName, deploymentId }));
  }

  it('for an API: the plan deletes the empty one and keeps the one in use', async () => {
    await deploy();
    const [live] = await apis();
    const second = await addApi();
    const resource = `duplicate-api/${second}`;

    const planned = await plan();
    expect(planned.changes).toEqual([
      {
        resource,
        action: 'delete',
        fields: [],
        consequence: `nothing is lost, because it is empty and unused; apikit uses ${live} as api`,
      },
    ]);
    expect((await project.apikit(['plan', ...stage])).stdout).toContain(`delete ${resource} rest-api ${NAME}`);
    const { orphans } = await project.json<{ orphans: object[] }>(['status', ...stage]);
    expect(orphans).toMatchObject([{ resource, kind: 'rest-api', arn: expect.stringContaining(second) }]);
    expect(await apis()).toHaveLength(2);

    expect(done(await deploy())).toEqual([`delete ${resource}`]);
    expect(await apis()).toEqual([live]);
    const again = await deploy();
    expect(again.changed).toBe(false);
    expect(again.calls.total).toBeLessThanOrEqual(18);
  });

  it('for an API after a lost response before the first deploy: exactly one is left, and it works', async () => {
    // The SDK itself repeats a create when its response is lost.
    project.cloud.adversity?.set({ rules: [{ operation: 'CreateRestApi', nth: 1, fault: 'dropAnswer' }] });
    await addApi();
    expect(await apis()).toHaveLength(2);
    const first = await deploy();
    expect(done(first).filter((change) => change.includes('duplicate'))).toEqual([
      expect.stringMatching(/^delete duplicate-api\//),
    ]);
    expect(await apis()).toHaveLength(1);
    expect((await deploy()).changed).toBe(false);
  });

  it('for several APIs: one deploy deletes all but the one in use', async () => {
    await deploy();
    const [live] = await apis();
    for (let made = 0; made < 3; made += 1) await addApi();
    expect(done(await deploy())).toHaveLength(3);
    expect(await apis()).toEqual([live]);
  });

  it('are never created by a deploy whose own response is lost', async () => {
    project.cloud.adversity?.set({ rules: [{ operation: 'CreateRestApi', nth: 1, fault: 'dropAnswer' }] });
    await deploy();
    expect(await apis()).toHaveLength(1);
    expect((await deploy()).changed).toBe(false);
  });

  it('for an API with its own stage: apikit keeps it, and the plan says why and what to do', async () => {
    await deploy();
    const [live] = await apis();
    const second = await addApi();
    await addStage(second, 'v1');
    const kept = [
      {
        resource: `duplicate-api/${second}`,
        name: NAME,
        why: expect.stringMatching(
          new RegExp(`apikit uses ${live} as api, and it has a stage of its own, v1\\. If nobody needs it, delete`),
        ),
      },
    ];
    expect(await plan()).toMatchObject({ changes: [], kept });
    expect((await project.apikit(['plan', ...stage])).stdout).toMatch(/duplicate-api\/\S+ \(items-api-dev\) stays: /);
    expect(await deploy()).toMatchObject({ changed: false, kept });
    expect((await apis()).sort()).toEqual([live, second].sort());

    await gateway.send(new DeleteStageCommand({ restApiId: second, stageName: 'v1' }));
    expect(done(await deploy())).toEqual([`delete duplicate-api/${second}`]);
  });

  it('do not include resources of another stage or app', async () => {
    await deploy();
    await addApi({ 'apikit:stage': 'prod' });
    await addApi({ 'apikit:app': 'other' });
    expect(await deploy()).toMatchObject({ changed: false, kept: [] });
    expect(await apis()).toHaveLength(3);
  });

  it('for a usage plan: the one with keys stays, and the empty one is deleted', async () => {
    await deploy();
    const [first] = await plans();
    await project.json(['keys', 'create', 'alice', '--plan', 'basic', ...stage]);
    const { apiStages } = first!;
    const { id } = await gateway.send(new CreateUsagePlanCommand({ name: PLAN, apiStages, tags }));
    // Whichever of the two AWS lists first, another key goes into the plan that stays.
    await project.json(['keys', 'create', 'bob', '--plan', 'basic', ...stage]);
    expect(done(await plan())).toEqual([`delete duplicate-usage-plan/${id}`]);
    expect(done(await deploy())).toEqual([`delete duplicate-usage-plan/${id}`]);
    expect(await plans()).toMatchObject([{ id: first?.id }]);
    expect((await deploy()).calls.total).toBeLessThanOrEqual(18);
  });

  it('for a usage plan with its own keys: apikit keeps it and says why', async () => {
    await deploy();
    for (const name of ['alice', 'bob']) await project.json(['keys', 'create', name, '--plan', 'basic', ...stage]);
    const { items = [] } = await gateway.send(new GetApiKeysCommand({}));
    const { id: usagePlanId } = await gateway.send(new CreateUsagePlanCommand({ name: PLAN, tags }));
    const key = { usagePlanId, keyId: items[0]?.id, keyType: 'API_KEY' };
    await gateway.send(new CreateUsagePlanKeyCommand(key));
    const { changes, kept } = await deploy();
    expect(changes).toEqual([]);
    expect(kept).toMatchObject([
      { resource: `duplicate-usage-plan/${usagePlanId}`, why: expect.stringContaining('1 API key is in it') },
    ]);
    expect(await plans()).toHaveLength(2);
  });

  it('are deleted with the stage, one call for each, whatever uses them', async () => {
    await deploy();
    const [first] = await plans();
    const made = [await addApi(), await addApi(), await addApi(), await addApi()];
    await addStage(made[0]!, 'v1');
    await gateway.send(new CreateUsagePlanCommand({ name: PLAN, apiStages: first!.apiStages, tags }));
    const all = await apis();
    const earlier = project.cloud.adversity!.state().calls.count;
    const { left } = await project.json<{ left: object[] }>(['destroy', ...stage, '--yes', '--delete-data']);
    expect(left).toEqual([]);
    expect(await apis()).toEqual([]);
    expect(await plans()).toEqual([]);
    const calls = project.cloud.adversity!.state().calls.last.filter(({ n }) => n > earlier);
    expect(calls.filter(({ operation }) => operation === 'DeleteRestApi')).toHaveLength(all.length);
    expect(calls.filter(({ operation }) => operation === 'DeleteUsagePlan')).toHaveLength(2);
  });

  it('for a usage plan that is no longer wanted: both are deleted', async () => {
    await deploy();
    const [first] = await plans();
    await gateway.send(new CreateUsagePlanCommand({ name: PLAN, apiStages: first!.apiStages, tags }));
    project.edit('apikit.yaml', (text) => text.replace(/^usagePlans:\n( .*\n)+/m, ''));
    expect((await plan()).changes.filter(({ action }) => action === 'delete')).toHaveLength(2);
    await deploy();
    expect(await plans()).toEqual([]);
  });
});
