/** Runs the parity cases against the same account and region, with the runner that `npm run parity` uses. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/files/package-root.ts';
import type { Verdict } from './run-probes.ts';
import type { World } from './world.ts';

export interface ParityFinding {
  readonly id: string;
  readonly verdict: Verdict;
  /** The differences, or why nothing could be told. */
  readonly lines?: readonly string[];
}

interface Result {
  readonly id: string;
  readonly status: 'pass' | 'fail' | 'skip';
  readonly lines?: readonly string[];
  readonly reason?: string;
}

const VERDICTS = { pass: 'agree', fail: 'differ', skip: 'could not tell' } as const;

/** The runner's backend on this machine, which an HTTP integration of AWS cannot reach. */
const NEEDS_BACKEND = 'http-integration';

/**
 * `only`: ids, groups and patterns, as the runner accepts them. If the signal is aborted, the runner stops and deletes
 * what its cases have created. Throws if the runner cannot run.
 */
export async function playParity(
  world: World,
  only: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ParityFinding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'apikit-truth-'));
  try {
    const json = join(folder, 'parity.json');
    const { region, endpoint } = world.target;
    const where = endpoint === undefined ? ['--concurrency', '1', '--skip', NEEDS_BACKEND] : against(endpoint);
    const options = ['--region', region, '--json', json, ...where, ...(only === undefined ? [] : ['--only', only])];
    const child = spawn(process.execPath, [join(packageRoot, 'test', 'parity', 'run.mjs'), ...options], {
      cwd: packageRoot,
      env: { ...env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' } as NodeJS.ProcessEnv,
      stdio: ['ignore', 'ignore', 'inherit'],
      // Ctrl-C reaches all processes of the terminal, and the runner treats a second one as "stop at once".
      detached: true,
    });
    const stop = () => void child.kill('SIGINT');
    if (world.signal.aborted) stop();
    world.signal.addEventListener('abort', stop, { once: true });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    world.signal.removeEventListener('abort', stop);
    if (world.signal.aborted) return [];
    if (code !== 0 && code !== 1) throw new Error(`The parity runner ended with ${code}.`);
    return (JSON.parse(readFileSync(json, 'utf8')) as { results: Result[] }).results.map(findingOf);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function against(endpoint: string): string[] {
  const { port } = new URL(endpoint);
  return ['--endpoint', endpoint, '--invoke', `http://{api}.execute-api.localhost:${port}/{stage}{path}`];
}

function findingOf({ id, status, lines, reason }: Result): ParityFinding {
  const told = lines ?? (reason === undefined ? undefined : [reason]);
  return { id, verdict: VERDICTS[status], ...(told && { lines: told }) };
}
