/** The facts that `doctor` finds out about this computer. Makes no AWS calls. */
import { spawn } from 'node:child_process';
import type { Clients } from '../../aws/sdk/clients.ts';
import type { Machine } from '../../doctor/facts.ts';
import { ApikitError } from '../../errors.ts';
import { partitionOf } from '../../naming/regions.ts';
import { proxyFor } from '../../proxy/proxy-choice.ts';

export interface MachineParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: number;
  readonly region: Machine['region'];
  /** Absent if apikit could not call AWS. */
  readonly clients?: Pick<Clients, 'serverTime'>;
  readonly caller?: string;
  readonly endpoint?: string;
  readonly unreachable?: ApikitError;
}

export function machineFacts(parts: MachineParts): Machine {
  const { env, now, region, clients, caller, endpoint, unreachable } = parts;
  const time = clients?.serverTime.at(now);
  return {
    now,
    node: process.version,
    proxy: proxyOf(env, region.used),
    ...(endpoint !== undefined && { endpoint }),
    ...(caller !== undefined && { caller }),
    ...(unreachable && {
      unreachable: {
        code: unreachable.code,
        message: unreachable.message,
        ...(unreachable.hint !== undefined && { hint: unreachable.hint }),
      },
    }),
    ...(time && { ahead: now - (time.earliest + time.latest) / 2 }),
    region,
    python: () => pythonHere(env),
  };
}

/** The proxy for an address of AWS, without a password. */
function proxyOf(env: MachineParts['env'], region = 'us-east-1'): Machine['proxy'] {
  try {
    const proxy = proxyFor(new URL(`https://sts.${region}.${partitionOf(region).dnsSuffix}`), env);
    return proxy ? { address: `${proxy.protocol}//${proxy.host}` } : {};
  } catch (error) {
    if (error instanceof ApikitError) return { fault: error.message };
    throw error;
  }
}

const SAY = 'import sys; print("%d.%d" % sys.version_info[:2])';

function pythonHere(env: MachineParts['env']): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn('python3', ['-c', SAY], {
      env: { PATH: env.PATH ?? process.env.PATH },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => resolve(code === 0 ? output.trim() : undefined));
  });
}
