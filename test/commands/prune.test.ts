/**
 * Stages that are over are deleted with everything that they have, and nothing else is: for a person, for cron and for
 * CI.
 */
import { ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { holdAttribute } from '../../src/aws/lock/lock-item.ts';
import { systemClock } from '../../src/clock.ts';
import { loadProject } from '../../src/config/load-config.ts';
import { expiredPreviews } from '../../src/stage/previews/expired-previews.ts';
import { prunePreview } from '../../src/stage/previews/prune-preview.ts';
import { apikit } from '../helpers/cli.ts';
import { expireAt } from '../helpers/expire-at.ts';
import { limitedTo } from '../helpers/limited-role.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

interface Row {
  stage: string;
  region: string;
  why: string;
  outcome: string;
  removed: number;
  error: { code: string; message: string } | null;
}

interface Pruned {
  places: { region: string; account: string | null; error: unknown }[];
  stages: Row[];
}

let project: Project;
const deploy = (stage: string) => project.json(['deploy', '--stage', stage, '--yes']);
const prune = (...flags: string[]) => project.json<Pruned>(['prune', '--yes', ...flags]);
const outcomes = ({ stages }: Pruned) => stages.map(({ stage, why, outcome }) => `${stage} ${why} ${outcome}`);

const expire = (stage: string, region?: string) => expireAt(project, stage, '2026-01-01T00:00:00Z', region);

async function tables(): Promise<string[]> {
  const clients = clientsOf(project);
  const { TableNames = [] } = await (await clients.dynamodb()).send(new ListTablesCommand({}));
  clients.destroy();
  return TableNames.filter((name) => name.startsWith('items-api'));
}

beforeAll(async () => {
  project = await startSmallProject(['--stages', 'dev']);
  project.edit(
    'apikit.yaml',
    (text) =>
      `${text.slice(0, text.indexOf('stages:'))}stages:\n  dev: {}\n  pr-*: { extends: dev, expires: 3d, account: "000000000000" }\n  eu-*: { expires: 3d, region: eu-west-1 }\n`,
  );
  for (const stage of ['dev', 'pr-1', 'pr-2', 'eu-1']) await deploy(stage);
});
afterAll(() => project.close());

describe('apikit prune', () => {
  it('keeps previews that have not expired, and does not ask', async () => {
    const { code, stdout, stderr } = await project.apikit(['prune']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('No preview of items-api has expired in us-east-1, eu-west-1.');
    expect(stderr).toMatch(/us-east-1: Nearest quota: 3 of 300 usage plans, which AWS raises on request\./);
  });

  it('shows what it would delete, and needs --yes without a terminal', async () => {
    await expire('pr-1');
    await expire('eu-1', 'eu-west-1');
    const { stdout, code } = await project.apikit(['prune', '--dry-run']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^- items-api\/pr-1 us-east-1 expired \d+ d ago\n- items-api\/eu-1 eu-west-1 expired \d+ d ago\n$/,
    );
    const refused = await project.apikit(['prune']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(
      'Deleting 2 previews of items-api, with all tables and their items, needs a confirmation.',
    );
    expect(await tables()).toContain('items-api-pr-1-items');
  });

  it('deletes expired previews in every region, with tables and keys, and nothing else', async () => {
    await project.json(['keys', 'create', 'alice', '--plan', 'basic', '--stage', 'pr-1']);
    const pruned = await prune();
    expect(outcomes(pruned)).toEqual(['pr-1 expired removed', 'eu-1 expired removed']);
    expect(pruned.stages[0]?.removed).toBeGreaterThan(10);
    expect(pruned.places).toEqual([
      { region: 'us-east-1', account: '000000000000', quotas: expect.any(Array), error: null },
      { region: 'eu-west-1', account: '000000000000', quotas: expect.any(Array), error: null },
    ]);
    for (const region of ['us-east-1', 'eu-west-1']) {
      const { stages, orphans } = await project.json<{ stages: { stage: string }[]; orphans: unknown[] }>([
        ...['list', '--region', region],
      ]);
      expect(stages.map(({ stage }) => stage)).toEqual(region === 'us-east-1' ? ['dev', 'pr-2'] : []);
      expect(orphans).toEqual([]);
    }
    expect((await project.apikit(['plan', '--stage', 'dev', '--exit-code'])).code).toBe(0);
  });

  it('deletes what a destroy left of a preview, and never leftovers of another stage', async () => {
    await deploy('pr-3');
    for (const stage of ['dev', 'pr-3']) await project.json(['destroy', '--stage', stage, '--yes']);
    expect(await tables()).toEqual(['items-api-dev-items', 'items-api-pr-2-items', 'items-api-pr-3-items']);
    expect((await project.apikit(['prune', '--dry-run'])).stdout).toBe(
      '- items-api/pr-3 us-east-1 has no API, but still has items-api-pr-3-items\n',
    );
    expect(outcomes(await prune())).toEqual(['pr-3 orphaned removed']);
    expect(await tables()).toEqual(['items-api-dev-items', 'items-api-pr-2-items']);
  });

  it('keeps a stage during its deploy, and a stage that apikit.yaml now declares', async () => {
    await expire('pr-2');
    const holder = { who: 'ann', where: 'ci', since: '2026-11-29T00:00:00.000Z', what: 'apikit deploy', apikit: '1' };
    await lockItem({ hold: holdAttribute('x', holder), renewed: { N: String(Date.now()) } });
    const pruned = await prune();
    expect(outcomes(pruned)).toEqual(['pr-2 expired kept']);
    expect(pruned.stages[0]?.error).toMatchObject({ code: 'Locked' });
    await lockItem({});
    const config = project.read('apikit.yaml');
    project.edit('apikit.yaml', (text) => `${text}  pr-2: {}\n`);
    const { stderr } = await project.apikit(['prune', '--yes']);
    expect(stderr).toContain(
      'items-api/pr-2 has expired as a preview, but apikit.yaml now declares it by its own name',
    );
    project.edit('apikit.yaml', () => config);
    expect(await tables()).toContain('items-api-pr-2-items');
  });

  it('keeps a stage that was deployed after the search', async () => {
    const clients = clientsOf(project);
    const facts = { account: '000000000000', region: 'us-east-1', partition: 'aws', endpoint: project.cloud.endpoint };
    const parts = { clients, facts, clock: systemClock, signal: new AbortController().signal, report() {} };
    const {
      over: [over],
    } = await expiredPreviews('items-api', parts, []);
    await deploy('pr-2');
    const config = (await loadProject(project.dir)).stage('pr-2');
    await expect(prunePreview(config, over!, parts, 'apikit prune')).rejects.toMatchObject({ code: 'StillWanted' });
    await deploy('pr-6');
    const expired = { ...over!, stage: 'pr-6' };
    await project.json(['destroy', '--stage', 'pr-6', '--yes']);
    const { removed } = await prunePreview({ ...config, stage: 'pr-6' }, expired, parts, 'apikit prune');
    expect(removed.map(({ resource }) => resource)).toEqual(['table/items']);
    expect((await expiredPreviews('items-api', parts, [])).over).toEqual([]);
    clients.destroy();
  });

  it('continues after a stage that cannot be deleted and ends with 1, and with 0 after the obstacle is removed', async () => {
    await deploy('pr-4');
    for (const stage of ['pr-2', 'pr-4']) await expire(stage);
    const credentials = await limitedTo(project, 'pruner', ['s3:*']);
    await denyFunction('items-api-pr-2');
    for (const [name, value] of Object.entries(credentials)) vi.stubEnv(name, value);
    const { code, stdout } = await project.apikit(['prune', '--yes', '--json']);
    vi.unstubAllEnvs();
    const pruned = JSON.parse(stdout) as Pruned;
    expect({ code, told: outcomes(pruned) }).toEqual({
      code: 1,
      told: ['pr-2 expired failed', 'pr-4 expired removed'],
    });
    expect(pruned.stages[0]?.error).toMatchObject({ code: 'DestroyFailed' });
    const again = await prune();
    expect(again.stages.map(({ stage, outcome }) => [stage, outcome])).toEqual([['pr-2', 'removed']]);
    expect(await tables()).toEqual(['items-api-dev-items']);
  });

  it('works with a region and without sources', async () => {
    await deploy('pr-5');
    await expire('pr-5');
    const env = { AWS_ENDPOINT_URL: project.cloud.endpoint };
    const app = ['prune', '--app', 'items-api', '--yes', '--json'];
    const { code, stdout } = await apikit(app, { cwd: '/', env });
    expect({ code, message: JSON.parse(stdout).error.message }).toMatchObject({ code: 2, message: /needs a region/ });
    const pruned = await apikit([...app, '--region', 'us-east-1'], { cwd: '/', env });
    expect(outcomes(pruned.json())).toEqual(['pr-5 expired removed']);
  });

  it('searches the other regions if one belongs to another account, and ends with 1', async () => {
    project.edit('apikit.yaml', (text) => text.replace('account: "000000000000"', 'account: "123456789012"'));
    const { code, stdout } = await project.apikit(['prune', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      places: expect.arrayContaining([
        { region: 'eu-west-1', account: '000000000000', quotas: expect.any(Array), error: null },
        {
          region: 'us-east-1',
          account: '123456789012',
          quotas: [],
          error: { code: 'WrongAccount', message: expect.stringContaining('these credentials are for 000000000000') },
        },
      ]),
    });
  });
});

async function lockItem(attributes: object): Promise<void> {
  const clients = clientsOf(project);
  const Item = { stage: { S: 'items-api/pr-2' }, ...attributes } as never;
  await (await clients.dynamodb()).send(new PutItemCommand({ TableName: 'apikit-locks', Item }));
  clients.destroy();
}

/** Prevents the deletion of one function. */
async function denyFunction(name: string): Promise<void> {
  const clients = clientsOf(project);
  const Statement = {
    Effect: 'Deny',
    Action: 'lambda:DeleteFunction',
    Resource: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
  };
  const policy = { RoleName: 'pruner', PolicyName: 'one-function' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await (await clients.iam()).send(new PutRolePolicyCommand({ ...policy, PolicyDocument }));
  clients.destroy();
}
