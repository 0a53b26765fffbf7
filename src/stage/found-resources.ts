/** Resources together with what was read about them, and combined observations. Pure. */
import type { Observation } from '../engine/observe.ts';
import type { Observed, Resource } from '../engine/resource.ts';

/** A resource and what was read about it. */
export interface FoundResource {
  readonly resource: Resource;
  readonly observed: Observed;
}

/** `at` is when they were read, in the clock's milliseconds. */
export function observationOf(found: readonly FoundResource[], at: number): Observation {
  return {
    observed: new Map(found.map(({ resource, observed }) => [resource.id, observed])),
    readAt: new Map(found.map(({ resource }) => [resource.id, at])),
  };
}

export function mergeObservations(...parts: readonly Observation[]): Observation {
  return {
    observed: new Map(parts.flatMap(({ observed }) => [...observed])),
    readAt: new Map(parts.flatMap(({ readAt }) => [...readAt])),
  };
}
