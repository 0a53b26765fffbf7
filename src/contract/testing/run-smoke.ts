/** Sends the requests of a smoke test, a few at a time, by any transport, and checks each response. */
import { mapWithConcurrency } from '../../map-with-concurrency.ts';
import type { Operation } from '../model/operations.ts';
import type { CaseResult } from './case-result.ts';
import { checkResponse } from './check-response.ts';
import { requestOf } from './request-of.ts';
import { REQUESTS_AT_ONCE, type SentRequest, type TimedResponse } from './send.ts';
import type { SmokeCase, SmokePlan } from './smoke-cases.ts';

export interface SmokeOptions {
  /** The URL of the stage, without a slash at its end. It is empty if requests need no address. */
  readonly url: string;
  readonly key?: string;
  readonly token?: string;
  /** The longest response time in ms, unless the contract sets one. */
  readonly maxLatency: number;
  /** Throws `NoResponse` if there is no response. Any other error ends the test. */
  send(request: SentRequest, operation: Operation): Promise<TimedResponse>;
  /** Returns why this transport cannot call an operation. */
  cannotSend(one: SmokeCase): string | undefined;
  /** Returns why a response says nothing about the release. */
  saysNothing?(answer: TimedResponse, operation: Operation): string | undefined;
  /** Returns further problems of a response. */
  alsoWrong?(answer: TimedResponse): string[];
}

/** There was no response. The message gives the reason. */
export class NoResponse extends Error {}

/** In ms. A healthy function is much faster, and a caller waits much longer. */
export const MAX_LATENCY = 5_000;

/** Returns the results in the order of the plan. */
export async function runSmoke({ cases, checks }: SmokePlan, way: SmokeOptions): Promise<CaseResult[]> {
  return await mapWithConcurrency(REQUESTS_AT_ONCE, cases, async (one) => {
    const { tested, name, request } = one;
    const common = { operationId: tested.operationId, name, kind: 'positive' as const, undeclared: false };
    const reason = one.skipped ?? way.cannotSend(one);
    if (reason !== undefined) return { ...common, outcome: 'skipped', problems: [reason], ms: 0 };

    const bound = one.maxLatency ?? way.maxLatency;
    const sent = requestOf(tested, request, way);
    const ask = async () => {
      const answer = await way.send(sent, tested);
      const { problems } = checkResponse(tested, { kind: 'success' }, answer, checks);
      return { answer, problems: [...problems, ...(way.alsoWrong?.(answer) ?? [])] };
    };
    try {
      let asked = await ask();
      // The first request to a new version meets a cold start, which says nothing about later requests.
      if (asked.problems.length === 0 && asked.answer.ms > bound) asked = await ask();
      const { answer } = asked;
      const nothing = way.saysNothing?.(answer, tested);
      if (nothing !== undefined)
        return { ...common, outcome: 'skipped', problems: [nothing], ms: answer.ms, sent, answer };
      const slow = answer.ms > bound ? [`It took ${Math.round(answer.ms)} ms; expected at most ${bound} ms.`] : [];
      const problems = [...asked.problems, ...slow];
      return { ...common, outcome: problems.length === 0 ? 'passed' : 'failed', problems, ms: answer.ms, sent, answer };
    } catch (error) {
      if (!(error instanceof NoResponse)) throw error;
      return { ...common, outcome: 'failed', problems: [`There was no response: ${error.message}`], ms: 0, sent };
    }
  });
}
