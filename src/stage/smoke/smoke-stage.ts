/**
 * A smoke test of what a stage serves: sends the requests that the contract marks as safe to its address. Changes
 * nothing in AWS, and needs neither the project's sources nor permissions in the account.
 */
import { outOfReach, type Reach } from '../../aws/releases/private-reach.ts';
import { waitForRelease } from '../../aws/releases/probe.ts';
import type { Clock } from '../../clock.ts';
import type { Contract } from '../../contract/model/contract.ts';
import type { CaseResult } from '../../contract/testing/case-result.ts';
import type { Rate } from '../../contract/testing/pace.ts';
import { cannotCall } from '../../contract/testing/run-cases.ts';
import { MAX_LATENCY, NoResponse, runSmoke } from '../../contract/testing/run-smoke.ts';
import { networkReason, openLine } from '../../contract/testing/send.ts';
import { planSmoke } from '../../contract/testing/smoke-cases.ts';
import { RELEASE_HEADER } from '../../naming/release-marks.ts';

export interface SmokeTarget {
  readonly contract: Pick<Contract, 'document' | 'operations'>;
  /** The address of the stage, without a slash at the end. */
  readonly url: string;
  /** The callers that get an answer there. If this machine gets none, every request is skipped. Default: everybody. */
  readonly reach?: Reach;
  /** The release that should answer. If it is absent, any release may. */
  readonly release?: string;
  readonly key?: string;
  readonly token?: string;
  /** The rate that the stage and the key's plan allow. Absent if it is not known. */
  readonly rate?: Rate;
  /** Milliseconds, used if the contract has no limit of its own. */
  readonly maxLatency?: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Tells what the test waits for. */
  note?(text: string): void;
}

export interface SmokeReport {
  /** The result of each request, in the order of the contract. */
  readonly results: readonly CaseResult[];
  /** Why nothing was sent: the stage does not answer with the release under test. */
  readonly wrongRelease?: string;
}

export async function smokeStage(target: SmokeTarget): Promise<SmokeReport> {
  const { contract, url, reach = 'everybody', release, key, token, clock, signal } = target;
  const outside = await outOfReach(reach, url);
  if (release !== undefined && outside === undefined) {
    const note = target.note && { note: target.note };
    const probe = await waitForRelease({ url, release, reach, clock, signal, ...note });
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
        throw new NoResponse(networkReason(error));
      }
    },
    cannotSend: (one) => outside ?? cannotCall(one, credentials),
    // Without an authorizer, only the resource policy refuses a caller in this way (docs/aws/data-plane.md).
    saysNothing: ({ status, headers }, { access }) =>
      status === 403 && headers['x-amzn-errortype'] === 'AccessDeniedException' && access.authorizer === undefined
        ? 'API Gateway refuses this machine, because access in apikit.yaml does not allow it'
        : undefined,
    // Responses of the gateway itself name the release, too.
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
