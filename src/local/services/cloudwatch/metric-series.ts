/** A metric with its values. Types only. */
import type { Distribution } from './distribution.ts';

export interface MetricIdentity {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: string;
}

export interface Series {
  readonly identity: MetricIdentity;
  /** Minutes by their start in epoch milliseconds. */
  readonly minutes: Map<number, Distribution>;
}
