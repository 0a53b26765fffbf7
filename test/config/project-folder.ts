/** Temporary folders with an `apikit.yaml`, removed when the test is over. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { LoadOptions } from '../../src/config/load-config.ts';
import { loadProject } from '../../src/config/load-config.ts';
import { type Problem, ProblemsError } from '../../src/config/problem.ts';

export async function projectFolder(yaml?: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'apikit-config-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'src'));
  if (yaml !== undefined) await writeFile(join(folder, 'apikit.yaml'), yaml);
  return folder;
}

/** Loads `yaml` as a project. */
export async function load(yaml: string, options?: LoadOptions) {
  return loadProject(await projectFolder(yaml), options);
}

/** The problems of a file that must be refused. */
export async function refusal(yaml: string, options?: LoadOptions): Promise<ProblemsError> {
  const error = await load(yaml, options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ProblemsError) return error;
  throw new Error(`expected a refusal, got ${String(error)}`);
}

/** `line:column message fix`, one a problem. */
export function said(problems: readonly Problem[]): string[] {
  return problems.map(({ line, column, message, fix }) => `${line}:${column} ${message} ${fix}`.trim());
}
