/** The built program as a separate process, for tests that need signals, pipes, an environment or a terminal. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { SELF, tempDir } from './cli.ts';

export interface Finished {
  /** 128 + signal if a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliProcess {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Resolves when stderr has the text; rejects if the process ends before. */
  said(words: RegExp): Promise<void>;
}

interface Surroundings {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** `pipe`: the test writes to `child.stdin`. */
  readonly stdin?: 'pipe';
}

/** The environment without AWS settings of this machine, except those in `env`. */
export function environment(env: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: tempDir(),
    TMPDIR: tmpdir(),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    ...env,
  };
}

export function startApikit(argv: readonly string[], { cwd, env = {}, stdin }: Surroundings): CliProcess {
  if (!existsSync(SELF[1])) throw new Error('This test runs the built program: npm run build');
  const stdio = [stdin ?? 'ignore', 'pipe', 'pipe'] as const;
  return watch(spawn(SELF[0], [SELF[1], ...argv], { cwd, env: environment(env), stdio: [...stdio] }));
}

export interface Terminal extends CliProcess {
  /** Keys, as the terminal would send them: `\r`, `\x03`. */
  type(keys: string): void;
}

/** The reason why there is no terminal to test with; `undefined` if there is one. */
export const noTerminal: string | undefined = (() => {
  try {
    const version = execFileSync('script', ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return version.includes('util-linux') ? undefined : 'script is not that of util-linux';
  } catch {
    return 'there is no script from util-linux here';
  }
})();

/**
 * Starts the program on a pseudo-terminal that util-linux's `script` creates. Both streams arrive together, as
 * `stderr`. 0 columns is the size that a terminal without a known size reports.
 */
export function startInTerminal(argv: readonly string[], columns: number, { cwd, env = {} }: Surroundings): Terminal {
  const quoted = [SELF[0], SELF[1], ...argv].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const command = `stty cols ${columns} rows 40; exec ${quoted}`;
  const child = spawn('script', ['-qefc', command, '/dev/null'], {
    cwd,
    env: environment({ TERM: 'xterm-256color', SHELL: '/bin/sh', ...env }),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  return { ...watch(child, child.stdout), type: (keys) => void child.stdin.write(keys) };
}

function watch(child: ChildProcess, narration = child.stderr): CliProcess {
  const printed = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  narration?.on('data', (text: Buffer) => {
    printed.stderr += text.toString();
    for (const look of waiting) look();
  });
  if (narration !== child.stdout) child.stdout?.on('data', (text: Buffer) => (printed.stdout += text.toString()));
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: code ?? (signal === 'SIGKILL' ? 137 : 128), ...printed }));
  });
  return {
    child,
    finished,
    said: (words) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!words.test(printed.stderr)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        finished.then(() => reject(new Error(`It never said ${words}, but: ${printed.stderr}`)), reject);
      }),
  };
}
