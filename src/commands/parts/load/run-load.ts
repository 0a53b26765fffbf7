/** Prepares and runs a load test, shows its progress, and deletes what it created. */
import type { StageConfig } from '../../../config/config.ts';
import type { Context } from '../../../context.ts';
import { type LoadPlan, type LoadRequests, prepareLoad } from '../../../contract/testing/load-requests.ts';
import type { Rate } from '../../../contract/testing/pace.ts';
import { LAST_MOMENT } from '../../../contract/testing/run-cases.ts';
import { networkReason, patient, sendOnce } from '../../../contract/testing/send.ts';
import { ApikitError } from '../../../errors.ts';
import { createRecorder } from '../../../load/figures.ts';
import { type Goal, judge } from '../../../load/goal.ts';
import { createMix } from '../../../load/mix.ts';
import { type Outcome, runOpenLoop } from '../../../load/open-loop.ts';
import { createLoadScreen } from '../../../ui/load-screen.ts';
import type { LoadReport } from '../../../ui/load-text.ts';

export interface LoadRun {
  readonly config: StageConfig;
  readonly url: string;
  /** The weight of each operation. `undefined` if nobody named any: then those that cannot be called are left out. */
  readonly weights: ReadonlyMap<string, number> | undefined;
  readonly rate: number;
  /** In ms. */
  readonly time: number;
  readonly requests: number;
  readonly goals: readonly Goal[];
  /** The rate that the stage and the plan allow; the requests before and after the test keep to it. */
  readonly pace: Rate;
  readonly key?: string;
  readonly token?: string;
}

/** The report has at most so many periods. */
const PERIODS = 600;
/** ms between two looks at the figures. */
const LOOK = 1_000;

export async function runLoad(plan: LoadPlan, run: LoadRun, context: Context): Promise<LoadReport> {
  const { config, url, rate, time, requests, goals, pace, key, token } = run;
  const { clock, signal } = context.io;
  const parts = {
    url,
    rate: pace,
    clock,
    signal,
    ...(key !== undefined && { key }),
    ...(token !== undefined && { token }),
  };
  const weights = run.weights ?? new Map(plan.operations.map(({ tested }) => [tested.operationId, 1]));
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const counts = new Map([...weights].map(([id, weight]) => [id, Math.ceil((requests * weight) / total) + 1]));

  const { requests: prepared, skipped } = await prepareLoad(plan, counts, parts);
  const called = new Map([...weights].filter(([id]) => !skipped.some(({ operationId }) => operationId === id)));
  const cleaned = () => prepared.clean(signal.aborted ? { ...parts, signal: AbortSignal.timeout(LAST_MOMENT) } : parts);
  if (called.size === 0 || (run.weights && skipped.length > 0)) {
    await cleaned();
    throw notReady(skipped);
  }

  const period = Math.max(LOOK, Math.ceil(time / PERIODS / LOOK) * LOOK);
  const recorder = createRecorder(period);
  const { json, quiet } = context.flags;
  const screen = createLoadScreen(context.io, context.theme.stderr, {
    live: context.interactive && context.theme.stderr.color && !json && !quiet,
    report: context.report,
    recorder,
    requests,
  });
  const begun = clock.now();
  const looking = setInterval(() => screen.look(clock.now() - begun), LOOK);
  const { lag, held } = await runOpenLoop(
    { rate, requests },
    {
      clock,
      signal,
      send: sender(prepared, createMix(called), { clock, signal: patient(signal) }),
      onSample: recorder.add,
    },
  ).finally(() => clearInterval(looking));
  screen.close();
  const figures = recorder.total();
  return {
    ...{ app: config.app, stage: config.stage, url, rate, begun, period, lag, held, skipped },
    total: figures,
    operations: recorder.byOperation(),
    periods: recorder.periods(),
    goals: goals.map((goal) => judge(goal, figures)),
    interrupted: signal.aborted,
    left: await cleaned(),
  };
}

function sender(
  prepared: LoadRequests,
  mix: () => string,
  parts: Parameters<typeof sendOnce>[1],
): () => Promise<Outcome> {
  return async () => {
    const operationId = mix();
    const { sent, answered } = prepared.next(operationId);
    try {
      const answer = await sendOnce(sent, parts);
      answered(answer);
      return { operationId, status: answer.status };
    } catch (error) {
      return { operationId, status: undefined, reason: networkReason(error) };
    }
  };
}

function notReady(skipped: LoadReport['skipped']): ApikitError {
  const why = skipped.map(({ operationId, why: reason }) => `${operationId}: ${reason}`).join('; ');
  return new ApikitError(
    'NothingToLoad',
    skipped.length === 0
      ? 'The contract has no operation that only reads. Nothing was measured.'
      : `The first request to an operation did not succeed, and a load of such requests measures nothing. ${why}.`,
    { hint: 'Name other operations with --operation, or give parameters and bodies examples in the contract.' },
  );
}
