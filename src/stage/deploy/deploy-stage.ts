/**
 * Applies a plan and makes sure that the stage serves it. The only writes of `deploy` and `dev` are below this file.
 */
import { type ProbeResult, waitForRelease } from '../../aws/releases/probe.ts';
import { type ApplyResult, apply, type StillUsed } from '../../engine/apply.ts';
import { isInterruption } from '../../engine/interruption.ts';
import { attributesOf } from '../../engine/observe.ts';
import type { Plan } from '../../engine/plan.ts';
import { ApikitError, interrupted } from '../../errors.ts';
import { attributeOf, findAttributes, findObserved } from '../../stack/ids.ts';
import type { DesiredStage } from '../desired/desired-stage.ts';
import { liveEntry } from '../releases/live-release.ts';
import { reachOf } from '../releases/reach-of.ts';
import type { SmokeResult, SmokeRun } from '../smoke/smoke-deploy.ts';
import { SmokeFailedError } from '../smoke/smoke-failed.ts';
import { type ObservedStage, stageContext } from '../stage-run.ts';
import { unfinished } from './unfinished.ts';

export interface DeployedStage {
  readonly changes: ApplyResult['done'];
  readonly url: string;
  /** ARN of the API, or of the alias that a function URL runs. */
  readonly api: string;
  /** When a preview expires (ISO 8601). */
  readonly expiresAt?: string;
  /** Absent if nothing was switched and nothing removed, so that there was nothing to wait for. */
  readonly probe?: ProbeResult;
  /**
   * Resources that keep what the release before may still need, because the stage has not answered with the new one.
   * The next deploy changes or removes them.
   */
  readonly left: readonly string[];
  /** Resources that keep what executions which began before still need. The next deploy changes or removes them. */
  readonly used: readonly StillUsed[];
  /** Present if the deploy has a smoke test. */
  readonly smoked?: SmokeResult;
}

export interface DeployOptions {
  readonly smoke?: SmokeRun;
  readonly canary?: boolean;
  /**
   * Runs when everything that the stage needs exists, and before the stage serves the release. An error of it prevents
   * the release from going live.
   */
  verify?(attributes: ApplyResult['attributes']): Promise<void>;
}

/**
 * Milliseconds. Many hosts answer for a stage, and a request that the old release has begun may take as long as this.
 */
const STILL_SERVED = 10_000;
/** Milliseconds: many times what AWS needs until a stage serves a release, for stages that cannot be asked. */
const UNSEEN = 30_000;
/**
 * A switch that one host shows soon is soon everywhere, so the pause is this many times as long as the first host took.
 */
const TIMES_AS_LONG = 10;

/**
 * Throws `DeployFailed` or `Interrupted`, which say what is done and what is not. With `smoke` (`smoke-deploy.ts`) it
 * also throws `SmokeFailed`. With `canary`, the stage keeps serving its release, so apikit waits for nothing and
 * removes nothing.
 */
export async function deployStage(
  plan: Plan,
  desired: DesiredStage,
  { run, resources = desired.resources, observation, orphans = [] }: ObservedStage,
  command: string,
  { smoke: smoking, canary = false, verify }: DeployOptions = {},
): Promise<DeployedStage> {
  let probe: ProbeResult | undefined;
  const release = async (attributes: ApplyResult['attributes']): Promise<ProbeResult> => {
    const url = attributeOf(attributes, 'stage', 'url');
    const { note } = stageContext(attributeOf(attributes, 'stage', 'name'), run);
    const reach = reachOf(attributes);
    const { clock, signal } = run;
    return await waitForRelease({ url, release: desired.release, reach, clock, signal, note });
  };
  async function takenOver(attributes: ApplyResult['attributes']): Promise<boolean> {
    if (canary) return false;
    probe = await release(attributes);
    if (smoking && !(await smoking.live(attributes, probe))) return false;
    if (!probe.seen) {
      if (probe.outside) await run.clock.sleep(UNSEEN, run.signal);
      // If this computer cannot reach the stage, the minute of attempts was many times what AWS needs.
      return probe.last === undefined;
    }
    await run.clock.sleep(Math.min(STILL_SERVED, probe.milliseconds * TIMES_AS_LONG), run.signal);
    return true;
  }
  /**
   * The domain of a stage with a new front door leads to the former one until the new one was seen to serve. That this
   * machine cannot reach it is no reason to move: whoever uses the domain is served now.
   */
  async function servesInstead(attributes: ApplyResult['attributes']): Promise<void> {
    const isSafe = await takenOver(attributes);
    if (probe?.seen !== true || !isSafe) throw notServingYet(attributes, desired.release, probe, command);
  }
  const pass = async (attributes: ApplyResult['attributes']) => {
    await verify?.(attributes);
    await smoking?.rehearse(attributes);
  };
  const gates = [
    ...(smoking || verify ? [{ resource: 'stage', pass }] : []),
    ...(findObserved(observation.observed, 'base-path-mapping')?.properties.moves
      ? [{ resource: 'base-path-mapping', pass: servesInstead }]
      : []),
  ];
  const work = { desired: resources, orphans, observation, takenOver, gates };
  const outcome = await apply(plan, work, run);
  if (outcome.failed.length > 0 || outcome.interrupted) {
    const tested = await testedAllTheSame();
    if (!tested) throw unfinished('Deploy', outcome, command, liveAfter(outcome, observation));
    const failed = [...outcome.failed, { resource: 'stage', error: tested }];
    throw unfinished('Deploy', { ...outcome, failed }, command, tested.report.live);
  }
  const changes = outcome.done.filter(({ action }) => action !== 'none');
  const url = attributeOf(outcome.attributes, 'stage', 'url');
  const { left, used } = outcome;
  const api = findAttributes(outcome.attributes, 'api')?.arn ?? attributeOf(outcome.attributes, 'stage', 'arn');
  const expiresAt = findAttributes(outcome.attributes, 'api')?.expiresAt;
  const switched = changes.some(({ resource }) => resource === 'stage' || resource === 'release');
  if (switched && !probe && !canary) {
    probe = await release(outcome.attributes).catch((error: unknown) => {
      if (!isInterruption(error, run.signal)) throw error;
      const message = `Interrupted before ${url} answered with release ${desired.release}; everything is in place.`;
      throw interrupted(message, `Run ${command} again to check that nothing is left to do.`);
    });
  }
  const smoked = smoking && (await concluded(smoking));
  return {
    changes,
    url,
    left,
    used,
    api,
    ...(expiresAt !== undefined && { expiresAt }),
    ...(probe && { probe }),
    ...(smoked && { smoked }),
  };

  /** Tests the live release although another resource failed: a release that fails its test must not stay live. */
  async function testedAllTheSame(): Promise<SmokeFailedError | undefined> {
    const now = findAttributes(outcome.attributes, 'stage')?.deploymentId;
    const isLive = now !== undefined && now !== findObserved(observation.observed, 'stage')?.attributes.deploymentId;
    if (!smoking || !isLive || outcome.interrupted) return undefined;
    try {
      await smoking.conclude(outcome.attributes, probe);
    } catch (error) {
      if (error instanceof SmokeFailedError) return error;
      if (!isInterruption(error, run.signal)) throw error;
    }
    return undefined;
  }

  async function concluded({ conclude }: SmokeRun): Promise<SmokeResult> {
    try {
      return await conclude(outcome.attributes, probe);
    } catch (error) {
      if (!isInterruption(error, run.signal)) throw error;
      const message = `Interrupted before release ${desired.release} had passed its smoke test. It is live at ${url}.`;
      throw interrupted(message, `Run ${command} again: it tests what is live.`);
    }
  }
}

function notServingYet(
  attributes: ApplyResult['attributes'],
  release: string,
  probe: ProbeResult | undefined,
  command: string,
): ApikitError {
  const url = attributeOf(attributes, 'stage', 'url');
  const why = probe?.seen
    ? `Release ${release} failed its smoke test at ${url}`
    : `${url} does not answer with release ${release} (${probe?.problem ?? `it answers with ${probe?.last}`})`;
  return new ApikitError(
    'NotServingYet',
    `${why}, so the domain still leads to the front door that the stage had before. No request is lost.`,
    { hint: `When the new front door answers to this machine, run ${command} again: it moves the domain.` },
  );
}

/** The release that serves after a run that stopped: the new one if the stage was already switched. */
function liveAfter({ attributes }: ApplyResult, observation: ObservedStage['observation']): string | null {
  return liveEntry(new Map([...attributesOf(observation), ...attributes]))?.record.release ?? null;
}
