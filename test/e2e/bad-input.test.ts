/**
 * Every mistake of a user gets one clear paragraph with the next step and the right exit code, without a call and
 * without a write.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apikit, type CliResult, SELF, tempDir } from '../helpers/cli.ts';
import { environment, startApikit } from '../helpers/cli-process.ts';
import { type Answer, type CountingProxy, startCountingProxy } from '../helpers/counting-proxy.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';

const CONFIG = `name: shop
region: eu-west-1
contract: openapi.yaml
function: { entry: src/handler.ts }
stages: { dev: {} }
`;
const CONTRACT = `openapi: 3.0.3
info: { title: Shop, version: '1' }
paths:
  /health:
    get:
      operationId: getHealth
      responses: { '200': { description: OK } }
`;
const HANDLER = 'export const handler = async () => ({ statusCode: 200 });\n';

type Files = Record<string, string>;

/** Creates a valid project with these files added or replaced. */
function project(files: Files = {}, dir = tempDir()): string {
  for (const [path, text] of Object.entries({
    'apikit.yaml': CONFIG,
    'openapi.yaml': CONTRACT,
    'src/handler.ts': HANDLER,
    ...files,
  })) {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

/** The validators that are generated from the contract are complete, whatever else is wrong. */
const filesIn = (dir: string) =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('generated'))
    .map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'latin1').length]);

/**
 * Every error has a symbol, a text and a next step, and has no stack, no "defect" and no object that was converted to
 * text.
 */
function expectParagraph({ stdout, stderr }: { stdout: string; stderr: string }): void {
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^✘ \S/m);
  expect(stderr).toMatch(/^→ \S/m);
  expect(stderr).not.toMatch(/\n\s+at |defect|undefined|\[object|node:internal|Deserialization|TypeError/);
}

let proxy: CountingProxy;
beforeAll(async () => {
  proxy = await startCountingProxy();
});
afterAll(() => proxy.close());

const DEPLOY = ['deploy', '--stage', 'dev', '--yes'];

describe('a fault in the project', () => {
  it.each<[string, Files, string[], RegExp]>([
    ['broken YAML', { 'apikit.yaml': `${CONFIG}tables: {` }, DEPLOY, /apikit\.yaml:\d+:\d+ /],
    ['a tab in YAML', { 'apikit.yaml': `${CONFIG}tables:\n\titems: {}\n` }, DEPLOY, /apikit\.yaml:\d+:\d+ /],
    ['an empty file', { 'apikit.yaml': '' }, DEPLOY, /The file is empty/],
    ['a file of nothing but a list', { 'apikit.yaml': '- a\n' }, DEPLOY, /apikit\.yaml:1:1 /],
    ['an unknown key', { 'apikit.yaml': `${CONFIG}functoin: {}\n` }, DEPLOY, /apikit\.yaml:6:1 functoin .*function/],
    ['a duplicate key', { 'apikit.yaml': `${CONFIG}region: eu-west-2\n` }, DEPLOY, /apikit\.yaml:6:1 .*region/],
    [
      'a field of the wrong type',
      { 'apikit.yaml': `${CONFIG}throttle: { rate: many }\n` },
      DEPLOY,
      /apikit\.yaml:6:.*rate/,
    ],
    [
      'a memory size that Lambda does not have',
      { 'apikit.yaml': CONFIG.replace('handler.ts }', 'handler.ts, memory: 64 }') },
      DEPLOY,
      /memory.*128/,
    ],
    ['a name too long for AWS', { 'apikit.yaml': CONFIG.replace('shop', 'a'.repeat(70)) }, DEPLOY, /70|64|characters/],
    ['an undeclared stage', {}, ['deploy', '--stage', 'prd', '--yes'], /no stage prd .*dev, local/],
    ['no stage', {}, ['deploy', '--yes'], /No stage was named[\s\S]*--stage/],
    ['a missing contract', { 'apikit.yaml': CONFIG.replace('openapi.yaml', 'api.yaml') }, DEPLOY, /api\.yaml/],
    ['a contract with broken YAML', { 'openapi.yaml': `${CONTRACT}  /x: {` }, DEPLOY, /openapi\.yaml:\d+:\d+ /],
    [
      'a duplicate path',
      { 'openapi.yaml': CONTRACT + CONTRACT.slice(CONTRACT.indexOf('  /health')) },
      DEPLOY,
      /openapi\.yaml:8:.*\/health/,
    ],
    [
      'paths that differ only in a parameter',
      {
        'openapi.yaml': `${CONTRACT.replace('/health:', '/a/{x}:')}${CONTRACT.slice(CONTRACT.indexOf('  /health')).replace('/health:', '/a/{y}:').replace('getHealth', 'other')}`,
      },
      DEPLOY,
      /openapi\.yaml:\d+/,
    ],
    ['a missing handler', { 'apikit.yaml': CONFIG.replace('handler.ts', 'hander.ts') }, DEPLOY, /src\/hander\.ts/],
    [
      'a handler that does not compile',
      { 'src/handler.ts': 'export const handler = async ( => 1;\n' },
      DEPLOY,
      /src\/handler\.ts:1:/,
    ],
    [
      'a package that is not installed',
      { 'src/handler.ts': `import 'left-pad';\n${HANDLER}` },
      DEPLOY,
      /left-pad[\s\S]*npm install/,
    ],
    ['a wrong flag', {}, ['deploy', '--stge', 'dev'], /'--stge'[\s\S]*--stage/],
    ['an invalid value of a flag', {}, ['tail-logs', '--stage', 'dev', '--since', 'yesterday'], /--since.*"yesterday"/],
    ['a flag without its value', {}, ['deploy', '--stage', '--yes'], /--stage <name>/],
    ['a flag before the command', {}, ['--stage', 'dev', 'deploy'], /Flags come after the command/],
    ['a noun without its verb', {}, ['keys'], /create, list, show/],
    ['help for an unknown command', {}, ['help', 'deplyo'], /deplyo/],
    ['an undeclared usage plan', {}, ['keys', 'create', 'alice', '--plan', 'gold', '--stage', 'dev'], /"gold"/],
    ['a destroy without a confirmation', {}, ['destroy', '--stage', 'dev'], /--yes/],
    [
      'a destroy with a confirmation for another stage',
      {},
      ['destroy', '--stage', 'dev', '--confirm', 'prod'],
      /"prod".*"dev"/,
    ],
    ['an invalid port', {}, ['local', 'start', '--port', '70000'], /65535/],
    ['a reset without a confirmation', {}, ['local', 'reset'], /--yes/],
    ['a missing configuration', {}, [...DEPLOY, '--config', 'nope/apikit.yaml'], /nope\/apikit\.yaml/],
    ['a configuration that is another kind of file', {}, [...DEPLOY, '--config', 'openapi.yaml'], /openapi\.yaml:1:1 /],
  ])('%s', async (_fault, files, argv, words) => {
    const cwd = project(files);
    const before = filesIn(cwd);
    const env = { AWS_ENDPOINT_URL: proxy.endpoint };
    const told = await apikit(argv, { cwd, env });
    expect({ ...told, code: told.code }).toMatchObject({ code: 2 });
    expect(told.stderr).toMatch(words);
    expectParagraph(told);
    expect(filesIn(cwd)).toEqual(before);
    const { code, stdout } = await apikit([...argv, '--json'], { cwd, env });
    const { schemaVersion, error } = JSON.parse(stdout) as { schemaVersion: number; error: Record<string, unknown> };
    expect({ code, schemaVersion }).toEqual({ code: 2, schemaVersion: 1 });
    expect(error).toMatchObject({ code: expect.stringMatching(/^[A-Z][A-Za-z]+$/), message: expect.any(String) });
    expect(error.hint ?? error.problems).toBeTruthy();
    expect(proxy.calls).toEqual([]);
  });

  it('is reported if it makes the function larger than Lambda allows', async () => {
    const python = CONFIG.replace('handler.ts }', 'handler.py, runtime: python3.13 }');
    const cwd = project({ 'apikit.yaml': python, 'src/handler.py': 'def handler(event, context): pass\n' });
    const large = join(cwd, 'src/data.bin');
    openSync(large, 'w');
    truncateSync(large, 262_144_001);
    const told = await apikit(DEPLOY, { cwd, env: { AWS_ENDPOINT_URL: proxy.endpoint } });
    expect(told.code).toBe(2);
    expect(told.stderr).toContain('Lambda accepts at most 250.0 MB');
    expectParagraph(told);
    expect(proxy.calls).toEqual([]);
  });

  it('is reported if apikit.yaml is missing', async () => {
    for (const argv of [
      ['deploy', '--stage', 'dev'],
      ['status', '--stage', 'local'],
      ['validate'],
      ['plan', '--stage', 'dev'],
      ['keys', 'list', '--stage', 'dev'],
    ]) {
      const cwd = tempDir();
      const told = await apikit(argv, { cwd, env: { AWS_ENDPOINT_URL: proxy.endpoint } });
      expect(told.code).toBe(2);
      expect(told.stderr).toMatch(/There is no apikit\.yaml in [\s\S]*apikit init/);
      expectParagraph(told);
      expect(readdirSync(cwd)).toEqual([]);
    }
    expect(proxy.calls).toEqual([]);
  });
});

it('a handler in a missing folder creates no folder', async () => {
  const cwd = project({ 'apikit.yaml': CONFIG.replace('src/', 'srk/') });
  expect((await apikit(['validate'], { cwd })).stderr).toContain('srk/handler.ts');
  expect(readdirSync(cwd).sort()).toEqual(['apikit.yaml', 'openapi.yaml', 'src']);
});

describe('a folder that is not writable', () => {
  const schema = `${CONTRACT}components: { schemas: { Item: { type: object } } }\n`;

  it('is named, with the reason', async () => {
    const cwd = project({ 'openapi.yaml': schema, 'src/generated': 'in the way' });
    const told = await apikit(['validate'], { cwd });
    expect(told.code).toBe(1);
    expect(told.stderr).toContain(join(cwd, 'src/generated'));
    expectParagraph(told);
  });

  it.each([
    ['the stage local', ['status', '--stage', 'local']],
    ['local start', ['local', 'start']],
    ['local start --foreground', ['local', 'start', '--foreground']],
  ])('is named by %s', async (_what, argv) => {
    const cwd = project({ '.apikit': 'in the way' });
    const told = await apikit(argv, { cwd });
    expect(told.code).toBe(1);
    expect(told.stderr).toContain(join(cwd, '.apikit'));
    expectParagraph(told);
  });
});

describe('a port in use', () => {
  it.each([[[]], [['--foreground']]])('is named with a suggestion for another one (%j)', async (flags) => {
    const other = createServer();
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
    const { port } = other.address() as { port: number };
    const data = join(tempDir(), 'data');
    const told = await apikit(['local', 'start', '--port', String(port), '--data', data, ...flags]);
    expect(told.code).toBe(2);
    expect(told.stderr).toContain(`Port ${port} is already in use`);
    expect(told.stderr).toContain('--port');
    expectParagraph(told);
    expect((await apikit(['local', 'status', '--data', data, '--json'])).json()).toMatchObject({ running: false });
    await new Promise((closed) => other.close(closed));
  });
});

const stsError = (status: number, code: string, message: string): Answer => ({
  status,
  type: 'text/xml',
  body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`,
});
const HTML: Answer = {
  status: 200,
  type: 'text/html',
  body: '<!doctype html><html><body>Welcome to nginx!</body></html>',
};

describe('an account that denies access', () => {
  let one: Project;
  let gate: CountingProxy;

  beforeAll(async () => {
    one = await startSmallProject(['--stages', 'dev']);
  });
  afterAll(() => one.close());

  async function refusedBy(name: RegExp, answer: Answer | undefined, argv = DEPLOY): Promise<CliResult> {
    gate = await startCountingProxy(one.cloud.endpoint);
    if (answer) gate.answer(name, answer);
    try {
      return await one.apikit(argv, { env: { AWS_ENDPOINT_URL: gate.endpoint } });
    } finally {
      await gate.close();
    }
  }

  it.each([
    [
      'an expired token',
      stsError(403, 'ExpiredToken', 'The security token included in the request is expired'),
      /have expired/,
      /aws sso login/,
    ],
    [
      'an unknown access key',
      stsError(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.'),
      /does not accept the credentials/,
      /access key/,
    ],
    [
      'a wrong secret',
      stsError(
        403,
        'SignatureDoesNotMatch',
        'The request signature we calculated does not match the signature you provided.',
      ),
      /does not accept the credentials/,
      /secret/,
    ],
  ])('%s ends with 4', async (_what, answer, what, next) => {
    const told = await refusedBy(/GetCallerIdentity/, answer);
    expect(told.code).toBe(4);
    expect(told.stderr).toMatch(what);
    expect(told.stderr).toMatch(next);
    expectParagraph(told);
    expect(new Set(gate.calls)).toEqual(new Set(['GetCallerIdentity']));
  });

  it('a wrong account is named with the expected one, and no other call is made', async () => {
    const config = one.read('apikit.yaml');
    one.edit('apikit.yaml', (text) => text.replace(/dev: *(\{\})?/, "dev: { account: '111122223333' }"));
    const told = await refusedBy(/never/, undefined);
    one.edit('apikit.yaml', () => config);
    expect(told.code).toBe(2);
    expect(told.stderr).toMatch(/account 111122223333, .* for 000000000000/);
    expect(told.stderr).toContain('stages.dev.account');
    expectParagraph(told);
    expect(gate.calls).toEqual(['GetCallerIdentity']);
  });

  it('a missing permission is named, and completed steps are kept', async () => {
    const denied = stsError(
      403,
      'AccessDenied',
      'User: arn:aws:iam::000000000000:user/ci is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::000000000000:role/items-api-dev-function because no identity-based policy allows the iam:CreateRole action',
    );
    const told = await refusedBy(/^CreateRole$/, denied);
    expect(told.code).toBe(1);
    expect(told.stderr).toContain(
      'are not allowed to do iam:CreateRole on arn:aws:iam::000000000000:role/items-api-dev-function',
    );
    expect(told.stderr).toMatch(/Done: .*Not started: .*function/);
    expect(told.stderr).not.toMatch(/\n\s+at |defect/);
    const { changes } = await one.json<{ changes: { resource: string }[] }>(DEPLOY);
    expect(changes.map(({ resource }) => resource)).toContain('role');
  });

  it.each([200, 404, 502])('an endpoint that responds with HTML and %i is not AWS', async (status) => {
    const told = await refusedBy(/./, { ...HTML, status }, ['status', '--stage', 'dev']);
    expect(told.code).toBe(1);
    expect(told.stderr).toContain(gate.endpoint);
    expect(told.stderr).toMatch(/AWS_ENDPOINT_URL/);
    expectParagraph(told);
  });

  it('an endpoint that does not respond is named', async () => {
    const gone = await startCountingProxy();
    await gone.close();
    const told = await one.apikit(['status', '--stage', 'dev'], { env: { AWS_ENDPOINT_URL: gone.endpoint } });
    expect(told.code).toBe(1);
    expect(told.stderr).toContain(`Nobody answers at ${gone.endpoint}`);
    expectParagraph(told);
  });

  it('the endpoint may end with a slash', async () => {
    const url = (await one.json<{ url: string }>(DEPLOY)).url;
    const { stdout } = await one.apikit(['status', '--stage', 'dev', '--output', 'url'], {
      env: { AWS_ENDPOINT_URL: `${one.cloud.endpoint}/` },
    });
    expect(stdout).toBe(`${url}\n`);
  });

  it('the stage local never sends the credentials of the user anywhere', async () => {
    const gate = await startCountingProxy(one.cloud.endpoint);
    const env = { AWS_ENDPOINT_URL: gate.endpoint, AWS_ACCESS_KEY_ID: 'AKIAREAL', AWS_SECRET_ACCESS_KEY: 'real' };
    const { finished } = startApikit(['deploy', '--stage', 'local', '--yes'], { cwd: one.dir, env });
    expect((await finished).code).toBe(0);
    expect([...gate.accessKeys]).toEqual(['apikit-local']);
    await gate.close();
  });
});

describe('credentials', () => {
  it.each([
    ['of a missing profile', { AWS_PROFILE: 'nope' }, [], /profile "nope"/],
    ['of a missing profile from --profile', {}, ['--profile', 'nope'], /profile "nope"/],
    ['that are not configured', {}, [], /No AWS credentials were found/],
  ])('%s are reported before anything is sent', async (_what, env, flags, words) => {
    const none = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_ENDPOINT_URL: proxy.endpoint };
    const { finished } = startApikit([...DEPLOY, ...flags], { cwd: project(), env: { ...none, ...env } });
    const told = await finished;
    expect(told.code).toBe(4);
    expect(told.stderr).toMatch(words);
    expectParagraph(told);
    expect(proxy.calls).toEqual([]);
  });
});

describe('a project', () => {
  it.each(['with spaces', "o'clock $HOME", 'ünïcødé-日本'])('works in a folder %j as in any other', async (name) => {
    const cwd = project(
      { 'openapi.yaml': `${CONTRACT}components: { schemas: { Item: { type: object } } }\n` },
      join(tempDir(), name),
    );
    expect(await apikit(['validate', '--json'], { cwd })).toMatchObject({ code: 0, stderr: '' });
    expect(readdirSync(join(cwd, 'src/generated')).sort()).toEqual(['contract.d.ts', 'contract.js']);
  });

  it.each([
    ['a subfolder', (dir: string) => ({ cwd: join(dir, 'src'), flags: [] })],
    [
      'another folder, with --config naming the file',
      (dir: string) => ({ cwd: tempDir(), flags: ['--config', join(dir, 'apikit.yaml')] }),
    ],
    [
      'another folder, with --config naming the project folder',
      (dir: string) => ({ cwd: tempDir(), flags: ['--config', dir] }),
    ],
    [
      'a symbolic link to the project',
      (dir: string) => {
        const link = join(tempDir(), 'link');
        symlinkSync(resolve(dir), link);
        return { cwd: link, flags: [] };
      },
    ],
  ])('is found from %s', async (_where, from) => {
    const { cwd, flags } = from(project());
    const { code, json } = await apikit(['validate', '--json', ...flags], { cwd });
    expect(code).toBe(0);
    expect(json()).toMatchObject({ app: 'shop' });
  });
});

describe('an output stream', () => {
  const shell = (command: string, cwd: string) =>
    spawnSync('sh', ['-c', command.replaceAll('apikit', `'${SELF[0]}' '${SELF[1]}'`)], {
      cwd,
      env: environment(),
      encoding: 'utf8',
    });

  it('stops the output and not the work when its reader has gone', () => {
    const piped = shell('{ apikit validate; echo "code $?" >&2; } | true', project());
    expect(piped.stderr).toContain('code 0');
    expect(piped.stderr).not.toMatch(/EPIPE|\n\s+at /);
    // apikit continues if nobody reads its notes.
    const unheard = shell('{ apikit validate 2>&1 1>&3 | true; } 3>&1', project());
    expect(unheard.stdout).toContain('is valid');
  });

  it.skipIf(!existsSync('/dev/full'))('that is full is reported as an error message', () => {
    const { status, stderr } = shell('apikit validate > /dev/full', project());
    expect(status).toBe(1);
    expect(stderr).toContain('The output cannot be written: the disk is full (ENOSPC)');
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('for progress is empty with --quiet, and NDJSON with --events, whatever happens', async () => {
    const quiet = await apikit(['validate', '--quiet'], { cwd: project() });
    expect(quiet).toMatchObject({ code: 0, stderr: '' });
    for (const argv of [
      ['plan', '--stage', 'nope', '--events'],
      ['plan', '--stge', 'dev', '--events'],
      ['deploy', '--stage', 'dev', '--events'],
    ]) {
      const { code, stderr } = await apikit(argv, { cwd: project(), env: { AWS_ENDPOINT_URL: 'nonsense' } });
      expect(code).toBe(2);
      const events = stderr
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object);
      expect(events.at(-1)).toMatchObject({ time: expect.any(String), type: 'error', code: expect.any(String) });
    }
  });
});
