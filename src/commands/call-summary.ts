/** How many AWS calls a command made, as JSON and as the line that ends a deploy. */
import type { CallCounts } from '../aws/clients.ts';
import { counted } from '../ui/counted.ts';

export type CallTotals = Pick<CallCounts, 'total' | 'writes' | 'throttled' | 'retried'>;

/** A copy: the counters go on counting. */
export function callTotals({ total, writes, throttled, retried }: CallCounts): CallTotals {
  return { total, writes, throttled, retried };
}

/** `28 calls (11 writes), 0 throttled, 4.2 s` */
export function summaryLine({ total, writes, throttled }: CallTotals, seconds: number): string {
  return `${counted(total, 'call')} (${counted(writes, 'write')}), ${throttled} throttled, ${seconds.toFixed(1)} s`;
}
