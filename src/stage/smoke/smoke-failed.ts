/** The error of a release that failed its smoke test: one paragraph for people, and each failed request for scripts. */
import type { CaseResult } from '../../contract/testing/case-result.ts';
import { curl } from '../../contract/testing/curl.ts';
import { ApikitError } from '../../errors.ts';
import type { SmokeReport } from './smoke-stage.ts';

export interface SmokeFailure {
  readonly operation: string;
  /** The name of the request among those of its operation. */
  readonly name: string;
  readonly problems: readonly string[];
  readonly status: number | null;
  /** A command that repeats the request, without a secret. */
  readonly request: string | null;
}

export class SmokeFailedError extends ApikitError {
  readonly report: { readonly smoke: readonly SmokeFailure[]; readonly live?: string | null };

  constructor(message: string, hint: string, report: SmokeFailedError['report']) {
    super('SmokeFailed', message, { hint });
    this.report = report;
  }
}

/** `repeat` returns the command for a request; `undefined` if it was never sent. */
export function failuresOf(
  results: readonly CaseResult[],
  repeat: (result: CaseResult) => string | undefined,
): SmokeFailure[] {
  return results
    .filter(({ outcome }) => outcome === 'failed')
    .map((result) => ({
      operation: result.operationId,
      name: result.name,
      problems: result.problems,
      status: result.answer?.status ?? null,
      request: repeat(result) ?? null,
    }));
}

export const asCurl =
  (secrets: readonly (string | undefined)[]) =>
  ({ sent }: CaseResult): string | undefined =>
    sent && curl(sent, secrets);

const NAMED = 3;

/** For example `2 of 5 requests failed. listItems: It answered 502, …` */
export function failureSummary({ results, wrongRelease }: SmokeReport): string {
  if (wrongRelease !== undefined) return wrongRelease;
  const sent = results.filter(({ outcome }) => outcome !== 'skipped').length;
  const failed = results.filter(({ outcome }) => outcome === 'failed');
  const named = failed.slice(0, NAMED).map(({ operationId, problems }) => `${operationId}: ${problems[0]}`);
  const more = failed.length > NAMED ? [`And ${failed.length - NAMED} more.`] : [];
  const sum = `${failed.length} of ${sent} requests failed.`;
  return [sum, ...named, ...more].join(' ');
}
