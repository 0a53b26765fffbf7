/**
 * Watches a canary: reads the access log, the alarms and the stage again and again, compares, and acts on the result.
 * It reports everything as events, and the caller passes in what changes the stage. A look that fails is repeated. A
 * watch never continues with another canary than the one that it began with.
 */

import { type ObservedCanary, observedCanary } from '../../aws/releases/observed-canary.ts';
import type { HistoryEntry } from '../../aws/releases/release-record.ts';
import type { WatchRecord } from '../../aws/releases/switch-record.ts';
import { awsTime } from '../../aws/sdk/aws-time.ts';
import { explainError } from '../../aws/sdk/errors/explain-error.ts';
import type { CanaryLimits } from '../../canary/limits.ts';
import { endOfShare, endOfSteps, nextShare } from '../../canary/steps.ts';
import { upperBound } from '../../canary/upper-bound.ts';
import { type CanaryEvent, type End, figuresOf, type Look } from '../../canary/watch-event.ts';
import type { StageConfig } from '../../config/config.ts';
import { alarmsRinging } from '../deploy/alarms-ringing.ts';
import { liveRelease, type StageReleases } from '../releases/stage-releases.ts';
import type { RunParts } from '../stage-run.ts';
import { type CanaryFunctions, canaryFunctions } from './canary-functions.ts';
import { type CanaryRequests, canaryRequests } from './canary-requests.ts';

export interface WatchedCanary {
  readonly config: StageConfig;
  /** The stage as it was when the watch began. */
  readonly stage: StageReleases;
  /** The release that is the canary, and when it became the canary, in milliseconds since the epoch. */
  readonly canary: HistoryEntry;
  readonly began: number;
  /** The share of the requests, 0 to 100. */
  readonly percent: number;
  readonly limits: CanaryLimits;
  /** The record of the watch in the stage. */
  readonly watch: WatchRecord;
}

/**
 * The changes that a watch makes. Each runs under the lock of the stage, and throws `ChangedMeanwhile` if the canary is
 * not the same any more.
 */
export interface WatchActions {
  raise(percent: number, watch: WatchRecord): Promise<void>;
  promote(): Promise<void>;
  abort(): Promise<void>;
}

/** Milliseconds between two looks. */
export const LOOK_EVERY = 15_000;
/** Milliseconds. Older requests are not read. */
const LOOK_BACK = 60 * 60_000;
/** Milliseconds for which looks may fail before the watch gives up. */
const PATIENCE = 5 * 60_000;
/** Errors that may end by themselves. */
const PASSING = ['Throttled', 'Unreachable', 'ConnectionLost', 'AwsFailed', 'GaveUp', 'Locked', 'LockLost'];

export async function* watchCanary(
  watched: WatchedCanary,
  deeds: WatchActions,
  parts: RunParts,
): AsyncGenerator<CanaryEvent, End> {
  const { clock, signal } = parts;
  const warnings: string[] = [];
  const context = await createWatchContext(watched, deeds, parts, (text) => warnings.push(text));
  const { watch, percent } = watched;
  // The write that started the share may have taken a while: a new share gets all of its time from now on.
  const share = watch.share === watch.since ? context.now() : Date.parse(watch.share);
  const state: State = { watch, share, percent };
  yield beginning(watched);
  let failingSince: number | undefined;
  for (;;) {
    try {
      const end = yield* checkAndAct(state, context);
      failingSince = undefined;
      for (const text of warnings.splice(0)) yield { type: 'warning', text };
      if (end) {
        yield end;
        return end;
      }
    } catch (error) {
      const explained = signal.aborted ? undefined : explainError(error);
      if (!explained || ![...PASSING, 'ChangedMeanwhile'].includes(explained.code)) throw error;
      failingSince ??= clock.now();
      if (clock.now() - failingSince > PATIENCE) throw error;
      yield {
        type: 'warning',
        text: `This look at the canary failed. The next one follows in some seconds. ${explained.message}`,
      };
    }
    await clock.sleep(LOOK_EVERY, signal);
  }
}

/** The things that a watch reads and changes. */
interface WatchContext {
  readonly watched: WatchedCanary;
  readonly deeds: WatchActions;
  readonly requests: CanaryRequests;
  readonly functions: CanaryFunctions;
  readonly now: () => number;
  seen(): Promise<ObservedCanary>;
  alarms(): Promise<string[]>;
}

/** How far a watch has come. It keeps what it is about to do, because the response to a write may be lost. */
interface State {
  watch: WatchRecord;
  /** When the canary got its current share, in milliseconds since the epoch. */
  share: number;
  percent: number;
  raising?: { readonly percent: number; readonly watch: WatchRecord };
  promoting?: true;
  aborting?: Pick<Look, 'faults' | 'alarms'>;
}

async function createWatchContext(
  watched: WatchedCanary,
  deeds: WatchActions,
  parts: RunParts,
  warn: (text: string) => void,
): Promise<WatchContext> {
  const { config, stage, canary, limits, began, watch } = watched;
  const now = () => awsTime(parts);
  // The time at which the canary was created comes from the clock of another computer.
  const from = Math.max(Math.min(began, now()), now() - LOOK_BACK);
  const requests = await canaryRequests({ config, limits, from, now }, parts);
  requests.shareBegan(began);
  requests.shareBegan(Date.parse(watch.share));
  const versions = { canary: canary.record.version, stable: liveRelease(stage)?.record.version };
  const apiGateway = await parts.clients.apiGateway();
  return {
    watched,
    deeds,
    requests,
    functions: canaryFunctions({ config, ...versions, from, now, warn }, parts),
    now,
    seen: () => observedCanary(apiGateway, { api: stage.api, stage: config.stage }),
    alarms: () => alarmsRinging(config, parts),
  };
}

function beginning({ config, stage, canary, percent, limits, watch }: WatchedCanary): CanaryEvent {
  return {
    type: 'watching',
    app: config.app,
    stage: config.stage,
    url: stage.url,
    release: liveRelease(stage)?.record.release ?? null,
    canary: canary.record.release,
    percent,
    steps: watch.steps,
    every: watch.every,
    since: watch.since,
    until: iso(endOfSteps(watch, percent, Date.parse(watch.share))),
    limits,
  };
}

async function* checkAndAct(state: State, context: WatchContext): AsyncGenerator<CanaryEvent, End | undefined> {
  const { watched, deeds, now } = context;
  await context.requests.read();
  const ended = endOf(state, await context.seen(), context);
  if (ended) return ended;
  const look = await lookOf(state, context);
  yield look;
  if (look.verdict === 'worse') state.aborting ??= { faults: look.faults, alarms: look.alarms };
  if (state.aborting) {
    await deeds.abort();
    return aborted(state.aborting, watched);
  }
  if (now() < Date.parse(look.until)) return undefined;
  if (look.verdict !== 'good') {
    const { minRequests } = watched.limits;
    const { percent } = state;
    return { type: 'undecided', percent, requests: look.canary.requests, minRequests, doubts: look.doubts };
  }
  const next = nextShare(state.watch, state.percent);
  if (next === undefined) {
    state.promoting = true;
    await deeds.promote();
    return { type: 'promoted', release: watched.canary.record.release };
  }
  const raising = { percent: next, watch: { ...state.watch, share: iso(now()) } };
  state.raising = raising;
  await deeds.raise(next, raising.watch);
  raised(state, raising, context);
  yield { type: 'raised', percent: next, until: untilOf(state) };
  return undefined;
}

function raised(
  state: State,
  { percent, watch }: NonNullable<State['raising']>,
  { requests, now }: WatchContext,
): void {
  state.percent = percent;
  state.watch = watch;
  state.share = now();
  delete state.raising;
  requests.shareBegan(state.share);
}

/**
 * Returns the end of the watch, if the canary has ended or changed: by a write of this watch whose response was lost,
 * or by somebody else.
 */
function endOf(state: State, seen: ObservedCanary, context: WatchContext): End | undefined {
  const { canary, stage } = context.watched;
  if (seen.canary === undefined) {
    if (state.promoting && seen.live === canary.deploymentId)
      return { type: 'promoted', release: canary.record.release };
    if (state.aborting && seen.live === stage.live) return aborted(state.aborting, context.watched);
    return { type: 'overtaken', how: seen.live === canary.deploymentId ? 'promoted' : 'aborted' };
  }
  const ours = seen.canary === canary.deploymentId && seen.switched?.canary?.watch?.since === state.watch.since;
  if (ours && state.raising && seen.percent === state.raising.percent) raised(state, state.raising, context);
  return ours && seen.percent === state.percent ? undefined : { type: 'overtaken', how: 'changed' };
}

function aborted(why: NonNullable<State['aborting']>, { stage }: WatchedCanary): End {
  return { type: 'aborted', release: liveRelease(stage)?.record.release ?? null, ...why };
}

async function lookOf(state: State, { watched, requests, functions, alarms: ringing }: WatchContext): Promise<Look> {
  const { comparison } = requests;
  const faults = comparison.faults();
  // A worse canary ends even if the alarms cannot be read at this moment.
  const alarms = faults.length > 0 ? [] : await ringing();
  const doubts = comparison.doubts();
  const { canary, stable } = comparison.totals();
  const enough = canary.requests >= watched.limits.minRequests;
  const unspoiled = doubts.length > 0 ? 'doubtful' : enough ? 'good' : 'tooFew';
  return {
    type: 'look',
    percent: state.percent,
    until: untilOf(state),
    verdict: faults.length > 0 || alarms.length > 0 ? 'worse' : unspoiled,
    errorRateAtMost: upperBound(canary),
    faults,
    doubts,
    alarms,
    canary: figuresOf(canary),
    stable: figuresOf(stable),
    operations: [...comparison.operations()].map(([operation, pair]) => ({
      operation,
      canary: figuresOf(pair.canary),
      stable: figuresOf(pair.stable),
    })),
    functions: await functions.read(),
    late: requests.late(),
  };
}

const untilOf = ({ watch, share }: State): string => iso(endOfShare(watch, share));

const iso = (time: number): string => new Date(time).toISOString();
