/** The common part of commands that change a stage: `--wait`, and the lock itself. */
import type { Context, Target } from '../../../context.ts';
import { usageError } from '../../../errors.ts';
import type { CommonFlags } from '../../../flags/common-flags.ts';
import type { LockedWork, LockParts } from '../../../stage/lock/with-lock.ts';
import { parseDuration } from '../../../text/duration.ts';

const DEFAULT_WAIT = '10m';

/** In ms; 0 without `--wait`. */
export function waitTime({ wait }: Pick<CommonFlags, 'wait'>): number {
  if (wait === undefined) return 0;
  const text = wait === true ? DEFAULT_WAIT : wait;
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined) throw usageError(`--wait takes a duration such as 30s, 10m or 2h, not "${text}".`);
  return milliseconds;
}

export async function withStageLock<T>(
  { clients, config, caller }: Target,
  context: Context,
  work: Omit<LockedWork<T>, 'wait'>,
): Promise<T> {
  const { withLock } = await import('../../../stage/lock/with-lock.ts');
  const { clock, signal, env } = context.io;
  const { note, warn } = context.report;
  const parts: LockParts = { clients, config, caller, env, clock, signal, note, warn };
  return await withLock(parts, { ...work, wait: waitTime(context.flags) });
}
