/**
 * Checks of `apikit.yaml` that a schema cannot express. Each stage is checked as it will be deployed, with the
 * project's settings underneath. Pure: it collects problems and never throws.
 */
import { checkAccess } from './access.ts';
import { checkAdopts, sharedAdoptions } from './adopts.ts';
import { checkBuckets } from './buckets.ts';
import { checkCanary } from './canary.ts';
import { checkAlarms } from './check-alarms.ts';
import { checkEnvironment } from './check-environment.ts';
import { checkEvents } from './check-events.ts';
import { checkBundle, checkHandler } from './check-handler.ts';
import { checkNames } from './check-names.ts';
import { patternProblems } from './check-patterns.ts';
import { checkPermissions } from './check-permissions.ts';
import { checkQueues } from './check-queues.ts';
import { checkRegion } from './check-region.ts';
import { checkRole } from './check-role.ts';
import { checkRuntime } from './check-runtime.ts';
import { checkSecrets } from './check-secrets.ts';
import { checkCors, checkFunction, checkGateway, checkPlans, checkVariables } from './check-sections.ts';
import { checkStateMachines } from './check-state-machines.ts';
import { checkTables } from './check-tables.ts';
import { checkTags } from './check-tags.ts';
import { checkTopics } from './check-topics.ts';
import { LOCAL_STAGE, type StageConfig } from './config.ts';
import { checkDomain, sharedDomains } from './domain.ts';
import { checkEncryption } from './encryption.ts';
import { checkCallersOfEndpoint, checkEndpoint } from './endpoint.ts';
import { checkFrontDoor } from './front-door.ts';
import { sharedTrustStores } from './mutual-tls.ts';
import { checkOptionalSettings } from './optional-settings.ts';
import type { Problem } from './problem.ts';
import type { RawConfig } from './raw-config.ts';
import { type ResolveOptions, resolveStage } from './resolve.ts';
import { checkNamesWithin, sharedNames } from './shared-names.ts';
import type { Source } from './source.ts';
import { sectionsOf } from './stage-patterns.ts';
import { StageReports } from './stage-report.ts';
import { checkUserPools } from './user-pools.ts';

/** Returns the problems of all stages that `raw` declares, and of `local`. */
export function checkConfig(raw: RawConfig, source: Source, options: ResolveOptions): Problem[] {
  const reports = new StageReports(source);
  const stages = [...new Set([...Object.keys(raw.stages ?? {}), LOCAL_STAGE])].map((stage) =>
    resolveStage(raw, stage, options),
  );
  for (const config of stages) {
    const report = reports.of(config.stage, sectionsOf(raw.stages, config.stage));
    checkRegion(config, options, report);
    checkRuntime(config, report);
    checkFunction(config, report);
    checkEnvironment(config, report);
    checkEncryption(config, report);
    checkHandler(raw, config, report);
    checkBundle(config, report);
    checkRole(config, report);
    checkPermissions(config, report);
    checkCors(config, report);
    checkAccess(config, report);
    checkEndpoint(config, report);
    checkCallersOfEndpoint(config, report);
    checkDomain(config, report);
    checkAdopts(config, report);
    checkGateway(config, report);
    checkFrontDoor(config, report);
    checkTables(config, report);
    checkQueues(raw, config, report);
    checkStateMachines(raw, config, report);
    checkTopics(raw, config, report);
    checkEvents(raw, config, report);
    checkSecrets(config, report);
    checkPlans(config, report);
    checkUserPools(config, report);
    checkBuckets(config, report);
    checkAlarms(config, report);
    checkOptionalSettings(config, report);
    checkCanary(config, report);
    checkVariables(config, report);
    checkTags(config, report);
    checkNames(config, report);
    checkNamesWithin(config, report);
  }
  const own = Object.keys(raw.stages ?? {}).flatMap((stage) => patternProblems(raw, stage, source));
  return [
    ...reports.problems(),
    ...own,
    ...sharedNames(stages, source),
    ...sharedDomains(inAws(stages), source),
    ...sharedTrustStores(inAws(stages), source),
    ...sharedAdoptions(inAws(stages), source),
  ];
}

const inAws = (stages: readonly StageConfig[]) => stages.filter(({ stage }) => stage !== LOCAL_STAGE);

/** Returns the problems that a preview stage has because of its own name; the pattern itself does not have them. */
export function previewProblems(raw: RawConfig, stage: string, source: Source, options: ResolveOptions): Problem[] {
  const reports = new StageReports(source);
  const config = resolveStage(raw, stage, options);
  checkNames(config, reports.of(stage, sectionsOf(raw.stages, stage)));
  const declared = Object.keys(raw.stages ?? {}).map((name) => resolveStage(raw, name, options));
  return [...reports.problems(), ...sharedNames([...declared, config], source)];
}
