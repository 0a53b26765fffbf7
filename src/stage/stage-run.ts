/**
 * The parts that every step works with. All commands (plan, deploy, status, destroy) go through the same steps
 * (CONTRIBUTING.md):
 *
 * - prepare/: checks and bundles configuration, contract and source. Uses no network.
 * - desired/: adds account and region, and returns the desired resources. Pure.
 * - plan/: reads what exists of them (engine/observe.ts) and what is left of earlier configurations
 *   (leftovers/find-orphans.ts), and makes a plan (engine/plan.ts). Reads only.
 * - deploy/: the only one that writes, besides destroy-stage.ts.
 */
import type { Artifacts, Listed } from '../aws/kinds/kind-dependencies.ts';
import { createKinds } from '../aws/kinds/registry.ts';
import type { Clients } from '../aws/sdk/clients.ts';
import { createPropagations, type Propagation } from '../aws/sdk/propagation.ts';
import type { TargetFacts } from '../aws/sdk/target-facts.ts';
import type { Clock } from '../clock.ts';
import type { ReportEvent } from '../engine/events.ts';
import type { Observation } from '../engine/observe.ts';
import type { KindContext, Resource } from '../engine/resource.ts';
import { contextOf, type Run } from '../engine/run.ts';

export interface RunParts {
  readonly clients: Clients;
  readonly facts: TargetFacts;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly report: ReportEvent;
  /** Whether somebody is at the terminal. */
  readonly attended?: boolean;
}

export interface StageRun extends Run {
  /** Whether this run has added permissions, and when. */
  readonly rights: Propagation;
}

export interface ObservedStage {
  readonly run: StageRun;
  /**
   * The desired resources, with the changes that the current state requires (`kept-*.ts`). Absent: exactly what the
   * files say.
   */
  readonly resources?: readonly Resource[];
  /** The observation of the resources and of `orphans`. */
  readonly observation: Observation;
  /** Resources that exist, are ours and are no longer wanted, if the command searched for them (`find-orphans.ts`). */
  readonly orphans?: readonly Resource[];
}

/** The context for waits outside of the engine that concern the stage as a whole. */
export function stageContext(name: string, run: Pick<Run, 'signal' | 'report'>): KindContext {
  return contextOf(run, { id: 'stage', kind: 'stage', name });
}

/** Reading the account fills `listed`. */
export function createRun(
  artifacts: Artifacts,
  { clients, facts, clock, signal, report, attended = false }: RunParts,
  listed: Listed = { restApis: [] },
): StageRun {
  const spreadings = createPropagations(clock);
  const kinds = createKinds({ clients, clock, artifacts, target: facts, listed, attended, ...spreadings });
  return { kinds, clock, signal, report, rights: spreadings.rights };
}
