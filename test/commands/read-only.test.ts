/**
 * Commands that only read change nothing on AWS. Every command of the program is in one of the lists below, so a new
 * one has to be added. Other tests cover commands that change something.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRead } from '../../src/aws/sdk/call-counter.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import { tempDir } from '../helpers/cli.ts';
import { startConsoleSession } from '../helpers/console-session.ts';
import { type CountingProxy, startCountingProxy } from '../helpers/counting-proxy.ts';
import { createZone } from '../helpers/hosted-zone.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';

const STAGE = ['--stage', 'dev'];
const ACCOUNT = ['--account', '000000000000'];

/** The commands with all their flags: the words after the command. */
const LOOKING: Readonly<Record<string, readonly string[][]>> = {
  plan: [STAGE, [...STAGE, '--output', 'markdown']],
  'domain status': [STAGE],
  status: [STAGE, [...STAGE, '--output', 'url']],
  releases: [STAGE],
  'releases show': [['previous', ...STAGE]],
  'canary status': [STAGE],
  list: [[], STAGE],
  prune: [['--dry-run']],
  'keys list': [STAGE, ['--last-used', ...STAGE], ['--unused', '1d', ...STAGE]],
  'keys show': [['ci', ...STAGE]],
  'keys usage': [STAGE, ['ci', ...STAGE]],
  'keys prune': [
    ['--dry-run', ...STAGE],
    ['--dry-run', '--destroyed'],
  ],
  'plans list': [STAGE],
  'plans show': [['basic', ...STAGE]],
  auth: [STAGE],
  'openapi client': [['typescript', ...STAGE]],
  'openapi export': [STAGE, ['--with-extensions', ...STAGE], ['--clean', ...STAGE]],
  doctor: [[], STAGE],
  explain: [STAGE, ['403', ...STAGE], ['GET', '/health', ...STAGE], ['Internal server error', ...STAGE]],
  'tail-logs': [['--no-follow', '--since', '1h', ...STAGE]],
  'logs search': [['health', ...STAGE]],
  'logs errors': [STAGE],
  alarms: [STAGE],
  dashboard: [STAGE],
  throttled: [STAGE],
  metrics: [STAGE],
  'policy runtime': [STAGE],
  cost: [['--from-live', ...STAGE]],
  'tables export': [['items', ...STAGE]],
};

/** Commands that read a stage, and refuse one that differs from the project. */
const SETTLED: Readonly<Record<string, readonly string[][]>> = {
  'export cloudformation': [STAGE],
  'export sam': [STAGE],
  'export terraform': [STAGE],
  'export cdk': [STAGE],
};

/** Commands that make no AWS call. */
const OFFLINE: Readonly<Record<string, readonly string[][]>> = {
  validate: [[]],
  'openapi lint': [[]],
  'openapi docs': [['--out', join(tempDir(), 'docs.html')]],
  docs: [[], ['leaving'], ['--search', 'canary']],
  'export postman': [[]],
  'export insomnia': [[]],
  'export bruno': [['--out', join(tempDir(), 'bruno')]],
  'export http': [[]],
  'export curl': [[]],
  'policy deployer': [[...STAGE, ...ACCOUNT]],
  'policy reader': [[...STAGE, ...ACCOUNT]],
  'policy ci': [[...STAGE, ...ACCOUNT, '--github', 'acme/shop', '--branch', 'main']],
  completion: [['bash']],
  // Its client has gone before the first message. test/commands/mcp/ tests its tools.
  mcp: [[], ['--allow-writes']],
};

/** The documents of `console`, which reads them when its page asks. Of the stage `local`, it also writes items. */
const DOCUMENTS = [
  ...['tables', 'items?table=items', 'item?table=items&key={"Item":{"id":{"S":"a"}}}', 'status', 'releases', 'plan'],
  ...['release?id=previous', 'errors', 'metrics', 'logs?text=START', 'keys', 'usage', 'plans'],
];

/** Commands that change a stage, its data, its keys and users, the project or this machine. */
const CHANGING =
  `init, adopt, import sam, import serverless, import chalice, import terraform, ci init, dev, add resource, add operation, add authorizer, openapi import, deploy, rollback, promote, canary start, canary watch,
  canary promote, canary abort, alarms test, alarms silence, alarms unsilence, destroy, unlock, tune, load, cache flush, keys create, keys rotate, keys finish, keys disable, keys enable, keys revoke, keys rename,
  keys move, keys import, plans extend, test, smoke, users create, users token, tables restore, tables switch, tables import, local start,
  local stop, local status, local reset`.split(/,\s+/);

let project: Project;
let proxy: CountingProxy;

beforeAll(async () => {
  project = await startSmallProject();
  project.answer('getHealth');
  project.edit('apikit.yaml', (text) =>
    text.replace(/^stages:\n {2}dev: \{\}/m, 'stages:\n  dev: { dashboard: true, domain: { name: api.example.com } }'),
  );
  await createZone(project, 'example.com');
  await project.json(['deploy', ...STAGE, '--yes']);
  project.edit('apikit.yaml', (text) => text.replace(/memory: \d+/, 'memory: 1024'));
  await project.json(['deploy', ...STAGE, '--yes']);
  await project.json(['keys', 'create', 'ci', '--plan', 'basic', ...STAGE]);
  const { url } = await project.json<{ url: string }>(['status', ...STAGE]);
  await fetch(`${url}/health`);
  // There is something to change, so that the test would see a command that changes it.
  project.edit('apikit.yaml', (text) => text.replace(/memory: \d+/, 'memory: 512'));
  proxy = await startCountingProxy(project.cloud.endpoint);
});
afterAll(async () => {
  await proxy.close();
  await project.close();
});

/** Returns the control-plane calls of one command. */
async function callsOf(argv: readonly string[]): Promise<string[]> {
  proxy.calls.splice(0);
  const { code, stderr } = await project.apikit(argv, { env: { AWS_ENDPOINT_URL: proxy.endpoint } });
  await proxy.idle();
  expect({ argv, code, stderr: code === 0 ? '' : stderr }).toEqual({ argv, code: 0, stderr: '' });
  return proxy.calls.filter((call) => !/^\w+ \/_(aws|apikit)\//.test(call));
}

/** `GET /restapis` reads, and so does `Logs_20140328.StartQuery`. */
const writes = (call: string): boolean =>
  call.includes(' /') ? !/^(GET|HEAD) /.test(call) : !isRead(call.slice(call.lastIndexOf('.') + 1));

const words = (commands: Readonly<Record<string, readonly string[][]>>) =>
  Object.entries(commands).flatMap(([path, asked]) => asked.map((rest) => [...path.split(' '), ...rest]));

it('every command is classified as read-only, local or writing', () => {
  const known = [...Object.keys(LOOKING), ...Object.keys(SETTLED), ...Object.keys(OFFLINE), 'console', ...CHANGING];
  expect(known.sort()).toEqual(COMMANDS.map(({ path }) => path).sort());
});

describe('a read-only command makes no write', () => {
  it.each(words(LOOKING).map((argv) => [argv.join(' '), argv] as const))('apikit %s', async (_, argv) => {
    const calls = await callsOf(argv);
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.filter(writes)).toEqual([]);
  });
});

it('the console of a stage in AWS makes no write', async () => {
  const session = await startConsoleSession(project, 'dev', proxy.endpoint);
  proxy.calls.splice(0);
  for (const document of DOCUMENTS) {
    const response = await session.fetch(`/api/documents/${document}`);
    const { error } = (await response.json()) as { error?: { code: string } };
    expect([document, error?.code ?? 'read']).toEqual([document, document.startsWith('item?') ? 'NoItem' : 'read']);
  }
  await proxy.idle();
  const calls = proxy.calls.filter((call) => !/^\w+ \/_(aws|apikit)\//.test(call));
  expect(calls.length).toBeGreaterThan(DOCUMENTS.length);
  expect(calls.filter(writes)).toEqual([]);
  expect(await session.stop()).toBe(0);
});

describe('a read-only command of a stage without changes makes no write', () => {
  beforeAll(() => project.edit('apikit.yaml', (text) => text.replace(/memory: \d+/, 'memory: 1024')));
  afterAll(() => project.edit('apikit.yaml', (text) => text.replace(/memory: \d+/, 'memory: 512')));

  it.each(words(SETTLED).map((argv) => [argv.join(' '), argv] as const))('apikit %s', async (_, argv) => {
    const calls = await callsOf([...argv, '--out', tempDir()]);
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.filter(writes)).toEqual([]);
  });
});

describe('a local command makes no call', () => {
  it.each(words(OFFLINE).map((argv) => [argv.join(' '), argv] as const))('apikit %s', async (_, argv) => {
    expect(await callsOf(argv)).toEqual([]);
  });
});

it('the test detects a write', async () => {
  expect((await callsOf(['deploy', ...STAGE, '--yes'])).some(writes)).toBe(true);
});
