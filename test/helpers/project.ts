/** A scaffolded project with its own embedded cloud, used through the CLI in-process. */
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RunningCloud, StartOptions } from '../../src/local/start-cloud.ts';
import type { Io } from '../../src/ui/io.ts';
import { apikit, type CliResult, tempDir } from './cli.ts';
import { startTestCloud } from './test-cloud.ts';

export interface Project {
  readonly dir: string;
  readonly cloud: RunningCloud;
  /** Runs apikit in the project's folder against its cloud. */
  apikit(argv: readonly string[], overrides?: Partial<Io>): Promise<CliResult>;
  /** The same, with `--json`; throws the text of stderr if it fails. */
  json<T = Record<string, unknown>>(argv: readonly string[]): Promise<T>;
  read(file: string): string;
  edit(file: string, change: (text: string) => string): void;
  /** Writes functions for the operations with these ids, which the contract must have as well. */
  answer(...operationIds: string[]): void;
  close(): Promise<void>;
}

/** Creates the template's files without an install: it links this repository's packages instead. */
export async function scaffold(flags: readonly string[] = []): Promise<string> {
  const dir = join(tempDir(), 'items-api');
  const { code, stderr } = await apikit(['init', dir, '--yes', '--no-install', ...flags]);
  if (code !== 0) throw new Error(stderr);
  symlinkSync(resolve(import.meta.dirname, '../../node_modules'), join(dir, 'node_modules'));
  return dir;
}

/**
 * Creates the same resources with code that needs no SDK, for tests that are not about the code: bundling and starting
 * the code of `scaffold` takes longer than the rest of a deploy.
 */
export async function scaffoldSmall(flags: readonly string[] = []): Promise<string> {
  const dir = await scaffold(['--template', 'hello', ...flags]);
  const config = join(dir, 'apikit.yaml');
  writeFileSync(
    config,
    readFileSync(config, 'utf8').replace(/^usagePlans:$/m, 'tables:\n  items: { key: id }\n\nusagePlans:'),
  );
  return dir;
}

type CloudOptions = Omit<StartOptions, 'port'>;

export async function startProject(flags: readonly string[] = [], options: CloudOptions = {}): Promise<Project> {
  return projectOf(...(await Promise.all([scaffold(flags), startTestCloud(options)])));
}

/** Starts a project that `scaffoldSmall` creates. */
export async function startSmallProject(flags: readonly string[] = [], options: CloudOptions = {}): Promise<Project> {
  return projectOf(...(await Promise.all([scaffoldSmall(flags), startTestCloud(options)])));
}

function projectOf(dir: string, cloud: RunningCloud): Project {
  const env = { AWS_ENDPOINT_URL: cloud.endpoint };
  const run: Project['apikit'] = (argv, overrides = {}) =>
    apikit(argv, { cwd: dir, ...overrides, env: { ...env, ...overrides.env } });
  return {
    dir,
    cloud,
    apikit: run,
    async json<T>(argv: readonly string[]): Promise<T> {
      const result = await run([...argv, '--json']);
      if (result.code !== 0) throw new Error(`apikit ${argv.join(' ')} ended with ${result.code}: ${result.stderr}`);
      return result.json<T>();
    },
    read: (file) => readFileSync(join(dir, file), 'utf8'),
    edit: (file, change) => writeFileSync(join(dir, file), change(readFileSync(join(dir, file), 'utf8'))),
    answer(...operationIds) {
      for (const id of operationIds) {
        const text = `export const ${id} = async () => ({ status: 200, body: {} });\n`;
        writeFileSync(join(dir, `src/operations/${id}.ts`), text);
      }
    },
    close: () => cloud.close(),
  };
}
