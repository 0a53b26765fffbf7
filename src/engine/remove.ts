/** Removes resources in the opposite order of their creation. Calls only `remove` of their kinds. */
import { type RunResult, reversed, runInOrder, subgraph } from './graph.ts';
import type { Observation } from './observe.ts';
import { lookupIn, resolveResource } from './resolve.ts';
import type { Observed, Resource } from './resource.ts';
import { contextOf, kindOf, type Run, reportFailure, resourceOf } from './run.ts';

export interface RemovalObservation extends Observation {
  /** The attributes of other resources that exist, for references to them. */
  readonly attributes?: ReadonlyMap<string, Observed['attributes']>;
}

/** Takes a resource that is not in the observation to be removed already. Throws nothing. */
export async function removeAll(
  resources: readonly Resource[],
  known: RemovalObservation,
  run: Run,
): Promise<RunResult> {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const attributes = new Map(known.attributes);
  for (const [id, observed] of known.observed) attributes.set(id, observed.attributes);
  return runInOrder(
    reversed(subgraph(resources)),
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
  run.report({ type: 'resource.changing', ...resourceOf(resource), action: 'delete' });
  try {
    await kindOf(run, resource).remove(resource, observed, contextOf(run, resource));
    run.report({ type: 'resource.removed', ...resourceOf(resource), ms: run.clock.now() - started });
  } catch (error) {
    reportFailure(resource, error, started, run);
    throw error;
  }
}
