/** Applies a plan and makes sure that the stage serves it. The only writes of `deploy` and `dev` are below here. */
import { type ProbeOutcome, waitForRelease } from '../aws/probe.ts';
import { apply, type Outcome } from '../engine/apply.ts';
import { isInterruption } from '../engine/interruption.ts';
import { attributesOf } from '../engine/observe.ts';
import type { Plan } from '../engine/plan.ts';
import { interrupted } from '../errors.ts';
import type { DesiredStage } from './desired-stage.ts';
import { liveEntry } from './live-release.ts';
import type { ObservedStage } from './stage-run.ts';
import { unfinished } from './unfinished.ts';

export interface DeployedStage {
  readonly changes: Outcome['done'];
  readonly url: string;
  /** Absent when nothing was switched: there was nothing to wait for. */
  readonly probe?: ProbeOutcome;
}

/** Throws `DeployFailed` or `Interrupted`, saying what is done and what is not. */
export async function deployStage(
  plan: Plan,
  desired: DesiredStage,
  { run, observation, orphans = [] }: ObservedStage,
  command: string,
): Promise<DeployedStage> {
  const outcome = await apply(plan, { desired: desired.resources, orphans, observation }, run);
  if (outcome.failed.length > 0 || outcome.interrupted)
    throw unfinished('Deploy', outcome, command, liveAfter(outcome, observation));
  const changes = outcome.done.filter(({ action }) => action !== 'none');
  const stage = outcome.attributes.get('stage');
  const url = String(stage?.url);
  const name = String(stage?.name);
  if (!changes.some(({ resource }) => resource === 'stage' || resource === 'release')) return { changes, url };
  const note = (text: string) => run.report({ type: 'resource.waiting', resource: 'stage', kind: 'stage', name, text });
  const { clock, signal } = run;
  const probe = await waitForRelease({ url, release: desired.release, clock, signal, note }).catch((error: unknown) => {
    if (!isInterruption(error, run.signal)) throw error;
    const message = `Interrupted before ${url} answered with release ${desired.release}; everything is in place.`;
    throw interrupted(message, `Run ${command} again to see that nothing is left to do.`);
  });
  return { changes, url, probe };
}

/** The release that serves after a run that stopped: the new one if the stage was switched already. */
function liveAfter({ attributes }: Outcome, observation: ObservedStage['observation']): string | null {
  return liveEntry(new Map([...attributesOf(observation), ...attributes]))?.record.release ?? null;
}
