/** `smoke --release`: a release that does not serve is tested, and callers of the stage notice nothing. */
import { DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockStore } from '../../src/aws/lock/lock-store.ts';
import { systemClock } from '../../src/clock.ts';
import { tempDir } from '../helpers/cli.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

interface Deployed {
  url: string;
  release: string;
}

interface Report {
  release: string;
  live: boolean;
  passed: number;
  failed: number;
  checks: { operation: string; outcome: string; request: string | null }[];
}

const STAGE = ['--stage', 'dev'];

let project: Project;
let good: Deployed;
let broken: Deployed;
let live: Deployed;

async function deploy(body: string): Promise<Deployed> {
  project.edit('src/operations/greet.ts', () => `export const greet = async () => { ${body} };\n`);
  return await project.json<Deployed>(['deploy', ...STAGE, '--yes']);
}

const reply = (word: string) => `return { status: 200, body: { word: '${word}' } };`;

async function heard(): Promise<unknown> {
  return ((await (await fetch(`${live.url}/greet`)).json()) as { word: string }).word;
}

async function refused(argv: readonly string[], exitCode: number, words: RegExp): Promise<void> {
  const { code, stderr } = await project.apikit(argv);
  expect(stderr).toMatch(words);
  expect(code).toBe(exitCode);
  expect(await heard()).toBe('three');
}

beforeAll(async () => {
  project = await startSmallProject();
  project.answer('greet');
  project.edit('openapi.yaml', (text) =>
    text
      .replace(
        /^paths:\n/m,
        "paths:\n  /greet:\n    get:\n      operationId: greet\n      security: []\n      responses:\n        '200': { description: OK }\n  /mine:\n    get:\n      operationId: mine\n      security: [{ people: [] }]\n      responses:\n        '200': { description: OK }\n",
      )
      .replace(
        /^ {2}securitySchemes:\n/m,
        '  securitySchemes:\n    people: { type: http, scheme: bearer, x-apikit: { userPool: main } }\n',
      ),
  );
  project.answer('mine');
  project.edit(
    'apikit.yaml',
    (text) =>
      `${text.replace(/^cors:.*\n(?: .*\n)*/m, '')}\nuserPools: { main: {} }\ncors: { origins: ['https://one.example'] }\n`,
  );
  good = await deploy(reply('one'));
  broken = await deploy("throw new Error('broken');");
  // Everything that a release freezes has changed, and so has the contract.
  project.edit('apikit.yaml', (text) =>
    text.replace(/timeout: \d+/, 'timeout: 20').replace('https://one.example', 'https://two.example'),
  );
  project.edit('openapi.yaml', (text) => text.replace('/greet:', '/greet:\n    summary: Greets'));
  live = await deploy(reply('three'));
});
afterAll(() => project.close());

describe('smoke --release', () => {
  it('tests a release with its own contract and settings, and does not serve it to callers', async () => {
    const report = await project.json<Report>(['smoke', '--release', good.release, ...STAGE]);
    expect(report).toMatchObject({ release: good.release, live: false, failed: 0 });
    const outcomes = Object.fromEntries(report.checks.map(({ operation, outcome }) => [operation, outcome]));
    // An operation with an API key needs none here, and no authorizer is invoked.
    expect(outcomes).toMatchObject({ greet: 'passed', sayHello: 'passed', mine: 'skipped' });
    expect(await heard()).toBe('three');
    expect((await project.apikit(['plan', ...STAGE, '--exit-code'])).code).toBe(0);
    expect(await project.json(['rollback', good.release, ...STAGE])).toMatchObject({ release: good.release });
    expect(await heard()).toBe('one');
    await project.json(['rollback', live.release, ...STAGE]);
  });

  it('fails a release that breaks its contract, with the command that repeats the test', async () => {
    const { code, stdout } = await project.apikit(['smoke', '--release', broken.release, ...STAGE]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/✘ greet .*1 failed/);
    expect(stdout).toMatch(
      / {4}aws apigateway test-invoke-method --rest-api-id \w+ --resource-id \w+ --http-method GET --path-with-query-string '\/greet'/,
    );
    expect(stdout).toMatch(new RegExp(`✘ items-api/dev release ${broken.release} \\(not live\\): `));
    expect(await heard()).toBe('three');
  });

  it('needs no sources, and calls the stage itself if the release is live', async () => {
    const away = ['--app', 'items-api', ...STAGE, '--region', 'us-east-1', '--json'];
    const elsewhere = { cwd: tempDir() };
    const kept = await project.apikit(['smoke', '--release', good.release, ...away], elsewhere);
    expect(kept.stderr).toBe('');
    expect(JSON.parse(kept.stdout)).toMatchObject({ release: good.release, live: false, failed: 0 });
    const { value } = await project.json<{ value: string }>(['keys', 'create', 'caller', ...STAGE]);
    const served = await project.apikit(['smoke', '--release', live.release, ...STAGE, '--key', value, '--json']);
    expect(JSON.parse(served.stdout)).toMatchObject({ release: live.release, live: true, failed: 0 });
  });

  it('is rejected with one paragraph, and nothing changes', async () => {
    await refused(['smoke', '--release', 'ffff', ...STAGE], 2, /items-api\/dev has no release ffff/);
    await refused(['smoke', '--wait', ...STAGE], 2, /--wait works only with --release/);
    await refused(['smoke', '--release', good.release, ...STAGE, '--key', 'x'], 2, /without any key or token/);
    const clients = clientsOf(project);
    const parts = { clock: systemClock, signal: new AbortController().signal, note: () => {} };
    const store = lockStore({ client: await clients.dynamodb(), ...parts }, { app: 'items-api', stage: 'dev' });
    const now = Date.now();
    const since = new Date(now).toISOString();
    const holder = { who: 'ann', where: 'laptop', since, what: 'apikit deploy', apikit: '0' };
    await store.claim(() => ({ id: 'other', holder, renewed: now + 60_000, expired: 0 }));
    await refused(['smoke', '--release', good.release, ...STAGE], 1, /items-api\/dev is locked: .*ann/);
    await store.end('other', { how: 'unlock' });
    const lambda = await clients.lambda();
    await lambda.send(new DeleteFunctionCommand({ FunctionName: 'items-api-dev', Qualifier: '1' }));
    await refused(
      ['smoke', '--release', good.release, ...STAGE],
      1,
      /Version 1 of function items-api-dev, which has its code, does not exist any more/,
    );
    clients.destroy();
  });
});
