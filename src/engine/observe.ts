/** Reads everything that a stage consists of. Makes read calls only, through the kinds; all that can go at once does. */
import { graphOf, graphWithin, runInOrder } from './graph.ts';
import { lookupIn, resolveResource } from './resolve.ts';
import type { Observed, Resource } from './resource.ts';
import { about, contextOf, kindOf, type Run, reportFailure } from './run.ts';

/** What was found, by resource id. What is not in `observed` does not exist. */
export interface Observation {
  readonly observed: ReadonlyMap<string, Observed>;
  /** When each was read, in the clock's milliseconds. */
  readonly readAt: ReadonlyMap<string, number>;
}

/** What references to observed resources resolve to, by resource id. */
export function attributesOf({ observed }: Pick<Observation, 'observed'>): Map<string, Observed['attributes']> {
  return new Map([...observed].map(([id, { attributes }]) => [id, attributes]));
}

/**
 * Reads each resource as soon as those have been read that it is read by, with their attributes filled in. References to
 * what does not exist stay, and the kind decides whether it can look without them. Throws the first error of a read.
 * With `known`, the resources are a part of a whole, of whose rest these are the attributes.
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
    known ? graphWithin(reading) : graphOf(reading),
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

/** The resource with what its reading waits for, and no more. */
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
  run.report({ type: 'resource.reading', ...about(resource) });
  try {
    const found = await kindOf(run, resource).read(resource, contextOf(run, resource));
    const ms = run.clock.now() - started;
    run.report({ type: 'resource.read', ...about(resource), exists: found !== undefined, ms });
    return found;
  } catch (error) {
    reportFailure(resource, error, started, run);
    throw error;
  }
}
