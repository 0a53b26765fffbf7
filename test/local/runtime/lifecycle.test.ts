import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../../src/files/package-root.ts';
import { codeFolder } from '../../../src/files/private-folder.ts';
import { startLambdaCloud } from '../lambda/lambda-cloud.ts';

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const folder = join(packageRoot, 'node_modules', '.cache', `apikit-orphans-${process.pid}`);
const program = join(folder, 'cloud.mjs');

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [join(import.meta.dirname, 'orphan-cloud.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts the program; resolves with its process and the pids that it prints. */
async function startProgram(...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const line = await new Promise<string>((resolve) => child.stdout.once('data', (data) => resolve(String(data))));
  return { child, exited, pids: JSON.parse(line) as number[] };
}

it('leaves no process behind when the cloud is killed', async () => {
  const { child, exited, pids } = await startProgram();
  expect(pids.map(isAlive)).toEqual([true, true]);
  child.kill('SIGKILL');
  await exited;
  await expect.poll(() => pids.map(isAlive), { timeout: 60_000 }).toEqual([false, false]);
});

it('ends every process gracefully when the cloud is closed', async () => {
  const { exited, pids } = await startProgram('close');
  expect(await exited).toBe(0);
  expect(pids.map(isAlive)).toEqual([false, false]);
});

it('deletes unpacked code when it closes, and leftovers of killed clouds when it starts', async () => {
  const { child, exited, pids } = await startProgram('loop');
  const left = () => readdirSync(codeFolder(process.env)!).filter((name) => name.startsWith(`code-${child.pid}-`));
  expect(left()).toHaveLength(1);
  child.kill('SIGKILL');
  await exited;
  const cloud = await startLambdaCloud();
  await cloud.create('any', 'export const handler = async () => process.env.LAMBDA_TASK_ROOT;');
  const { payload } = await cloud.invoke('any');
  expect(left()).toHaveLength(0);
  // The function that waited, the one that never ends, and the program that it started.
  await expect.poll(() => pids.map(isAlive), { timeout: 60_000 }).toEqual([false, false, false]);
  await cloud.close();
  expect(existsSync(String(payload))).toBe(false);
});
