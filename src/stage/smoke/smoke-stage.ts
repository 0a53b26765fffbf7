/**
 * A smoke test of what a stage serves: the requests that the contract calls safe, sent to its address. Changes nothing in
 * AWS, and needs neither the project's sources nor rights in the account.
 */
import { waitForRelease } from '../../aws/releases/probe.ts';
import type { Clock } from '../../clock.ts';
import type { Contract } from '../../contract/model/contract.ts';
import type { Rate } from '../../contract/testing/pace.ts';
import { type CaseResult, cannotCall } from '../../contract/testing/run-cases.ts';
import { MAX_LATENCY, runSmoke, Unanswered } from '../../contract/testing/run-smoke.ts';
import { networkReason, openLine } from '../../contract/testing/send.ts';
import { planSmoke } from '../../contract/testing/smoke-cases.ts';
import { RELEASE_HEADER } from '../../naming/release-marks.ts';

export interface SmokeTarget {
  readonly contract: Pick<Contract, 'document' | 'operations'>;
  /** Of the stage, without a slash at its end. */
  readonly url: string;
  /** What is to answer; absent: whatever does. */
  readonly release?: string;
  readonly key?: string;
  readonly token?: string;
  /** What the stage and the key's plan let through; absent: not known. */
  readonly rate?: Rate;
  /** ms, where the contract has no bound of its own. */
  readonly maxLatency?: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Says what is waited for. */
  note?(text: string): void;
}

export interface SmokeReport {
  /** Of each request, in the order of the contract. */
  readonly results: readonly CaseResult[];
  /** Why nothing was sent: the stage does not answer as the release that is to be tested. */
  readonly wrongRelease?: string;
}

export async function smokeStage(target: SmokeTarget): Promise<SmokeReport> {
  const { contract, url, release, key, token, clock, signal } = target;
  if (release !== undefined) {
    const note = target.note && { note: target.note };
    const probe = await waitForRelease({ url, release, clock, signal, ...note });
    if (!probe.seen) {
      const instead = probe.problem ?? `it answers with ${probe.last}`;
      return { results: [], wrongRelease: `The stage does not answer with release ${release} (${instead}).` };
    }
  }
  const line = openLine(target);
  const credentials = { ...(key !== undefined && { key }), ...(token !== undefined && { token }) };
  const results = await runSmoke(planSmoke(contract.document, contract.operations), {
    url,
    ...credentials,
    maxLatency: target.maxLatency ?? MAX_LATENCY,
    async send(request) {
      try {
        return await line.send(request);
      } catch (error) {
        signal.throwIfAborted();
        throw new Unanswered(networkReason(error));
      }
    },
    cannotSend: (one) => cannotCall(one, credentials),
    // Answers of the gateway itself say which release they are of.
    alsoWrong({ headers }) {
      const answered = headers[RELEASE_HEADER];
      const other = release !== undefined && answered !== undefined && answered !== release;
      return other ? [`It came from release ${answered}; expected ${release}.`] : [];
    },
  });
  return { results };
}

export function smokePassed({ results, wrongRelease }: SmokeReport): boolean {
  return wrongRelease === undefined && results.every(({ outcome }) => outcome !== 'failed');
}
