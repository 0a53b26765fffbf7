/**
 * A process of this machine's python3 that loads a handler once (`bundle/start/process/start.py`): without a network,
 * without this machine's environment and so without credentials, and for a limited time.
 */
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../files/package-root.ts';
import type { ZipEntry } from '../contents/zip.ts';
import { passedEnvironment, START_LIMIT, type Unfinished } from './start-process.ts';
import { withUnpackedFolder } from './unpack-entries.ts';

/** The error that was raised while the handler was loaded. */
export interface PythonStartError {
  name: string;
  message: string;
  /** The imported module, for an `ImportError`. */
  module: string | null;
  /** The file that the error is about. */
  path: string | null;
  /** The handler's stack frames, the innermost last. Files are relative to the zip. */
  frames: readonly { file: string; line: number; text: string }[];
  /** Whether the code used the network before. */
  network: boolean;
}

export type PythonStartReport =
  /**
   * The kind of the handler: `function`, one that Lambda cannot call, or the name of its type. With the version of
   * python3.
   */
  { started: string; version: PythonVersion } | { failed: PythonStartError; version: PythonVersion } | Unfinished;

export type PythonVersion = readonly [major: number, minor: number];

interface PythonStart {
  readonly entries: readonly ZipEntry[];
  /** For example `lambda_function.lambda_handler`. */
  readonly handler: string;
  /** The environment variables of the function. */
  readonly variables: Readonly<Record<string, string>>;
  /** The environment variables of this machine. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

const SCRIPT = join(packageRoot, 'src', 'bundle', 'start', 'process', 'start.py');

/** Returns the report and the folder of the code, or `undefined` if there is no python3. */
export function startPython(start: PythonStart): Promise<(PythonStartReport & { folder: string }) | undefined> {
  return withUnpackedFolder(start.entries, async (folder) => {
    const report = await run(start, folder);
    return report && { ...report, folder };
  });
}

function run({ handler, variables, env }: PythonStart, folder: string): Promise<PythonStartReport | undefined> {
  return new Promise((resolve) => {
    // The isolated mode leaves out packages that are installed for one user, as in Lambda.
    const python = spawn('python3', ['-I', '-B', '-W', 'ignore', SCRIPT], {
      cwd: tmpdir(),
      env: passedEnvironment(env),
      stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
    });
    const timer = setTimeout(() => {
      resolve({ slow: START_LIMIT });
      python.kill('SIGKILL');
    }, START_LIMIT);
    let answer = '';
    python.stdio[3]!.on('data', (chunk: Buffer) => {
      answer += chunk.toString('utf8');
    });
    python.on('error', () => resolve(undefined));
    python.on('close', (code) => {
      clearTimeout(timer);
      resolve(answer === '' ? { exited: code ?? 1 } : (JSON.parse(answer) as PythonStartReport));
    });
    // A process that ends early does not read its input.
    python.stdin!.on('error', () => {});
    python.stdin!.end(JSON.stringify({ folder, handler, env: variables }));
  });
}
