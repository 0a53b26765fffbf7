/** Stages with another front door than a REST API, from the first deploy to the end, with the printed permissions. */
import { GetApisCommand, UpdateStageCommand } from '@aws-sdk/client-apigatewayv2';
import { ListAliasesCommand, UpdateFunctionUrlConfigCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tempDir } from '../helpers/cli.ts';
import type { Project } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';
import { startNotes } from './notes-project.ts';

interface Deployed {
  url: string;
  release: string;
  changed: boolean;
  calls: { total: number; writes: number };
}

const EVERYTHING = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';

let project: Project;
/** The policies of all callers. */
const policies = [EVERYTHING];

beforeAll(async () => {
  project = await startNotes('  cheap: { api: http }\n  hook: { api: url }\n', policies);
});
afterAll(() => project?.close());

async function changeByHand(api: string): Promise<void> {
  const clients = clientsOf(project);
  if (api === 'url') {
    const of = { FunctionName: 'items-api-hook', Qualifier: 'live' };
    await (await clients.lambda()).send(new UpdateFunctionUrlConfigCommand({ ...of, AuthType: 'AWS_IAM' }));
    return;
  }
  const client = await clients.apiGatewayV2();
  const [{ ApiId } = {}] = (await client.send(new GetApisCommand({}))).Items ?? [];
  const DefaultRouteSettings = { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 };
  await client.send(new UpdateStageCommand({ ApiId, StageName: 'cheap', DefaultRouteSettings }));
}

async function nothingIsLeft(api: string): Promise<void> {
  const clients = clientsOf(project);
  if (api === 'url') {
    const aliases = new ListAliasesCommand({ FunctionName: 'items-api-hook' });
    await expect((await clients.lambda()).send(aliases)).rejects.toThrow();
  } else expect((await (await clients.apiGatewayV2()).send(new GetApisCommand({}))).Items).toEqual([]);
}

describe.each([
  { api: 'http', stage: 'cheap', address: /\/_aws\/execute-api\/[a-z0-9]{10}\/cheap$/, drift: 'throttle.rate' },
  { api: 'url', stage: 'hook', address: /\/_aws\/lambda-url\/[a-z0-9]{32}$/, drift: 'authType' },
])('a stage with api: $api', ({ api, stage, address, drift }) => {
  const STAGE = ['--stage', stage];
  const releases: string[] = [];
  let url: string;
  const deploy = () => project.json<Deployed>(['deploy', ...STAGE, '--yes']);
  const say = (word: string) =>
    project.edit(
      'src/operations/latestNote.ts',
      () => `export const latestNote = async () => ({ status: 200, body: { word: '${word}' } });\n`,
    );
  const heard = async () => ((await (await fetch(`${url}/notes/latest`)).json()) as { word: string }).word;

  beforeAll(async () => {
    policies.splice(0, policies.length, EVERYTHING);
    const deployer = await project.json<{ documents: object[] }>(['policy', 'deployer', ...STAGE]);
    policies.splice(0, policies.length, ...deployer.documents.map((document) => JSON.stringify(document)));
    say('one');
    const first = await deploy();
    url = first.url;
    releases.push(first.release);
  });

  it('serves the release, and a deploy without changes writes nothing', async () => {
    expect(url).toMatch(address);
    expect(await heard()).toBe('one');
    const probe = await fetch(`${url}/__apikit-release-probe`);
    expect(probe.headers.get('x-apikit-release')).toBe(releases[0]);
    const again = await deploy();
    expect(again).toMatchObject({ changed: false, calls: { writes: 0 } });
    expect(again.calls.total).toBeLessThanOrEqual(18);
  });

  it('switches to a new release, lists both, and rolls back', async () => {
    say('two');
    const second = await deploy();
    releases.push(second.release);
    expect(await heard()).toBe('two');
    const { releases: listed } = await project.json<{ releases: { release: string }[] }>(['releases', ...STAGE]);
    expect(listed.map(({ release }) => release)).toEqual([releases[1], releases[0]]);
    const back = await project.json<{ release: string; from: string }>(['rollback', ...STAGE, '--yes']);
    expect(back).toMatchObject({ release: releases[0], from: releases[1] });
    expect(await heard()).toBe('one');
  });

  it('rolls back and lists releases without the files of the project', async () => {
    const away = ['--app', 'items-api', ...STAGE, '--region', 'us-east-1'];
    const cwd = tempDir();
    const run = async (...argv: string[]) => await project.apikit([...argv, ...away], { cwd });
    const shown = await run('releases', '--json');
    expect(shown).toMatchObject({ code: 0 });
    const listed = shown.json<{ releases: { release: string }[] }>();
    expect(listed.releases.map(({ release }) => release)).toEqual([releases[1], releases[0]]);
    for (const [release, word] of [
      [releases[1], 'two'],
      [releases[0], 'one'],
    ] as const) {
      const back = await run('rollback', release!, '--yes');
      expect(back.code, back.stderr).toBe(0);
      expect(await heard()).toBe(word);
    }
    const refused = await run('canary', 'status');
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('Canaries need a REST API')]);
  });

  it('shows its state, and a deploy repairs what was changed by hand', async () => {
    const status = () =>
      project.json<{ url: string; release: string; drift: { path: string }[] }>(['status', ...STAGE]);
    expect(await status()).toMatchObject({ url, release: releases[0], drift: [] });
    await changeByHand(api);
    expect((await status()).drift.map(({ path }) => path)).toContain(drift);
    await deploy();
    expect((await status()).drift).toEqual([]);
    expect(await heard()).toBe('two');
  });

  it('puts a release that fails its smoke test back', async () => {
    project.edit(
      'src/operations/latestNote.ts',
      () => `export const latestNote = async () => { throw new Error('broken'); };\n`,
    );
    const { code, stderr } = await project.apikit(['deploy', ...STAGE, '--yes', '--smoke']);
    expect(code).not.toBe(0);
    expect(stderr).toContain(`The stage was put back to release ${releases[1]}`);
    expect(await heard()).toBe('two');
  });

  it.each([
    'keys list',
    'canary status',
    'explain',
    ...(api === 'url' ? ['auth', 'throttled', 'metrics --operation'] : []),
  ])('refuses %s by name', async (command) => {
    const { code, stderr } = await project.apikit([...command.split(' '), ...STAGE]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      new RegExp(`need a REST API( or an HTTP API)?, and items-api/${stage} has an? .* \\(api: ${api}\\)`),
    );
  });

  it('is a stage in the list, and nothing of it is left over', async () => {
    const kept = policies.splice(0, policies.length, EVERYTHING);
    const { stages, orphans } = await project.json<{ stages: object[]; orphans: { stage: string }[] }>(['list']);
    policies.splice(0, 1, ...kept);
    expect(stages).toContainEqual(
      expect.objectContaining({ app: 'items-api', stage, url, release: releases[1], state: 'live' }),
    );
    expect(orphans.filter((orphan) => orphan.stage === stage)).toEqual([]);
  });

  it('shows the lines of its requests', async () => {
    await fetch(`${url}/notes/42`);
    const { stdout } = await project.apikit(['tail-logs', ...STAGE, '--no-follow', '--json']);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toContainEqual(expect.objectContaining({ source: 'function', path: '/notes/42', status: 200 }));
    if (api === 'http')
      expect(lines).toContainEqual(
        expect.objectContaining({ source: 'access', method: 'GET', resourcePath: '/notes/{id}', status: 200 }),
      );
  });

  it('removes everything', async () => {
    const { code, stderr } = await project.apikit(['destroy', ...STAGE, '--yes', '--delete-data']);
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    expect((await fetch(url)).status).toBeGreaterThanOrEqual(403);
    policies.splice(0, policies.length, EVERYTHING);
    await nothingIsLeft(api);
  });
});
