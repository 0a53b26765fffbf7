/**
 * What every step works with. The one way through the program (CONTRIBUTING.md), shared by plan,
 * deploy, status and destroy:
 *
 *   prepare/     configuration + contract + source → checked, bundled; no network
 *   desired/     + account and region → desired resources; pure
 *   plan/        + what exists of them (engine/observe.ts) and what is left over of earlier configurations
 *                (leftovers/find-orphans.ts) → a plan (engine/plan.ts); reads only
 *   deploy/      the only one that writes, besides destroy-stage.ts
 */
import type { Artifacts, Listed } from '../aws/kinds/kind-dependencies.ts';
import { createKinds } from '../aws/kinds/registry.ts';
import type { Clients } from '../aws/sdk/clients.ts';
import { createPropagations, type Propagation } from '../aws/sdk/propagation.ts';
import type { TargetFacts } from '../aws/sdk/target-facts.ts';
import type { Clock } from '../clock.ts';
import type { Report } from '../engine/events.ts';
import type { Observation } from '../engine/observe.ts';
import type { KindContext, Resource } from '../engine/resource.ts';
import { contextOf, type Run } from '../engine/run.ts';

export interface RunParts {
  readonly clients: Clients;
  readonly facts: TargetFacts;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly report: Report;
}

export interface StageRun extends Run {
  /** Whether rights were widened in this run, and when. */
  readonly rights: Propagation;
}

export interface ObservedStage {
  readonly run: StageRun;
  /** What should be: as the files say, and as what is there asks for (`kept-keys.ts`). Absent: as the files say. */
  readonly resources?: readonly Resource[];
  /** Of `orphans` too. */
  readonly observation: Observation;
  /** What exists, is ours and is no longer wanted; where it was looked for (`find-orphans.ts`). */
  readonly orphans?: readonly Resource[];
}

/** For what is waited for beside the engine, of the stage as such. */
export function stageContext(name: string, run: Pick<Run, 'signal' | 'report'>): KindContext {
  return contextOf(run, { id: 'stage', kind: 'stage', name });
}

/** `listed` is filled in when the account is looked at. */
export function createRun(
  artifacts: Artifacts,
  { clients, facts, clock, signal, report }: RunParts,
  listed: Listed = { restApis: [] },
): StageRun {
  const spreadings = createPropagations(clock);
  const kinds = createKinds({ clients, clock, artifacts, target: facts, listed, ...spreadings });
  return { kinds, clock, signal, report, rights: spreadings.rights };
}
