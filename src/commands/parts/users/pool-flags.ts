/** The common part of the `apikit users` commands: the pool and the password. */
import { randomInt } from 'node:crypto';
import { LOCAL_STAGE, type StageConfig } from '../../../config/config.ts';
import type { Context } from '../../../context.ts';
import { usageError } from '../../../errors.ts';
import type { Option } from '../../../flags/option.ts';

export const POOL_OPTION = {
  flags: '--pool <name>',
  description: 'user pool of apikit.yaml (default: the only one)',
} as const satisfies Option;
export const PASSWORD_OPTION = {
  flags: '--password-stdin',
  description: 'read the password from standard input',
} as const satisfies Option;

export function choosePool({ userPools, stage }: StageConfig, given: string | undefined): string {
  const pools = Object.keys(userPools);
  const known = pools.length > 0 ? `This stage has ${pools.join(', ')}.` : `Stage ${stage} has none under userPools.`;
  if (given !== undefined) {
    if (pools.includes(given)) return given;
    throw usageError(`There is no user pool "${given}".`, known);
  }
  if (pools.length === 1) return pools[0]!;
  if (pools.length === 0) throw usageError('There is no user pool.', `${known} Declare one in apikit.yaml and deploy.`);
  throw usageError('No user pool is given.', `Pass --pool <name>. ${known}`);
}

/** Reads one line. A password on the command line would be in the shell's history and in the list of processes. */
export async function readPassword({ io }: Context): Promise<string> {
  let text = '';
  for await (const chunk of io.stdin) text += String(chunk);
  const [line = ''] = text.split(/\r?\n/);
  if (line === '')
    throw usageError(
      'Standard input has no password.',
      'For example: apikit users token ada --password-stdin --stage dev < file',
    );
  return line;
}

/**
 * The password of users in the local cloud without one of their own. It is the same for all, because no one else can
 * reach that cloud.
 */
export function localPassword({ userPools }: StageConfig, pool: string): string {
  return 'Local-1'.padEnd(userPools[pool]?.passwordPolicy.length ?? 0, '.');
}

export function isLocal({ stage }: StageConfig): boolean {
  return stage === LOCAL_STAGE;
}

const ALPHABETS = ['abcdefghijkmnopqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '-_.!'];

/** The password has characters of every type that a policy can require. */
export function generatePassword(length: number): string {
  const all = ALPHABETS.join('');
  const pick = (from: string) => from[randomInt(from.length)]!;
  const letters = [...ALPHABETS.map(pick), ...Array.from({ length: Math.max(20, length) - 4 }, () => pick(all))];
  for (let i = letters.length - 1; i > 0; i -= 1) {
    const j = randomInt(i + 1);
    [letters[i], letters[j]] = [letters[j]!, letters[i]!];
  }
  return letters.join('');
}
