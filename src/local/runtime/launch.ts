/** Starts the process of a worker: the interpreter, its bootstrap, Lambda's environment, no shell. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../package-root.ts';
import { findInterpreter } from '../services/lambda/interpreter.ts';
import type { FunctionSettings } from '../services/lambda/model.ts';
import { languageOf } from '../services/lambda/runtimes.ts';
import { watchGroup } from './watchdog.ts';

export const bootstrapFolder = join(packageRoot, 'src', 'local', 'runtime', 'bootstrap');

/** Share of the memory size that Lambda leaves to V8's old space. */
const HEAP_SHARE = 0.9;

/**
 * MB of each half of V8's young space, a quarter of its own choice: a process takes a third less memory in all, and short
 * calls leave little behind that would have to be copied more often.
 */
const YOUNG_SPACE = 4;

/**
 * stdio: nothing in; stdout, stderr and the log descriptor as pipes; for Node.js a line to the Runtime API too, which is
 * quicker than TCP by a tenth of a short call. The process leads its own group, so that what it
 * starts ends with it, and it never keeps the cloud's process alive. The last argument says whose code it runs.
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

/** Ends the process and everything that it started. The cloud's process stays until it is gone. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
