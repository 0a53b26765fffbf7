/** From desired resources to a plan: what is, what is left over, what was renamed, and so what to do. Reads only. */

import { findOtherRegions } from '../../aws/inventory/other-regions.ts';
import { findRenamedApp } from '../../aws/inventory/renamed-app.ts';
import type { Listed } from '../../aws/kinds/kind-dependencies.ts';
import { wouldReplace } from '../../aws/kinds/would-replace.ts';
import { nearlyFull, regionalApis } from '../../aws/quotas/quota-use.ts';
import { type Unsearched, unsearchedLine } from '../../aws/sdk/unsearched.ts';
import { missingSecrets } from '../../aws/secrets/missing-secrets.ts';
import type { StageConfig } from '../../config/config.ts';
import type { Observation } from '../../engine/observe.ts';
import { type Plan, plan } from '../../engine/plan.ts';
import { findObserved } from '../../stack/ids.ts';
import type { StandIns } from '../../stack/tables.ts';
import type { DesiredStage } from '../desired/desired-stage.ts';
import { observationOf, together } from '../found-resources.ts';
import { findOrphans } from '../leftovers/find-orphans.ts';
import { refuseImportedTables } from '../prepare/imported-tables.ts';
import { createRun, type ObservedStage, type RunParts } from '../stage-run.ts';
import { observeServing, refuseMissingStandIns, refuseTwoTables, type ServedStage } from '../tables/serving-tables.ts';
import { besideLive } from './beside-live.ts';
import { keepingKeys } from './kept-keys.ts';
import { refuseRenamedTables } from './renamed-tables.ts';

export interface PlanStageOptions {
  /** Take over what has our names but not our tags. */
  readonly adopt?: boolean;
  /** Tables, as apikit.yaml calls them, that are agreed to begin empty although another one seems to have been renamed. */
  readonly newTables?: readonly string[];
  /** The release is to be a canary: the stage goes on serving what it serves. */
  readonly canary?: boolean;
  /** Tables that are to serve, whatever does now: names in AWS by those in apikit.yaml. */
  readonly serving?: StandIns;
}

export interface PlannedStage {
  readonly plan: Plan;
  /** What was given: all tables under the stage's own names. */
  readonly asNamed: DesiredStage;
  /** The same with the tables that serve. */
  readonly desired: DesiredStage;
  readonly observed: ObservedStage;
  /** Tables that serve, are to serve, and served before a switch. */
  readonly served: Pick<ServedStage, 'now' | 'standIns' | 'left'>;
  /** What the user should know before agreeing to the plan. */
  readonly warnings: string[];
  /** Sentences of `warnings`, for each secret that the handler asks for and that does not exist. */
  readonly absentSecrets: readonly string[];
}

/** Raises `NotOurs`, `WouldReplaceTable`, `TableRenamed` and `ImportedTable`. */
export async function planStage(
  config: StageConfig,
  asNamed: DesiredStage,
  parts: RunParts,
  { adopt = false, newTables = [], canary = false, serving }: PlanStageOptions = {},
): Promise<PlannedStage> {
  const listed: Listed = { restApis: [] };
  const artifacts = new Map(asNamed.artifacts);
  const run = createRun(artifacts, parts, listed);
  let desired = asNamed;
  const resourcesWith = (standIns: StandIns) => {
    if (Object.keys(standIns).length === 0) return asNamed.resources;
    desired = asNamed.standingIn(standIns);
    for (const [key, artifact] of desired.artifacts) artifacts.set(key, artifact);
    return desired.resources;
  };
  const observing = observeServing(config, resourcesWith, run, serving);
  /** What a first deploy would make a second time. */
  async function elsewhere() {
    const {
      observation: { observed },
    } = await observing;
    const unsearched: Unsearched[] = [];
    if (observed.has('api')) return { warnings: [], unsearched };
    const [renamed, regions] = await Promise.all([
      findRenamedApp(parts.clients, config, asNamed.resources, listed.restApis),
      findOtherRegions(parts, config, unsearched),
    ]);
    return { warnings: [renamed, regions].filter((text) => text !== undefined), unsearched };
  }
  const [served, found, twice, secrets] = await Promise.all([
    observing,
    findOrphans(config, asNamed.resources, observing, run),
    elsewhere(),
    missingSecrets(parts.clients, config.function.secrets ?? {}, config.region),
  ]);
  refuseMissingStandIns(config, served);
  if (canary) refuseTwoTables(config, served);
  const { left } = served;
  const { unsearched } = found;
  const orphans = [...found.orphans, ...left.map(({ resource }) => resource)];
  const observation = together(found.observation, observationOf(left, parts.clock.now()));
  const { resources: keeping, warnings: keptKeys } = keepingKeys(served.resources, observation);
  const resources = canary ? besideLive(config, keeping, observation) : keeping;
  refuseImportedTables(resources, observation.observed, run.kinds);
  refuseRenamedTables({ config, resources, orphans, observed: observation.observed, agreed: newTables });
  return {
    plan: plan(resources, observation, { kinds: run.kinds, adopt, orphans, wouldReplace }),
    asNamed,
    desired,
    served,
    observed: { run, resources, observation, orphans },
    warnings: [
      ...twice.warnings,
      ...oneMorePreview(config, observation, listed),
      ...afterRollback(config, observation),
      ...duringCanary(config, observation),
      ...remadeRole(observation),
      ...keptKeys,
      ...secrets.absent,
      ...secrets.unknown,
      ...[...unsearched, ...twice.unsearched].map(unsearchedLine),
    ],
    absentSecrets: secrets.absent,
  };
}

/** Of a preview that is made: what there is room for no longer, as far as the listings tell that every deploy makes. */
function oneMorePreview({ preview }: StageConfig, { observed }: Observation, listed: Listed): string[] {
  if (!preview || observed.has('api')) return [];
  const { restApis, usagePlans: plans } = listed;
  const told = nearlyFull({ apis: regionalApis(restApis), ...(plans !== undefined && { plans }) });
  return told === undefined ? [] : [told];
}

/** A stage was put back on purpose, and a deploy makes it go forward again. */
function afterRollback({ app, stage }: StageConfig, { observed }: Observation): string[] {
  const switched = findObserved(observed, 'stage')?.attributes.switched;
  if (switched?.how !== 'rollback') return [];
  const { time, by, reason } = switched;
  const whom = by === undefined ? '' : ` by ${by}`;
  const why = reason === undefined ? '' : ` The reason: ${reason}.`;
  return [
    `${app}/${stage} was rolled back at ${time}${whom}.${why} A deploy or a promotion makes it go forward again.`,
  ];
}

/** AWS lets nothing else go live while a stage has a canary. */
function duringCanary({ app, stage }: StageConfig, { observed }: Observation): string[] {
  const { canary, percent, switched } = findObserved(observed, 'stage')?.attributes ?? {};
  if (canary === undefined) return [];
  const watch = switched?.canary?.watch;
  const watched = watch
    ? ` A watch of it was begun at ${watch.since}; if that has ended, go on with: apikit canary watch --stage ${stage}`
    : '';
  return [
    `${app}/${stage} has a canary, which gets ${percent} % of the requests: no other release can go live before it ends (apikit canary status --stage ${stage}).${watched}`,
  ];
}

/**
 * Pitfall 13 of docs/pitfalls.md: Lambda's grant for the key of the environment may stay with the role that is gone,
 * which shows only when the function is invoked. Published versions cannot be changed, so what helps is another
 * version.
 */
function remadeRole({ observed }: Observation): string[] {
  if (!observed.has('function') || observed.has('role')) return [];
  return [
    "The function's role is gone and is made again under its old name. If requests then fail with KMSAccessDeniedException, Lambda still goes by the old one: change function.environment in apikit.yaml and deploy, which makes a new version.",
  ];
}
