/** The price of a number of requests, without what a stage costs anyway. Pure. */
import { type BilledSettings, estimate, type Front, totalOf } from './estimate.ts';
import type { Prices } from './prices.ts';
import { ASSUMED, GB, NO_OBJECTS } from './traffic.ts';

/** In USD, with the assumed duration and size of a request (docs/cost.md). */
export function priceOfRequests(billed: BilledSettings, requests: number, prices: Prices, front: Front): number {
  const { cache: _, ...uncached } = billed;
  const only = { ...uncached, alarms: 0, metrics: 0, provisioned: 0, recovered: 0, optional: [] };
  const tables = billed.tables > 0 ? requests : 0;
  const traffic = {
    requests,
    cacheHits: 0,
    duration: ASSUMED.duration,
    response: ASSUMED.response,
    reads: tables * ASSUMED.reads,
    writes: tables * ASSUMED.writes,
    storage: 0,
    logs: (requests * ASSUMED.log) / GB,
    ...NO_OBJECTS,
  };
  return totalOf(estimate(only, traffic, prices, front));
}
