/**
 * Checks of `apikit.yaml` that a schema cannot express. Each stage is checked as it will be deployed, with the
 * project's settings underneath. Pure: it collects problems and never throws.
 */
import { nameFault, namesOf } from '../naming/names.ts';
import { checkAccess } from './access.ts';
import { checkAdopts, sharedAdoptions } from './adopts.ts';
import { checkBuckets } from './buckets.ts';
import { checkCanary } from './canary.ts';
import { checkAlarms } from './check-alarms.ts';
import { checkEnvironment } from './check-environment.ts';
import { checkEvents } from './check-events.ts';
import { checkBundle, checkHandler } from './check-handler.ts';
import { patternProblems } from './check-patterns.ts';
import { checkPermissions } from './check-permissions.ts';
import { checkQueues } from './check-queues.ts';
import { regionFault } from './check-region.ts';
import { checkRole } from './check-role.ts';
import { checkSecrets } from './check-secrets.ts';
import { checkCors, checkFunction, checkGateway, checkVariables } from './check-sections.ts';
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
import { namedParts } from './named-parts.ts';
import { checkOptionalSettings } from './optional-settings.ts';
import type { Problem } from './problem.ts';
import type { RawConfig } from './raw-config.ts';
import { type ResolveOptions, resolveStage } from './resolve.ts';
import { CURRENT_RUNTIMES, RUNTIMES } from './runtimes.ts';
import { checkNamesWithin, sharedNames } from './shared-names.ts';
import type { Source } from './source.ts';
import { exampleOf, sectionsOf } from './stage-patterns.ts';
import { type ReportProblem, StageReports } from './stage-report.ts';
import { suggest } from './suggest.ts';
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

/** The region of `--region` is checked with the other flags. */
function checkRegion(
  { region, stage }: StageConfig,
  { region: flag, defaultRegion }: ResolveOptions,
  report: ReportProblem,
) {
  if (region === flag) return;
  if (region === '') {
    const fix = 'Add region: eu-west-1, or pass --region or set AWS_REGION.';
    report(['region'], `Stage ${stage} has no region.`, fix, { about: 'no region' });
    return;
  }
  const fault = regionFault(region, region === defaultRegion ? 'The region' : 'region');
  if (fault) report(['region'], fault.message, fault.fix, { severity: fault.severity });
}

function checkRuntime({ function: { runtime, entry } }: StageConfig, report: ReportProblem): void {
  const path = ['function', 'runtime'];
  const known = RUNTIMES.find(({ id }) => id === runtime);
  const current = `Use one of: ${CURRENT_RUNTIMES.join(', ')}.`;
  if (!known) {
    const near = suggest(runtime, CURRENT_RUNTIMES);
    report(
      path,
      `function.runtime ${runtime} is not one that apikit supports.`,
      near ? `Did you mean ${near}?` : current,
    );
  } else if (known.verdict === 'refuse') {
    report(
      path,
      `AWS deprecated function.runtime ${runtime} on ${known.deprecated} and rejects new functions with it.`,
      current,
    );
  } else if (known.verdict === 'warn') {
    const why = known.deprecated ? `was deprecated by AWS on ${known.deprecated}` : 'is a preview';
    report(path, `function.runtime ${runtime} ${why}.`, current, { severity: 'warning' });
  }
  const language = entry.endsWith('.py') ? 'python' : 'nodejs';
  if (known && !runtime.startsWith(language)) {
    report(path, `function.runtime ${runtime} cannot run ${entry}.`, `Use a ${language} runtime or another entry.`);
  }
}

function checkPlans({ usagePlans }: StageConfig, report: ReportProblem): void {
  for (const [name, plan] of Object.entries(usagePlans)) {
    if ((plan.rate === undefined) === (plan.burst === undefined)) continue;
    const missing = plan.rate === undefined ? 'rate' : 'burst';
    report(
      ['usagePlans', name, missing],
      `usagePlans.${name} has no ${missing}; AWS needs both rate and burst.`,
      `Add ${missing}:.`,
    );
  }
}

/** A part of a name that is too long is reported once, with the longest of the resource names that contain it. */
function checkNames(config: StageConfig, report: ReportProblem): void {
  // The shortest name that a pattern stands for.
  const stage = exampleOf(config.stage);
  for (const named of namesOf({ ...config, stage }, namedParts(config))) {
    const fault = nameFault(named);
    if (!fault) continue;
    const { kind, name, setting } = named;
    const message = `The name of the ${kind} would be ${name}: ${fault.why}.`;
    const called = kind === 'layer' ? 'the folder of function.layers' : (setting?.join('.') ?? 'the app');
    if (fault.over > 0) {
      const fix = `Shorten the name of ${setting ? `${called}, of the app` : called} or of the stage (${stage}) by ${fault.over}.`;
      report(['name'], message, fix, { about: `length of ${called}`, excess: fault.over });
    } else {
      const streamed = setting?.[0] === 'tables' && kind === 'function' ? ', or leave out its stream' : '';
      const fix = `Give ${called} another name${streamed}.`;
      report(setting ?? ['name'], message, fix, { about: `characters of ${called}` });
    }
  }
}
