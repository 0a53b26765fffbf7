/** A stage with a function URL from its first deploy to its end, through the CLI and the embedded cloud. */
import {
  GetFunctionUrlConfigCommand,
  ListAliasesCommand,
  UpdateFunctionUrlConfigCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Project } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';
import { startNotes } from './notes-project.ts';

interface Deployed {
  url: string;
  release: string;
  changed: boolean;
  changes: { resource: string }[];
  calls: { total: number; writes: number };
}

const STAGE = ['--stage', 'hook'];
let project: Project;
const releases: string[] = [];
let url: string;

const deploy = () => project.json<Deployed>(['deploy', ...STAGE, '--yes']);
const say = (word: string) =>
  project.edit(
    'src/operations/latestNote.ts',
    () => `export const latestNote = async () => ({ status: 200, body: { word: '${word}' } });\n`,
  );
const heard = async () => ((await (await fetch(`${url}/notes/latest`)).json()) as { word: string }).word;

/** The policies of all callers. */
const policies = ['{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'];

beforeAll(async () => {
  project = await startNotes('  hook: { api: url }\n', policies);
  const deployer = await project.json<{ documents: object[] }>(['policy', 'deployer', ...STAGE]);
  policies.splice(0, 1, ...deployer.documents.map((document) => JSON.stringify(document)));
  say('one');
  const first = await deploy();
  url = first.url;
  releases.push(first.release);
});
afterAll(() => project?.close());

describe('a stage with a function URL', () => {
  it('serves the release, and a deploy without changes writes nothing', async () => {
    expect(url).toMatch(/\/_aws\/lambda-url\/[a-z0-9]{32}$/);
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
    const { releases: listed } = await project.json<{ releases: { release: string; state: string }[] }>([
      'releases',
      ...STAGE,
    ]);
    expect(listed.map(({ release }) => release)).toEqual([releases[1], releases[0]]);
    const back = await project.json<{ release: string; from: string }>(['rollback', ...STAGE, '--yes']);
    expect(back).toMatchObject({ release: releases[0], from: releases[1] });
    expect(await heard()).toBe('one');
  });

  it('shows its state, and a deploy repairs what was changed by hand', async () => {
    const status = () => project.json<{ url: string; release: string; drift: object[] }>(['status', ...STAGE]);
    expect(await status()).toMatchObject({ url, release: releases[0], drift: [] });
    const lambda = await clientsOf(project).lambda();
    const of = { FunctionName: 'items-api-hook', Qualifier: 'live' };
    await lambda.send(new UpdateFunctionUrlConfigCommand({ ...of, AuthType: 'AWS_IAM' }));
    expect((await fetch(`${url}/notes/latest`)).status).toBe(403);
    await deploy();
    expect(await heard()).toBe('two');
    expect(await lambda.send(new GetFunctionUrlConfigCommand(of))).toMatchObject({ AuthType: 'NONE' });
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
    say('two');
  });

  it.each([['keys', 'list'], ['canary', 'status'], ['auth'], ['explain'], ['throttled']])(
    'refuses %s %s by name',
    async (...command) => {
      const { code, stderr } = await project.apikit([...command.filter(Boolean), ...STAGE]);
      expect(code).toBe(2);
      expect(stderr).toContain('items-api/hook has a function URL (api: url), and that has no');
    },
  );

  it('removes everything', async () => {
    const { code, stderr } = await project.apikit(['destroy', ...STAGE, '--yes', '--delete-data']);
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    const lambda = await clientsOf(project).lambda();
    await expect(lambda.send(new ListAliasesCommand({ FunctionName: 'items-api-hook' }))).rejects.toThrow();
    expect((await fetch(url)).status).toBe(404);
  });
});
