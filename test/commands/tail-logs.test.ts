/** The log of a stage whose handler does not log requests: joined, filtered, and correct whatever a caller sends. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningCloud } from '../../src/local/start-cloud.ts';
import { apikit, tempDir } from '../helpers/cli.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';

interface Line {
  source: string;
  requestId?: string;
  level: string;
  message: string;
  status?: number;
  [member: string]: unknown;
}

const CONTRACT = `openapi: 3.0.3
info: { title: quiet, version: 1.0.0 }
paths:
  /fine:
    get: { operationId: fine, responses: { '200': { description: OK } } }
  /crash:
    get: { operationId: crash, responses: { '200': { description: OK } } }
  /slow/{id}:
    get:
      operationId: slow
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: OK } }
  /locked:
    get: { operationId: locked, security: [{ key: [] }], responses: { '200': { description: OK } } }
components:
  securitySchemes:
    key: { type: apiKey, name: x-api-key, in: header }
`;
const HANDLER = `export const handler = async (event) => {
  console.log('hello from ' + event.resource);
  process.stdout.write('written without an id\\n');
  if (event.resource === '/crash') throw new TypeError('it broke');
  if (event.resource.startsWith('/slow')) await new Promise((done) => setTimeout(done, 5000));
  return { statusCode: 200, body: '{}' };
};
`;
const CONFIG = `name: quiet
region: eu-west-1
contract: openapi.yaml
function: { entry: src/handler.mjs, runtime: nodejs22.x, timeout: 1 }
usagePlans: { basic: { rate: 50, burst: 50 } }
logging: INFO
stages: { dev: {}, other: {} }
`;

let cloud: RunningCloud;
let url: string;
let keyId: string;
const dir = tempDir();
const run = (...argv: string[]) => apikit(argv, { cwd: dir, env: { AWS_ENDPOINT_URL: cloud.endpoint, TZ: 'UTC' } });
const tail = async (...flags: string[]): Promise<Line[]> => {
  const { code, stdout, stderr } = await run('tail-logs', '--stage', 'dev', '--no-follow', '--json', ...flags);
  expect(code, stderr).toBe(0);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Line).filter(({ path }) => !String(path).includes('__apikit'));
};
const get = (path: string, headers: Record<string, string> = {}) => fetch(url + path, { headers });

beforeAll(async () => {
  mkdirSync(join(dir, 'src'));
  for (const [file, text] of [
    ['openapi.yaml', CONTRACT],
    ['apikit.yaml', CONFIG],
    ['src/handler.mjs', HANDLER],
  ] as const)
    writeFileSync(join(dir, file), text);
  cloud = await startTestCloud();
  const { code, stderr } = await run('deploy', '--stage', 'dev', '--yes');
  expect(code, stderr).toBe(0);
  url = (await run('status', '--stage', 'dev', '--output', 'url')).stdout.trim();
  const key = (await run('keys', 'create', 'alice', '--plan', 'basic', '--stage', 'dev', '--json')).json<{
    id: string;
    value: string;
  }>();
  keyId = key.id;
  await get('/fine', { 'user-agent': 'x","status":"204","path":"/dev/harmless","x":"' });
  await get('/crash');
  await get('/slow/4');
  await get('/locked');
  await get('/locked', { 'x-api-key': key.value });
});
afterAll(() => cloud.close());

describe('tail-logs', () => {
  it('shows all lines of a request under one ID, also of a crash and a timeout', async () => {
    const lines = await tail();
    const access = (path: string) => lines.find((line) => line.source === 'access' && line.path === `/dev${path}`)!;
    const told = (path: string) =>
      lines.filter(({ source, requestId }) => source === 'function' && requestId === access(path).requestId);
    const all = (path: string) =>
      told(path)
        .map(({ message }) => message)
        .join('\n');
    expect(access('/fine')).toMatchObject({ status: 200, latency: expect.any(Number), level: 'info' });
    expect(access('/fine').userAgent).toBe('x","status":"204","path":"/dev/harmless","x":"');
    expect(all('/fine')).toMatch(/hello from \/fine[\s\S]*written without an id[\s\S]*REPORT/);
    expect(access('/crash')).toMatchObject({ status: 502, level: 'error' });
    expect(all('/crash')).toMatch(/hello from \/crash[\s\S]*Invoke Error[\s\S]*it broke[\s\S]*REPORT/);
    expect(access('/slow/4').status).toBe(502);
    expect(told('/slow/4')).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'Task timed out after 1.00 seconds' }),
    );
    const orphans = lines.filter((line) => line.source === 'function' && line.requestId === undefined);
    expect(orphans.map(({ message }) => message.replace(/ .*/, ''))).toEqual(orphans.map(() => 'INIT_START'));
    const steps = lines.filter(
      ({ source, requestId }) => source === 'execution' && requestId === access('/fine').requestId,
    );
    expect(steps.map(({ message }) => message)).toContain('Method completed with status: 200');
  });

  it('filters requests by status, method, path, ID and key, and lines by level', async () => {
    const paths = (lines: Line[]) => lines.filter(({ source }) => source === 'access').map(({ path }) => path);
    expect(paths(await tail('--status', '5xx'))).toEqual(['/dev/crash', '/dev/slow/4']);
    expect(paths(await tail('--status', '5xx', '--path', '/slow/{id}'))).toEqual(['/dev/slow/4']);
    expect(paths(await tail('--method', 'post'))).toEqual([]);
    expect(paths(await tail('--path', '/l*'))).toEqual(['/dev/locked', '/dev/locked']);
    const [mine, ...others] = (await tail('--key', 'alice')).filter(({ source }) => source === 'access');
    expect(mine).toMatchObject({ path: '/dev/locked', status: 200, apiKeyId: keyId });
    expect(others).toEqual([]);
    const one = await tail('--request', mine!.requestId!.slice(0, 13));
    expect(new Set(one.map(({ requestId }) => requestId))).toEqual(new Set([mine!.requestId]));
    expect(one.some(({ source }) => source === 'function')).toBe(true);
    const urgent = await tail('--level', 'error');
    expect(new Set(urgent.map(({ level }) => level))).toEqual(new Set(['error']));
  });

  it.each([
    ['{$.status = 403}', ['/dev/locked']],
    ['{$.status >= 500}', ['/dev/crash', '/dev/slow/4']],
  ])('filters requests by a number pattern: %s', async (pattern, paths) => {
    const found = await tail('--filter', pattern);
    expect(found.map(({ path }) => path)).toEqual(paths);
  });

  it('filters requests by their latency, in which a busy machine may make others slow, too', async () => {
    const all = (await tail()).filter(({ source }) => source === 'access');
    const slow = all.filter(({ latency }) => Number(latency) > 900).map(({ path }) => path);
    expect(slow).toContain('/dev/slow/4');
    const found = await tail('--filter', '{$.latency > 900}');
    expect(found.map(({ path }) => path)).toEqual(slow);
  });

  it('says why a request was rejected, in local time', async () => {
    const { stdout } = await run('tail-logs', '--stage', 'dev', '--no-follow', '--status', '403');
    expect(stdout).toMatch(/^── \w{3} \w{3} \d\d \d{4}, GMT/);
    expect(stdout).toMatch(/GET {4}\/dev\/locked {2}403 .*INVALID_API_KEY: Forbidden/);
  });

  it('maps stack traces to the sources of the release, with the source map that is stored with it', async () => {
    const { stdout } = await run('tail-logs', '--stage', 'dev', '--no-follow', '--path', '/crash');
    expect(stdout).toMatch(/TypeError: it broke\n +at .*\(?src\/handler\.mjs:4:\d+/);
  });

  it('shows the lines between two times', async () => {
    expect(await tail('--since', '2026-01-01T00:00:00Z', '--until', '2026-01-02')).toEqual([]);
    const { code, stderr } = await run('tail-logs', '--stage', 'dev', '--since', '1m', '--until', '2m');
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--until') });
  });

  it.each([
    [['--status', '7xx'], /404, 5xx or 400-499/],
    [['--since', 'noon'], /30s, 10m, 2h, 1d or 2026-/],
    [['--until', 'noon'], /--until takes/],
    [['--level', 'loud'], /debug, info, warn, error/],
    [['--filter', '{$.status ='], /cannot read the filter pattern[\s\S]*--filter ERROR/],
    [['--key', 'nobody'], /nobody/],
  ])('rejects %j with a hint', async (flags, told) => {
    const { code, stderr } = await run('tail-logs', '--stage', 'dev', '--no-follow', ...flags);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(told);
  });

  it('fails if the stage does not exist', async () => {
    for (const flags of [
      ['--stage', 'other'],
      ['--stage', 'dev', '--region', 'us-east-1'],
    ]) {
      const { code, stderr } = await run('tail-logs', ...flags);
      expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringMatching(/deployed/) });
    }
  });

  it('says that it waits, and ends without a message', async () => {
    const controller = new AbortController();
    const clock = { now: Date.now, sleep: async () => controller.abort() };
    const io = { cwd: dir, env: { AWS_ENDPOINT_URL: cloud.endpoint }, clock, signal: controller.signal };
    const { code, stdout, stderr } = await apikit(['tail-logs', '--stage', 'dev', '--since', '0s'], io);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('Waiting for logs');
  });
});
