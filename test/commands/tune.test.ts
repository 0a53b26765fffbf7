/** `apikit tune`: measures a copy of the function, shows and applies the best size, and leaves nothing behind. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateFunctionCommand, GetFunctionConfigurationCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { zip } from '../../src/bundle/contents/zip.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

interface Tuned {
  present: number;
  best: number;
  operations: string[];
  sizes: { memory: number; warm: number; cold: number; usd: number }[];
  skipped: { operationId: string; why: string }[];
  failed: { memory: number; why: string }[];
  page: string | null;
  applied: string | null;
}

const stage = ['--stage', 'dev'];
let project: Project;
let clients: Clients;

beforeAll(async () => {
  // The second example of AWS Lambda Power Tuning.
  const callDuration = (memory: number) => Math.max(300, (2_400 * 128) / memory);
  project = await startSmallProject([], { callDuration });
  clients = clientsOf(project);
  await project.json(['deploy', ...stage, '--yes']);
});
afterAll(async () => {
  clients.destroy();
  await project.close();
});

const functions = async () => {
  const { Functions = [] } = await (await clients.lambda()).send(new ListFunctionsCommand({}));
  return Functions.map(({ FunctionName, MemorySize }) => `${FunctionName} ${MemorySize}`);
};

it.each([
  [['--sizes', '64,128'], /--sizes takes sizes from 128 to 10240 MB, not "64"/],
  [['--sizes', '512'], /at least two sizes/],
  [['--operation', 'nothing'], /The contract has no operation "nothing"/],
  [['--confirm', 'prod'], /--confirm is "prod", but the stage is "dev"/],
])('tune refuses %j', async (flags, message) => {
  const { code, stderr } = await project.apikit(['tune', ...stage, ...flags]);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
});

it('tune never calls a protected stage unasked', async () => {
  project.edit('apikit.yaml', (text) => text.replace(/^stages:\n/m, 'stages:\n  live: { protected: true }\n'));
  const { code, stderr } = await project.apikit(['tune', '--stage', 'live']);
  expect(code).toBe(2);
  expect(stderr).toContain('--confirm live');
  project.edit('apikit.yaml', (text) => text.replace('  live: { protected: true }\n', ''));
});

describe('tune', () => {
  it('finds the size from which on a call is not cheaper, and tells cold calls apart', async () => {
    const before = await functions();
    const html = join(project.dir, 'sizes.html');
    const tuned = await project.json<Tuned>([
      'tune',
      ...stage,
      '--sizes',
      '1024,128,2048',
      '--goal',
      'cost',
      '--html',
      html,
    ]);
    expect(tuned.sizes.map(({ memory, warm }) => [memory, warm])).toEqual([
      [128, 2_400],
      [1_024, 300],
      [2_048, 300],
    ]);
    const [small, middle, large] = tuned.sizes;
    expect(middle?.usd).toBeCloseTo(small!.usd, 6);
    expect(large?.usd).toBeCloseTo(2 * small!.usd, 6);
    expect(tuned.sizes.every(({ cold, warm }) => cold > warm)).toBe(true);
    expect(tuned).toMatchObject({
      best: 1_024,
      present: 512,
      operations: ['getHealth', 'sayHello'],
      page: html,
      applied: null,
    });
    expect(readFileSync(html, 'utf8')).toContain('a million calls');
    expect(await functions()).toEqual(before);
  });

  it('shows bars that fit into 80 columns, and the next step', async () => {
    const { code, stdout, stderr } = await project.apikit(['tune', ...stage, '--sizes', '128,1024']);
    expect(code, stderr).toBe(0);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(stdout).toContain('128 MB');
    expect(stdout).toContain('2400 ms');
    expect(stdout).toContain('Best for cost and speed together: 1024 MB instead of 512 MB.');
    expect(stderr).toContain('To use it, write memory: 1024 under function in apikit.yaml.');
  });

  it('writes the choice into apikit.yaml and keeps the comments', async () => {
    project.edit('apikit.yaml', (text) => text.replace('memory: 512', 'memory: 512 # measured last year,'));
    const { applied } = await project.json<Tuned>(['tune', ...stage, '--sizes', '512,1024', '--apply']);
    expect(applied).toBe('function.memory');
    expect(project.read('apikit.yaml')).toContain('  memory: 1024 # measured last year,');
    const plan = await project.json<{ changes: { resource: string }[] }>(['plan', ...stage]);
    expect(plan.changes.map(({ resource }) => resource)).toContain('function');
  });

  it('never takes a size for the best with which the handler answers errors', async () => {
    const size = 'process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE';
    const text = `export const getHealth = async () => {
      if (${size} === '128') throw new Error('too small');
      return { status: 200, body: { status: 'ok' } };
    };`;
    project.edit('src/operations/getHealth.ts', () => text);
    await project.json(['deploy', ...stage, '--yes']);
    const { best, failed } = await project.json<Tuned>(['tune', ...stage, '--sizes', '128,512', '--goal', 'cost']);
    expect(failed).toEqual([{ memory: 128, why: 'a call answered 500' }]);
    expect(best).toBe(512);
  });

  it('replaces the copy that a killed run left behind, and destroy deletes it', async () => {
    const lambda = await clients.lambda();
    const live = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'items-api-dev' }));
    const code = await zip([{ path: 'index.mjs', contents: Buffer.from('export const handler = async () => ({});') }]);
    const left = () =>
      lambda.send(
        new CreateFunctionCommand({
          FunctionName: 'items-api-dev-tune',
          Role: live.Role,
          Runtime: live.Runtime,
          Handler: 'index.handler',
          Code: { ZipFile: code },
          Tags: { 'apikit:app': 'items-api', 'apikit:stage': 'dev' },
        }),
      );
    await left();
    await project.json<Tuned>(['tune', ...stage, '--sizes', '128,256']);
    expect((await functions()).map((name) => name.split(' ')[0])).not.toContain('items-api-dev-tune');
    await left();
    expect((await project.apikit(['destroy', ...stage, '--yes', '--delete-data'])).code).toBe(0);
    expect(await functions()).toEqual([]);
  });
});
