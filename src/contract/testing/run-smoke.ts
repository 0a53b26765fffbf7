/** Sends the requests of a smoke test, a few at a time, by whatever way there is, and says of each whether the answer was right. */
import { fewAtOnce } from '../../few-at-once.ts';
import type { Operation } from '../model/operations.ts';
import { checkAnswer } from './check-answer.ts';
import { type CaseResult, requestOf } from './run-cases.ts';
import { REQUESTS_AT_ONCE, type SentRequest, type TimedAnswer } from './send.ts';
import type { SmokeCase, SmokePlan } from './smoke-cases.ts';

export interface SmokeWay {
  /** Of the stage, without a slash at its end; empty where requests take no address. */
  readonly url: string;
  readonly key?: string;
  readonly token?: string;
  /** ms, where the contract has no bound of its own. */
  readonly maxLatency: number;
  /** Throws `Unanswered`; what else it throws ends the test. */
  send(request: SentRequest, operation: Operation): Promise<TimedAnswer>;
  /** Why an operation cannot be asked this way. */
  cannotSend(one: SmokeCase): string | undefined;
  /** What else is wrong with an answer. */
  alsoWrong?(answer: TimedAnswer): string[];
}

/** No answer came, for the reason that is its message. */
export class Unanswered extends Error {}

/** ms. Far above what a function takes that is well, far below what a caller waits for. */
export const MAX_LATENCY = 5_000;

/** In the order of the plan. */
export async function runSmoke({ cases, checks }: SmokePlan, way: SmokeWay): Promise<CaseResult[]> {
  return await fewAtOnce(REQUESTS_AT_ONCE, cases, async (one) => {
    const { tested, name, request } = one;
    const { operation } = tested;
    const common = { operationId: operation.operationId, name, kind: 'positive' as const, undeclared: false };
    const reason = one.skipped ?? way.cannotSend(one);
    if (reason !== undefined) return { ...common, outcome: 'skipped', problems: [reason], ms: 0 };

    const bound = one.maxLatency ?? way.maxLatency;
    const sent = requestOf(operation, request, way);
    const ask = async () => {
      const answer = await way.send(sent, operation);
      const { problems } = checkAnswer(tested, { kind: 'success' }, answer, checks);
      return { answer, problems: [...problems, ...(way.alsoWrong?.(answer) ?? [])] };
    };
    try {
      let asked = await ask();
      // The first request of a new version meets a cold start, which says nothing about the next one.
      if (asked.problems.length === 0 && asked.answer.ms > bound) asked = await ask();
      const { answer } = asked;
      const slow = answer.ms > bound ? [`It took ${Math.round(answer.ms)} ms; expected ${bound} ms at most.`] : [];
      const problems = [...asked.problems, ...slow];
      return { ...common, outcome: problems.length === 0 ? 'passed' : 'failed', problems, ms: answer.ms, sent, answer };
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      return { ...common, outcome: 'failed', problems: [`There was no answer: ${error.message}`], ms: 0, sent };
    }
  });
}
