/**
 * Makes the plan of a stage from its desired resources: reads what exists, what is left over, and what was renamed.
 * Reads only.
 */

import { findOtherRegions } from '../../aws/inventory/other-regions.ts';
import { findRenamedApp } from '../../aws/inventory/renamed-app.ts';
import type { Listed } from '../../aws/kinds/kind-dependencies.ts';
import { wouldReplace } from '../../aws/kinds/would-replace.ts';
import { quotaWarning, regionalApis } from '../../aws/quotas/quota-use.ts';
import { type Unsearched, unsearchedLine } from '../../aws/sdk/unsearched.ts';
import { missingSecrets } from '../../aws/secrets/missing-secrets.ts';
import type { StageConfig } from '../../config/config.ts';
import type { Observation } from '../../engine/observe.ts';
import { type Plan, plan } from '../../engine/plan.ts';
import { findObserved } from '../../stack/ids.ts';
import type { StandIns } from '../../stack/tables.ts';
import type { DesiredStage } from '../desired/desired-stage.ts';
import { mergeObservations, observationOf } from '../found-resources.ts';
import { findOrphans } from '../leftovers/find-orphans.ts';
import { refuseOtherStages } from '../other-stages.ts';
import { refuseImportedTables } from '../prepare/imported-tables.ts';
import { createRun, type ObservedStage, type RunParts } from '../stage-run.ts';
import { observeServing, refuseMissingStandIns, refuseTwoTables, type ServedStage } from '../tables/serving-tables.ts';
import { refuseAdoption } from './adoption.ts';
import { refuseDomainEndpoint } from './check-domain-endpoint.ts';
import { checkHostedZone } from './check-hosted-zone.ts';
import { refuseHttpDomain } from './check-http-domain.ts';
import { checkLayers } from './check-layers.ts';
import { checkOwnCertificate } from './check-own-certificate.ts';
import { checkReservation } from './check-reservation.ts';
import {
  defaultAddressWarning,
  endpointWarning,
  excludesCallers,
  refuseEarlyTurnOff,
  refuseEndpointOfCanary,
  refuseMoveOfCanary,
} from './endpoint-change.ts';
import { withoutFormerLayers } from './former-layers.ts';
import { keepLiveRelease } from './keep-live-release.ts';
import { keepingKeys } from './kept-keys.ts';
import { keepingNetwork } from './kept-network.ts';
import { refuseRenamedTables } from './renamed-tables.ts';

export interface PlanStageOptions {
  /** Whether to take over resources that have our names but not our tags. */
  readonly adopt?: boolean;
  /**
   * Tables, by their names in apikit.yaml, that the user lets begin empty although another table seems to have been
   * renamed.
   */
  readonly newTables?: readonly string[];
  /** Whether the release becomes a canary. The stage then keeps serving its release. */
  readonly canary?: boolean;
  /** Whether to delete the front door that the stage had before a change of `api`. */
  readonly removeOldApi?: boolean;
  /** Tables that should serve, whichever serve now: names in AWS, by table name in apikit.yaml. */
  readonly serving?: StandIns;
}

export interface PlannedStage {
  readonly plan: Plan;
  /** The stage that was passed in: all tables under the stage's own names. */
  readonly asNamed: DesiredStage;
  /** The same stage with the tables that serve. */
  readonly desired: DesiredStage;
  readonly observed: ObservedStage;
  /** The tables that serve, those that should serve, and those that served before a switch. */
  readonly served: Pick<ServedStage, 'now' | 'standIns' | 'left'>;
  /** Things that the user should know before agreeing to the plan. */
  readonly warnings: string[];
  /** Whether callers of the live stage may lose their access. */
  readonly excludesCallers: boolean;
  /** The warnings about secrets that the handler uses and that do not exist. */
  readonly absentSecrets: readonly string[];
}

/**
 * Throws `NotOurs`, `WouldReplaceTable`, `TableRenamed`, `ImportedTable`, `CannotAdopt`, `OtherStages`,
 * `TooLittleConcurrency`, `DomainNotServing`, `DomainWithoutHttpApis`, `DomainCannotChange`, `LayerNotFound`,
 * `NoHostedZone` and `NeedsOwnershipCertificate`.
 */
export async function planStage(
  config: StageConfig,
  asNamed: DesiredStage,
  parts: RunParts,
  { adopt = false, newTables = [], canary = false, removeOldApi = false, serving }: PlanStageOptions = {},
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
  /**
   * Warnings about an app that exists under another name or in another region: a first deploy would create it a second
   * time.
   */
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
    findOrphans(config, asNamed.resources, observing, run, { removeOldApi }),
    elsewhere(),
    missingSecrets(parts.clients, config.function.secrets ?? {}, config.region),
  ]);
  refuseMissingStandIns(config, served);
  if (canary) refuseTwoTables(config, served);
  if (canary) refuseEndpointOfCanary(config, found.observation);
  if (canary) refuseMoveOfCanary(config, found.observation);
  refuseEarlyTurnOff(config, found.observation);
  const becomes = endpointWarning(config, found.observation) ?? defaultAddressWarning(config, found.observation);
  const { left } = served;
  const { unsearched } = found;
  const orphans = [...found.orphans, ...left.map(({ resource }) => resource)];
  const observation = mergeObservations(found.observation, observationOf(left, parts.clock.now()));
  const { resources: keeping, warnings: keptKeys } = keepingKeys(
    keepingNetwork(served.resources, observation),
    observation,
  );
  const layered = withoutFormerLayers(config, keeping, orphans, observation);
  const resources = canary ? keepLiveRelease(config, layered, observation) : layered;
  await checkReservation(parts.clients, config, observation);
  const layers = await checkLayers(config, parts.clients, observation);
  refuseHttpDomain(config, observation);
  refuseDomainEndpoint(config, observation);
  await checkHostedZone(parts.clients, config, observation);
  await checkOwnCertificate(parts.clients, config, observation);
  refuseImportedTables(resources, observation.observed, run.kinds);
  refuseAdoption(config, resources, observation.observed);
  refuseRenamedTables({ config, resources, orphans, observed: observation.observed, agreed: newTables });
  const planned = plan(resources, observation, { kinds: run.kinds, adopt, orphans, wouldReplace });
  await refuseOtherStages(config, planned, observation.observed, parts.clients);
  return {
    plan: planned,
    asNamed,
    desired,
    served,
    observed: { run, resources, observation, orphans },
    warnings: [
      ...twice.warnings,
      ...(becomes === undefined ? [] : [becomes]),
      ...(removeOldApi ? [] : afterMove(config, observation)),
      ...previewQuotaWarning(config, observation, listed),
      ...afterRollback(config, observation),
      ...duringCanary(config, observation),
      ...recreatedRoleWarning(observation),
      ...keptKeys,
      ...layers,
      ...secrets.absent,
      ...secrets.unknown,
      ...[...unsearched, ...twice.unsearched].map(unsearchedLine),
    ],
    excludesCallers: excludesCallers(config, found.observation),
    absentSecrets: secrets.absent,
  };
}

/**
 * A warning if the function is there and its front door is not, as after a change of `api`: the old one is not looked
 * for, because that would cost every deploy a call, and it serves on (docs/front-doors.md).
 */
function afterMove({ app, stage, api }: StageConfig, { observed }: Observation): string[] {
  if (observed.has('api') || observed.has('stage') || !observed.has('function')) return [];
  const door = { rest: 'a REST API', http: 'an HTTP API', url: 'a function URL' }[api];
  return [
    `${app}/${stage} gets ${door} with a new address. If it had another front door before, that one serves its last release at the old address until you run: apikit deploy --stage ${stage} --remove-old-api`,
  ];
}

/** A warning if a new preview nearly reaches a quota, as far as the listings that every deploy makes show it. */
function previewQuotaWarning({ preview }: StageConfig, { observed }: Observation, listed: Listed): string[] {
  if (!preview || observed.has('api')) return [];
  const { restApis, usagePlans: plans } = listed;
  const warning = quotaWarning({ apis: regionalApis(restApis), ...(plans !== undefined && { plans }) });
  return warning === undefined ? [] : [warning];
}

/** A warning if the stage was rolled back on purpose: a deploy moves it forward again. */
function afterRollback({ app, stage }: StageConfig, { observed }: Observation): string[] {
  const switched = findObserved(observed, 'stage')?.attributes.switched;
  if (switched?.how !== 'rollback') return [];
  const { time, by, reason } = switched;
  const whom = by === undefined ? '' : ` by ${by}`;
  const why = reason === undefined ? '' : ` The reason: ${reason}.`;
  return [`${app}/${stage} was rolled back at ${time}${whom}.${why} A deploy or a promotion moves it forward again.`];
}

/** A warning if the stage has a canary: AWS lets no other release go live meanwhile. */
function duringCanary({ app, stage }: StageConfig, { observed }: Observation): string[] {
  const { canary, percent, switched } = findObserved(observed, 'stage')?.attributes ?? {};
  if (canary === undefined) return [];
  const watch = switched?.canary?.watch;
  const watched = watch
    ? ` A watch of it began at ${watch.since}. If that watch has ended, go on with: apikit canary watch --stage ${stage}`
    : '';
  return [
    `${app}/${stage} has a canary, which gets ${percent} % of the requests: no other release can go live before it ends (apikit canary status --stage ${stage}).${watched}`,
  ];
}

/**
 * Pitfall 13 of docs/pitfalls.md: Lambda's grant for the key of the environment may belong to the deleted role, which
 * shows only when the function is invoked. Published versions cannot be changed, so only another version helps.
 */
function recreatedRoleWarning({ observed }: Observation): string[] {
  if (!observed.has('function') || observed.has('role')) return [];
  return [
    "The function's role does not exist any more, and the deploy creates it again under the same name. If requests then fail with KMSAccessDeniedException, Lambda still uses its grant for the old role: change function.environment in apikit.yaml and deploy, which creates a new version.",
  ];
}
