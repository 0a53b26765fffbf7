/**
 * One embedded cloud with a fault at any call, and stages deployed to it by runs that can be killed. Both sides of the
 * wire are on a clock that nobody waits for, and states take the time that they take on AWS.
 */
import type { AdversityParts } from '../../src/local/adversity/adversity.ts';
import type { CallRecord } from '../../src/local/adversity/call-log.ts';
import type { Fault as Affliction, Rule } from '../../src/local/adversity/rules.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';
import { createChaosClock } from './chaos-clock.ts';
import type { StageRun } from './stage-runs.ts';

export const FAULTS = ['killed before', 'killed after', 'answer dropped', '500', 'throttled', 'reset'] as const;
export type Fault = (typeof FAULTS)[number];

/** The factor for AWS's state delays: every state occurs, and few are polled more than a few times. */
const FACTOR = 0.1;
/** More calls than any run makes. */
const FOR_EVER = 1_000_000;

/** From the nth call on, or at it. A killed run's calls hang: whoever waits for them is not there any more. */
const RULES: Readonly<Record<Fault, (nth: number) => Rule[]>> = {
  'killed before': (nth) => [{ nth, times: FOR_EVER, fault: 'hang' }],
  'killed after': (nth) => [
    { nth, times: 1, fault: 'hangAnswer' },
    { nth: nth + 1, times: FOR_EVER, fault: 'hang' },
  ],
  'answer dropped': once('dropAnswer'),
  '500': once({ error: { code: 'InternalFailure', message: 'An internal error occurred.', status: 500 } }),
  throttled: once('throttle'),
  reset: once('dropRequest'),
};

function once(fault: Affliction): (nth: number) => Rule[] {
  return (nth) => [{ nth, times: 1, fault }];
}

type Work = (run: StageRun) => Promise<unknown>;

export interface ChaosWorld {
  readonly endpoint: string;
  /** Runs where every state is true at once: for what is only to be there. */
  prepared(work: Work): Promise<void>;
  /** Runs undisturbed; the calls that it made, as `lambda.CreateFunction`. */
  undisturbed(work: Work): Promise<string[]>;
  /** Runs with one fault; which call it struck, if there were so many. The run may succeed or fail, as it likes. */
  struck(work: Work, fault: Fault, nth: number): Promise<string | undefined>;
  /** Milliseconds since the epoch, by everybody's clock. */
  now(): number;
  /** Time passes in which nobody does anything. */
  pass(milliseconds: number): void;
  /** An account in which nothing was ever done. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

export async function startChaosWorld(): Promise<ChaosWorld> {
  const clock = createChaosClock();
  const cloud = await startTestCloud({
    clock: clock.cloud,
    adversity: { factor: FACTOR, latency: false },
    tableTransitionMs: 0,
  });
  const adversity = cloud.adversity as AdversityParts;
  const runWith = (signal?: AbortSignal): StageRun => ({
    endpoint: cloud.endpoint,
    clock: clock.client,
    ...(signal && { signal }),
  });
  const nameOf = ({ service, operation }: CallRecord) => `${service}.${operation}`;

  /** Nobody of the process is left: no call of its own is carried out any more, whatever its promises still do. */
  async function bury(running: Promise<unknown>, controller: AbortController): Promise<void> {
    // Refused, since the SDK asks again after anything else.
    adversity.set({ rules: [{ fault: { error: { code: 'AccessDenied', message: 'Nobody is left.', status: 403 } } }] });
    controller.abort(new Error('killed'));
    adversity.close();
    await running;
  }

  return {
    endpoint: cloud.endpoint,
    async prepared(work) {
      adversity.set({ rules: [], factor: 0 });
      await work(runWith());
      adversity.set({ factor: FACTOR });
    },
    async undisturbed(work) {
      adversity.set({ rules: [] });
      const before = adversity.state().calls.count;
      await work(runWith());
      return adversity
        .state()
        .calls.last.filter(({ n }) => n > before)
        .map(nameOf);
    },
    async struck(work, fault, nth) {
      adversity.set({ rules: RULES[fault](nth) });
      const before = adversity.state().calls.count;
      const controller = new AbortController();
      const ended = work(runWith(controller.signal)).then(
        () => undefined,
        () => undefined,
      );
      if (fault.startsWith('killed')) {
        await Promise.race([ended, adversity.untilHanging()]);
        const { hanging } = adversity.state();
        await bury(ended, controller);
        if (hanging === 0) return undefined;
      } else await ended;
      const { calls } = adversity.state();
      adversity.set({ rules: [] });
      const hit = calls.last.find((call) => call.n > before && call.fault !== undefined);
      return hit && nameOf(hit);
    },
    now: () => clock.client.now(),
    pass: (milliseconds) => clock.advance(milliseconds),
    async empty() {
      await fetch(`${cloud.endpoint}/_apikit/reset`, { method: 'POST', headers: { 'x-apikit-control': 'chaos' } });
    },
    async close() {
      await cloud.close();
      clock.close();
    },
  };
}
