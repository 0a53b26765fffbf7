/** Applies a plan and makes sure that the stage serves it. The only writes of `deploy` and `dev` are below here. */
import { type ProbeOutcome, waitForRelease } from '../../aws/releases/probe.ts';
import { apply, type Outcome } from '../../engine/apply.ts';
import { isInterruption } from '../../engine/interruption.ts';
import { attributesOf } from '../../engine/observe.ts';
import type { Plan } from '../../engine/plan.ts';
import { interrupted } from '../../errors.ts';
import { attributeOf, findAttributes, findObserved } from '../../stack/ids.ts';
import type { DesiredStage } from '../desired/desired-stage.ts';
import { liveEntry } from '../releases/live-release.ts';
import type { Smoked, SmokeRun } from '../smoke/smoke-deploy.ts';
import { SmokeFailedError } from '../smoke/smoke-failed.ts';
import { type ObservedStage, stageContext } from '../stage-run.ts';
import { unfinished } from './unfinished.ts';

export interface DeployedStage {
  readonly changes: Outcome['done'];
  readonly url: string;
  /** ARN of the API. */
  readonly api: string;
  /** Of a preview: ISO 8601. */
  readonly expiresAt?: string;
  /** Absent when nothing was switched and nothing taken away: there was nothing to wait for. */
  readonly probe?: ProbeOutcome;
  /** What the release before may still need, since the stage has not answered with the new one: the next deploy takes it away. */
  readonly left: readonly string[];
  /** Where it was asked for. */
  readonly smoked?: Smoked;
}

export interface DeployOptions {
  readonly smoke?: SmokeRun;
  readonly canary?: boolean;
  /** Asked when all is there that the stage needs, and before it serves it: what it throws keeps that from going live. */
  verify?(attributes: Outcome['attributes']): Promise<void>;
}

/** ms. Many hosts answer for a stage, and a request that the old release has begun may take as long as this. */
const STILL_SERVED = 10_000;
/** A stage whose new release was seen at once is seen at once everywhere, so the pause is so many times what that took. */
const TIMES_AS_LONG = 10;

/**
 * Throws `DeployFailed` or `Interrupted`, saying what is done and what is not; with `smoke` (`smoke-deploy.ts`) also
 * `SmokeFailed`. With `canary`, the stage goes on serving what it serves, so nothing is waited for, and nothing is taken away.
 */
export async function deployStage(
  plan: Plan,
  desired: DesiredStage,
  { run, resources = desired.resources, observation, orphans = [] }: ObservedStage,
  command: string,
  { smoke: smoking, canary = false, verify }: DeployOptions = {},
): Promise<DeployedStage> {
  let probe: ProbeOutcome | undefined;
  const release = async (attributes: Outcome['attributes']): Promise<ProbeOutcome> => {
    const url = attributeOf(attributes, 'stage', 'url');
    const { note } = stageContext(attributeOf(attributes, 'stage', 'name'), run);
    return await waitForRelease({ url, release: desired.release, clock: run.clock, signal: run.signal, note });
  };
  async function takenOver(attributes: Outcome['attributes']): Promise<boolean> {
    if (canary) return false;
    probe = await release(attributes);
    if (smoking && !(await smoking.live(attributes, probe))) return false;
    // Where the stage cannot be asked from here, the minute that was spent on it is many times what AWS needs.
    if (!probe.seen) return probe.last === undefined;
    await run.clock.sleep(Math.min(STILL_SERVED, probe.milliseconds * TIMES_AS_LONG), run.signal);
    return true;
  }
  const pass = async (attributes: Outcome['attributes']) => {
    await verify?.(attributes);
    await smoking?.rehearse(attributes);
  };
  const gate = (smoking || verify) && { resource: 'stage', pass };
  const work = { desired: resources, orphans, observation, takenOver, ...(gate && { gate }) };
  const outcome = await apply(plan, work, run);
  if (outcome.failed.length > 0 || outcome.interrupted) {
    const tested = await testedAllTheSame();
    if (!tested) throw unfinished('Deploy', outcome, command, liveAfter(outcome, observation));
    const failed = [...outcome.failed, { resource: 'stage', error: tested }];
    throw unfinished('Deploy', { ...outcome, failed }, command, tested.report.live);
  }
  const changes = outcome.done.filter(({ action }) => action !== 'none');
  const url = attributeOf(outcome.attributes, 'stage', 'url');
  const { left } = outcome;
  const api = attributeOf(outcome.attributes, 'api', 'arn');
  const expiresAt = findAttributes(outcome.attributes, 'api')?.expiresAt;
  const switched = changes.some(({ resource }) => resource === 'stage' || resource === 'release');
  if (switched && !probe && !canary) {
    probe = await release(outcome.attributes).catch((error: unknown) => {
      if (!isInterruption(error, run.signal)) throw error;
      const message = `Interrupted before ${url} answered with release ${desired.release}; everything is in place.`;
      throw interrupted(message, `Run ${command} again to see that nothing is left to do.`);
    });
  }
  const smoked = smoking && (await concluded(smoking));
  return {
    changes,
    url,
    left,
    api,
    ...(expiresAt !== undefined && { expiresAt }),
    ...(probe && { probe }),
    ...(smoked && { smoked }),
  };

  /** What went wrong elsewhere is no reason to leave live what fails its test. */
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

  async function concluded({ conclude }: SmokeRun): Promise<Smoked> {
    try {
      return await conclude(outcome.attributes, probe);
    } catch (error) {
      if (!isInterruption(error, run.signal)) throw error;
      const message = `Interrupted before release ${desired.release} had passed its smoke test. It is live at ${url}.`;
      throw interrupted(message, `Run ${command} again: it tests what is live.`);
    }
  }
}

/** The release that serves after a run that stopped: the new one if the stage was switched already. */
function liveAfter({ attributes }: Outcome, observation: ObservedStage['observation']): string | null {
  return liveEntry(new Map([...attributesOf(observation), ...attributes]))?.record.release ?? null;
}
