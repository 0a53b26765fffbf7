/** `apikit dev`, through the CLI in-process: real files, a real embedded cloud, and responses of the saved code. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apikit, SELF, tempDir } from '../helpers/cli.ts';
import { type DevRun, startDev, startDevTerminal } from '../helpers/dev-session.ts';
import { isAlive } from '../helpers/local-cloud.ts';
import { type Project, scaffold, startProject, startSmallProject } from '../helpers/project.ts';

const env = ({ cloud }: Project) => ({ AWS_ENDPOINT_URL: cloud.endpoint });

/** Responds to all requests except the greeting itself, from a separate module. */
function wrapHandler(project: Project): void {
  project.edit('src/handler.ts', (text) =>
    text
      .replace('export const handler = ', 'const api = ')
      .replace(/^import /m, "import { greeting } from './greeting.ts';\nimport ")
      .concat(
        "\nexport const handler = async (event: any, context: any) =>\n  event.path.startsWith('/hello') ? api(event, context) : { statusCode: 200, body: greeting() };\n",
      ),
  );
  greet(project, 'hello');
}

const greet = ({ dir }: Project, text: string) =>
  writeFileSync(join(dir, 'src/greeting.ts'), `export const greeting = () => ${JSON.stringify(text)};\n`);

describe('a session', () => {
  let project: Project;
  let dev: DevRun;
  let url: string;
  let key: string;

  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(url + path, { ...init, headers: { 'x-api-key': key, ...init.headers } });
    return { status: response.status, body: await response.text() };
  };

  beforeAll(async () => {
    project = await startSmallProject();
    wrapHandler(project);
    dev = startDev(project.dir, env(project));
    ({ url, key } = (await dev.next('ready')) as unknown as { url: string; key: string });
  });

  afterAll(async () => {
    expect(await dev.stop()).toBe(0);
    await project.close();
  });

  it('serves the project, with an API key', async () => {
    expect(await ask('/health')).toEqual({ status: 200, body: 'hello' });
    expect(await ask('/hello')).toMatchObject({ status: 200 });
    expect((await fetch(`${url}/hello`)).status).toBe(403);
  });

  it('serves the new code after a save is deployed, and names the changed file', async () => {
    greet(project, 'saved');
    expect(await dev.next('deployed')).toMatchObject({ files: ['src/greeting.ts'], release: expect.any(String) });
    expect((await ask('/health')).body).toBe('saved');
  });

  it('notices a file that an editor writes beside the old one and renames', async () => {
    const beside = join(project.dir, 'src/greeting.ts.tmp');
    writeFileSync(beside, "export const greeting = () => 'renamed';\n");
    renameSync(beside, join(project.dir, 'src/greeting.ts'));
    expect(await dev.next('deployed')).toMatchObject({ files: ['src/greeting.ts'] });
    expect((await ask('/health')).body).toBe('renamed');
  });

  it('keeps the last good release after a broken save, shows the error, and continues with the next save', async () => {
    const before = await ask('/health');
    writeFileSync(join(project.dir, 'src/greeting.ts'), 'export const greeting = () => (;\n');
    const failed = await dev.next('failed');
    expect(failed).toMatchObject({
      error: { code: 'BundleFailed', message: expect.stringContaining('src/greeting.ts:1:32: Unexpected ";"') },
      frames: [{ file: 'src/greeting.ts', line: 1, column: 32 }],
    });
    expect(await ask('/health')).toEqual(before);
    greet(project, 'mended');
    expect(await dev.next('deployed')).toMatchObject({ files: ['src/greeting.ts'] });
    expect((await ask('/health')).body).toBe('mended');
  });

  it('continues after a file is deleted and created again', async () => {
    rmSync(join(project.dir, 'src/greeting.ts'));
    expect(await dev.next('failed')).toMatchObject({ error: { message: expect.stringContaining('./greeting.ts') } });
    expect((await ask('/health')).status).toBe(200);
    greet(project, 'back');
    expect(await dev.next('deployed')).toMatchObject({ files: ['src/greeting.ts'] });
    expect((await ask('/health')).body).toBe('back');
  });

  it('says that a save changes nothing, without a deploy', async () => {
    // Below the code, because a change that moves lines is a new release with a new source map.
    writeFileSync(join(project.dir, 'src/greeting.ts'), `${project.read('src/greeting.ts')}// a remark\n`);
    expect(await dev.next('unchanged')).toMatchObject({ files: ['src/greeting.ts'] });
  });

  it('adds a route when the contract changes', async () => {
    expect((await ask('/new')).status).toBe(404);
    const path = "  /new:\n    get:\n      operationId: getNew\n      responses:\n        '200': { description: OK }\n";
    project.answer('getNew');
    project.edit('openapi.yaml', (text) => text.replace(/^paths:\n/m, `paths:\n${path}`));
    await dev.next('deployed', ({ files }) => (files as string[]).includes('openapi.yaml'));
    expect((await ask('/new')).status).toBe(200);
  });

  it('reports every problem of an invalid contract with its line, and keeps serving', async () => {
    const good = project.read('openapi.yaml');
    project.edit('openapi.yaml', (text) => text.replace('operationId: getNew', 'operationId: getHealth'));
    const { error } = await dev.next('failed');
    const meanwhile = await ask('/new');
    // It is repaired before anything is expected: nothing deploys in the following tests while it is broken.
    writeFileSync(join(project.dir, 'openapi.yaml'), good);
    expect(await dev.next('unchanged')).toMatchObject({ files: ['openapi.yaml'] });
    expect(error).toMatchObject({
      code: 'InvalidContract',
      problems: [{ file: 'openapi.yaml', line: expect.any(Number), severity: 'error' }],
    });
    expect(meanwhile.status).toBe(200);
  });

  it('deploys settings', async () => {
    project.edit('apikit.yaml', (text) => `${text}\nthrottle: { rate: 1, burst: 1 }\n`);
    expect(await dev.next('deployed')).toMatchObject({ files: ['apikit.yaml'], changes: [{ resource: 'stage' }] });
    const all = await Promise.all([1, 2, 3, 4].map(() => ask('/health')));
    expect(all.map(({ status }) => status)).toContain(429);
    project.edit('apikit.yaml', (text) => text.replace(/\nthrottle: .*\n/, ''));
    await dev.next('deployed');
  });

  it('deploys only the latest of several quick saves', async () => {
    for (const text of ['one', 'two', 'three']) {
      greet(project, text);
      // The next save comes while this one is being deployed.
      await dev.next('deploying');
    }
    while ((await ask('/health')).body !== 'three') await dev.next(/deployed|unchanged/);
  });

  it('prints each request with the log lines of the function, in order and under one ID', async () => {
    writeFileSync(
      join(project.dir, 'src/greeting.ts'),
      "export const greeting = () => {\n  console.log('being asked');\n  return 'logged';\n};\n",
    );
    await dev.next('deployed');
    await ask('/health');
    const request = await dev.next('request', ({ path }) => path === '/health');
    expect(request).toMatchObject({ method: 'GET', status: 200, requestId: expect.any(String) });
    const line = await dev.next('log', ({ message }) => String(message).includes('being asked'));
    expect(line.requestId).toBe(request.requestId);
  });

  it('maps stack traces to the sources', async () => {
    writeFileSync(
      join(project.dir, 'src/greeting.ts'),
      "export function greeting(): string {\n  return refuse('x');\n}\n\nfunction refuse(name: string): string {\n  throw new Error('no '.concat(name));\n}\n",
    );
    await dev.next('deployed');
    expect((await ask('/health')).status).toBe(502);
    const line = await dev.next('log', ({ message }) => String(message).includes('no x'));
    expect(line.message).toContain('src/greeting.ts:6:9');
    expect(line.message).not.toContain('index.mjs');
  });
});

describe('one session after another', () => {
  it('finds the API key and the data of the previous session', async () => {
    const project = await startProject();
    const ready = async () => {
      const dev = startDev(project.dir, env(project));
      const { url, key } = (await dev.next('ready')) as unknown as { url: string; key: string };
      return { dev, url, key, headers: { 'x-api-key': key, 'content-type': 'application/json' } };
    };
    const first = await ready();
    const body = JSON.stringify({ name: 'kept' });
    await fetch(`${first.url}/items`, { method: 'POST', headers: first.headers, body });
    expect(await first.dev.stop()).toBe(0);
    const second = await ready();
    expect(second.key).toBe(first.key);
    expect(await (await fetch(`${second.url}/items`, { headers: second.headers })).text()).toContain('kept');
    expect(await second.dev.stop()).toBe(0);
    await project.close();
  });

  it('starts with a broken project, and serves it after the fix', async () => {
    const project = await startSmallProject();
    project.edit('apikit.yaml', (text) => text.replace('memory: 512', 'memory: 64'));
    const dev = startDev(project.dir, env(project));
    expect(await dev.next('failed')).toMatchObject({ error: { code: 'InvalidConfig' }, serving: null });
    project.edit('apikit.yaml', (text) => text.replace('memory: 64', 'memory: 512'));
    expect(await dev.next('ready')).toMatchObject({ app: 'items-api' });
    expect(await dev.stop()).toBe(0);
    await project.close();
  });
});

describe('with --inspect', () => {
  it('gives a debugger one address for the newest code, and tells it where the sources are', async () => {
    const project = await startSmallProject();
    wrapHandler(project);
    const dev = startDev(project.dir, env(project), ['--inspect', '0']);
    const { text } = await dev.next('note', (event) => String(event.text).includes('debugger'));
    const [address] = /127\.0\.0\.1:\d+/.exec(String(text))!;
    expect(text).toContain(`A debugger can attach at ${address} with VS Code`);
    const { url } = await dev.next('ready');
    const targets = async () => (await (await fetch(`http://${address}/json/list`)).json()) as { id: string }[];
    expect(await (await fetch(`${url}/health`)).text()).toBe('hello');
    const [before] = await targets();
    greet(project, 'saved');
    await dev.next('deployed');
    expect(await (await fetch(`${url}/health`)).text()).toBe('saved');
    // The process of the newest code reports its port a moment after it responds.
    let [after] = await targets();
    while (after!.id === before!.id) [after] = await targets();
    expect(after).toMatchObject({ webSocketDebuggerUrl: `ws://${address}/${after!.id}` });
    expect(await dev.stop()).toBe(0);
    await project.close();
  });

  it('rejects an invalid port', async () => {
    const { code, stderr } = await apikit(['dev', '--inspect', 'x'], { cwd: tempDir() });
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('not "x"') });
  });
});

describe('on a terminal', () => {
  it('shows the URL and a key, creates keys, clears, shows help, quits, and restores the terminal', async () => {
    const project = await startSmallProject();
    const bin = tempDir();
    const opened = join(bin, 'opened');
    writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\necho "$1" > '${opened}'\n`, { mode: 0o755 });
    const PATH = `${bin}:${process.env.PATH}`;
    const terminal = startDevTerminal(project.dir, { ...env(project), PATH, NO_COLOR: '1' });
    const start = await terminal.shows(/serving/);
    expect(start).toMatch(/URL {2}http:\/\/127\.0\.0\.1:\d+\/_aws\/execute-api\/\w+\/local/);
    expect(start).toMatch(/key {2}\w{40}/);
    expect(terminal.raw()).toBe(true);
    terminal.press('k');
    expect(await terminal.shows(/key dev-\d+:\s+\w{40}/)).not.toContain('✘');
    terminal.press('o');
    const [, page] = /opened:\s+(http:\S+)/.exec(await terminal.shows(/Console opened:\s+http:\S+\n/))!;
    const { origin, hash } = new URL(page!);
    const openedUrl = () => (existsSync(opened) ? readFileSync(opened, 'utf8').trim() : '');
    while (openedUrl() === '') await nextTurn();
    expect(openedUrl()).toContain(`${origin}/#code=`);
    const headers = { 'x-apikit-console': hash.replace('#token=', '') };
    const answer = await fetch(`${origin}/api/docs`, { method: 'POST', headers });
    const { url: docs } = (await answer.json()) as { url: string };
    expect(await (await fetch(docs)).text()).toContain('<openapi-explorer>');
    while (openedUrl() !== docs) await nextTurn();
    terminal.press('h');
    expect(await terminal.shows(/h {2}help\n/)).toContain('o  open console');
    terminal.press('c');
    await terminal.shows(/\[2J/);
    terminal.press('q');
    expect(await terminal.ended).toBe(0);
    expect(terminal.raw()).toBe(false);
    await project.close();
  });

  it('shows the source lines around an error', async () => {
    const project = await startSmallProject();
    const terminal = startDevTerminal(project.dir, { ...env(project), NO_COLOR: '1' }, 42);
    await terminal.shows(/serving/);
    writeFileSync(
      join(project.dir, 'src/api/cors.ts'),
      `${readFileSync(join(project.dir, 'src/api/cors.ts'))}\nconst broken = (;\n`,
    );
    const screen = await terminal.shows(/keeps\s+serving/);
    expect(screen).toMatch(/│ const broken = \(;\n\s+│ {17}\^/);
    terminal.press('\x03');
    expect(await terminal.ended).toBe(0);
    await project.close();
  });
});

describe('outside of a project', () => {
  it('prints an error and starts nothing', async () => {
    const { code, stderr } = await apikit(['dev'], { cwd: tempDir() });
    expect(code).toBe(2);
    expect(stderr).toContain('There is no apikit.yaml');
  });
});

describe('the cloud of a session', () => {
  const HELLO = ['--template', 'hello'];
  /** Starts the built program as a separate process, with the events that it prints. */
  async function devProcess(dir: string) {
    const child = spawn(SELF[0], [SELF[1], 'dev', '--json'], {
      cwd: dir,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {},
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    for await (const line of createInterface({ input: child.stdout })) if (JSON.parse(line).type === 'ready') break;
    child.stdout.resume();
    return { child, ended };
  }
  const status = async (dir: string) =>
    (await apikit(['local', 'status', '--json'], { cwd: dir })).json<{
      running: boolean;
      pid: number;
      endpoint: string;
    }>();

  it('is separate for each project, and ends with the session however the session ends', async () => {
    const dirs = await Promise.all([scaffold(HELLO), scaffold(HELLO)]);
    const [first, second] = await Promise.all(dirs.map(devProcess));
    const [one, two] = await Promise.all(dirs.map(status));
    expect(one!.endpoint).not.toBe(two!.endpoint);
    first!.child.kill('SIGINT');
    expect(await first!.ended).toBe(0);
    expect(await status(dirs[0]!)).toMatchObject({ running: false });
    expect(await status(dirs[1]!)).toMatchObject({ running: true });
    second!.child.kill('SIGKILL');
    while (isAlive(two!.pid)) await nextTurn();
    expect(await status(dirs[1]!)).toMatchObject({ running: false });
  });

  it('keeps running if it ran before', async () => {
    const dir = await scaffold(HELLO);
    await apikit(['local', 'start'], { cwd: dir });
    const { child, ended } = await devProcess(dir);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(await status(dir)).toMatchObject({ running: true });
    await apikit(['local', 'stop'], { cwd: dir });
  });
});
