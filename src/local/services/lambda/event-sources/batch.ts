/**
 * Computes the progress of a mapping after a call of its function: which records are done, and which are retried in
 * what batch size. Pure.
 */
import type { EventSource, Position } from './model.ts';

/** The result of a call: all records are done, or the records before the failed one. */
export type BatchResult = 'done' | { readonly failedFrom: number };

/** Results in Lambda's words. */
export const OK = 'OK';
export const FAILED = 'PROBLEM: Function call failed';

/** Reads the response of the function. A response that cannot be parsed fails the whole batch, as on AWS. */
export function batchResultOf(sequences: readonly string[], source: EventSource, answer: string): BatchResult {
  if (!source.reportsFailures) return 'done';
  const failures = reportedFailures(answer);
  if (failures === undefined) return { failedFrom: 0 };
  const places = failures.map((id) => sequences.indexOf(id));
  if (places.length === 0) return 'done';
  return { failedFrom: places.includes(-1) ? 0 : Math.min(...places) };
}

/**
 * Returns the sequence numbers, or the IDs of messages, that the function names; `undefined` for a response of another
 * form.
 */
export function reportedFailures(answer: string): string[] | undefined {
  const value: unknown = answer === '' ? null : JSON.parse(answer);
  if (value === null || (typeof value === 'object' && Object.keys(value).length === 0)) return [];
  const { batchItemFailures: failures } = value as { batchItemFailures?: unknown };
  if (failures === null) return [];
  if (!Array.isArray(failures)) return typeof value === 'object' && failures === undefined ? [] : undefined;
  const ids = failures.map((failure: { itemIdentifier?: unknown } | null) => failure?.itemIdentifier);
  return ids.every((id): id is string => typeof id === 'string' && id !== '') ? ids : undefined;
}

/**
 * Returns the position after a batch. A failed batch is retried as a whole or, with `bisect`, in halves, which does not
 * count as a retry. If a batch that cannot be halved has used its retries, it is skipped, and the next records follow.
 */
export function positionAfter(
  position: Position,
  sequences: readonly string[],
  outcome: BatchResult,
  source: EventSource,
): Position {
  if (outcome === 'done') return beyond(position, sequences.at(-1)!, OK);
  const { failedFrom } = outcome;
  const left = sequences.length - failedFrom;
  const last = sequences.at(-1)!;
  if (failedFrom > 0) {
    // The records before the failure are done, and the failed record has its own retry count.
    return { ...beyond(position, sequences[failedFrom - 1]!, FAILED), failures: 1 };
  }
  if (source.bisect && left > 1) {
    const upTo = position.halved && position.halved.upTo > last ? position.halved.upTo : last;
    return { ...position, failures: 0, halved: { size: Math.ceil(left / 2), upTo }, result: FAILED };
  }
  const failures = position.failures + 1;
  if (source.retries >= 0 && failures > source.retries) return beyond(position, last, FAILED);
  return { ...position, failures, result: FAILED };
}

function beyond({ halved }: Position, after: string, result: string): Position {
  const goesOn = halved !== undefined && halved.upTo > after;
  return { after, failures: 0, ...(goesOn && { halved }), result };
}
