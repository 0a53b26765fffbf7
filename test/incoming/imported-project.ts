/** A project that an import has made, deployed to an embedded cloud of its own. */
import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import type { RunningCloud } from '../../src/local/start-cloud.ts';
import { apikit, type CliResult } from '../helpers/cli.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';

export interface ImportedProject {
  readonly cloud: RunningCloud;
  readonly url: string;
  apikit(...argv: string[]): Promise<CliResult>;
  close(): Promise<void>;
}

/** Links this repository's packages instead of an install. Fails the test unless validate and deploy succeed. */
export async function deployImported(dir: string): Promise<ImportedProject> {
  symlinkSync(resolve(import.meta.dirname, '../../node_modules'), join(dir, 'node_modules'));
  const cloud = await startTestCloud();
  const run = (...argv: string[]) => apikit(argv, { cwd: dir, env: { AWS_ENDPOINT_URL: cloud.endpoint } });
  try {
    const { code, stdout, stderr } = await run('validate');
    expect([code, code === 0 ? '' : stdout + stderr]).toEqual([0, '']);
    const deployed = await run('deploy', '--stage', 'local');
    expect([deployed.code, deployed.code === 0 ? '' : deployed.stdout + deployed.stderr]).toEqual([0, '']);
    const { stdout: url } = await run('status', '--stage', 'local', '--output', 'url');
    return { cloud, url: url.trim(), apikit: run, close: () => cloud.close() };
  } catch (error) {
    await cloud.close();
    throw error;
  }
}
