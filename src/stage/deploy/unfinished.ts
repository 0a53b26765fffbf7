/** The error of a run that did not complete: one paragraph for people, and members of the error for scripts. */
import { explainError } from '../../aws/sdk/errors/explain-error.ts';
import { requestId } from '../../aws/sdk/errors/sdk-error.ts';
import type { ApplyResult } from '../../engine/apply.ts';
import { ApikitError, EXIT, type ExitCode } from '../../errors.ts';
import { SmokeFailedError, type SmokeFailure } from '../smoke/smoke-failed.ts';

interface FailedResource {
  readonly resource: string;
  /** A stable code, as in all errors of apikit: `AccessDenied`, `AwsRefused`. */
  readonly code: string;
  readonly message: string;
  /** The request ID, by which AWS Support finds the call. `null` if no response came. */
  readonly requestId: string | null;
}

/** The members that scripts get besides the text (docs/json.md). */
export interface UnfinishedReport {
  readonly done: readonly { readonly resource: string; readonly action: string }[];
  readonly failed: readonly FailedResource[];
  /** Resources whose change the interruption cut short. */
  readonly cutShort: readonly string[];
  readonly notStarted: readonly string[];
  /** The release that the stage serves now; `null` if it serves none. Absent if the stage was being removed. */
  readonly live?: string | null;
  /** The requests of the smoke test that prevented the release from going live. */
  readonly smoke?: readonly SmokeFailure[];
}

/** `DeployFailed`, `DestroyFailed` or `Interrupted`. */
class UnfinishedError extends ApikitError {
  readonly report: UnfinishedReport;

  constructor(
    code: string,
    message: string,
    options: { hint: string; exitCode: ExitCode; cause?: unknown },
    report: UnfinishedReport,
  ) {
    super(code, message, options);
    this.report = report;
  }
}

/**
 * Says what is done, what is not, which resources failed with AWS's reason, what serves meanwhile, and what to do next.
 * An error that does not come from AWS is a defect and is thrown as it is. For `live` see `UnfinishedReport`.
 */
export function unfinished(
  what: 'Deploy' | 'Destroy',
  outcome: ApplyResult,
  command: string,
  live?: string | null,
): ApikitError {
  const changed = outcome.done.filter(({ action }) => action !== 'none');
  const explained = outcome.failed.map(({ resource, error }) => {
    const words = explainError(error);
    if (!words) throw error;
    return { resource, error, words };
  });
  const tested = outcome.failed.find(({ error }) => error instanceof SmokeFailedError)?.error as
    | SmokeFailedError
    | undefined;
  const report: UnfinishedReport = {
    done: changed.map(({ resource, action }) => ({ resource, action })),
    failed: explained.map(({ resource, error, words }) => ({
      resource,
      code: words.code,
      message: words.message,
      requestId: requestId(error) ?? null,
    })),
    cutShort: outcome.cutShort,
    notStarted: outcome.notStarted,
    ...(live !== undefined && { live }),
    ...(tested && { smoke: tested.report.smoke }),
  };
  const again = `Run ${command} again: it continues where this run stopped.`;
  const [first, ...others] = explained;
  if (!first) {
    const options = { hint: again, exitCode: EXIT.interrupted };
    return new UnfinishedError('Interrupted', `${what} was interrupted. ${progress(report)}`, options, report);
  }
  const failures = [
    `${what} failed at ${first.resource}: ${withRequestId(first)}`,
    ...others.map((other) => `${other.resource} failed too: ${withRequestId(other)}`),
  ];
  const { hint } = first.words;
  return new UnfinishedError(
    `${what}Failed`,
    `${failures.join(' ')} ${progress(report)}`,
    {
      exitCode: first.words.exitCode,
      hint: hint === undefined ? again : `${hint} Then run ${command} again: it continues where this run stopped.`,
      cause: first.error,
    },
    report,
  );
}

function progress({ done, cutShort, notStarted, live }: UnfinishedReport): string {
  const cut = cutShort.length > 0 ? ` Cut short: ${list(cutShort)}.` : '';
  const all = `Done: ${list(done.map(({ resource, action }) => `${resource} (${action})`))}.${cut}`;
  return `${all} Not started: ${list(notStarted)}.${serving(live)}`;
}

function serving(live: string | null | undefined): string {
  if (live === undefined) return '';
  return live === null ? ' Nothing is live yet.' : ` Release ${live} is live and keeps serving.`;
}

function withRequestId({ error, words }: { error: unknown; words: ApikitError }): string {
  const id = requestId(error);
  return id === undefined || words.message.includes(id) ? words.message : `${words.message} Request id ${id}.`;
}

const list = (items: readonly string[]) => (items.length === 0 ? 'nothing' : items.join(', '));
