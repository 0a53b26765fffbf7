/** `promote` between stages of two regions and of two accounts: the live release is byte for byte the tested one. */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { lockStore } from '../../src/aws/lock/lock-store.ts';
import { LOCK_KEY, LOCK_TABLE } from '../../src/aws/lock/lock-table.ts';
import { type Clients, createClients } from '../../src/aws/sdk/clients.ts';
import { zip } from '../../src/bundle/contents/zip.ts';
import { systemClock } from '../../src/clock.ts';
import { tempDir } from '../helpers/cli.ts';
import { startCountingProxy } from '../helpers/counting-proxy.ts';
import { limitedTo } from '../helpers/limited-role.ts';
import { type Project, startProject, startSmallProject } from '../helpers/project.ts';
import { terminal } from '../helpers/terminal.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';
import { hasPython } from '../templates/python.ts';

interface Deployed {
  url: string;
  release: string;
  changed: boolean;
}

interface Promoted extends Deployed {
  account: string;
  region: string;
  code: string;
  source: { stage: string; account: string; region: string; release: string; revision: string | null };
  differences: {
    settings: { setting: string; from: unknown; to: unknown }[];
    environment: { differing: string[]; missing: string[]; added: string[] };
    inexact: string[];
  };
  calls: { writes: number };
  smoke: { rehearsal: { passed: number } | null; live: { passed: number; failed: number } } | null;
}

interface Listed {
  releases: {
    release: string;
    state: string;
    promoted: { stage: string; release: string } | null;
    promotedTo: string[];
  }[];
  switched: { how: string; source: { stage: string; release: string } | null };
}

const REGIONS = { staging: 'eu-west-1', prod: 'eu-central-1' } as const;
type Stage = keyof typeof REGIONS;

const STAGES = `stages:
  staging: { region: eu-west-1, function: { environment: { MODE: trial, ONLY_HERE: hidden-value } } }
  prod: { region: eu-central-1, protected: true, function: { memory: 1024, environment: { MODE: real } }, throttle: { rate: 50, burst: 20 } }
`;

const PROMOTE = ['promote', '--from', 'staging', '--to', 'prod', '--yes'];

let project: Project;
let clients: Record<Stage, Clients>;

function clientsIn(stage: Stage, endpoint = project.cloud.endpoint): Clients {
  return createClients({
    region: REGIONS[stage],
    endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    clock: systemClock,
    limits: 'none',
    env: {},
  });
}

function say(word: string): void {
  project.edit(
    'src/operations/greet.ts',
    () => `export const greet = async () => ({ status: 200, body: { word: '${word}' } });\n`,
  );
}

async function deploy(word: string, stage: Stage = 'staging'): Promise<Deployed> {
  say(word);
  return await project.json<Deployed>(['deploy', '--stage', stage, '--yes']);
}

const promote = async (...flags: string[]): Promise<Promoted> => await project.json<Promoted>([...PROMOTE, ...flags]);

async function heard(url: string): Promise<unknown> {
  const answer = await fetch(`${url}/greet`);
  return answer.ok ? ((await answer.json()) as { word: string }).word : answer.status;
}

/** Returns what Lambda says about the newest version of a stage's function, and the hash of the zip that it returns. */
async function codeOf(stage: Stage, from: Clients = clients[stage]): Promise<{ said: string; got: string }> {
  const lambda = await from.lambda();
  const { Code, Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: `items-api-${stage}` }));
  const bytes = Buffer.from(await (await fetch(Code!.Location!)).arrayBuffer());
  return { said: Configuration!.CodeSha256!, got: createHash('sha256').update(bytes).digest('base64') };
}

const listed = async (stage: Stage): Promise<Listed> => await project.json<Listed>(['releases', '--stage', stage]);

/** Expects an error of one paragraph, and no change in the target. */
async function refused(argv: readonly string[], exitCode: number, words: RegExp): Promise<void> {
  const { code, stderr } = await project.apikit(argv);
  expect(stderr).toMatch(words);
  expect(code).toBe(exitCode);
}

async function begin(start: typeof startProject): Promise<void> {
  project = await start();
  clients = { staging: clientsIn('staging'), prod: clientsIn('prod') };
  project.answer('greet');
  project.edit('openapi.yaml', (text) =>
    text.replace(
      /^paths:\n/m,
      "paths:\n  /greet:\n    get:\n      operationId: greet\n      security: []\n      responses:\n        '200': { description: OK }\n",
    ),
  );
  project.edit('apikit.yaml', (text) => text.replace(/^stages:\n[\s\S]*/m, STAGES));
}

async function end(): Promise<void> {
  for (const each of Object.values(clients)) each.destroy();
  await project.close();
}

function eachWithAProject(start: typeof startProject = startSmallProject): void {
  beforeEach(() => begin(start));
  afterEach(end);
}

describe('promote', () => {
  eachWithAProject();

  it('deploys the same zip and contract to another region, and reads neither sources nor contract of the project', async () => {
    const tested = await deploy('one');
    const files = ['src/operations/greet.ts', 'openapi.yaml'].map((file) => [file, project.read(file)] as const);
    project.edit('src/operations/greet.ts', () => 'this is {{ no TypeScript');
    project.edit('openapi.yaml', () => 'nor: [is this a contract');
    const done = await promote();
    expect(done).toMatchObject({
      stage: 'prod',
      region: 'eu-central-1',
      changed: true,
      source: { stage: 'staging', region: 'eu-west-1', release: tested.release },
      smoke: { live: { failed: 0 } },
    });
    expect(done.smoke!.rehearsal!.passed).toBeGreaterThan(0);
    expect(await heard(done.url)).toBe('one');
    const [before, after] = [await codeOf('staging'), await codeOf('prod')];
    expect(after).toEqual(before);
    expect(after).toEqual({ said: done.code, got: done.code });
    // With the target's own settings.
    const lambda = await clients.prod.lambda();
    expect(await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'items-api-prod' }))).toMatchObject({
      MemorySize: 1024,
      Environment: { Variables: { MODE: 'real', APIKIT_STAGE: 'prod', TABLE_ITEMS: 'items-api-prod-items' } },
    });
    // It is identical, to the byte, to what a deploy of the project would create.
    for (const [file, text] of files) project.edit(file, () => text);
    expect((await project.apikit(['plan', '--stage', 'prod', '--exit-code'])).code).toBe(0);
    say('two');
    expect((await project.apikit(['plan', '--stage', 'prod', '--exit-code'])).code).toBe(3);
  });

  it('gives the release a share of the requests as a canary, which canary promote makes live', async () => {
    await deploy('one');
    const first = await promote();
    await deploy('two');
    const share = await project.json<Promoted & { canary: number }>([...PROMOTE, '--canary', '50']);
    expect(share).toMatchObject({ changed: true, canary: 50, smoke: null });
    const status = await project.json<{ release: string; canary: object }>(['status', '--stage', 'prod']);
    expect(status).toMatchObject({ release: first.release, canary: { release: share.release, percent: 50 } });
    expect((await codeOf('prod')).said).toBe(share.code);
    await refused([...PROMOTE, '--canary', '20'], 1, /canary/);
    await refused([...PROMOTE, '--watch'], 2, /--watch needs a canary/);
    await project.json(['canary', 'promote', '--stage', 'prod']);
    expect(await heard(first.url)).toBe('two');
    expect((await listed('prod')).releases[0]).toMatchObject({ state: 'live', promoted: { stage: 'staging' } });
    await refused([...PROMOTE, '--canary', '20'], 2, /nothing for a canary/);
  });

  it('shows the differences before it asks, and never a value of the environment', async () => {
    const { release } = await deploy('one');
    const asked = await project.apikit(PROMOTE.slice(0, -1));
    expect(asked.code).toBe(2);
    expect(asked.stderr).toMatch(/Promoting a release to items-api\/prod needs a confirmation\. Nothing was changed\./);
    expect(asked.stderr).toContain(`release ${release}, created `);
    expect(asked.stderr).toContain('to   items-api/prod (account 000000000000, eu-central-1)');
    expect(asked.stderr).toMatch(/Settings that differ \(staging → prod\):.*function\.memory: 512 → 1024/s);
    expect(asked.stderr).toContain('environment with different values: APIKIT_STAGE, MODE, TABLE_ITEMS');
    expect(asked.stderr).toContain('environment only in staging: ONLY_HERE');
    expect(asked.stderr).toContain('+ create release items-api-prod');
    const { stdout } = await project.apikit([...PROMOTE, '--json']);
    const { differences } = JSON.parse(stdout) as Promoted;
    expect(differences.settings).toContainEqual({ setting: 'throttle.rate', from: 10_000, to: 50 });
    expect(differences.environment).toEqual({
      differing: ['APIKIT_STAGE', 'MODE', 'TABLE_ITEMS'],
      missing: ['ONLY_HERE'],
      added: [],
    });
    expect(differences.inexact.join(' ')).toContain('Addresses and ARNs contain eu-central-1, not eu-west-1.');
    for (const text of [asked.stderr, stdout]) expect(text).not.toMatch(/hidden-value|trial|real/);
  });

  it('is shown by releases, releases show and status of both stages', async () => {
    const { release } = await deploy('one');
    const done = await promote();
    const source = { stage: 'staging', release };
    expect(await listed('prod')).toMatchObject({
      releases: [{ release: done.release, state: 'live', promoted: source, promotedTo: [] }],
      switched: { how: 'promote', source },
    });
    expect((await listed('staging')).releases).toMatchObject([{ release, promoted: null, promotedTo: ['prod'] }]);
    const told = async (...argv: string[]) => (await project.apikit(argv)).stdout;
    expect(await told('status', '--stage', 'prod')).toContain(`Promoted from staging (release ${release}) on `);
    expect(await project.json(['status', '--stage', 'prod'])).toMatchObject({
      released: { promoted: source },
      drift: [],
    });
    expect(await told('releases', '--stage', 'prod')).toContain('from staging');
    expect(await told('releases', 'show', done.release, '--stage', 'prod')).toContain(
      `promoted   from staging, release ${release}`,
    );
    expect(await told('releases', 'show', release, '--stage', 'staging')).toContain('promoted   to prod');
  });

  it('does nothing, and says so, if the release is live already', async () => {
    await deploy('one');
    const first = await promote();
    const { stderr } = await project.apikit(PROMOTE);
    expect(stderr).toMatch(
      /Nothing to do: items-api\/prod already serves release [0-9a-f]{12} of items-api\/staging\./,
    );
    expect(await promote()).toMatchObject({ changed: false, release: first.release, calls: { writes: 0 } });
  });

  it('accepts an earlier release by its ID, and a promoted release outlives the pruning of its stage', async () => {
    project.edit('apikit.yaml', (text) => text.replace(/^function:\n/m, 'function:\n  keepReleases: 2\n'));
    const first = await deploy('one');
    await deploy('two');
    const done = await promote('--release', first.release.slice(0, 6));
    expect(done.source.release).toBe(first.release);
    expect(await heard(done.url)).toBe('one');
    const made = [];
    for (const word of ['three', 'four', 'five']) made.push((await deploy(word)).release);
    const kept = async () => (await listed('staging')).releases.map(({ release, promotedTo }) => [release, promotedTo]);
    expect(await kept()).toEqual([
      [made[2], []],
      [made[1], []],
      [first.release, ['prod']],
    ]);
    // It is complete: it can go live again, and be promoted again.
    expect(await promote('--release', first.release)).toMatchObject({ changed: false });
    // When prod no longer keeps it, staging does not have to either.
    await promote();
    await deploy('six');
    await promote();
    expect((await listed('prod')).releases).toHaveLength(2);
    await deploy('seven');
    await promote();
    await deploy('eight');
    expect((await kept()).map(([release]) => release)).not.toContain(first.release);
  });

  it.each([
    ['dynamodb:UpdateItem', 'arn:aws:dynamodb:eu-west-1:*'],
    ['apigateway:PATCH', 'arn:aws:apigateway:eu-west-1::*'],
  ])('continues with a warning if the credentials do not allow %s in the source', async (action, resource) => {
    const { release } = await deploy('one');
    const credentials = await limitedTo(project, 'promoter', [action], resource);
    for (const [name, value] of Object.entries(credentials)) vi.stubEnv(name, value);
    const { code, stderr } = await project.apikit(PROMOTE);
    vi.unstubAllEnvs();
    expect(stderr).toContain(
      `Release ${release} could not be marked as promoted in items-api/staging: these credentials do not allow ${action} there.`,
    );
    expect(code).toBe(0);
    expect((await listed('staging')).releases).toMatchObject([{ release, promotedTo: [] }]);
    // Nobody waits for a lock that was released.
    expect((await deploy('two')).changed).toBe(true);
  });
});

describe('a promotion that finds other code', () => {
  eachWithAProject();

  it('does not switch the stage, and shows the code that Lambda has published', async () => {
    await deploy('one');
    const live = await promote();
    const { release } = await deploy('two');
    const proxy = await startCountingProxy(project.cloud.endpoint);
    proxy.change(/functions\/items-api-prod/, (answer, request) => ({
      ...answer,
      body: request.includes('Qualifier=')
        ? answer.body.replace(/"CodeSha256":"[^"]+"/, '"CodeSha256":"other"')
        : answer.body,
    }));
    const { code, stderr } = await project.apikit(PROMOTE, { env: { AWS_ENDPOINT_URL: proxy.endpoint } });
    await proxy.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(/Version 2 of function items-api-prod has code with the hash other, and the release has/);
    expect(stderr).toContain(`Release ${live.release} is live and keeps serving.`);
    expect(await heard(live.url)).toBe('one');
    expect(await promote()).toMatchObject({ changed: true, source: { release } });
    expect(await heard(live.url)).toBe('two');
  });
});

describe('promote into another account', () => {
  eachWithAProject();

  it('reads with the profile of one stage, and writes with the profile of the other', async () => {
    const other = await startTestCloud({ account: '222222222222' });
    const there = clientsIn('prod', other.endpoint);
    const file = join(tempDir(), 'config');
    writeFileSync(
      file,
      [
        ['trial', project.cloud.endpoint],
        ['real', other.endpoint],
      ]
        .map(
          ([name, endpoint]) =>
            `[profile ${name}]\nendpoint_url = ${endpoint}\naws_access_key_id = test\naws_secret_access_key = test\n`,
        )
        .join(''),
    );
    vi.stubEnv('AWS_CONFIG_FILE', file);
    project.edit('apikit.yaml', (text) =>
      text
        .replace('staging: {', 'staging: { profile: trial, account: "000000000000",')
        .replace('prod: {', 'prod: { profile: real, account: "222222222222",'),
    );
    const elsewhere = { env: { AWS_ENDPOINT_URL: '' } };
    try {
      say('one');
      expect((await project.apikit(['deploy', '--stage', 'staging', '--yes'], elsewhere)).code).toBe(0);
      const { code, stdout, stderr } = await project.apikit([...PROMOTE, '--json'], elsewhere);
      expect(stderr).toBe('');
      expect(code).toBe(0);
      const done = JSON.parse(stdout) as Promoted;
      expect(done).toMatchObject({ account: '222222222222', source: { account: '000000000000' } });
      expect(done.differences.inexact.join(' ')).toContain('ARNs contain the account 222222222222, not 000000000000.');
      expect(await heard(done.url)).toBe('one');
      expect(await codeOf('prod', there)).toEqual(await codeOf('staging'));
    } finally {
      vi.unstubAllEnvs();
      there.destroy();
      await other.close();
    }
  });
});

describe('the smoke test of a promotion', () => {
  eachWithAProject();

  it('keeps a failing release from going live in the target, and can be skipped', async () => {
    const good = await deploy('one');
    const before = await promote();
    // It fails only where MODE is real.
    project.edit(
      'src/operations/greet.ts',
      () =>
        "export const greet = async () => {\n  if (process.env.MODE === 'real') throw new Error('broken');\n  return { status: 200, body: { word: 'two' } };\n};\n",
    );
    const broken = await project.json<Deployed>(['deploy', '--stage', 'staging', '--yes', '--smoke']);
    const { code, stderr } = await project.apikit(PROMOTE);
    expect(code).toBe(1);
    expect(stderr).toMatch(/failed its smoke test before it went live/);
    expect(stderr).toContain(`apikit promote --from staging --to prod --release ${broken.release}`);
    expect(await heard(before.url)).toBe('one');
    await promote('--no-smoke');
    expect(await heard(before.url)).toBe(500);
    expect(await promote('--release', good.release)).toMatchObject({ changed: true });
    expect(await heard(before.url)).toBe('one');
  });
});

describe('promote is rejected with one paragraph, and nothing changes', () => {
  let first: Deployed;
  let second: Deployed;
  let live: Promoted;

  beforeAll(async () => {
    await begin(startSmallProject);
    first = await deploy('one');
    live = await promote();
    second = await deploy('two');
  });
  afterAll(end);
  afterEach(async () => {
    expect(await heard(live.url)).toBe('one');
  });

  it.each([
    [['promote', '--to', 'prod', '--yes'], 2, /promote needs two stages: --from has the release, and --to gets it/],
    [['promote', '--from', 'prod', '--to', 'prod', '--yes'], 2, /cannot be promoted to prod: they are the same stage/],
    [['promote', '--from', 'stagin', '--to', 'prod', '--yes'], 2, /no stage "?stagin"?/],
    [['promote', '--from', 'staging', '--to', 'live', '--yes'], 2, /no stage "?live"?/],
    [[...PROMOTE, '--release', ''], 2, /The ID of the release is empty/],
    [[...PROMOTE, '--release', 'ffff'], 2, /items-api\/staging has no release ffff: it has [0-9a-f]{12} \(/],
    [[...PROMOTE, '--wait', 'soon'], 2, /--wait takes a duration/],
    [['promote', '--from', 'local', '--to', 'prod', '--yes'], 1, /items-api\/local is not deployed/],
  ])('%j', async (argv, exitCode, words) => {
    await refused(argv, exitCode, words);
  });

  it('if the stage lacks something that the release needs', async () => {
    const config = project.read('apikit.yaml');
    const contract = project.read('openapi.yaml');
    project.edit('apikit.yaml', (text) =>
      text.replace(
        'staging: {',
        'staging: { tables: { extra: { key: id } }, variables: { host: a.example.com }, userPools: { main: {} },',
      ),
    );
    project.edit('apikit.yaml', (text) =>
      text.replace('ONLY_HERE: hidden-value }', 'ONLY_HERE: hidden-value }, secrets: { TOKEN: "ssm:/trial/token" }'),
    );
    project.edit('openapi.yaml', (text) =>
      text
        .replace(
          /^paths:\n/m,
          "paths:\n  /mine:\n    get:\n      operationId: mine\n      security: [{ people: [] }]\n      responses:\n        '200': { description: OK }\n",
        )
        .replace(
          /^ {2}securitySchemes:\n/m,
          '  securitySchemes:\n    people:\n      type: http\n      scheme: bearer\n      x-apikit: { userPool: main }\n',
        ),
    );
    project.answer('mine');
    const ssm = await clients.staging.ssm();
    await ssm.send(new PutParameterCommand({ Name: '/trial/token', Value: 'x', Type: 'SecureString' }));
    await deploy('three');
    project.edit('openapi.yaml', () => contract);
    await refused(
      PROMOTE,
      1,
      /Release [0-9a-f]{12} of items-api\/staging would fail in items-api\/prod\. .*user pool main.* It uses the table extra, which stage prod does not have\. It uses the secret TOKEN, which stage prod does not have\. Nothing was changed\./,
    );
    // A secret that apikit.yaml names and that does not exist.
    project.edit('apikit.yaml', (text) =>
      text
        .replace('prod: {', 'prod: { tables: { extra: { key: id } }, userPools: { main: {} },')
        .replace('MODE: real }', 'MODE: real }, secrets: { TOKEN: "ssm:/real/token" }'),
    );
    await refused(PROMOTE, 1, /function\.secrets\.TOKEN refers to the parameter \/real\/token, which does not exist/);
    project.edit('apikit.yaml', () => config);
    await deploy('two');
  });

  it('if the user says no', async () => {
    const argv = PROMOTE.filter((word) => word !== '--yes');
    const { code } = await project.apikit(argv, terminal([[/Promote it to items-api\/prod/, 'n\r']]));
    expect(code).toBe(3);
    // Neither stage is changed before the user has agreed.
    expect((await listed('staging')).releases[0]).toMatchObject({ promotedTo: [] });
  });

  it('if a table has another key in the target', async () => {
    const config = project.read('apikit.yaml');
    project.edit('apikit.yaml', (text) => text.replace('prod: {', 'prod: { tables: { items: { key: other } },'));
    await refused(PROMOTE, 1, /The table items of stage prod has a different key/);
    project.edit('apikit.yaml', () => config);
  });

  it('if the release is the canary of its stage, or the other stage has a canary', async () => {
    await project.json(['canary', 'start', first.release, '--stage', 'staging']);
    await refused([...PROMOTE, '--release', first.release], 1, /is the canary of items-api\/staging, with 10 %/);
    await project.json(['canary', 'abort', '--stage', 'staging']);
    // A canary of the release that it serves already.
    await deploy('canary', 'prod').then(() => project.json(['rollback', '--to', 'previous', '--stage', 'prod']));
    await project.json(['canary', 'start', '--stage', 'prod', '--percent', '0']);
    await refused(PROMOTE, 1, /items-api\/prod is serving a canary, so no other release can go live now/);
    await project.json(['canary', 'abort', '--stage', 'prod']);
  });

  it('while the lock of either stage is held', async () => {
    for (const stage of ['staging', 'prod'] as const) {
      const parts = { clock: systemClock, signal: new AbortController().signal, note: () => {} };
      const store = lockStore({ client: await clients[stage].dynamodb(), ...parts }, { app: 'items-api', stage });
      const now = Date.now();
      const since = new Date(now).toISOString();
      const holder = { who: 'ann', where: 'laptop', since, what: 'apikit deploy', apikit: '0' };
      await store.claim(() => ({ id: 'other', holder, renewed: now + 60_000, expired: 0 }));
      await refused(PROMOTE, 1, new RegExp(`items-api/${stage} is locked: .*ann`));
      await store.end('other', { how: 'unlock' });
    }
  });

  it('if no record of the release is kept, or its code is deleted', async () => {
    const dynamodb = await clients.staging.dynamodb();
    const Key = { [LOCK_KEY]: { S: 'items-api/staging' } };
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName: LOCK_TABLE, Key }));
    await dynamodb.send(new DeleteItemCommand({ TableName: LOCK_TABLE, Key }));
    await refused(
      PROMOTE,
      1,
      /Release [0-9a-f]{12} of items-api\/staging cannot be promoted: the account does not keep its contract/,
    );
    await dynamodb.send(new PutItemCommand({ TableName: LOCK_TABLE, Item }));
    const lambda = await clients.staging.lambda();
    const { releases } = await listed('staging');
    const gone = releases.find(({ release }) => release === first.release)!;
    await lambda.send(new DeleteFunctionCommand({ FunctionName: 'items-api-staging', Qualifier: '1' }));
    await refused(
      [...PROMOTE, '--release', gone.release],
      1,
      /cannot be promoted: version 1 of function items-api-staging does not exist any more\. Nothing was changed\./,
    );
    expect(second.release).not.toBe(first.release);
  });
});

describe('a promotion of consumers of streams', () => {
  eachWithAProject();

  it('copies their code, and no consumer that was removed', async () => {
    mkdirSync(join(project.dir, 'src/consumers'));
    const consumer = (word: string) =>
      writeFileSync(join(project.dir, 'src/consumers/feed.js'), `export const handler = async () => '${word}';\n`);
    consumer('one');
    project.edit('apikit.yaml', (text) =>
      text.replace(/^tables:\n/m, 'tables:\n  feed: { key: id, stream: { consumer: src/consumers/feed.js } }\n'),
    );
    const first = await deploy('one');
    rmSync(join(project.dir, 'src'), { recursive: true });
    await promote();
    const sha = async (stage: Stage) => {
      const lambda = await clients[stage].lambda();
      const { CodeSha256 } = await lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName: `items-api-${stage}-feed-stream` }),
      );
      return CodeSha256;
    };
    expect(await sha('prod')).toBe(await sha('staging'));
    // Somebody uploads other code by hand: the code that was tested with the release is gone.
    const ZipFile = await zip([{ path: 'index.mjs', contents: Buffer.from('export const handler = () => {};') }]);
    const lambda = await clients.staging.lambda();
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'items-api-staging-feed-stream', ZipFile }));
    await refused(
      [...PROMOTE, '--release', first.release],
      1,
      /function items-api-staging-feed-stream now has other code than the release had\. Nothing was changed\./,
    );
  });
});

describe.skipIf(!hasPython)('a promotion of Python', () => {
  beforeEach(async () => {
    project = await startProject(['--template', 'hello', '--language', 'python']);
    clients = { staging: clientsIn('staging'), prod: clientsIn('prod') };
    project.edit('apikit.yaml', (text) => text.replace(/^stages:\n[\s\S]*/m, STAGES));
  });
  afterEach(end);

  it('uses the same zip', async () => {
    await project.json(['deploy', '--stage', 'staging', '--yes']);
    rmSync(join(project.dir, 'src'), { recursive: true });
    const done = await promote();
    expect((await fetch(`${done.url}/health`)).status).toBe(200);
    expect(await codeOf('prod')).toEqual(await codeOf('staging'));
  });
});
