/** Takes a stage down: what `planRemoval` says, in reverse order, and then looks whether anything came back. */
import type { Outcome } from './apply.ts';
import type { Observation } from './observe.ts';
import type { Plan } from './plan.ts';
import { removeAll, returned } from './remove.ts';
import type { Resource } from './resource.ts';
import type { Run } from './run.ts';

/** `resources` as given to `planRemoval`. What the plan keeps is not touched. */
export async function destroy(
  plan: Plan,
  { resources, observation }: { resources: readonly Resource[]; observation: Observation },
  run: Run,
): Promise<Outcome> {
  const doomed = new Set(plan.steps.filter(({ action }) => action === 'delete').map(({ resource }) => resource));
  const attributes = new Map(
    [...observation.observed].filter(([id]) => !doomed.has(id)).map(([id, observed]) => [id, observed.attributes]),
  );
  const targets = resources.filter(({ id }) => doomed.has(id));
  const first = await removeAll(targets, observation, run);
  const done = first.done.map((resource) => ({ resource, action: 'delete' as const }));
  const outcome = { done, notStarted: first.notStarted, attributes, interrupted: run.signal.aborted };
  if (first.failed.length > 0 || run.signal.aborted) return { ...outcome, failed: first.failed };

  const back = await returned(targets, observation, run);
  if (back.size === 0) return { ...outcome, failed: [] };
  const second = await removeAll(targets, { ...observation, observed: back }, run);
  return { ...outcome, failed: second.failed, interrupted: run.signal.aborted };
}
