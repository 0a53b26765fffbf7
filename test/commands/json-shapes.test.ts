/** The shape of every `--json` document does not change: scripts depend on it, and docs/json.md promises it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import { LOOK_EVERY } from '../../src/stage/canary/watch-canary.ts';
import { apikit, tempDir } from '../helpers/cli.ts';
import { startConsoleSession } from '../helpers/console-session.ts';
import { startDev } from '../helpers/dev-session.ts';
import { expireAt } from '../helpers/expire-at.ts';
import { HAND_MADE, makeByHand } from '../helpers/hand-made-api.ts';
import { createZone } from '../helpers/hosted-zone.ts';
import { type Project, startProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

/** The name of a type, the members of an object in their order, or the one shape of all items of a list. */
type Shape = string | { [member: string]: Shape } | [Shape] | [];

/** Settings of resources, whose types AWS defines, and OpenAPI documents. */
const ANYTHING = new Set(['documents', 'trustPolicy', 'from', 'to', 'document']);

function shapeOf(value: unknown): Shape {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? [] : [value.map(shapeOf).reduce(either)];
  if (typeof value !== 'object') return typeof value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, ANYTHING.has(name) ? 'anything' : shapeOf(member)]),
  );
}

/** The common shape of two items of a list: `string | null`; a member that only some items have ends with `?`. */
function either(one: Shape, other: Shape): Shape {
  if (JSON.stringify(one) === JSON.stringify(other)) return one;
  if (Array.isArray(one) && Array.isArray(other)) {
    const [first, second] = [one[0], other[0]];
    return first === undefined ? other : second === undefined ? one : [either(first, second)];
  }
  if (typeof one === 'object' && typeof other === 'object' && !Array.isArray(one) && !Array.isArray(other)) {
    const bare = (shape: object) =>
      new Map(Object.entries(shape).map(([name, of]) => [name.replace('?', ''), of as Shape]));
    const [a, b] = [bare(one), bare(other)];
    const optional = new Set(
      [...Object.keys(one), ...Object.keys(other)]
        .filter((name) => name.endsWith('?'))
        .map((name) => name.slice(0, -1)),
    );
    return Object.fromEntries(
      [...new Set([...a.keys(), ...b.keys()])].map((name) => {
        const [first, second] = [a.get(name), b.get(name)];
        if (first !== undefined && second !== undefined)
          return [optional.has(name) ? `${name}?` : name, either(first, second)];
        return [`${name}?`, (first ?? second) as Shape];
      }),
    );
  }
  const names = [one, other].flatMap((shape) =>
    typeof shape === 'string' ? shape.split(' | ') : [JSON.stringify(shape)],
  );
  return [...new Set(names)].sort().reverse().join(' | ');
}

/** Returns the names of all members, at any depth. */
function membersOf(shape: Shape): string[] {
  if (typeof shape === 'string') return [];
  if (Array.isArray(shape)) return shape.flatMap((item) => (item === undefined ? [] : membersOf(item)));
  return Object.entries(shape).flatMap(([name, of]) => [name.replace('?', ''), ...membersOf(of)]);
}

/** Commands that print one document on each line. */
const STREAMS = ['tail-logs', 'dev', 'canary watch', 'mcp'];

let project: Project;
const shapes: Record<string, Shape> = {};

beforeAll(async () => {
  project = await startProject(['--stages', 'dev,prod']);
  const dataDir = join(tempDir(), 'data');
  const see = async (name: string, argv: string[], run = project.apikit) => {
    const { code, stdout, stderr } = await run([...argv, '--json']);
    if (code !== 0) throw new Error(`apikit ${argv.join(' ')} ended with ${code}: ${stderr}`);
    shapes[name] = shapeOf(JSON.parse(stdout));
    return JSON.parse(stdout) as Record<string, string>;
  };
  const stage = ['--stage', 'dev'];
  await see('init', ['init', join(tempDir(), 'shop'), '--yes', '--no-install'], apikit);
  await see('docs', ['docs']);
  await see('docs (page)', ['docs', 'canary']);
  await see('docs (search)', ['docs', '--search', 'canary']);
  await see('validate', ['validate']);
  project.edit('apikit.yaml', (text) => text.replace(/^tables:/m, 'tables:\n  extra: { key: id }'));
  await project.json(['deploy', ...stage, '--yes']);
  project.edit('apikit.yaml', (text) =>
    text.replace('  extra: { key: id }\n', '').replace(/memory: \d+/, 'memory: 320'),
  );
  await see('plan', ['plan', ...stage]);
  const { url } = await see('deploy', ['deploy', ...stage, '--yes']);
  await see('status', ['status', ...stage]);
  for (const tool of ['cloudformation', 'sam', 'terraform', 'cdk'])
    await see(`export ${tool}`, ['export', tool, ...stage, '--out', join(tempDir(), tool)]);
  await see('status --output', ['status', ...stage, '--output', 'url']);
  await see('releases', ['releases', ...stage]);
  await see('releases show', ['releases', 'show', 'previous', ...stage]);
  await see('canary start', ['canary', 'start', ...stage]);
  await see('canary status', ['canary', 'status', ...stage]);
  await see('canary abort', ['canary', 'abort', ...stage]);
  await see('list', ['list', ...stage]);
  await see('unlock', ['unlock', ...stage, '--yes']);
  project.edit('apikit.yaml', (text) => text.replace('  dev: {}', '  dev: { cache: { size: 0.5 } }'));
  await see('cache flush', ['cache', 'flush', ...stage]);
  project.edit('apikit.yaml', (text) => text.replace('  dev: { cache: { size: 0.5 } }', '  dev: {}'));
  const { value } = await see('keys create', ['keys', 'create', 'alice', ...stage]);
  await see('keys list', ['keys', 'list', ...stage]);
  await see('keys show', ['keys', 'show', 'alice', ...stage]);
  await seeKeys(see, stage);
  await fetch(`${url}/items`, { headers: { 'x-api-key': value as string } });
  const { stdout } = await project.apikit(['tail-logs', ...stage, '--no-follow', '--json']);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const common = ['time', 'source', 'requestId', 'level', 'message'];
  const pick = ([name]: [string, unknown]) => common.includes(name);
  shapes['tail-logs'] = [
    lines.map((line) => shapeOf(Object.fromEntries(Object.entries(line).filter(pick)))).reduce(either),
  ];
  shapes['tail-logs (access)'] = shapeOf(lines.find(({ source }) => source === 'access'));
  await see('logs search', ['logs', 'search', 'stats count(*) as count', ...stage]);
  await see('logs errors', ['logs', 'errors', ...stage]);
  await see('doctor', ['doctor', ...stage]);
  await see('explain', ['explain', '403', ...stage]);
  const refused = await fetch(`${url}/items`);
  await see('explain (failures)', ['explain', ...stage]);
  await see('explain (request)', ['explain', refused.headers.get('x-amzn-requestid')!, ...stage]);
  await see('throttled', ['throttled', ...stage]);
  await see('metrics', ['metrics', ...stage]);
  await see('load', ['load', ...stage, '--operation', 'getHealth', '--for', '1s', '--goal', 'p95<10s']);
  await see('tune', ['tune', ...stage, '--sizes', '256,512', '--operation', 'getHealth']);
  await seeIdentity(see, stage);
  await seeContract(see, stage, value as string);
  const dev = startDev(project.dir, { AWS_ENDPOINT_URL: project.cloud.endpoint });
  shapes.dev = shapeOf(await dev.next('ready'));
  await dev.stop();
  shapes.mcp = shapeOf(await firstMessage());
  const page = await startConsoleSession(project, 'dev');
  shapes.console = shapeOf(page.document);
  await page.stop();
  await seeWatch(stage, () => fetch(`${url}/items`, { headers: { 'x-api-key': value as string } }));
  await project.json(['canary', 'start', ...stage]);
  await see('canary promote', ['canary', 'promote', ...stage]);
  await see('promote', ['promote', '--from', 'dev', '--to', 'prod', '--yes']);
  await see('releases (promoted)', ['releases', '--stage', 'prod']);
  await see('rollback', ['rollback', ...stage, '--reason', 'to see how']);
  await seeSwitch(see, stage);
  await seeAlarms(see, stage);
  await see('destroy --dry-run', ['destroy', ...stage, '--dry-run']);
  await see('destroy', ['destroy', ...stage, '--yes']);
  await see('keys prune', ['keys', 'prune', '--destroyed', '--dry-run']);
  project.edit('apikit.yaml', (text) => text.replace(/^stages:\n/m, 'stages:\n  pr-*: { expires: 3d }\n'));
  await project.json(['deploy', '--stage', 'pr-1', '--yes']);
  await expireAt(project, 'pr-1', '2026-01-01T00:00:00Z');
  await seePolicies(see, stage);
  await see('prune', ['prune', '--yes']);
  await see('local start', ['local', 'start', '--data', dataDir]);
  await see('local status', ['local', 'status', '--data', dataDir]);
  await see('local reset', ['local', 'reset', '--data', dataDir, '--yes']);
  await see('local stop', ['local', 'stop', '--data', dataDir]);
  await see('local status (not running)', ['local', 'status', '--data', dataDir]);
  await see('add operation', ['add', 'operation', 'getReport', '--method', 'get', '--path', '/report']);
  await see('add resource', ['add', 'resource', 'orders', '--field', 'total:number']);
  await see('completion', ['completion', 'bash']);
}, 240_000);
afterAll(() => project.close());

/** The stage may be destroyed by then. */
async function seePolicies(see: (name: string, argv: string[]) => Promise<unknown>, stage: string[]): Promise<void> {
  await see('policy deployer', ['policy', 'deployer', ...stage]);
  await see('policy reader', ['policy', 'reader', ...stage]);
  await see('cost', ['cost', '--requests', '5M/month', ...stage]);
  await see('policy ci', ['policy', 'ci', '--github', 'acme/shop', '--branch', 'main', ...stage]);
  await see('ci init', ['ci', 'init', 'gitlab']);
  await see('policy runtime', ['policy', 'runtime', '--stage', 'pr-1']);
}

/** The documents of the commands in the life of a key. */
async function seeKeys(see: (name: string, argv: string[]) => Promise<unknown>, stage: string[]): Promise<void> {
  await project.json(['keys', 'create', 'bob', ...stage]);
  await see('keys rotate', ['keys', 'rotate', 'bob', ...stage]);
  await see('keys list', ['keys', 'list', ...stage]);
  await see('keys show', ['keys', 'show', 'bob', ...stage]);
  await see('keys usage', ['keys', 'usage', 'bob', ...stage]);
  await see('plans list', ['plans', 'list', ...stage]);
  await see('plans show', ['plans', 'show', 'basic', ...stage]);
  await see('plans extend', ['plans', 'extend', 'bob', '--remaining', '9', ...stage]);
  await see('keys finish', ['keys', 'finish', 'bob', ...stage]);
  await see('keys disable', ['keys', 'disable', 'bob', ...stage]);
  await see('keys enable', ['keys', 'enable', 'bob', ...stage]);
  await see('keys rename', ['keys', 'rename', 'bob', 'rob', ...stage]);
  await see('keys move', ['keys', 'move', 'rob', '--plan', 'basic', ...stage]);
  const file = join(tempDir(), 'keys.csv');
  writeFileSync(file, 'name,key\ncarl,value-of-carl-0000000000\n');
  await see('keys import', ['keys', 'import', '--file', file, ...stage]);
  await see('keys revoke', ['keys', 'revoke', 'rob', ...stage]);
}

/** Creates alarms that notify somebody, and a custom domain. */
async function seeAlarms(see: (name: string, argv: string[]) => Promise<unknown>, stage: string[]): Promise<void> {
  project.edit('apikit.yaml', (text) => `${text}\nalarms: { notify: ops@example.com }\ndashboard: true\n`);
  project.edit('apikit.yaml', (text) => text.replace(/^ {2}dev: \{/m, '  dev: { domain: { name: api.example.com }'));
  await createZone(project, 'example.com');
  await project.json(['deploy', ...stage, '--yes']);
  await see('domain status', ['domain', 'status', ...stage]);
  await see('alarms test', ['alarms', 'test', ...stage, '--yes']);
  await see('alarms silence', ['alarms', 'silence', '--for', '1h', '--reason', 'to see how', ...stage]);
  await see('alarms', ['alarms', ...stage]);
  await see('alarms unsilence', ['alarms', 'unsilence', ...stage]);
  await see('dashboard', ['dashboard', ...stage]);
}

/** The events of a canary that is watched, by type. The clock jumps over the time between looks. */
async function seeWatch(stage: string[], request: () => Promise<unknown>): Promise<void> {
  await project.json(['canary', 'start', '--percent', '100', ...stage]);
  let ahead = 0;
  const clock = {
    now: () => systemClock.now() + ahead,
    async sleep(milliseconds: number, signal?: AbortSignal) {
      if (milliseconds !== LOOK_EVERY) return await systemClock.sleep(milliseconds, signal);
      await request();
      ahead += milliseconds;
    },
  };
  const argv = ['canary', 'watch', '--bake', '1m', '--min-requests', '1', ...stage, '--json'];
  const { stdout, stderr } = await project.apikit(argv, { clock });
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string });
  if (events.at(-1)?.type !== 'promoted') throw new Error(`${stderr}${stdout}`);
  shapes['canary watch'] = Object.fromEntries(events.map((event) => [event.type, shapeOf(event)]));
}

/** The documents of authorizers and users; the contract is restored at the end. */
async function seeIdentity(
  see: (name: string, argv: string[], run?: Project['apikit']) => Promise<Record<string, string>>,
  stage: string[],
): Promise<void> {
  const contract = project.read('openapi.yaml');
  project.edit('apikit.yaml', (text) => `${text}\nuserPools: { main: { groups: [admins] } }\n`);
  await project.json(['deploy', ...stage, '--yes']);
  const user = ['ada', ...stage];
  const { password } = await see('users create', [
    'users',
    'create',
    '--groups',
    'admins',
    '--generate-password',
    ...user,
  ]);
  const stdin = Object.assign(Readable.from([`${password}\n`]), { isTTY: false });
  await see('users token', ['users', 'token', '--password-stdin', ...user], (argv) => project.apikit(argv, { stdin }));
  await see('add authorizer', ['add', 'authorizer', 'opaque', '--type', 'token']);
  project.edit('openapi.yaml', (text) => text.replace('security: [{ apiKey: [] }]', 'security: [{ opaque: [read] }]'));
  await see('auth', ['auth', ...stage]);
  project.edit('openapi.yaml', () => contract);
}

async function seeSwitch(
  see: (name: string, argv: string[]) => Promise<Record<string, string>>,
  stage: string[],
): Promise<void> {
  await project.json(['deploy', ...stage, '--yes']);
  const { name } = await see('tables restore', ['tables', 'restore', 'items', '--at', 'latest', ...stage]);
  await see('tables switch', ['tables', 'switch', 'items', '--to', name!, ...stage]);
  await see('status (switched)', ['status', ...stage]);
}

async function seeContract(
  see: (name: string, argv: string[], run?: Project['apikit']) => Promise<unknown>,
  stage: string[],
  key: string,
): Promise<void> {
  await see('test', ['test', ...stage, '--operation', 'getItem', '--key', key]);
  await see('smoke', ['smoke', ...stage, '--key', key]);
  await see('tables export', ['tables', 'export', 'items', join(tempDir(), 'items.ndjson'), ...stage]);
  await see('tables import', ['tables', 'import', 'items', ...stage]);
  await see('openapi lint', ['openapi', 'lint']);
  await see('openapi docs', ['openapi', 'docs', '--out', join(tempDir(), 'docs.html')]);
  await see('openapi client', ['openapi', 'client', 'typescript', ...stage]);
  const live = join(tempDir(), 'live.yaml');
  await see('openapi export', ['openapi', 'export', ...stage, '--out', live]);
  await see('openapi import', ['openapi', 'import', live, join(tempDir(), 'imported')], apikit);
  const { api } = await makeByHand(clientsOf(project));
  const place = ['--stage', HAND_MADE.stage, '--region', 'us-east-1'];
  const template = join(import.meta.dirname, '../incoming/sam/orders/template.yaml');
  await see('import sam', ['import', 'sam', template, join(tempDir(), 'of-sam')], apikit);
  const service = join(import.meta.dirname, '../incoming/serverless/shop/serverless.yml');
  const app = join(import.meta.dirname, '../incoming/chalice/orders/app.py');
  await see('import chalice', ['import', 'chalice', app, join(tempDir(), 'of-chalice')], apikit);
  const configuration = join(import.meta.dirname, '../incoming/terraform/orders');
  await see('import terraform', ['import', 'terraform', configuration, join(tempDir(), 'of-terraform')], apikit);
  await see('import serverless', ['import', 'serverless', service, join(tempDir(), 'of-serverless')], apikit);
  await see('adopt', ['adopt', join(tempDir(), 'adopted'), '--api', api, ...place]);
  for (const form of ['postman', 'insomnia', 'http', 'curl']) await see(`export ${form}`, ['export', form, ...stage]);
  await see('export bruno', ['export', 'bruno', '--out', join(tempDir(), 'bruno'), ...stage]);
}

it('the shape of the JSON output does not change', () => {
  expect(shapes).toMatchSnapshot();
});

it('the shape is recorded for every command', () => {
  for (const { path } of COMMANDS) expect(Object.keys(shapes)).toContain(path);
});

/** Returns the answer of `apikit mcp` to a ping. */
async function firstMessage(): Promise<unknown> {
  const stdin = new PassThrough();
  stdin.write('{"jsonrpc":"2.0","id":1,"method":"ping"}\n');
  let answer = '';
  const write = (text: string) => {
    answer += text;
    stdin.end();
  };
  await apikit(['mcp', '--json'], { stdin, stdout: { write, isTTY: false } });
  return JSON.parse(answer);
}

it('a document starts with its version', () => {
  for (const [name, shape] of Object.entries(shapes))
    if (!STREAMS.some((stream) => name.startsWith(stream)))
      expect(Object.entries(shape)[0]).toEqual(['schemaVersion', 'number']);
});

it('a document is described in docs/json.md, member by member', () => {
  const text = readFileSync(new URL('../../docs/json.md', import.meta.url), 'utf8');
  for (const [name, shape] of Object.entries(shapes)) {
    const command = name.replace(/ (\(|--).*/, '');
    const row = STREAMS.includes(command)
      ? text.slice(text.indexOf('## Streams'))
      : (text.split('\n').find((line) => line.startsWith(`| \`${command}\` `)) ?? '');
    const missing = membersOf(shape).filter(
      (member) => member !== 'schemaVersion' && !new RegExp(`\\b${member}\\b`).test(row),
    );
    expect({ name, missing }).toEqual({ name, missing: [] });
  }
});

it('an error has the same shape for every command', async () => {
  for (const { path } of COMMANDS) {
    const { code, stdout } = await apikit([...path.split(' '), '--json', '--no-such-flag'], { cwd: tempDir() });
    expect(code).toBe(2);
    expect(shapeOf(JSON.parse(stdout))).toEqual({
      schemaVersion: 'number',
      error: { code: 'string', message: 'string', hint: 'string' },
    });
  }
});

it('an error in a file includes its problems', async () => {
  const broken = project.read('apikit.yaml');
  project.edit('apikit.yaml', (text) => `${text}\nnope: 1\n`);
  const { stdout } = await project.apikit(['plan', '--stage', 'dev', '--json']);
  project.edit('apikit.yaml', () => broken);
  const { error } = JSON.parse(stdout) as { error: { problems: unknown } };
  expect(shapeOf(error.problems)).toEqual([
    {
      file: 'string',
      line: 'number',
      column: 'number',
      path: 'string',
      message: 'string',
      fix: 'string',
      severity: 'string',
    },
  ]);
});
