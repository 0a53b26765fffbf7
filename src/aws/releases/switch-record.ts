/**
 * Who made a stage serve what it serves, when and why: kept in the description of the stage, which is changed by the same call as
 * its deployment, so that the two never say different things. Pure.
 */
import type { Promotion } from './release-record.ts';
import { isPromotion } from './release-record.ts';

const WAYS = ['deploy', 'rollback', 'promote'] as const;

export interface SwitchRecord {
  /** `promote`: what was a canary serves all requests now, or, with `source`, what is live in another stage was promoted. */
  readonly how: (typeof WAYS)[number];
  /** ISO 8601, by the clock of whoever did it. */
  readonly time: string;
  /** ARN of whoever did it. */
  readonly by?: string;
  /** Id of the deployment that the stage served before. */
  readonly from?: string;
  /** The release of another stage that it was promoted from. */
  readonly source?: Promotion;
  /** What people said why. */
  readonly reason?: string;
  /** What it served before that, newest first, and since when each time: as many as there is room for. */
  readonly served?: readonly Served[];
  /** When the stage has a canary: who made it, and when. */
  readonly canary?: CanaryRecord;
}

export interface CanaryRecord {
  readonly time: string;
  readonly by?: string;
  /** That somebody watches it, or has begun to. */
  readonly watch?: WatchRecord;
}

/** What a watch is to do, so that another one can go on where it ended. Times are AWS's, in ISO 8601. */
export interface WatchRecord {
  /** When it began; also what one watch is told from another by. */
  readonly since: string;
  /** When the canary got the share that it has. */
  readonly share: string;
  /** Shares that it gets in turn, 0 to 100, ascending. */
  readonly steps: readonly number[];
  /** Seconds at each of them. */
  readonly every: number;
}

/** Id of a deployment, and when the stage began to serve it: ISO 8601. */
export type Served = readonly [deployment: string, since: string];

/** Characters. What API Gateway's documentation says of deployments, and nothing of stages; it is far more than is needed. */
const DESCRIPTION_LIMIT = 1024;

/** More releases than that are seldom kept. */
const MOST_SERVED = 20;

/** Characters of a reason, so that the rest of the record has its place. */
export const LONGEST_REASON = 400;

/** `now`: ms since the epoch; `caller`: an ARN. */
export function switchedBy(now: number, caller: string | undefined): Pick<SwitchRecord, 'time' | 'by'> {
  return { time: new Date(now).toISOString(), ...(caller !== undefined && { by: caller }) };
}

/** The record of a switch, with what the stage served before. `before`: the record that the stage had. */
export function switchAfter(before: SwitchRecord | undefined, record: SwitchRecord): SwitchRecord {
  if (!before || record.from === undefined) return record;
  return { ...record, served: [[record.from, before.time], ...(before.served ?? [])] };
}

/** What a stage that has this record and serves `live` served at a moment, ms since the epoch; `undefined`: it does not tell. */
export function servedAt(record: SwitchRecord | undefined, live: string, moment: number): string | undefined {
  if (!record) return undefined;
  const all: readonly Served[] = [[live, record.time], ...(record.served ?? [])];
  return all.find(([, since]) => Date.parse(since) <= moment)?.[0];
}

export function formatSwitchRecord(record: SwitchRecord): string {
  const { served = [], ...rest } = record;
  for (let kept = served.slice(0, MOST_SERVED); kept.length > 0; kept = kept.slice(0, -1)) {
    const text = JSON.stringify({ ...rest, served: kept });
    if (text.length <= DESCRIPTION_LIMIT) return text;
  }
  const text = JSON.stringify(rest);
  if (text.length <= DESCRIPTION_LIMIT) return text;
  const { by: _, ...others } = rest;
  const shorter = JSON.stringify(others);
  if (shorter.length <= DESCRIPTION_LIMIT || !others.canary) return shorter;
  const { by: __, ...canary } = others.canary;
  return JSON.stringify({ ...others, canary });
}

/** `undefined` for a description that apikit did not write. */
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
