/** Applies a plan and makes sure that the stage serves it. The only writes of `plan`, `deploy` and `dev` are below here. */
import { explainError } from '../aws/explain-error.ts';
import { type ProbeOutcome, waitForRelease } from '../aws/probe.ts';
import { apply, type Outcome } from '../engine/apply.ts';
import { isInterruption } from '../engine/interruption.ts';
import type { Plan } from '../engine/plan.ts';
import { ApikitError, interrupted } from '../errors.ts';
import type { DesiredStage } from './desired-stage.ts';
import type { ObservedStage } from './observe-stage.ts';

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
  { run, observation }: ObservedStage,
  command: string,
): Promise<DeployedStage> {
  const outcome = await apply(plan, { desired: desired.resources, observation }, run);
  if (outcome.failed.length > 0 || outcome.interrupted) throw unfinished('Deploy', outcome, command);
  const changes = outcome.done.filter(({ action }) => action !== 'none');
  const stage = outcome.attributes.get('stage');
  const url = String(stage?.url);
  if (!changes.some(({ resource }) => resource === 'stage' || resource === 'release')) return { changes, url };
  const probe = await waitForRelease({ url, release: desired.release, clock: run.clock, signal: run.signal }).catch(
    (error: unknown) => {
      if (!isInterruption(error, run.signal)) throw error;
      const message = `Interrupted before ${url} answered with release ${desired.release}; everything is in place.`;
      throw interrupted(message, `Run ${command} again to see that nothing is left to do.`);
    },
  );
  return { changes, url, probe };
}

/** What is done, what is not, which resource failed and why, and what to do next. */
export function unfinished(what: 'Deploy' | 'Destroy', outcome: Outcome, command: string): ApikitError {
  const done = outcome.done
    .filter(({ action }) => action !== 'none')
    .map(({ resource, action }) => `${resource} (${action})`);
  const cut = outcome.cutShort.length > 0 ? ` Cut short: ${list(outcome.cutShort)}.` : '';
  const progress = `Done: ${list(done)}.${cut} Not started: ${list(outcome.notStarted)}.`;
  const hint = `Run ${command} again: it continues from what is there.`;
  const [failed] = outcome.failed;
  if (!failed) {
    return interrupted(`${what} was interrupted. ${progress}`, hint);
  }
  const explained = explainError(failed.error);
  if (!explained) throw failed.error;
  const others = outcome.failed.slice(1).map(({ resource }) => resource);
  const also = others.length > 0 ? ` ${list(others)} failed too.` : '';
  return new ApikitError(
    `${what}Failed`,
    `${what} failed at ${failed.resource}: ${explained.message}${also} ${progress}`,
    {
      exitCode: explained.exitCode,
      hint: explained.hint ? `${explained.hint} Then run ${command} again: it continues from what is there.` : hint,
      cause: failed.error,
    },
  );
}

const list = (items: readonly string[]) => (items.length === 0 ? 'nothing' : items.join(', '));
