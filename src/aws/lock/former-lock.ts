/**
 * The lock as apikit kept it before it had a table: the parameter `/apikit/<app>/<stage>/lock` in Parameter Store, whose
 * versions are a log of claims, renewals, releases and unlocks (docs/adr/0005-the-lock.md). Read, respected and removed;
 * nothing writes to it any more.
 */
import { DeleteParameterCommand, GetParameterHistoryCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { Clock } from '../../clock.ts';
import type { Right } from '../../engine/rights.ts';
import type { StageIdentity } from '../../naming/names.ts';
import { parameterArn } from '../arns/arns.ts';
import { ifThere, isAwsError } from '../sdk/errors/sdk-error.ts';
import { retry } from '../sdk/retry.ts';
import { searched, type Unsearched, unsearchedLine } from '../sdk/unsearched.ts';
import { type Hold, type Holder, LEASE } from './lock-item.ts';

export interface FormerLock {
  /** Who holds it, if anybody does; `none` when there is no such parameter. */
  read(): Promise<{ readonly hold?: Hold } | 'none'>;
  /** That there is none is fine. */
  remove(): Promise<void>;
}

/** What these calls need to be allowed. */
export const FORMER_LOCK_RIGHTS: readonly Right[] = [
  {
    actions: ['ssm:GetParameterHistory', 'ssm:DeleteParameter'],
    on: (scope) => [parameterArn(scope, formerLockName(scope))],
  },
];

export function formerLockName({ app, stage }: StageIdentity): string {
  return `/apikit/${app}/${stage}/lock`;
}

/** Entries in one answer; AWS allows no more. */
const PAGE = 50;
/** ms. "There are concurrent updates for a resource that supports one update at a time." */
const UPDATE_PATIENCE = 60_000;

interface Surroundings {
  readonly clock: Clock;
  /** Told when these credentials may not look for the parameter, or remove it. */
  readonly warn: (text: string) => void;
}

/** A role that was made for an apikit with a table may know nothing of Parameter Store, which must not stop its work. */
export function formerLock(
  connect: () => Promise<Pick<SSMClient, 'send'>>,
  stage: StageIdentity,
  { clock, warn }: Surroundings,
): FormerLock {
  const Name = formerLockName(stage);
  async function bearingRefusal<T>(call: () => Promise<T>): Promise<T | undefined> {
    const unsearched: Unsearched[] = [];
    const what = `the parameter ${Name}, in which older versions of apikit kept the lock`;
    const answer = await searched(what, unsearched, undefined, call);
    for (const each of unsearched) warn(unsearchedLine(each));
    return answer;
  }

  async function remove(client: Pick<SSMClient, 'send'>): Promise<void> {
    const patience = { what: `remove the parameter ${Name}`, within: UPDATE_PATIENCE, clock };
    const hint = 'It is the lock of an older apikit. Remove it in Parameter Store when no such apikit runs.';
    const retryable = (error: unknown) => isAwsError(error, 'TooManyUpdates');
    await retry({ ...patience, hint, retryable }, () => ifThere(client.send(new DeleteParameterCommand({ Name }))));
  }

  return {
    async read() {
      const log = await bearingRefusal(async () => await versionsOf(await connect(), Name));
      if (!log) return 'none';
      const hold = holdIn(log);
      return hold ? { hold } : {};
    },
    async remove() {
      await bearingRefusal(async () => await remove(await connect()));
    },
  };
}

/** `undefined`: there is no such parameter. */
async function versionsOf(client: Pick<SSMClient, 'send'>, Name: string): Promise<Version[] | undefined> {
  const log: Version[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ifThere(client.send(new GetParameterHistoryCommand({ Name, MaxResults: PAGE, NextToken })));
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
 * A claim takes the lock when nobody holds it or the holder's lease is over, a renewal prolongs the hold that it names, a
 * release or unlock ends it. Only the last hundred versions are kept, so the beginning of a hold may be missing: then its
 * latest renewal counts.
 */
function holdIn(log: readonly Version[]): Hold | undefined {
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

/** `undefined`: not written by apikit, and without effect. */
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
