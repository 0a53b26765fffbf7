/** Starts to watch a running canary: finds what to watch, and records the watch in the stage. */
import { releaseOf } from '../../../aws/releases/release-record.ts';
import type { WatchRecord } from '../../../aws/releases/switch-record.ts';
import { awsTime } from '../../../aws/sdk/aws-time.ts';
import type { CanaryLimits } from '../../../canary/limits.ts';
import { endOfShare } from '../../../canary/steps.ts';
import type { Context, Target } from '../../../context.ts';
import { minute } from '../../../ui/moment.ts';
import { noCanary, partsOf, refuseIfOvertaken } from '../stage/release-preview.ts';
import { withStageLock } from '../stage/stage-lock.ts';
import { type Watched, type Watching, watchAndReport } from './canary-watching.ts';

/** A watch that is not yet recorded in the stage. */
export interface PlannedWatch extends Watching {
  /** When the stage was read, in the clock's milliseconds. */
  readonly observedFrom: number;
}

interface Asked {
  readonly limits: CanaryLimits;
  /** The seconds at each share. The default is the value of the previous watch, then the value of apikit.yaml. */
  readonly bake?: number;
}

/** Reads only. Throws `NoCanary` and `ForeignCanary`. */
export async function openWatching(target: Target, { limits, bake }: Asked, context: Context): Promise<PlannedWatch> {
  const { config } = target;
  const observedFrom = context.io.clock.now();
  const parts = partsOf(target, context);
  const [{ stageReleases }, { alarmsRinging }] = await Promise.all([
    import('../../../stage/releases/stage-releases.ts'),
    import('../../../stage/deploy/alarms-ringing.ts'),
  ]);
  const stage = await stageReleases(config, parts);
  const canary = releaseOf(stage.releases, stage.canary);
  if (!canary) throw noCanary(`${config.app}/${config.stage}`, stage, config.stage);
  // The watch must be able to read the alarms before it is recorded.
  await alarmsRinging(config, parts);
  const now = awsTime(parts);
  const percent = stage.percent ?? 0;
  const before = stage.switched?.canary?.watch;
  // The account cannot tell whether the other watch still runs.
  if (before)
    context.report.note(
      `A watch started at ${minute(before.since)}. This watch continues at its step. If the other watch still runs, it ends.`,
    );
  const every = bake ?? before?.every ?? config.canary.bake / 1_000;
  const began = stage.switched?.canary ? Date.parse(stage.switched.canary.time) : now;
  return {
    target,
    stage,
    canary,
    percent,
    began,
    limits,
    watch: resumedWatch(before, { percent, now, every }),
    observedFrom,
  };
}

interface Now {
  readonly percent: number;
  /** In ms since the epoch. */
  readonly now: number;
  /** The seconds at each share. */
  readonly every: number;
}

/**
 * If another watch ended, this watch continues at its step, with the rest of the time. If the time at that share is
 * over, the share is watched once more, because there may have been too few requests. Without another watch, the canary
 * keeps its share.
 */
function resumedWatch(before: WatchRecord | undefined, { percent, now, every }: Now): WatchRecord {
  const since = new Date(now).toISOString();
  if (!before?.steps.includes(percent)) return { since, share: since, steps: [percent], every };
  const isOver = endOfShare({ every }, Date.parse(before.share)) <= now;
  return { ...before, since, every, ...(isOver && { share: since }) };
}

/** Records the watch in the stage, and then watches. */
export async function beginWatching({ observedFrom, ...watching }: PlannedWatch, context: Context): Promise<Watched> {
  const { target, stage, canary, watch } = watching;
  const { config } = target;
  const { watchCanaryOf } = await import('../../../stage/canary/canary-stage.ts');
  await withStageLock(target, context, {
    command: `apikit canary watch --stage ${config.stage}`,
    observedFrom,
    first: false,
    async run({ signal, changedMeanwhile }) {
      const parts = { ...partsOf(target, context), signal };
      if (changedMeanwhile) await refuseIfOvertaken(config, { stage, to: canary }, parts);
      await watchCanaryOf({ config, stage }, { watch }, parts);
    },
  });
  return await watchAndReport(watching, context);
}
