/** How much a stage is used in a month, as somebody says it or as it was measured. Pure. */

/** Of 30.4 days, as AWS counts when it says what something costs in a month. */
export const HOURS = 730;

/** Bytes, as AWS's prices count them. */
export const GB = 1_024 ** 3;

export interface Traffic {
  /** All of these in a month. */
  readonly requests: number;
  /** Of these, answered from the cache. */
  readonly cacheHits: number;
  /** ms that a call of the function takes, on average. */
  readonly duration: number;
  /** Bytes of an answer, on average. */
  readonly response: number;
  /** Request units of all tables. */
  readonly reads: number;
  readonly writes: number;
  /** GB in all tables. */
  readonly storage: number;
  /** GB that the stage's log groups take. */
  readonly logs: number;
}

const SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  second: 1,
  min: 60,
  minute: 60,
  h: 3_600,
  hour: 3_600,
  d: 86_400,
  day: 86_400,
  month: HOURS * 3_600,
};
const FACTORS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, b: 1e9 };

/** `5M/month`, `20k/day`, `100/s`, `250000` (a month) → requests in a month; `undefined`: none of these. */
export function parseRequests(text: string): number | undefined {
  const [, number, factor = '', per = 'month'] =
    /^(\d+(?:\.\d+)?)([kmb])?(?:\/(s|second|min|minute|h|hour|d|day|month))?$/i.exec(text.trim()) ?? [];
  if (number === undefined) return undefined;
  const requests = (Number(number) * FACTORS[factor.toLowerCase()]! * HOURS * 3_600) / SECONDS[per.toLowerCase()]!;
  return requests > 0 && requests < 1e15 ? requests : undefined;
}

const BYTES: Readonly<Record<string, number>> = { b: 1, kb: 1_024, mb: 1_024 ** 2, gb: GB };

/** `2kB`, `500B`, `1.5 MB`, `10GB` → bytes. */
export function parseBytes(text: string): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?(b|kb|mb|gb)$/i.exec(text.trim()) ?? [];
  return number === undefined ? undefined : Number(number) * BYTES[unit!.toLowerCase()]!;
}

/** What is taken to be so where nobody says or has measured otherwise. */
export const ASSUMED = {
  /** ms */
  duration: 100,
  /** bytes */
  response: 2_048,
  /** Request units of a request, where the stage has tables: an item read, and one in five written. */
  reads: 1,
  writes: 0.2,
  /** GB */
  storage: 1,
  /** Bytes of a request in the access log and the function's log, and in an execution log with `logging: INFO`. */
  log: 1_500,
  executionLog: 4_000,
} as const;
