/** Removes a stage as `planRemoval` says, in reverse order, and then looks whether anything came back. */
import type { ApplyResult } from './apply.ts';
import { isInterruption } from './interruption.ts';
import { type Observation, observe } from './observe.ts';
import type { Plan } from './plan.ts';
import { removeAll } from './remove.ts';
import type { Observed, Resource } from './resource.ts';
import type { Run } from './run.ts';

/** `resources` are those that `planRemoval` received. What the plan keeps is not touched. */
export async function destroy(
  plan: Plan,
  { resources, observation }: { resources: readonly Resource[]; observation: Observation },
  run: Run,
): Promise<ApplyResult> {
  const toDelete = new Set(plan.steps.filter(({ action }) => action === 'delete').map(({ resource }) => resource));
  const toRemove = new Set([...toDelete, ...resources.filter(({ upkeep }) => upkeep).map(({ id }) => id)]);
  const attributes = new Map(
    [...observation.observed].filter(([id]) => !toRemove.has(id)).map(([id, observed]) => [id, observed.attributes]),
  );
  const targets = resources.filter(({ id }) => toDelete.has(id));
  const first = await removeAll(targets, observation, run);
  const done = first.done.map((resource) => ({ resource, action: 'delete' as const }));
  const { notStarted, cutShort, failed } = first;
  const outcome = { done, notStarted, cutShort, left: [], used: [], attributes, failed };
  if (first.failed.length > 0 || run.signal.aborted) return { ...outcome, interrupted: run.signal.aborted };

  // CloudWatch Logs recreates a log group when Lambda writes its last lines (docs/aws/logs.md). Such a group is removed
  // again.
  try {
    const again = await observe(targets, run, attributes);
    const second = await removeAll(targets, { ...again, observed: eachOnce(again.observed) }, run);
    return { ...outcome, failed: second.failed, cutShort: second.cutShort, interrupted: run.signal.aborted };
  } catch (error) {
    return { ...outcome, ...searchFailure('second look', error, run.signal) };
  }
}

/** The outcome if a search for what is left fails or is interrupted. What was removed until then stays removed. */
export function searchFailure(what: string, error: unknown, signal: AbortSignal): Omit<ApplyResult, 'done'> {
  const cut = isInterruption(error, signal);
  return {
    failed: cut ? [] : [{ resource: what, error }],
    cutShort: cut ? [what] : [],
    notStarted: [],
    left: [],
    used: [],
    interrupted: signal.aborted,
    attributes: new Map(),
  };
}

/** Several resources may have found the same thing, if the account has several of one name. */
function eachOnce(observed: Observation['observed']): Observation['observed'] {
  const arns = new Set<unknown>();
  const once = new Map<string, Observed>();
  for (const [id, found] of observed) {
    const { arn } = found.attributes;
    if (arn === undefined || !arns.has(arn)) once.set(id, found);
    arns.add(arn);
  }
  return once;
}
