/**
 * The one way through the program (design.md), shared by plan, deploy, status and destroy:
 *
 *   prepare-stage.ts   configuration + contract + source → checked, bundled; no network
 *   desired-stage.ts   + account and region → desired resources; pure
 *   observe-stage.ts   what exists of them; reads only                         ← here
 *   engine/plan.ts     the difference; pure, printable
 *   deploy-stage.ts    the only one that writes, besides destroy-stage.ts
 */

import type { Clients } from '../aws/clients.ts';
import type { Artifacts, TargetFacts } from '../aws/kind-dependencies.ts';
import { createKinds } from '../aws/registry.ts';
import type { Clock } from '../clock.ts';
import type { Report } from '../engine/events.ts';
import { type Observation, observe } from '../engine/observe.ts';
import type { Resource } from '../engine/resource.ts';
import type { Run } from '../engine/run.ts';

export interface RunParts {
  readonly clients: Clients;
  readonly facts: TargetFacts;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly report: Report;
}

export interface ObservedStage {
  readonly run: Run;
  readonly observation: Observation;
}

/** Reads everything in `resources`, in parallel under the rate limits. */
export async function observeStage(
  resources: readonly Resource[],
  artifacts: Artifacts,
  { clients, facts, clock, signal, report }: RunParts,
): Promise<ObservedStage> {
  const kinds = createKinds({ clients, clock, artifacts, target: facts });
  const run: Run = { kinds, clock, signal, report };
  return { run, observation: await observe(resources, run) };
}
