/** How far a mapping comes by one call of its function: what is done with, what is tried again and in what size. Pure. */
import type { EventSource, Position } from './model.ts';

/** What came of a call: everything done, or done up to a record and failed from there on. */
export type BatchOutcome = 'done' | { readonly failedFrom: number };

/** Results as Lambda words them. */
export const OK = 'OK';
export const FAILED = 'PROBLEM: Function call failed';

/** Of the function's answer. An answer that cannot be read is a failure of the whole batch, as on AWS. */
export function outcomeOf(sequences: readonly string[], source: EventSource, answer: string): BatchOutcome {
  if (!source.reportsFailures) return 'done';
  const failures = reported(answer);
  if (failures === undefined) return { failedFrom: 0 };
  const places = failures.map((id) => sequences.indexOf(id));
  if (places.length === 0) return 'done';
  return { failedFrom: places.includes(-1) ? 0 : Math.min(...places) };
}

/** The sequence numbers that the function names; `undefined` for an answer of another form. */
function reported(answer: string): string[] | undefined {
  const value: unknown = answer === '' ? null : JSON.parse(answer);
  if (value === null || (typeof value === 'object' && Object.keys(value).length === 0)) return [];
  const { batchItemFailures: failures } = value as { batchItemFailures?: unknown };
  if (failures === null) return [];
  if (!Array.isArray(failures)) return typeof value === 'object' && failures === undefined ? [] : undefined;
  const ids = failures.map((failure: { itemIdentifier?: unknown } | null) => failure?.itemIdentifier);
  return ids.every((id): id is string => typeof id === 'string' && id !== '') ? ids : undefined;
}

/**
 * The position after a batch. A batch that fails is tried again whole or, with `bisect`, in halves, which counts as no
 * retry; when a batch that cannot be halved has used up its retries, it is passed over and what comes after it gets its turn.
 */
export function positionAfter(
  position: Position,
  sequences: readonly string[],
  outcome: BatchOutcome,
  source: EventSource,
): Position {
  if (outcome === 'done') return beyond(position, sequences.at(-1)!, OK);
  const { failedFrom } = outcome;
  const left = sequences.length - failedFrom;
  const last = sequences.at(-1)!;
  if (failedFrom > 0) {
    // What came before the failure is done with, and the failed record has its own count.
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
