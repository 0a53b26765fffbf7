/** Resources together with what was read of them, and observations put together. Pure. */
import type { Observation } from '../engine/observe.ts';
import type { Observed, Resource } from '../engine/resource.ts';

/** A resource and what was read of it. */
export interface FoundResource {
  readonly resource: Resource;
  readonly observed: Observed;
}

/** `at`: when they were read, in the clock's milliseconds. */
export function observationOf(found: readonly FoundResource[], at: number): Observation {
  return {
    observed: new Map(found.map(({ resource, observed }) => [resource.id, observed])),
    readAt: new Map(found.map(({ resource }) => [resource.id, at])),
  };
}

export function together(...parts: readonly Observation[]): Observation {
  return {
    observed: new Map(parts.flatMap(({ observed }) => [...observed])),
    readAt: new Map(parts.flatMap(({ readAt }) => [...readAt])),
  };
}
