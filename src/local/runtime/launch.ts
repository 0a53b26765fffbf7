/** Starts the process of a worker: interpreter, bootstrap and Lambda's environment, without a shell. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../files/package-root.ts';
import { findInterpreter } from '../state/functions/interpreter.ts';
import type { FunctionSettings } from '../state/functions/model.ts';
import { languageOf } from '../state/functions/runtimes.ts';
import { watchGroup } from './watchdog.ts';

export const bootstrapFolder = join(packageRoot, 'src', 'local', 'runtime', 'bootstrap');

/** The share of the memory size that Lambda gives to V8's old space. */
const HEAP_SHARE = 0.9;

/**
 * MB of each half of V8's young space, a quarter of V8's default. A process then needs a third less memory, and short
 * calls leave little garbage that would be copied more often.
 */
const YOUNG_SPACE = 4;

/**
 * The process has no stdin; stdout, stderr and the log descriptor are pipes. Node.js also gets a socket to the Runtime
 * API, which saves a tenth of a short call compared with TCP. The process leads its own group, so that its children end
 * with it, and it never keeps the cloud's process alive. The last argument identifies the code that it runs.
 */
export function launch(settings: FunctionSettings, taskRoot: string, env: Record<string, string>): ChildProcess {
  const language = languageOf(settings.runtime);
  const interpreter = findInterpreter(language);
  if (interpreter === undefined) throw new Error(`python3 is no longer on this machine's PATH`);
  const heap = Math.floor(settings.memorySize * HEAP_SHARE);
  const args =
    language === 'nodejs'
      ? [
          `--max-old-space-size=${heap}`,
          `--max-semi-space-size=${YOUNG_SPACE}`,
          join(bootstrapFolder, 'node.mjs'),
          taskRoot,
        ]
      : ['-u', '-B', '-s', join(bootstrapFolder, 'python.py'), taskRoot];
  const child = spawn(interpreter, args, {
    cwd: taskRoot,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', language === 'nodejs' ? 'pipe' : 'ignore'],
    detached: true,
  });
  child.unref();
  watchGroup(child);
  for (const stream of child.stdio) (stream as unknown as { unref?(): void } | null)?.unref?.();
  return child;
}

/** Ends the process and everything that it started. The cloud's process stays alive until then. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
