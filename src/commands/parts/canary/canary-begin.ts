/** The beginning of a watch of a canary that there is: what is to be watched, and the record of it in the stage. */
import { releaseOf } from '../../../aws/releases/release-record.ts';
import type { WatchRecord } from '../../../aws/releases/switch-record.ts';
import { awsTime } from '../../../aws/sdk/aws-time.ts';
import type { CanaryLimits } from '../../../canary/limits.ts';
import { endOfShare } from '../../../canary/steps.ts';
import type { Context, Target } from '../../../context.ts';
import { minute } from '../../../ui/moment.ts';
import { noCanary, partsOf, refuseIfOvertaken } from '../stage/seen-stage.ts';
import { withStageLock } from '../stage/stage-lock.ts';
import { type Watched, type Watching, watchAndTell } from './canary-watching.ts';

/** A watch that the record of the stage does not tell of yet. */
export interface Unbegun extends Watching {
  /** When the stage was looked at, in the clock's milliseconds. */
  readonly observedFrom: number;
}

interface Asked {
  readonly limits: CanaryLimits;
  /** Seconds at each share. Absent: as long as the watch before had, or as apikit.yaml says. */
  readonly bake?: number;
}

/** Reads only. Throws `NoCanary` and `ForeignCanary`. */
export async function openWatching(target: Target, { limits, bake }: Asked, context: Context): Promise<Unbegun> {
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
  // What the watch reads has to be readable before it is said that somebody watches.
  await alarmsRinging(config, parts);
  const now = awsTime(parts);
  const percent = stage.percent ?? 0;
  const before = stage.switched?.canary?.watch;
  // There is no telling whether it still runs.
  if (before)
    context.report.note(
      `A watch was begun at ${minute(before.since)}. This one goes on at its step; should the other still run, it ends.`,
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
    watch: goingOn(before, { percent, now, every }),
    observedFrom,
  };
}

interface Now {
  readonly percent: number;
  /** ms since the epoch */
  readonly now: number;
  /** Seconds at each share. */
  readonly every: number;
}

/**
 * Where another watch has ended, this one goes on at its step, with the time that is left there. A share whose time is over is watched
 * once more for as long, since requests may have been too few. Where there was no watch, the canary bakes at the share that it has.
 */
function goingOn(before: WatchRecord | undefined, { percent, now, every }: Now): WatchRecord {
  const since = new Date(now).toISOString();
  if (!before?.steps.includes(percent)) return { since, share: since, steps: [percent], every };
  const isOver = endOfShare({ every }, Date.parse(before.share)) <= now;
  return { ...before, since, every, ...(isOver && { share: since }) };
}

/** Says in the record of the stage that somebody watches, and then does. */
export async function beginWatching({ observedFrom, ...watching }: Unbegun, context: Context): Promise<Watched> {
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
  return await watchAndTell(watching, context);
}
