/**
 * Watches a canary for `canary watch`, `canary start --step` and `deploy --watch`: shows events while it runs, and its
 * end.
 */
import type { HistoryEntry } from '../../../aws/releases/release-record.ts';
import type { WatchRecord } from '../../../aws/releases/switch-record.ts';
import { awsTime } from '../../../aws/sdk/aws-time.ts';
import type { CanaryLimits } from '../../../canary/limits.ts';
import type { Steps } from '../../../canary/steps.ts';
import type { End } from '../../../canary/watch-event.ts';
import type { Context, Target } from '../../../context.ts';
import { ApikitError, EXIT, type ExitCode, interrupted } from '../../../errors.ts';
import type { WatchActions } from '../../../stage/canary/watch-canary.ts';
import type { StageReleases } from '../../../stage/releases/stage-releases.ts';
import type { RunParts } from '../../../stage/stage-run.ts';
import { type CanaryScreen, createCanaryJson, createCanaryScreen } from '../../../ui/canary-screen.ts';
import { endLines } from '../../../ui/canary-watch-text.ts';
import { SYMBOL, type Theme } from '../../../ui/theme.ts';
import type { Rendered } from '../command.ts';
import { warnIfNotSeen } from '../stage/not-seen.ts';
import { partsOf } from '../stage/release-preview.ts';
import { withStageLock } from '../stage/stage-lock.ts';

export interface Watching {
  readonly target: Target;
  /** The stage with its canary at the start of the watch. */
  readonly stage: StageReleases;
  readonly canary: HistoryEntry;
  readonly percent: number;
  /** The time at which it became the canary, in ms since the epoch. */
  readonly began: number;
  readonly limits: CanaryLimits;
  readonly watch: WatchRecord;
}

export interface Watched {
  readonly app: string;
  readonly stage: string;
  readonly end: End;
}

/** The limits of the flags override those of apikit.yaml. */
export function limitsWith({ canary }: Target['config'], given: Partial<CanaryLimits>): CanaryLimits {
  const { bake: _, ...limits } = canary;
  return { ...limits, ...given };
}

/** The record of a new watch, for the stage. */
export function beginWatch(target: Target, { steps, every }: Steps, context: Context): WatchRecord {
  const since = new Date(awsTime(partsOf(target, context))).toISOString();
  return { since, share: since, steps, every };
}

/** Throws `InAlarm`: the first look would end such a canary at once, so it is not started. */
export async function refuseInAlarm(target: Target, context: Context): Promise<void> {
  const { config } = target;
  const { alarmsRinging } = await import('../../../stage/deploy/alarms-ringing.ts');
  const alarms = await alarmsRinging(config, partsOf(target, context));
  if (alarms.length === 0) return;
  throw new ApikitError(
    'InAlarm',
    `${config.app}/${config.stage} has alarms in ALARM, which would end a canary at once: ${alarms.join(', ')}. Nothing was changed.`,
    { hint: `Check what is wrong with the live release: apikit status --stage ${config.stage}` },
  );
}

/**
 * Throws `Interrupted`, and errors that a watch cannot continue after. The canary then stays, and the message says so.
 */
export async function watchAndReport(watching: Watching, context: Context): Promise<Watched> {
  const { target, canary } = watching;
  const { config } = target;
  const { watchCanary } = await import('../../../stage/canary/watch-canary.ts');
  const screen = screenFor(context);
  const parts = partsOf(target, context);
  const deeds = deedsOf(watching, context);
  let percent = watching.percent;
  let ending = false;
  const end = (deed: () => Promise<void>) => async () => {
    ending = true;
    await deed();
    ending = false;
  };
  try {
    const all = { ...deeds, promote: end(deeds.promote), abort: end(deeds.abort) };
    const events = watchCanary({ config, ...watching }, all, parts);
    for (;;) {
      const { value, done } = await events.next();
      if (done) return { app: config.app, stage: config.stage, end: value };
      if (value.type === 'raised') percent = value.percent;
      screen.emit(value);
    }
  } catch (error) {
    screen.close();
    const of = `${config.app}/${config.stage}`;
    const [goesOn, hint] = ending
      ? [
          `The canary of ${of} was just being promoted or ended, and this may have succeeded.`,
          `Check its state: apikit canary status --stage ${config.stage}`,
        ]
      : [
          `Release ${canary.record.release} keeps ${percent} % of the requests of ${of}, and no watch runs now.`,
          `To continue: apikit canary watch --stage ${config.stage}. To end it: apikit canary abort --stage ${config.stage}`,
        ];
    if (context.io.signal.aborted) throw interrupted(`Interrupted. ${goesOn}`, hint);
    context.report.warn(`${goesOn} ${hint}`);
    throw error;
  } finally {
    screen.close();
  }
}

/** Each change runs under the lock of the stage, and only if the watched canary is still the canary. */
function deedsOf({ target, stage, canary, watch }: Watching, context: Context): WatchActions {
  const { config } = target;
  const locked = async (work: (parts: RunParts) => Promise<void>) =>
    await withStageLock(target, context, {
      command: `apikit canary watch --stage ${config.stage}`,
      observedFrom: context.io.clock.now(),
      first: false,
      async run({ signal }) {
        const parts = { ...partsOf(target, context), signal };
        await confirmWatched({ target, stage, canary, watch }, parts);
        await work(parts);
      },
    });
  const doing = import('../../../stage/canary/canary-stage.ts');
  return {
    raise: (percent, next) =>
      locked(async (parts) => (await doing).watchCanaryOf({ config, stage }, { watch: next, percent }, parts)),
    promote: () =>
      locked(async (parts) => {
        const probe = await (await doing).promoteCanaryOf({ config, stage }, canary, parts);
        warnIfNotSeen(probe, { url: stage.url, release: canary.record.release }, context);
      }),
    abort: () => locked(async (parts) => (await doing).abortCanaryOf({ config, stage }, parts)),
  };
}

/** Throws `ChangedMeanwhile`. */
async function confirmWatched(
  { target: { config, clients }, stage, canary, watch }: Pick<Watching, 'target' | 'stage' | 'canary' | 'watch'>,
  parts: RunParts,
): Promise<void> {
  const { observedCanary } = await import('../../../aws/releases/observed-canary.ts');
  parts.signal.throwIfAborted();
  const seen = await observedCanary(await clients.apiGateway(), { api: stage.api, stage: config.stage });
  if (seen.canary === canary.deploymentId && seen.switched?.canary?.watch?.since === watch.since) return;
  throw new ApikitError(
    'ChangedMeanwhile',
    `Someone else changed the canary of ${config.app}/${config.stage} while it was watched.`,
    { hint: `Check its state: apikit canary status --stage ${config.stage}` },
  );
}

function screenFor({ io, flags, theme }: Context): CanaryScreen {
  if (flags.json) return createCanaryJson(io, io.stdout);
  if (flags.events) return createCanaryJson(io, io.stderr);
  return createCanaryScreen(io, theme.stdout, io.stdout.isTTY === true && io.env.TERM !== 'dumb' && !io.env.CI);
}

export function renderEnd({ app, stage, end }: Watched, theme: Theme): Rendered {
  const good = end.type === 'promoted';
  const sign = good
    ? theme.good(SYMBOL.done)
    : end.type === 'aborted'
      ? theme.bad(SYMBOL.failed)
      : theme.warn(SYMBOL.warning);
  const [first, ...more] = endLines(`${app}/${stage}`, end);
  return { data: [`${sign} ${first}`, ...more.map((line) => `  ${line}`)], next: nextAfter(end, stage) };
}

function nextAfter(end: End, stage: string): string[] {
  switch (end.type) {
    case 'promoted':
      return [`apikit tail-logs --stage ${stage}`];
    case 'aborted':
      return [
        `apikit tail-logs --status 5xx --since 1h --no-follow --stage ${stage}`,
        `apikit releases --stage ${stage}`,
      ];
    case 'undecided':
      return [
        end.doubts.length > 0 ? `apikit canary abort --stage ${stage}` : `apikit canary watch --stage ${stage}`,
        `apikit canary promote --stage ${stage}`,
      ];
    default:
      return [`apikit canary status --stage ${stage}`];
  }
}

/** 1 if the canary is worse, 3 if the watch decided nothing. */
export function exitCodeOf({ end }: Watched): ExitCode {
  if (end.type === 'promoted') return EXIT.done;
  return end.type === 'aborted' ? EXIT.failed : EXIT.declined;
}
