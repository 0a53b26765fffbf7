/** Embedded clouds as separate processes, started and stopped by the CLI as a user does. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { apikit, SELF, tempDir } from './cli.ts';

export interface LocalCloud {
  readonly endpoint: string;
  readonly pid: number;
  readonly dataDir: string;
}

export interface ForegroundCloud extends LocalCloud {
  /** Sends a signal; resolves when the process has ended, with its exit code or the signal that ended it. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>;
}

function checkBuilt(): void {
  if (!existsSync(SELF[1])) throw new Error('This test runs the built program: npm run build');
}

/** Runs `local start`, in a new folder unless one is given. Throws the text of stderr. */
export async function startLocalCloud(dataDir: string = tempDir(), ...flags: string[]): Promise<LocalCloud> {
  checkBuilt();
  const { code, stderr, json } = await apikit(['local', 'start', '--data', dataDir, '--json', ...flags]);
  if (code !== 0) throw new Error(stderr);
  return json<LocalCloud & Record<string, unknown>>();
}

export async function stopLocalCloud(dataDir: string): Promise<void> {
  const { code, stderr } = await apikit(['local', 'stop', '--data', dataDir]);
  if (code !== 0) throw new Error(stderr);
}

/** Runs `local start --foreground` as a child of this process; resolves when it listens. */
export async function startInForeground(dataDir: string = tempDir(), ...flags: string[]): Promise<ForegroundCloud> {
  checkBuilt();
  mkdirSync(dataDir, { recursive: true });
  const argv = [SELF[1], 'local', 'start', '--foreground', '--json', '--data', dataDir, ...flags];
  const child: ChildProcess = spawn(SELF[0], argv, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | NodeJS.Signals>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal!)),
  );
  let printed = '';
  for await (const line of createInterface({ input: child.stdout! })) {
    printed += line;
    if (line === '}') break;
  }
  return {
    ...(JSON.parse(printed) as LocalCloud),
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
