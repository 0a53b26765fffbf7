/**
 * Measures the live release of a stage with other sizes of memory. Everything runs in a copy of the function, which is
 * deleted at the end. A copy that a killed run left is replaced by the next run, and deleted by `destroy`.
 */
import {
  createTuningCopy,
  removeTuningCopy,
  resizeTuningCopy,
  type TimedCall,
  type TuningCopy,
  timedCall,
} from '../../aws/lambda/tuning-copy.ts';
import type { LambdaWork } from '../../aws/lambda/wait.ts';
import type { StageConfig } from '../../config/config.ts';
import type { TuningRequest } from '../../contract/testing/tuning-requests.ts';
import { shippedPrices } from '../../cost/prices.ts';
import { figuresOf, type SizeFigures } from '../../cost/tuning.ts';
import { ApikitError } from '../../errors.ts';
import { functionName, tuningFunctionName } from '../../naming/names.ts';
import { stageTags } from '../../naming/tags.ts';
import { liveRelease, stageReleases } from '../releases/stage-releases.ts';
import { type RunParts, stageContext } from '../stage-run.ts';

/** The number of warm calls at each size. */
export const WARM_CALLS = 25;

export interface Tuning {
  readonly release: string;
  readonly architecture: string;
  /** The size of the live release in MB. */
  readonly present: number;
  readonly sizes: readonly SizeFigures[];
  /** The sizes with which calls fail, and why. */
  readonly failed: readonly { readonly memory: number; readonly why: string }[];
  /** The operations that were called. */
  readonly operations: readonly string[];
  /** The operations that answered an error at the first size, and were left out. */
  readonly refused: readonly { readonly operationId: string; readonly status: number }[];
}

export async function tuneStage(
  config: StageConfig,
  requests: readonly TuningRequest[],
  memories: readonly number[],
  parts: RunParts,
): Promise<Tuning> {
  const { app, stage } = config;
  const live = liveRelease(await stageReleases(config, parts));
  const version = live?.record.version;
  if (live === undefined || version === undefined) throw unknownRelease(app, stage);
  const work: LambdaWork = {
    client: await parts.clients.lambda(),
    clock: parts.clock,
    context: stageContext(stage, parts),
  };
  const name = tuningFunctionName(config);
  try {
    const source = { function: functionName(config), version, name, tags: stageTags(config) };
    const copy = await createTuningCopy(work, source);
    if (!copy) throw unknownRelease(app, stage);
    const measured = await measure(work, copy, requests, memories);
    const gbSecond = shippedPrices(config.region).lambdaSecond[copy.architecture] ?? 0;
    return {
      release: live.record.release,
      architecture: copy.architecture,
      present: copy.memory,
      ...measured,
      sizes: measured.samples.map((sample) => figuresOf(sample, gbSecond)),
    };
  } finally {
    await removeTuningCopy(work.client, name);
  }
}

async function measure(
  work: LambdaWork,
  { name }: TuningCopy,
  requests: readonly TuningRequest[],
  memories: readonly number[],
) {
  const samples: { memory: number; warm: number[]; cold: number }[] = [];
  const failed: { memory: number; why: string }[] = [];
  let refused: Tuning['refused'] = [];
  let useful = requests;
  // The largest size fails last, so that it decides which operations answer at all.
  for (const memory of [...memories].sort((a, b) => b - a)) {
    work.context.note(`measuring with ${memory} MB`);
    await resizeTuningCopy(work, name, memory);
    const call = ({ event }: TuningRequest) => timedCall(work.client, name, event);
    const first = await call(useful[0]!);
    if (samples.length === 0 && failed.length === 0) {
      const answers = await inOrder(useful, call);
      refused = answers.flatMap(({ status = 200 }, index) =>
        status >= 400 ? [{ operationId: useful[index]!.operationId, status }] : [],
      );
      useful = useful.filter((_, index) => (answers[index]?.status ?? 200) < 400);
      if (useful.length === 0) throw nothingAnswers(refused);
    }
    const warm = await inOrder(
      Array.from({ length: WARM_CALLS }, (_, index) => useful[index % useful.length]!),
      call,
    );
    const why = [first.failed, ...warm.map(faultOf)].find((fault) => fault !== undefined);
    if (why !== undefined) failed.push({ memory, why });
    else samples.push({ memory, warm: warm.map(({ duration }) => duration), cold: (first.init ?? 0) + first.duration });
  }
  return {
    samples: samples.reverse(),
    failed: failed.reverse(),
    refused,
    operations: [...new Set(useful.map(({ operationId }) => operationId))],
  };
}

/** An error that the handler answers, for example because it ran out of time, is no work, and often fast. */
const faultOf = ({ failed, status = 200 }: TimedCall): string | undefined =>
  failed ?? (status >= 400 ? `a call answered ${status}` : undefined);

/** One call after the other, so that one instance answers all of them. */
async function inOrder(
  requests: readonly TuningRequest[],
  call: (request: TuningRequest) => Promise<TimedCall>,
): Promise<TimedCall[]> {
  const calls: TimedCall[] = [];
  for (const request of requests) calls.push(await call(request));
  return calls;
}

function unknownRelease(app: string, stage: string): ApikitError {
  return new ApikitError('UnknownRelease', `The version of the function that ${app}/${stage} serves is not known.`, {
    hint: `apikit did not create the live release. Deploy one: apikit deploy --stage ${stage}`,
  });
}

function nothingAnswers(refused: Tuning['refused']): ApikitError {
  const said = refused.map(({ operationId, status }) => `${operationId} answered ${status}`).join(', ');
  return new ApikitError('NothingToMeasure', `No request of the contract's examples succeeded: ${said}.`, {
    hint: 'Give the parameters examples of items that exist, or name another operation with --operation.',
  });
}
