/**
 * The lock of older versions of apikit, which had no lock table: the parameter `/apikit/<app>/<stage>/lock` in
 * Parameter Store, whose versions are a log of claims, renewals, releases and unlocks (docs/adr/0005-the-lock.md).
 * apikit reads, respects and removes it, and no longer writes it.
 */
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { Clock } from '../../clock.ts';
import type { Right } from '../../engine/rights.ts';
import { parameterArn } from '../../naming/arns.ts';
import type { StageIdentity } from '../../naming/names.ts';
import { isAwsError, undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import { retry } from '../sdk/retry.ts';
import { searchOrSkip, type Unsearched, unsearchedLine } from '../sdk/unsearched.ts';
import { type Hold, type Holder, LEASE } from './lock-item.ts';

export interface FormerLock {
  /** The holder, if there is one. `none` if the parameter does not exist. */
  read(): Promise<{ readonly hold?: Hold } | 'none'>;
  /** A parameter that does not exist is not an error. */
  remove(): Promise<void>;
}

/** The permissions that these calls need. */
export const FORMER_LOCK_RIGHTS: readonly Right[] = [
  {
    actions: ['ssm:GetParameterHistory', 'ssm:DeleteParameter'],
    on: (scope) => [parameterArn(scope, formerLockName(scope))],
  },
];

export function formerLockName({ app, stage }: StageIdentity): string {
  return `/apikit/${app}/${stage}/lock`;
}

/** The entries of one page. AWS allows no more. */
const PAGE = 50;
/** Milliseconds. "There are concurrent updates for a resource that supports one update at a time." */
const UPDATE_PATIENCE = 60_000;

interface Surroundings {
  readonly clock: Clock;
  /** Called if these credentials may not read the parameter, or may not remove it. */
  readonly warn: (text: string) => void;
}

/**
 * A role for a version of apikit with the lock table may have no permissions on Parameter Store. That must not stop its
 * work.
 */
export function formerLock(
  connect: () => Promise<Pick<SSMClient, 'send'>>,
  stage: StageIdentity,
  { clock, warn }: Surroundings,
): FormerLock {
  const Name = formerLockName(stage);
  async function bearingRefusal<T>(call: () => Promise<T>): Promise<T | undefined> {
    const unsearched: Unsearched[] = [];
    const what = `the parameter ${Name}, in which older versions of apikit kept the lock`;
    const answer = await searchOrSkip(what, unsearched, undefined, call);
    for (const each of unsearched) warn(unsearchedLine(each));
    return answer;
  }

  async function remove(client: Pick<SSMClient, 'send'>): Promise<void> {
    const patience = { what: `remove the parameter ${Name}`, within: UPDATE_PATIENCE, clock };
    const hint = 'It is the lock of an older apikit. Remove it in Parameter Store when no such apikit runs.';
    const retryable = (error: unknown) => isAwsError(error, 'TooManyUpdates');
    const { DeleteParameterCommand } = await import('@aws-sdk/client-ssm');
    await retry({ ...patience, hint, retryable }, () =>
      undefinedIfNotFound(client.send(new DeleteParameterCommand({ Name }))),
    );
  }

  return {
    async read() {
      const log = await bearingRefusal(async () => await versionsOf(await connect(), Name));
      if (!log) return 'none';
      const hold = currentHold(log);
      return hold ? { hold } : {};
    },
    async remove() {
      await bearingRefusal(async () => await remove(await connect()));
    },
  };
}

/** Returns `undefined` if the parameter does not exist. */
async function versionsOf(client: Pick<SSMClient, 'send'>, Name: string): Promise<Version[] | undefined> {
  const log: Version[] = [];
  let NextToken: string | undefined;
  const { GetParameterHistoryCommand } = await import('@aws-sdk/client-ssm');
  do {
    const page = await undefinedIfNotFound(
      client.send(new GetParameterHistoryCommand({ Name, MaxResults: PAGE, NextToken })),
    );
    if (!page) return undefined;
    log.push(...(page.Parameters ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return log;
}

interface Version {
  readonly Version?: number | undefined;
  readonly Value?: string | undefined;
  /** By AWS's clock. */
  readonly LastModifiedDate?: Date | undefined;
}

/**
 * A claim takes the lock if nobody holds it or the lease has expired, a renewal extends the hold that it names, and a
 * release or unlock ends it. AWS keeps only the last hundred versions, so the beginning of a hold may be missing. The
 * latest renewal counts then.
 */
function currentHold(log: readonly Version[]): Hold | undefined {
  const ordered = [...log].sort((a, b) => (a.Version ?? 0) - (b.Version ?? 0));
  let hold: Hold | undefined;
  let settled = ordered[0]?.Version === 1;
  for (const { Value, LastModifiedDate } of ordered) {
    const entry = parseEntry(Value);
    if (!entry) continue;
    const at = LastModifiedDate?.getTime() ?? 0;
    const own = hold?.id === entry.id;
    const over = hold !== undefined && at >= hold.expires;
    if (entry.entry === 'release' || entry.entry === 'unlock') {
      if (own || !settled) [hold, settled] = [undefined, true];
    } else if (own || (entry.entry === 'renewal' ? !settled : !hold || over)) {
      hold = { id: entry.id, holder: entry.holder, expires: at + LEASE };
      settled ||= over && !own;
    }
  }
  return hold;
}

interface Entry {
  readonly entry: 'claim' | 'renewal' | 'release' | 'unlock';
  readonly id: string;
  readonly holder: Holder;
}

/** Returns `undefined` for an entry that apikit did not write. It has no effect. */
function parseEntry(text = ''): Entry | undefined {
  let value: Partial<Record<keyof Holder | 'entry' | 'id', unknown>> | null;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || typeof value.id !== 'string') return undefined;
  const { entry, id } = value;
  if (entry !== 'claim' && entry !== 'renewal' && entry !== 'release' && entry !== 'unlock') return undefined;
  const field = (name: keyof Holder) => (typeof value[name] === 'string' ? value[name] : 'somebody');
  const holder = {
    who: field('who'),
    where: field('where'),
    since: field('since'),
    what: field('what'),
    apikit: field('apikit'),
  };
  return { entry, id, holder };
}
