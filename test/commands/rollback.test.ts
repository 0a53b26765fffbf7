/**
 * `releases` and `rollback` on the embedded cloud: their output, the responses of the stage, and the number of calls.
 */
import { GetDeploymentsCommand, GetRestApisCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { DeleteTableCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetRolePolicyCommand } from '@aws-sdk/client-iam';
import { DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { lockStore } from '../../src/aws/lock/lock-store.ts';
import { systemClock } from '../../src/clock.ts';
import { tempDir } from '../helpers/cli.ts';
import { limitedTo } from '../helpers/limited-role.ts';
import { type Project, startProject, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

interface Deployed {
  url: string;
  release: string;
  warnings: string[];
}

interface RolledBack {
  release: string;
  from: string;
  changed: boolean;
  rights: string[];
  calls: { total: number; writes: number };
}

interface Listed {
  releases: { release: string; state: string; changes: unknown; revision: string | null }[];
  switched: { how: string; by: string; from: string | null; reason: string | null };
}

const DEPLOY = ['deploy', '--stage', 'dev', '--yes'];
const AWAY = ['--app', 'items-api', '--stage', 'dev', '--region', 'us-east-1'];

let project: Project;

/** Writes an operation without authorization that returns this word. */
function say(word: string): void {
  project.edit(
    'src/operations/greet.ts',
    () => `export const greet = async () => ({ status: 200, body: { word: '${word}' } });\n`,
  );
}

async function deploy(word: string): Promise<Deployed> {
  say(word);
  return await project.json<Deployed>(DEPLOY);
}

async function heard(url: string): Promise<unknown> {
  const answer = await fetch(`${url}/greet`);
  return answer.ok ? ((await answer.json()) as { word: string }).word : answer.status;
}

async function begin(start: typeof startProject): Promise<void> {
  project = await start();
  project.answer('greet');
  project.edit('openapi.yaml', (text) =>
    text.replace(
      /^paths:\n/m,
      "paths:\n  /greet:\n    get:\n      operationId: greet\n      security: []\n      responses:\n        '200': { description: OK }\n",
    ),
  );
}

function eachWithAProject(): void {
  beforeEach(() => begin(startSmallProject));
  afterEach(() => project.close());
}

describe('rollback', () => {
  eachWithAProject();

  it('makes the previous release live, in at most twelve calls with three writes', async () => {
    const first = await deploy('one');
    const second = await deploy('two');
    const back = await project.json<RolledBack>(['rollback', '--stage', 'dev', '--reason', 'two is wrong']);
    expect(back).toMatchObject({ release: first.release, from: second.release, changed: true, rights: [] });
    expect(back).toMatchObject({ smoke: { failed: 0 } });
    expect(await heard(first.url)).toBe('one');
    expect(back.calls.total).toBeLessThanOrEqual(12);
    // The writes are the lock, the stage and the lock.
    expect(back.calls.writes).toBe(3);
    const { releases, switched } = await project.json<Listed>(['releases', '--stage', 'dev']);
    expect(releases.map(({ release, state }) => [release, state])).toEqual([
      [second.release, 'kept'],
      [first.release, 'live'],
    ]);
    expect(await project.json(['status', '--stage', 'dev'])).toMatchObject({ release: first.release, drift: [] });
    expect(switched).toMatchObject({ how: 'rollback', from: second.release, reason: 'two is wrong' });
  });

  it('can be reversed by another rollback and by the next deploy, which says so', async () => {
    await deploy('one');
    const second = await deploy('two');
    await project.json(['rollback', '--stage', 'dev', '--reason', 'two is wrong']);
    const twice = await project.apikit(['rollback', '--stage', 'dev']);
    expect(twice.code).toBe(2);
    expect(twice.stderr).toMatch(/was already rolled back, at .* so the target release must be given/);
    expect(await project.json(['rollback', '--to', 'previous', '--stage', 'dev'])).toMatchObject({
      release: second.release,
    });
    expect(await heard(second.url)).toBe('two');
    await project.json(['rollback', '--to', 'previous', '--stage', 'dev', '--reason', 'still wrong']);
    const again = await project.json<Deployed>(DEPLOY);
    expect(again.release).toBe(second.release);
    expect(again.warnings.join()).toMatch(
      /rolled back .* The reason: still wrong\. A deploy or a promotion moves it forward again/,
    );
    expect(await heard(second.url)).toBe('two');
    expect((await project.json<Deployed>(DEPLOY)).warnings).toEqual([]);
  });

  it('to a time serves the release that was live then, and never a canary', async () => {
    const first = await deploy('one');
    say('two');
    await project.json([...DEPLOY, '--canary', '10']);
    await project.json(['canary', 'abort', '--stage', 'dev']);
    const then = new Date().toISOString();
    await deploy('three');
    const back = ['rollback', '--to', then, '--stage', 'dev'];
    expect(await project.json(back)).toMatchObject({ release: first.release, changed: true });
    expect(await heard(first.url)).toBe('one');
  });

  it('needs no sources: app, stage and region are enough', async () => {
    const first = await deploy('one');
    await deploy('two');
    const { code, json } = await project.apikit(['rollback', ...AWAY, '--yes', '--json'], { cwd: tempDir() });
    expect(code).toBe(0);
    expect(json()).toMatchObject({ release: first.release });
    expect(await heard(first.url)).toBe('one');
  });

  it('restores permissions that the release needs and a later deploy removed', async () => {
    await project.close();
    // Only code that reads items gets permissions for tables.
    await begin(startProject);
    const withTable = (text: string) => text.replace(/^tables:\n/m, 'tables:\n  extra: { key: id }\n');
    project.edit('apikit.yaml', withTable);
    const first = await deploy('one');
    project.edit('apikit.yaml', (text) => text.replace('  extra: { key: id }\n', ''));
    await deploy('two');
    const iam = await clientsOf(project).iam();
    const RoleName = 'items-api-dev-us-east-1';
    const policy = async () =>
      decodeURIComponent(
        (await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'function' }))).PolicyDocument!,
      );
    expect(await policy()).not.toContain('items-api-dev-extra');
    expect(await project.json(['rollback', '--stage', 'dev'])).toMatchObject({
      release: first.release,
      rights: ['function'],
    });
    expect(await policy()).toContain('items-api-dev-extra');
  });

  it('is rejected with all reasons at once if the release would fail', async () => {
    await deploy('one');
    const second = await deploy('two');
    const clients = clientsOf(project);
    const dynamodb = await clients.dynamodb();
    const lambda = await clients.lambda();
    await dynamodb.send(new DeleteTableCommand({ TableName: 'items-api-dev-items' }));
    await lambda.send(new DeleteFunctionCommand({ FunctionName: 'items-api-dev', Qualifier: '1' }));
    const { code, stderr } = await project.apikit(['rollback', '--stage', 'dev']);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /would fail: Version 1 of function items-api-dev, which has its code, does not exist any more\. Its table items-api-dev-items does not exist any more\. Nothing was changed\./,
    );
    expect(await heard(second.url)).toBe('two');
  });
});

describe('the smoke test of a rollback', () => {
  eachWithAProject();

  it('restores the stage if the release does not follow its contract, and can be skipped', async () => {
    project.edit('src/operations/greet.ts', () => 'export const greet = async () => { throw new Error("broken"); };\n');
    const broken = await project.json<Deployed>(DEPLOY);
    const good = await deploy('two');
    const { code, stderr } = await project.apikit(['rollback', '--stage', 'dev']);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      new RegExp(`Release ${broken.release} failed its smoke test on the live stage\\. .*put back`, 's'),
    );
    expect(stderr).toContain(`apikit rollback ${broken.release} --stage dev --no-smoke`);
    expect(await heard(good.url)).toBe('two');
    const again = await project.json(['rollback', broken.release, '--stage', 'dev', '--no-smoke']);
    expect(again).toMatchObject({ release: broken.release, smoke: null });
    expect(await heard(good.url)).toBe(500);
  });
});

describe('rollback is rejected with one paragraph, and nothing changes', () => {
  let url: string;

  beforeAll(async () => {
    await begin(startSmallProject);
    ({ url } = await deploy('one'));
  });
  afterAll(() => project.close());

  it.each([
    [['rollback', 'ffff', '--stage', 'dev'], 2, /items-api\/dev has no release ffff: it has [0-9a-f]{12} \(/],
    [['rollback', 'ffff', '--to', 'previous', '--stage', 'dev'], 2, /A release was given twice\./],
    [['rollback', '--stage', 'dev'], 2, /has no release before the live one/],
    [['rollback', '--to', '2020-01-01', '--stage', 'dev'], 2, /has no release from before 2020-01-01 00:00 UTC/],
    [['rollback', '--to', 'yesterday', '--stage', 'dev'], 2, /has no release yesterday/],
    [['rollback', '--stage', 'dev', '--reason', 'x'.repeat(401)], 2, /--reason takes at most 400 characters/],
    [['rollback', '--stage', 'other'], 1, /items-api\/other is not deployed/],
    [
      ['rollback', '--app', 'items api', '--stage', 'dev', '--region', 'us-east-1'],
      2,
      /"items api" is not valid as one/,
    ],
  ])('%j', async (argv, exitCode, words) => {
    const { code, stderr } = await project.apikit(argv);
    expect(stderr).toMatch(words);
    expect(code).toBe(exitCode);
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(4);
    expect(await heard(url)).toBe('one');
  });
});

describe('rollback is rejected', () => {
  eachWithAProject();

  it('while another process holds the lock', async () => {
    await deploy('one');
    const { url } = await deploy('two');
    const { store } = await lockOf(project);
    const now = Date.now();
    const holder = {
      who: 'ann',
      where: 'laptop',
      since: new Date(now).toISOString(),
      what: 'apikit deploy',
      apikit: '0',
    };
    await store.claim(() => ({ id: 'other', holder, renewed: now + 60_000, expired: 0 }));
    const { code, stderr } = await project.apikit(['rollback', '--stage', 'dev']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/items-api\/dev is locked: .*ann/);
    expect(await heard(url)).toBe('two');
  });

  it('while a canary is active', async () => {
    await deploy('one');
    await deploy('two');
    const { api, deployments } = await apiOf(project);
    const gateway = await clientsOf(project).apiGateway();
    const patchOperations = [
      { op: 'replace' as const, path: '/canarySettings/deploymentId', value: deployments[0]! },
      { op: 'replace' as const, path: '/canarySettings/percentTraffic', value: '10' },
    ];
    await gateway.send(new UpdateStageCommand({ restApiId: api, stageName: 'dev', patchOperations }));
    const { code, stderr } = await project.apikit(['rollback', '--stage', 'dev']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/items-api\/dev is serving a canary, so no other release can go live now/);
  });
});

describe('releases', () => {
  eachWithAProject();

  it('lists the changes of each release, and which one is live', async () => {
    await deploy('one');
    project.edit('apikit.yaml', (text) => text.replace(/memory: \d+/, 'memory: 1024'));
    project.answer('part');
    project.edit('openapi.yaml', (text) =>
      text.replace(
        /^paths:\n/m,
        "paths:\n  /part:\n    get:\n      operationId: part\n      responses:\n        '200': { description: OK }\n",
      ),
    );
    const second = await deploy('two');
    const { releases } = await project.json<Listed>(['releases', '--stage', 'dev']);
    expect(releases[0]).toMatchObject({
      release: second.release,
      state: 'live',
      changes: { operations: { added: ['GET /part'], removed: [], changed: [] }, code: true, settings: ['memory'] },
    });
    expect(releases[1]).toMatchObject({ state: 'kept', changes: null });
    const { stdout } = await project.apikit(['releases', '--stage', 'dev']);
    expect(stdout).toMatch(/live .*code, 1 operation added, memory/);
  });

  it('show prints every detail of one release, compared with the live release', async () => {
    const first = await deploy('one');
    await deploy('two');
    const { stdout } = await project.apikit(['releases', 'show', first.release.slice(0, 6), '--stage', 'dev']);
    expect(stdout).toMatch(new RegExp(`^release ${first.release}\n`));
    expect(stdout).toContain('operation  GET /greet');
    expect(stdout).toContain('table      items: items-api-dev-items');
    expect(stdout).toMatch(/Compared with [0-9a-f]{12}, which is live: code/);
  });

  it('lists as much as the credentials allow', async () => {
    await deploy('one');
    const second = await deploy('two');
    // The SDK finds credentials in the process's own environment.
    const credentials = await limitedTo(project, 'onlooker', ['dynamodb:*']);
    for (const [name, value] of Object.entries(credentials)) vi.stubEnv(name, value);
    const { code, stdout, stderr } = await project.apikit(['releases', '--stage', 'dev']);
    vi.unstubAllEnvs();
    expect(code).toBe(0);
    expect(stdout).toContain(second.release);
    expect(stderr).toContain(
      'Could not look for records of releases: these credentials are not allowed to do dynamodb:GetItem.',
    );
  });

  it('forgets pruned releases, and all of them when the stage is destroyed', async () => {
    project.edit('apikit.yaml', (text) => text.replace(/^function:\n/m, 'function:\n  keepReleases: 2\n'));
    const made = [];
    for (const word of ['one', 'two', 'three', 'four']) made.push((await deploy(word)).release);
    const { releases } = await project.json<Listed>(['releases', '--stage', 'dev']);
    expect(releases.map(({ release }) => release)).toEqual([made[3], made[2]]);
    const lock = (await locks(project))['items-api/dev'] ?? {};
    const kept = Object.keys(lock).filter((name) => name.startsWith('release:'));
    // The next deploy forgets the release that the last one has pruned.
    expect(kept.sort()).toEqual(
      made
        .slice(1)
        .map((release) => `release:${release}`)
        .sort(),
    );
    expect(Object.keys(lock).filter((name) => name.startsWith('contract:'))).toHaveLength(1);
    const { code } = await project.apikit(['destroy', '--stage', 'dev', '--yes', '--delete-data']);
    expect(code).toBe(0);
    expect(await locks(project)).toEqual({});
  });
});

/** Returns the items of the table of the locks, by their keys. */
async function locks(of: Project): Promise<Record<string, object>> {
  const dynamodb = await clientsOf(of).dynamodb();
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: 'apikit-locks' }));
  return Object.fromEntries(Items.map((item) => [item.stage?.S ?? '', item]));
}

async function lockOf(of: Project) {
  const client = await clientsOf(of).dynamodb();
  const parts = { client, clock: systemClock, signal: new AbortController().signal, note() {} };
  return { store: lockStore(parts, { app: 'items-api', stage: 'dev' }) };
}

/** Returns the API and its deployments, the oldest first. */
async function apiOf(of: Project) {
  const gateway = await clientsOf(of).apiGateway();
  const { items: apis = [] } = await gateway.send(new GetRestApisCommand({}));
  const api = apis[0]?.id ?? '';
  const { items = [] } = await gateway.send(new GetDeploymentsCommand({ restApiId: api }));
  const time = (text = '{}') => String(JSON.parse(text).time);
  return {
    api,
    deployments: items.sort((a, b) => (time(a.description) < time(b.description) ? -1 : 1)).map(({ id }) => id!),
  };
}
