/** Runs all cases against a separate embedded cloud and reads the result of each. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/files/package-root.ts';
import { tempDir } from '../helpers/cli.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';
import { type HttpResult, playHttpCases } from './http/run.mjs';

export interface Case {
  readonly id: string;
  readonly title: string;
  /** `recorded: …`, `observed: …`, `documented: …` or `inferred: …` */
  readonly evidence: string;
}

export interface Result {
  readonly id: string;
  readonly group: string;
  readonly evidence: string;
  readonly status: 'pass' | 'fail' | 'skip';
  readonly where?: string;
  readonly lines?: readonly string[];
  readonly reason?: string;
}

const FOLDER = join(packageRoot, 'test', 'parity');
export const CASES = join(FOLDER, 'cases');

/** Returns the cases in the order of the files. */
export function readCases(): Map<string, Case[]> {
  const groups = new Map<string, Case[]>();
  for (const file of readdirSync(CASES).sort()) {
    const cases = JSON.parse(readFileSync(join(CASES, file), 'utf8')) as Case[];
    groups.set(file.replace('.json', ''), cases);
  }
  return groups;
}

export async function playCases(): Promise<Result[]> {
  const cloud = await startTestCloud({ usedAccount: true });
  try {
    const json = join(tempDir(), 'parity.json');
    const invoke = `http://{api}.execute-api.localhost:${cloud.port}/{stage}{path}`;
    const options = ['--endpoint', cloud.endpoint, '--invoke', invoke, '--json', json];
    const child = spawn(process.execPath, [join(FOLDER, 'run.mjs'), ...options], {
      cwd: packageRoot,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const code = await new Promise((resolve) => child.once('exit', resolve));
    if (code !== 0 && code !== 1) throw new Error(`The parity runner ended with ${code}.`);
    return (JSON.parse(readFileSync(json, 'utf8')) as { results: Result[] }).results;
  } finally {
    await cloud.close();
  }
}

/** Runs the cases of HTTP APIs. */
export async function playHttp(): Promise<HttpResult[]> {
  const cloud = await startTestCloud();
  try {
    return await playHttpCases(cloud.endpoint);
  } finally {
    await cloud.close();
  }
}
