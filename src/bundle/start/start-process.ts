/**
 * A process that loads a bundle once, as Lambda does at a start (`bundle/start/process/start.mjs`): without a network,
 * without this machine's environment and so without credentials, and for a limited time. It can start before the bundle
 * exists.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../files/package-root.ts';
import type { ZipEntry } from '../contents/zip.ts';
import { withUnpackedFolder } from './unpack-entries.ts';

/** The error that was thrown while the bundle was loaded. */
export interface StartError {
  name: string;
  code?: string;
  path?: string;
  message: string;
  stack: string;
}

/** The process ended itself with this exit code, or exceeded this time in ms. */
export type Unfinished = { exited: number } | { slow: number };

export type StartReport =
  /** The `typeof` of `handler`, and the number of its parameters. */
  { started: string; parameters?: number } | { failed: StartError } | Unfinished;

export interface StartProcess {
  /** May be called once. Returns the report, and the folder of the bundle, which is already deleted. */
  start(entries: readonly ZipEntry[], env: Readonly<Record<string, string>>): Promise<StartReport & { folder: string }>;
  end(): void;
}

/** Lambda's limit for a start, in ms. */
export const START_LIMIT = 10_000;

/** The size of V8's old space in MB. */
const HEAP = 512;

const SCRIPT = join(packageRoot, 'src', 'bundle', 'start', 'process', 'start.mjs');

/** The variables that programs need to find themselves. None identifies the user. */
const PASSED_ON = ['PATH', 'SystemRoot', 'TMPDIR', 'TEMP'];

export function passedEnvironment(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]] as const])),
  );
}

export function startProcess(environment: Readonly<Record<string, string | undefined>>): StartProcess {
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP}`, SCRIPT], {
    cwd: tmpdir(),
    env: passedEnvironment(environment),
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // The process may wait for a bundle that never comes.
  child.unref();
  child.channel?.unref();
  const failure = new Promise<never>((_resolve, reject) => child.once('error', reject));
  failure.catch(() => {});
  return {
    async start(entries, variables) {
      try {
        return await withUnpackedFolder(withManifest(entries), async (folder) => {
          return { ...(await Promise.race([reportOf(child, { folder, env: variables }), failure])), folder };
        });
      } finally {
        child.kill('SIGKILL');
      }
    },
    end: () => void child.kill('SIGKILL'),
  };
}

/** Stops Node's search for the module's package, so that a package.json in a folder above has no effect. */
function withManifest(entries: readonly ZipEntry[]): readonly ZipEntry[] {
  if (entries.some(({ path }) => path === 'package.json')) return entries;
  return [...entries, { path: 'package.json', contents: Buffer.from('{}\n') }];
}

async function reportOf(child: ChildProcess, work: object): Promise<StartReport> {
  child.ref();
  child.channel?.ref();
  return await new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ slow: START_LIMIT }), START_LIMIT);
    const answer = (report: StartReport) => {
      clearTimeout(timer);
      resolve(report);
    };
    child.once('message', (report) => answer(report as StartReport));
    child.once('exit', (code) => answer({ exited: code ?? 1 }));
    child.send(work, () => {});
  });
}
