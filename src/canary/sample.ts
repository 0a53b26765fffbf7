/** Counts the responses of one side, a canary or the stable release, in some period. Pure. */
import { addLatencies, addLatency, type Latencies } from './latencies.ts';

export interface Sample {
  requests: number;
  /** 5XX responses, which come from the release or its backends. */
  errors: number;
  /**
   * 4XX responses except 429. A log cannot tell whether they are the caller's fault, the release's fault, or intended.
   */
  clientErrors: number;
  /** 429 responses. The throttles of the stage and its plans are the same for both sides. */
  throttled: number;
  /**
   * Latencies of responses that are neither 4XX nor 5XX. Rejected and failed requests are often quick, and say nothing
   * about the duration of real work.
   */
  latencies: Latencies;
}

/** The two sides of a comparison, in the same period. */
export interface ReleasePair {
  readonly canary: Sample;
  readonly stable: Sample;
}

export function emptySample(): Sample {
  return { requests: 0, errors: 0, clientErrors: 0, throttled: 0, latencies: new Map() };
}

export const emptyPair = (): ReleasePair => ({ canary: emptySample(), stable: emptySample() });

export interface RequestResult {
  readonly status: number;
  /** In ms. */
  readonly latency: number;
}

export function addResult(sample: Sample, { status, latency }: RequestResult): void {
  sample.requests += 1;
  if (status >= 500) sample.errors += 1;
  else if (status === 429) sample.throttled += 1;
  else if (status >= 400) sample.clientErrors += 1;
  else addLatency(sample.latencies, latency);
}

export function addSample(sample: Sample, more: Sample): void {
  sample.requests += more.requests;
  sample.errors += more.errors;
  sample.clientErrors += more.clientErrors;
  sample.throttled += more.throttled;
  addLatencies(sample.latencies, more.latencies);
}

export function addPair(pair: ReleasePair, more: ReleasePair): void {
  addSample(pair.canary, more.canary);
  addSample(pair.stable, more.stable);
}

/** Between 0 and 1; 0 if there are no requests. */
export const errorRate = ({ requests, errors }: Sample): number => (requests === 0 ? 0 : errors / requests);

export const clientErrorRate = ({ requests, clientErrors }: Sample): number =>
  requests === 0 ? 0 : clientErrors / requests;
