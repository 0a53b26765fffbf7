/** Begins early what kinds say can be begun early (`Kind.headStart`). Order only: what it is worth, the kinds know. */
import { refsIn } from './graph.ts';
import type { Observation } from './observe.ts';
import { IDENTITY, type Plan } from './plan.ts';
import { type Lookup, lookupIn, resolveResource } from './resolve.ts';
import type { Observed, Resource } from './resource.ts';
import { contextOf, kindOf, type Run } from './run.ts';

export interface HeadStarts {
  /** Begins what can be begun now that these are there. */
  begin(attributes: ReadonlyMap<string, Observed['attributes']>): void;
  /** Resolves when none is under way. */
  ended(): Promise<void>;
}

/** Of what the plan changes in place; the first making of a thing has nothing to go by. */
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
