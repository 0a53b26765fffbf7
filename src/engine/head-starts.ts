/**
 * Starts early what a kind says can start early (`Kind.headStart`). This file decides only when: the kinds know what it
 * saves.
 */
import { refsIn } from './graph.ts';
import type { Observation } from './observe.ts';
import { IDENTITY, type Plan } from './plan.ts';
import { type Lookup, lookupIn, resolveResource } from './resolve.ts';
import type { Observed, Resource } from './resource.ts';
import { contextOf, kindOf, type Run } from './run.ts';

export interface HeadStarts {
  /** Starts everything that can start now that these attributes are known. */
  begin(attributes: ReadonlyMap<string, Observed['attributes']>): void;
  /** Resolves when all of them have ended. */
  ended(): Promise<void>;
}

/** Only updates get a head start: a resource that is created has nothing observed to start from. */
export function headStarts(desired: readonly Resource[], plan: Plan, { observed }: Observation, run: Run): HeadStarts {
  const actions = new Map(plan.steps.map(({ resource, action }) => [resource, action]));
  const waiting = new Set(
    desired.filter(({ id, kind }) => run.kinds.get(kind)?.headStart && actions.get(id) === 'update'),
  );
  const begun: Promise<void>[] = [];

  return {
    begin(attributes) {
      if (run.signal.aborted) return;
      const there = lookupIn(attributes);
      for (const resource of waiting) {
        const before = observed.get(resource.id);
        const start = kindOf(run, resource).headStart;
        if (!start || !before || refsIn(resource.properties[start.by]).some((ref) => there(ref) === undefined))
          continue;
        waiting.delete(resource);
        const lookup: Lookup = (ref) =>
          there(ref) ??
          (isKept(ref.$ref) && IDENTITY.includes(ref.attribute)
            ? observed.get(ref.$ref)?.attributes[ref.attribute]
            : undefined);
        begun.push(start.begin(resolveResource(resource, lookup), before, contextOf(run, resource)));
      }
    },
    async ended() {
      await Promise.all(begun);
    },
  };

  function isKept(id: string): boolean {
    return actions.get(id) === 'none' || actions.get(id) === 'update';
  }
}
