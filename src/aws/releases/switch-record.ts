/**
 * The record of who switched a stage to its release, when and why. It is kept in the description of the stage, which
 * the same call changes together with the deployment, so that the two always agree. Pure.
 */
import type { Promotion } from './release-record.ts';
import { isPromotion } from './release-record.ts';

const WAYS = ['deploy', 'rollback', 'promote'] as const;

export interface SwitchRecord {
  /**
   * `promote` means that a canary now serves all requests, or, with `source`, that the live release of another stage
   * was promoted.
   */
  readonly how: (typeof WAYS)[number];
  /** By the clock of the caller (ISO 8601). */
  readonly time: string;
  /** The ARN of the caller. */
  readonly by?: string;
  /** The ID of the deployment that the stage served before. */
  readonly from?: string;
  /** The release of another stage that it was promoted from. */
  readonly source?: Promotion;
  /** The reason that the user gave. */
  readonly reason?: string;
  /** The deployments that the stage served before, newest first, each with its beginning: as many as fit. */
  readonly served?: readonly ServedDeployment[];
  /** If the stage has a canary: who created it, and when. */
  readonly canary?: CanaryRecord;
}

export interface CanaryRecord {
  readonly time: string;
  readonly by?: string;
  /** Present if somebody watches it, or has begun to. */
  readonly watch?: WatchRecord;
}

/** The task of a watch, so that another one can continue it. Times are AWS's (ISO 8601). */
export interface WatchRecord {
  /** When the watch began. It also identifies the watch. */
  readonly since: string;
  /** When the canary got its current share. */
  readonly share: string;
  /** The shares that it gets one after another, 0 to 100, ascending. */
  readonly steps: readonly number[];
  /** The seconds at each share. */
  readonly every: number;
}

/** The ID of a deployment, and when the stage began to serve it (ISO 8601). */
export type ServedDeployment = readonly [deployment: string, since: string];

/**
 * Characters. API Gateway documents this limit for deployments, and none for stages. A record is usually far shorter.
 */
const DESCRIPTION_LIMIT = 1024;

/** The most entries. More releases are seldom kept. */
const MOST_SERVED = 20;

/** The longest reason in characters, so that the rest of the record fits. */
export const LONGEST_REASON = 400;

/** `now` is in milliseconds since the epoch, and `caller` is an ARN. */
export function switchedBy(now: number, caller: string | undefined): Pick<SwitchRecord, 'time' | 'by'> {
  return { time: new Date(now).toISOString(), ...(caller !== undefined && { by: caller }) };
}

/**
 * The record of a switch, with the deployments that the stage served before. `before` is the stage's previous record.
 */
export function switchAfter(before: SwitchRecord | undefined, record: SwitchRecord): SwitchRecord {
  if (!before || record.from === undefined) return record;
  return { ...record, served: [[record.from, before.time], ...(before.served ?? [])] };
}

/**
 * The deployment that a stage with this record and the live deployment `live` served at a moment, in milliseconds since
 * the epoch. Returns `undefined` if the record does not tell.
 */
export function servedAt(record: SwitchRecord | undefined, live: string, moment: number): string | undefined {
  if (!record) return undefined;
  const all: readonly ServedDeployment[] = [[live, record.time], ...(record.served ?? [])];
  return all.find(([, since]) => Date.parse(since) <= moment)?.[0];
}

export function formatSwitchRecord(record: SwitchRecord, limit = DESCRIPTION_LIMIT): string {
  const { served = [], ...rest } = record;
  for (let kept = served.slice(0, MOST_SERVED); kept.length > 0; kept = kept.slice(0, -1)) {
    const text = JSON.stringify({ ...rest, served: kept });
    if (text.length <= limit) return text;
  }
  const text = JSON.stringify(rest);
  if (text.length <= limit) return text;
  const { by: _, ...others } = rest;
  const shorter = JSON.stringify(others);
  if (shorter.length <= limit) return shorter;
  if (!others.canary) return JSON.stringify(withoutReason(others));
  const { by: __, ...canary } = others.canary;
  return JSON.stringify({ ...others, canary });
}

/** A reason may be longer than the description of an alias. The log of the caller has it. */
function withoutReason({ reason: _, ...record }: SwitchRecord): SwitchRecord {
  return record;
}

/** Returns `undefined` for a description that apikit did not write. */
export function parseSwitchRecord(description: string | undefined): SwitchRecord | undefined {
  if (!description?.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(description) as Partial<Record<keyof SwitchRecord, unknown>>;
    const texts = (['time', 'by', 'from', 'reason'] as const).every((name) =>
      ['string', name === 'time' ? 'string' : 'undefined'].includes(typeof value[name]),
    );
    const known =
      WAYS.some((how) => how === value.how) &&
      isCanary(value.canary) &&
      isServed(value.served) &&
      isPromotion(value.source);
    return texts && known ? (value as SwitchRecord) : undefined;
  } catch {
    return undefined;
  }
}

function isServed(value: unknown): boolean {
  const isText = (one: unknown) => typeof one === 'string';
  const isPair = (one: unknown) => Array.isArray(one) && one.length === 2 && one.every(isText);
  return value === undefined || (Array.isArray(value) && value.every(isPair));
}

function isCanary(value: unknown): boolean {
  if (value === undefined) return true;
  const { time, by, watch } = (value ?? {}) as Record<string, unknown>;
  return typeof time === 'string' && ['string', 'undefined'].includes(typeof by) && isWatch(watch);
}

function isWatch(value: unknown): boolean {
  if (value === undefined) return true;
  const { since, share, steps, every } = (value ?? {}) as Record<string, unknown>;
  const times = [since, share].every((time) => typeof time === 'string' && !Number.isNaN(Date.parse(time)));
  return times && typeof every === 'number' && Array.isArray(steps) && steps.every((step) => typeof step === 'number');
}
