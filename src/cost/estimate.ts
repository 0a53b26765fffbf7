/**
 * Estimates what AWS bills for a stage in a month. The free tier belongs to the account, so it is not subtracted. Pure.
 */
import type { Prices, Tiers } from './prices.ts';
import { GB, HOURS, type Traffic } from './traffic.ts';

/** The parts of a stage's configuration that AWS bills. */
export interface BilledSettings {
  readonly architecture: string;
  /** In MB. */
  readonly memory: number;
  /** In MB of `/tmp`. */
  readonly ephemeralStorage: number;
  /** The number of instances that are always initialized. */
  readonly provisioned: number;
  /** In GB, as `CreateStage` accepts it. */
  readonly cache?: string;
  readonly tables: number;
  /** The number of tables with point-in-time recovery. */
  readonly recovered: number;
  /** The number of functions that consume streams of tables. */
  readonly consumers: number;
  readonly buckets: number;
  readonly queues: number;
  /** The number of functions that consume queues. */
  readonly queueConsumers: number;
  readonly eventBuses: number;
  /** The number of functions that consume events. */
  readonly eventConsumers: number;
  /** The price of a million calls of SQS. */
  readonly messageCalls: number;
  /** The number of metrics that alarms watch. */
  readonly alarms: number;
  /** The number of custom metrics. */
  readonly metrics: number;
  /** The number of days that logs are kept. */
  readonly retention: number;
  readonly tracing: boolean;
  /** The resources with a price of their own that settings ask for. */
  readonly optional: readonly OptionalResource[];
}

export interface OptionalResource {
  /** The name of its part, for example `dashboard`. */
  readonly resource: string;
  readonly setting: string;
  /** Returns the price of a month with so many requests. */
  usd(requests: number): number;
  /** How many an account has free: `three`. */
  readonly free?: string;
}

/** The service that receives the requests for the same function. */
export type Front = 'rest' | 'http' | 'url';

export type PartName =
  | 'gateway'
  | 'cache'
  | 'data'
  | 'calls'
  | 'time'
  | 'ephemeral storage'
  | 'provisioned concurrency'
  | 'reads'
  | 'writes'
  | 'storage'
  | 'recovery'
  | 'objects'
  | 'uploads'
  | 'downloads'
  | 'downloaded'
  | 'messages'
  | 'events'
  | 'logs'
  | 'kept logs'
  | 'alarms'
  | 'metrics'
  | 'traces';

export interface Part {
  /** A `PartName`, or the name of an optional resource. */
  readonly part: string;
  readonly quantity: number;
  readonly unit: string;
  readonly usd: number;
}

/** A message is put into a queue, received and deleted. Batches need fewer calls. */
const CALLS_OF_A_MESSAGE = 3;
/** USD for a million events of up to 64 KB, in most regions (docs/aws/events.md). */
const MILLION_EVENTS = 1;
/** An HTTP API bills each 512 KB of a request as one request. */
const METERED = 512 * 1_024;
/** The MB of `/tmp` that Lambda does not bill. */
const FREE_STORAGE = 512;
/** The stored size of a log as a share of its original size. */
const COMPRESSED = 0.15;
/** X-Ray's default samples one request in a second, and 5 % of the others. */
const SAMPLED = 0.05;

/** Leaves out the parts whose quantity is zero. */
export function estimate(billed: BilledSettings, traffic: Traffic, prices: Prices, front: Front = 'rest'): Part[] {
  const { requests, response, reads, writes, storage, logs } = traffic;
  const hits = front === 'rest' && billed.cache !== undefined ? traffic.cacheHits : 0;
  const { uploads, downloads, objects, downloaded, messages, events } = traffic;
  // A consumer is called at most once for each write and each message, and events seldom match several rules.
  const consumed =
    (billed.consumers > 0 ? writes : 0) +
    (billed.queueConsumers > 0 ? messages : 0) +
    (billed.eventConsumers > 0 ? events : 0);
  const calls = requests - hits + consumed;
  const seconds = (calls * Math.ceil(traffic.duration) * billed.memory) / 1_024 / 1_000;
  const temporary = (calls * Math.ceil(traffic.duration) * (billed.ephemeralStorage - FREE_STORAGE)) / 1_024 / 1_000;
  const initialized = (HOURS * 3_600 * billed.provisioned * billed.memory) / 1_024;
  const sampled = Math.min(requests, HOURS * 3_600 + requests * SAMPLED);
  const metered = requests * Math.max(1, Math.ceil(response / METERED));
  const millions = (quantity: number, price: number) => (quantity / 1e6) * price;
  const recovered = billed.tables === 0 ? 0 : (storage * billed.recovered) / billed.tables;
  const kept = logs * COMPRESSED * (billed.retention / 30);
  const parts: Part[] = [
    ...(front === 'rest' ? [part('gateway', requests, 'requests', tiered(requests, prices.restRequests))] : []),
    ...(front === 'http' ? [part('gateway', metered, 'requests', tiered(metered, prices.httpRequests))] : []),
    ...(front === 'rest' && billed.cache !== undefined
      ? [part('cache', HOURS, `hours of ${billed.cache} GB`, HOURS * (prices.cacheHour[billed.cache] ?? 0))]
      : []),
    part('data', (requests * response) / GB, 'GB', ((requests * response) / GB) * prices.dataOut),
    part('calls', calls, 'calls', millions(calls, prices.lambdaRequests)),
    part('time', seconds, 'GB-seconds', seconds * (prices.lambdaSecond[billed.architecture] ?? 0)),
    part('ephemeral storage', temporary, 'GB-seconds', temporary * prices.ephemeralSecond),
    part(
      'provisioned concurrency',
      initialized,
      'GB-seconds',
      initialized * (prices.provisionedSecond[billed.architecture] ?? 0),
    ),
    part('reads', reads, 'request units', millions(reads, prices.tableReads)),
    part('writes', writes, 'request units', millions(writes, prices.tableWrites)),
    part('storage', storage, 'GB', storage * prices.tableStorage),
    part('recovery', recovered, 'GB', recovered * prices.tableRecovery),
    part('objects', objects, 'GB', objects * prices.objectStorage),
    part('uploads', uploads, 'requests', millions(uploads, prices.objectWrites)),
    part('downloads', downloads, 'requests', millions(downloads, prices.objectReads)),
    part('downloaded', downloaded, 'GB', downloaded * prices.dataOut),
    part('messages', messages, 'messages', millions(messages * CALLS_OF_A_MESSAGE, billed.messageCalls)),
    part('events', events, 'events', millions(events, MILLION_EVENTS)),
    part('logs', logs, 'GB', logs * prices.logsTaken),
    part('kept logs', kept, 'GB', kept * prices.logsKept),
    part('alarms', billed.alarms, 'metrics', billed.alarms * prices.alarm),
    part('metrics', billed.metrics, 'metrics', billed.metrics * prices.metric),
    ...billed.optional.map(({ resource, usd }) => ({
      part: resource,
      quantity: 1,
      unit: resource,
      usd: usd(requests),
    })),
    ...(billed.tracing ? [part('traces', sampled, 'traces', millions(sampled, prices.traces))] : []),
  ];
  return parts.filter(({ quantity }) => quantity > 0);
}

const part = (name: PartName, quantity: number, unit: string, usd: number): Part => ({
  part: name,
  quantity,
  unit,
  usd,
});

export const totalOf = (parts: readonly Part[]): number => parts.reduce((sum, { usd }) => sum + usd, 0);

/** Each tier bills its own range of the quantity. */
export function tiered(quantity: number, tiers: Tiers): number {
  let below = 0;
  let usd = 0;
  for (const [upTo, price] of tiers) {
    const within = Math.max(0, Math.min(quantity, upTo ?? Number.POSITIVE_INFINITY) - below);
    usd += (within / 1e6) * price;
    below = upTo ?? below;
  }
  return usd;
}
