/** What was answered in some time, and how: by a canary, or by what serves the other requests. Pure. */
import { addLatencies, addLatency, type Latencies } from './latencies.ts';

export interface Sample {
  requests: number;
  /** Answers of 5XX, which are the release's or its backends' own. */
  errors: number;
  /** Answers of 4XX but 429: whether they are the caller's fault, the release's, or meant, nobody can tell from a log. */
  clientErrors: number;
  /** Answers of 429: throttles are the stage's and its plans', and the same for both. */
  throttled: number;
  /** Of answers that are neither 5XX nor 4XX: what is refused or fails is often quick, and says nothing of how long work takes. */
  latencies: Latencies;
}

/** The two that are compared, in the same time. */
export interface Pair {
  readonly canary: Sample;
  readonly stable: Sample;
}

export function emptySample(): Sample {
  return { requests: 0, errors: 0, clientErrors: 0, throttled: 0, latencies: new Map() };
}

export const emptyPair = (): Pair => ({ canary: emptySample(), stable: emptySample() });

export interface Answer {
  readonly status: number;
  /** ms */
  readonly latency: number;
}

export function addAnswer(sample: Sample, { status, latency }: Answer): void {
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

export function addPair(pair: Pair, more: Pair): void {
  addSample(pair.canary, more.canary);
  addSample(pair.stable, more.stable);
}

/** 0 to 1; 0 where there were no requests. */
export const errorRate = ({ requests, errors }: Sample): number => (requests === 0 ? 0 : errors / requests);

export const clientErrorRate = ({ requests, clientErrors }: Sample): number =>
  requests === 0 ? 0 : clientErrors / requests;
