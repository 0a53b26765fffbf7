/** What is the largest part of the costs of a stage, and what would make it smaller. Pure. */
import { dollars } from './amounts.ts';
import { type Billed, estimate, type Part, type PartName, totalOf } from './estimate.ts';
import type { Prices } from './prices.ts';
import type { Traffic } from './traffic.ts';

export interface Largest {
  readonly part: PartName;
  /** Of the whole, 0 to 1. */
  readonly share: number;
  /** A sentence. */
  readonly advice: string;
}

export interface Estimated {
  readonly billed: Billed;
  readonly traffic: Traffic;
  readonly prices: Prices;
}

/** `undefined`: nothing costs anything. */
export function largest(parts: readonly Part[], estimated: Estimated): Largest | undefined {
  const [first] = [...parts].sort((a, b) => b.usd - a.usd);
  const total = totalOf(parts);
  if (first === undefined || total === 0) return undefined;
  return { part: first.part, share: first.usd / total, advice: adviceOn(first.part, parts, estimated) };
}

function adviceOn(name: PartName, parts: readonly Part[], { billed, traffic, prices }: Estimated): string {
  const saved = (other: Partial<Billed>) =>
    totalOf(parts) - totalOf(estimate({ ...billed, ...other }, traffic, prices));
  const by = (usd: number) => `${dollars(usd)} a month less`;
  switch (name) {
    case 'gateway': {
      const http = totalOf(parts) - totalOf(estimate(billed, traffic, prices, 'http'));
      return `An HTTP API would cost ${by(http)}. It has no API keys and usage plans, no request validation by the gateway and no cache, and apikit does not deploy one. Answers that clients may keep (Cache-Control) cost no request at all.`;
    }
    case 'cache': {
      const smaller = Object.keys(prices.cacheHour)
        .filter((size) => Number(size) < Number(billed.cache))
        .at(-1);
      const less =
        smaller === undefined ? '' : ` The next smaller size, ${smaller} GB, costs ${by(saved({ cache: smaller }))}.`;
      return `A cache is billed by the hour, used or not, and pays when it saves more calls and reads than it costs.${less}`;
    }
    case 'data':
      return 'Smaller answers cost less: compression (compression: in apikit.yaml), pages, and fields that are left out.';
    case 'calls':
    case 'time': {
      const arm =
        billed.architecture === 'arm64'
          ? ''
          : ` With function.architecture: arm64 it is ${by(saved({ architecture: 'arm64' }))}.`;
      return `The time of the function is billed by its memory (${billed.memory} MB): try less, or more where it makes the function faster.${arm}`;
    }
    case 'reads':
      return 'Reads cost by 4 KB, and half where they need not see the last write: read single items by their keys, query instead of scanning, and keep items small.';
    case 'writes':
      return 'Writes cost by KB, and once more for each index that has the item: keep items small, and leave out indexes that nobody asks by.';
    case 'storage':
    case 'recovery':
      return 'Items that nobody needs any more can go by themselves: ttl: of the table. Point-in-time recovery (recovery: false) can be left out where the data can be made again.';
    case 'logs':
      return 'Logs are billed by what is written: fewer lines of the function, no logging: INFO and no dataTrace: in a stage that is busy.';
    case 'kept logs':
      return 'Logs are kept as long as logs.retentionDays says.';
    case 'alarms':
    case 'metrics':
      return 'Alarms and metrics are billed by the month, used or not: alarms: { enabled: false } and metrics: false for stages that nobody is woken for.';
    case 'dashboard':
      return 'dashboard: false. The first three of an account are free.';
    case 'budget':
      return 'budget: false. The first two of an account are free.';
    case 'traces':
      return 'tracing: false, or a sampling rule of X-Ray that takes fewer.';
  }
}
