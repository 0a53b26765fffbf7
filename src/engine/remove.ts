/** Removes resources in the opposite order of their making. Calls only `read` and `remove` of their kinds. */
import { graphWithin, type RunResult, reversed, runInOrder } from './graph.ts';
import { type Observation, readOne } from './observe.ts';
import { lookupIn, resolveResource } from './resolve.ts';
import type { Observed, Resource } from './resource.ts';
import { about, contextOf, kindOf, type Run } from './run.ts';

export interface Known extends Observation {
  /** Attributes of what exists besides, for references to it. */
  readonly attributes?: ReadonlyMap<string, Observed['attributes']>;
}

/** Those that are not in the observation are taken to be gone already. Throws nothing. */
export async function removeAll(resources: readonly Resource[], known: Known, run: Run): Promise<RunResult> {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const attributes = new Map(known.attributes);
  for (const [id, observed] of known.observed) attributes.set(id, observed.attributes);
  return runInOrder(
    reversed(graphWithin(resources)),
    async (id) => {
      const resource = resolveResource(byId.get(id) as Resource, lookupIn(attributes));
      const observed = known.observed.get(id);
      if (observed) await removeOne(resource, observed, run);
    },
    run.signal,
  );
}

async function removeOne(resource: Resource, observed: Observed, run: Run): Promise<void> {
  const started = run.clock.now();
  run.report({ type: 'resource.changing', ...about(resource), action: 'delete' });
  try {
    await kindOf(run, resource).remove(resource, observed, contextOf(run, resource));
    run.report({ type: 'resource.removed', ...about(resource), ms: run.clock.now() - started });
  } catch (error) {
    run.report({ type: 'resource.failed', ...about(resource), error, ms: run.clock.now() - started });
    throw error;
  }
}

/** What is there again although it was removed: a last flush of logs recreates a log group (aws-facts §7). */
export async function returned(resources: readonly Resource[], known: Known, run: Run): Promise<Map<string, Observed>> {
  const found = new Map<string, Observed>();
  const attributes = new Map([...known.observed].map(([id, observed]) => [id, observed.attributes]));
  await Promise.all(
    resources.map(async (resource) => {
      const observed = await readOne(resolveResource(resource, lookupIn(attributes)), run);
      if (observed) found.set(resource.id, observed);
    }),
  );
  return found;
}
