/** Reads everything that a stage consists of, through the kinds. Makes read calls only, as many at once as possible. */
import { graphOf, runInOrder, subgraph } from './graph.ts';
import { lookupIn, resolveResource } from './resolve.ts';
import type { Observed, Resource } from './resource.ts';
import { contextOf, kindOf, type Run, reportFailure, resourceOf } from './run.ts';

/** The resources that were found, by ID. A resource that is not in `observed` does not exist. */
export interface Observation {
  readonly observed: ReadonlyMap<string, Observed>;
  /** When each resource was read, in the clock's milliseconds. */
  readonly readAt: ReadonlyMap<string, number>;
}

/** The attributes that references resolve to, by resource ID. */
export function attributesOf({ observed }: Pick<Observation, 'observed'>): Map<string, Observed['attributes']> {
  return new Map([...observed].map(([id, { attributes }]) => [id, attributes]));
}

/**
 * Reads each resource as soon as the resources that its read needs are read, with their attributes filled in. A
 * reference to something that does not exist stays, and the kind decides whether it can read without it. Throws the
 * first error of a read. `known` has the attributes of resources outside of this set.
 */
export async function observe(
  resources: readonly Resource[],
  run: Run,
  known?: ReadonlyMap<string, Observed['attributes']>,
): Promise<Observation> {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const observed = new Map<string, Observed>();
  const readAt = new Map<string, number>();
  const attributes = new Map(known);

  const reading = resources.map((resource) => asRead(resource, run));
  const result = await runInOrder(
    known ? subgraph(reading) : graphOf(reading),
    async (id) => {
      const resource = byId.get(id) as Resource;
      const found = await readOne(resolveResource(resource, lookupIn(attributes)), run);
      readAt.set(id, run.clock.now());
      if (!found) return;
      observed.set(id, found);
      attributes.set(id, found.attributes);
    },
    run.signal,
  );
  if (result.failed[0]) throw result.failed[0].error;
  run.signal.throwIfAborted();
  return { observed, readAt };
}

/** The resource with only those references that its read waits for. */
function asRead(resource: Resource, run: Run): Resource {
  const { readsBy } = kindOf(run, resource);
  if (!readsBy) return resource;
  const { after: _, properties, ...rest } = resource;
  const looked = Object.entries(properties).filter(([name]) => readsBy.includes(name));
  return { ...rest, properties: Object.fromEntries(looked) };
}

/** Reads one resource and reports it. */
export async function readOne(resource: Resource, run: Run): Promise<Observed | undefined> {
  const started = run.clock.now();
  run.report({ type: 'resource.reading', ...resourceOf(resource) });
  try {
    const found = await kindOf(run, resource).read(resource, contextOf(run, resource));
    const ms = run.clock.now() - started;
    run.report({ type: 'resource.read', ...resourceOf(resource), exists: found !== undefined, ms });
    return found;
  } catch (error) {
    reportFailure(resource, error, started, run);
    throw error;
  }
}
