/** `apikit canary watch`: compares a canary with what serves the other requests, ends it when it is worse, else promotes it. Needs no sources. */
import { awsTime } from '../aws/aws-time.ts';
import { releaseOf } from '../aws/release-record.ts';
import type { WatchRecord } from '../aws/releases/switch-record.ts';
import type { Context, Target } from '../context.ts';
import { minute } from '../ui/moment.ts';
import { APP_OPTION } from './app-option.ts';
import { givenLimits, givenPeriod, LIMIT_OPTIONS } from './canary-flags.ts';
import { exitCodeOf, limitsWith, renderEnd, type Watched, type Watching, watchAndTell } from './canary-watching.ts';
import { defineCommand } from './command.ts';
import { WAIT_OPTION, waitOf, withStageLock } from './locking.ts';
import { noCanary, partsOf, refuseIfOvertaken } from './seen-stage.ts';

interface Answers extends Watching {
  /** When the stage was looked at, in the clock's milliseconds. */
  readonly observedFrom: number;
}

export const canaryWatch = defineCommand<Answers, Watched>({
  options: [
    { flags: '--bake <duration>', description: 'how long it is watched at a share: 90s, 10m, 2h' },
    ...LIMIT_OPTIONS,
    APP_OPTION,
    WAIT_OPTION,
  ],
  common: ['stage', 'profile', 'region', 'events'],
  anyStage: true,
  examples: [
    'apikit canary watch --stage prod',
    'apikit canary watch --stage prod --bake 30m --max-error-increase 0.2',
    'apikit canary watch --app items-api --stage prod --region eu-west-1 --json',
  ],

  async ask({ flags }, context) {
    waitOf(flags);
    const given = givenLimits(flags);
    const bake = givenPeriod(flags, 'bake');
    const target = await context.target();
    const { config } = target;
    const observedFrom = context.io.clock.now();
    const parts = partsOf(target, context);
    const [{ stageReleases }, { alarmsRinging }] = await Promise.all([
      import('../pipeline/stage-releases.ts'),
      import('../pipeline/alarms-ringing.ts'),
    ]);
    const stage = await stageReleases(config, parts);
    const canary = releaseOf(stage.releases, stage.canary);
    if (!canary) throw noCanary(`${config.app}/${config.stage}`, stage, config.stage);
    // What the watch reads has to be readable before it is said that somebody watches.
    await alarmsRinging(config, parts);
    const now = awsTime(parts);
    const percent = stage.percent ?? 0;
    const before = stage.switched?.canary?.watch;
    if (before) tellOfOther(before, context);
    return {
      target,
      stage,
      canary,
      percent,
      began: stage.switched?.canary ? Date.parse(stage.switched.canary.time) : now,
      limits: limitsWith(config, given),
      watch: goingOn(before, { percent, now, ...(bake !== undefined && { bake }) }, target),
      observedFrom,
    };
  },

  async execute({ observedFrom, ...watching }, context) {
    const { target, stage, canary, watch } = watching;
    const { config } = target;
    const { watchCanaryOf } = await import('../pipeline/canary-stage.ts');
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
  },

  render: renderEnd,
  json: () => undefined,
  exitCode: exitCodeOf,
});

interface Now {
  readonly percent: number;
  /** ms since the epoch */
  readonly now: number;
  /** Seconds, where they were given. */
  readonly bake?: number;
}

/** Where another watch has ended, this one goes on at its step; where there was none, the canary bakes at its share. */
function goingOn(before: WatchRecord | undefined, { percent, now, bake }: Now, { config }: Target): WatchRecord {
  const since = new Date(now).toISOString();
  const every = bake ?? before?.every ?? config.canary.bake / 1_000;
  if (before?.steps.includes(percent)) return { ...before, since, every };
  return { since, share: since, steps: [percent], every };
}

/** There is no telling whether it still runs. */
function tellOfOther({ since }: WatchRecord, { report }: Context): void {
  report.note(
    `A watch was begun at ${minute(since)}. This one goes on at its step; should the other still run, it ends.`,
  );
}
