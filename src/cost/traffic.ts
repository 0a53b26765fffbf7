/** The use of a stage in a month, as the user states it or as it was measured. Pure. */

/** A month has 30.4 days, as in AWS's examples of monthly prices. */
export const HOURS = 730;

/** In bytes, as AWS's prices count a GB. */
export const GB = 1_024 ** 3;

export interface Traffic {
  /** All numbers are for one month. */
  readonly requests: number;
  /** The requests that the cache answers. */
  readonly cacheHits: number;
  /** The average duration of a function call, in ms. */
  readonly duration: number;
  /** The average size of a response, in bytes. */
  readonly response: number;
  /** The request units of all tables. */
  readonly reads: number;
  readonly writes: number;
  /** GB in all tables. */
  readonly storage: number;
  /** GB that the stage's log groups receive. */
  readonly logs: number;
  /** The requests to S3 that store an object, and those that read one. */
  readonly uploads: number;
  readonly downloads: number;
  /** GB in all buckets, and the GB of objects that clients download from S3. */
  readonly objects: number;
  readonly downloaded: number;
  /** The messages that are put into queues. */
  readonly messages: number;
  /** The events that are sent to event buses. */
  readonly events: number;
}

/** Neither apikit.yaml nor CloudWatch's metrics of a stage say how buckets, queues and event buses are used. */
export const NO_OBJECTS = { uploads: 0, downloads: 0, objects: 0, downloaded: 0, messages: 0, events: 0 } as const;

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

/**
 * `5M/month`, `20k/day`, `100/s` or `250000` (per month) → requests per month. Returns `undefined` for any other text.
 */
export function parseRequests(text: string): number | undefined {
  const [, number, factor = '', per = 'month'] =
    /^(\d+(?:\.\d+)?)([kmb])?(?:\/(s|second|min|minute|h|hour|d|day|month))?$/i.exec(text.trim()) ?? [];
  if (number === undefined) return undefined;
  const requests = (Number(number) * FACTORS[factor.toLowerCase()]! * HOURS * 3_600) / SECONDS[per.toLowerCase()]!;
  return requests > 0 && requests < 1e15 ? requests : undefined;
}

const BYTES: Readonly<Record<string, number>> = { b: 1, kb: 1_024, mb: 1_024 ** 2, gb: GB };

/** `2kB`, `500B`, `1.5 MB` or `10GB` → bytes. */
export function parseBytes(text: string): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?(b|kb|mb|gb)$/i.exec(text.trim()) ?? [];
  return number === undefined ? undefined : Number(number) * BYTES[unit!.toLowerCase()]!;
}

/** The values for what the user did not state and apikit did not measure. */
export const ASSUMED = {
  /** In ms. */
  duration: 100,
  /** In bytes. */
  response: 2_048,
  /** Request units per request, for a stage with tables: one read for each request, and one write for every fifth. */
  reads: 1,
  writes: 0.2,
  /** In GB. */
  storage: 1,
  /** The bytes of an object. */
  objectSize: 1_024 ** 2,
  /** The bytes of a request in the access log and the function's log, and in an execution log with `logging: INFO`. */
  log: 1_500,
  executionLog: 4_000,
} as const;
