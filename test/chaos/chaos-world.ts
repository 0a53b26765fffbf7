/**
 * One embedded cloud with a fault at any call, and stages that runs deploy to it, which can be killed. Both sides use a
 * clock on which nobody waits, and states take the time that they take on AWS.
 */
import { randomBytes } from 'node:crypto';
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
/** A number that is higher than the calls of any run. */
const FOR_EVER = 1_000_000;

/**
 * The fault from the nth call on, or at it. The calls of a killed run hang, because the process that waits for them is
 * gone.
 */
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

/** UUIDs in the same order in every account, because the ARN of a key is part of a release. */
function countedIds() {
  let count = 0;
  return {
    uuid() {
      count += 1;
      return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
    },
    short: (length: number) => randomBytes(length).toString('hex').slice(0, length),
    upper: (length: number) => randomBytes(length).toString('hex').slice(0, length).toUpperCase(),
    begin() {
      count = 0;
    },
  };
}

type Work = (run: StageRun) => Promise<unknown>;

export interface ChaosWorld {
  readonly endpoint: string;
  /** Runs while every state is reached at once, for work that is only a preparation. */
  prepared(work: Work): Promise<void>;
  /** Runs undisturbed; resolves with its calls, such as `lambda.CreateFunction`. */
  undisturbed(work: Work): Promise<string[]>;
  /**
   * Runs with one fault; resolves with the call that it struck, if there were that many. The run may succeed or fail.
   */
  struck(work: Work, fault: Fault, nth: number): Promise<string | undefined>;
  /** Milliseconds since the epoch, for everybody. */
  now(): number;
  /** Lets time pass in which nothing happens. */
  pass(milliseconds: number): void;
  /** Starts an empty account. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

export async function startChaosWorld(): Promise<ChaosWorld> {
  const clock = createChaosClock();
  const ids = countedIds();
  const cloud = await startTestCloud({
    clock: clock.cloud,
    ids,
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

  /** Ends the process: no call of it is carried out any more, whatever its promises still do. */
  async function bury(running: Promise<unknown>, controller: AbortController): Promise<void> {
    // The fault is a refusal, because the SDK retries anything else.
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
      ids.begin();
      await fetch(`${cloud.endpoint}/_apikit/reset`, { method: 'POST', headers: { 'x-apikit-control': 'chaos' } });
    },
    async close() {
      await cloud.close();
      clock.close();
    },
  };
}
