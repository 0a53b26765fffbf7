/** Finds the largest part of a stage's costs, and how to reduce it. Pure. */
import { dollars } from './amounts.ts';
import { type BilledSettings, estimate, type Front, type OptionalResource, type Part, totalOf } from './estimate.ts';
import type { Prices } from './prices.ts';
import type { Traffic } from './traffic.ts';

export interface LargestPart {
  readonly part: string;
  /** The share of the total, between 0 and 1. */
  readonly share: number;
  /** One or more sentences. */
  readonly advice: string;
}

export interface Estimated {
  readonly billed: BilledSettings;
  readonly traffic: Traffic;
  readonly prices: Prices;
  readonly front: Front;
}

/** Returns `undefined` if nothing costs anything. */
export function largest(parts: readonly Part[], estimated: Estimated): LargestPart | undefined {
  const [first] = [...parts].sort((a, b) => b.usd - a.usd);
  const total = totalOf(parts);
  if (first === undefined || total === 0) return undefined;
  return { part: first.part, share: first.usd / total, advice: adviceOn(first.part, parts, estimated) };
}

function adviceOn(name: string, parts: readonly Part[], { billed, traffic, prices, front }: Estimated): string {
  const saved = (other: Partial<BilledSettings>) =>
    totalOf(parts) - totalOf(estimate({ ...billed, ...other }, traffic, prices, front));
  const by = (usd: number) => `${dollars(usd)} a month less`;
  switch (name) {
    case 'gateway': {
      const http = totalOf(parts) - totalOf(estimate(billed, traffic, prices, 'http'));
      if (front === 'http') return 'A function URL (api: url) costs nothing. It has no throttles and no access log.';
      return `An HTTP API (api: http) would cost ${by(http)}. It has no API keys and usage plans, no user pools and no cache. Responses that clients cache (Cache-Control) need no request at all.`;
    }
    case 'cache': {
      const smaller = Object.keys(prices.cacheHour)
        .filter((size) => Number(size) < Number(billed.cache))
        .at(-1);
      const less =
        smaller === undefined ? '' : ` The next smaller size, ${smaller} GB, costs ${by(saved({ cache: smaller }))}.`;
      return `A cache is billed by the hour, used or not, and it pays off if it saves more calls and reads than it costs.${less}`;
    }
    case 'data':
      return 'Smaller responses cost less: use compression (compression: in apikit.yaml), pages and fewer fields.';
    case 'calls':
    case 'time': {
      const arm =
        billed.architecture === 'arm64'
          ? ''
          : ` With function.architecture: arm64 it costs ${by(saved({ architecture: 'arm64' }))}.`;
      return `The time of the function is billed by its memory (${billed.memory} MB): try less, or more where it makes the function faster.${arm}`;
    }
    case 'ephemeral storage':
      return 'Lambda bills /tmp beyond 512 MB for the time of each call: set function.ephemeralStorage to what the function needs.';
    case 'provisioned concurrency':
      return 'Initialized instances are billed by the second, used or not: set provisionedConcurrency.executions to the calls that come at the same moment (see `apikit metrics`), or false where a cold start does no harm.';
    case 'reads':
      return 'Reads are billed by 4 KB, and eventually consistent reads cost half: read single items by their keys, query instead of scanning, and keep items small.';
    case 'writes':
      return 'Writes are billed by KB, and again for each index that holds the item: keep items small, and remove unused indexes.';
    case 'storage':
    case 'recovery':
      return 'Let DynamoDB delete old items with ttl: of the table. Without point-in-time recovery (recovery: false) a table costs less, if its data can be created again.';
    case 'objects':
      return 'Let S3 delete old objects with expireAfterDays: of the bucket, and old versions with oldVersionDays:.';
    case 'uploads':
    case 'downloads':
    case 'downloaded':
      return 'Let clients cache what they download (Cache-Control of the object), and store few large objects instead of many small ones.';
    case 'events':
      return 'EventBridge bills each 64 KB of an event: send an ID instead of a large detail, or a message to a topic instead, which costs less.';
    case 'messages':
      return 'SQS bills each call, and each 64 KB of a message: put several entries into one message, or send them in batches.';
    case 'logs':
      return 'Logs are billed by the amount written: let the function log fewer lines, and set no logging: INFO and no dataTrace: in a busy stage.';
    case 'kept logs':
      return 'Logs are kept as long as logs.retentionDays says.';
    case 'alarms':
    case 'metrics':
      return 'Alarms and metrics are billed by the month, used or not: set alarms: { enabled: false } and metrics: false for stages where nobody responds to alarms.';
    case 'traces':
      return 'Set tracing: false, or use a sampling rule of X-Ray that traces fewer requests.';
    default:
      return billed.optional
        .filter(({ resource }) => resource === name)
        .map(adviceOnOptional)
        .join(' ');
  }
}

function adviceOnOptional({ resource, setting, free }: OptionalResource): string {
  const gratis = free === undefined ? '' : ` The first ${free} ${resource}s of an account are free.`;
  return `Set ${setting}: false.${gratis}`;
}
