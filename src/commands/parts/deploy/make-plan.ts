/** The common part of `plan` and `deploy`: from the project's files to a plan. Reads only. */
import { LOCAL_STAGE, type StageConfig } from '../../../config/config.ts';
import type { Context, Target } from '../../../context.ts';
import type { Contract } from '../../../contract/model/contract.ts';
import type { Plan } from '../../../engine/plan.ts';
import { usageError } from '../../../errors.ts';
import type { Option } from '../../../flags/option.ts';
import type { FlagsOf } from '../../../flags/values.ts';
import type { StandIns } from '../../../stack/tables.ts';
import type { DeployedStage } from '../../../stage/deploy/deploy-stage.ts';
import type { DesiredStage } from '../../../stage/desired/desired-stage.ts';
import type { ReleaseSource } from '../../../stage/desired/release-source.ts';
import type { PlannedStage, PlanStageOptions } from '../../../stage/plan/plan-stage.ts';
import type { PreparedStage } from '../../../stage/prepare/prepared-stage.ts';
import type { ObservedStage } from '../../../stage/stage-run.ts';
import { keptReason, plainFields } from '../../../ui/plan-text.ts';
import { partsOf } from '../stage/release-preview.ts';
import type { Seed } from './seeds.ts';

export interface PlannedDeploy {
  readonly target: Target;
  readonly contract: Contract;
  /** The wanted stage, with the tables that it currently serves. */
  readonly desired: DesiredStage;
  readonly observed: ObservedStage;
  readonly plan: Plan;
  readonly asNamed: PlannedStage['asNamed'];
  readonly served: PlannedStage['served'];
  readonly excludesCallers: PlannedStage['excludesCallers'];
  /** Warnings that were already printed. `--json` repeats them. */
  readonly warnings: readonly string[];
  /** When the reading of the stage began, in the clock's milliseconds. */
  readonly observedFrom: number;
  /** The initial items of a preview's tables; `undefined` if there are none. */
  readonly seeds?: readonly Seed[];
  /** Reads the stage and plans again. Reads only. */
  again(): Promise<PlannedStage>;
}

/** The flags of both commands. */
export const PLAN_OPTIONS = [
  { flags: '--adopt', description: "take over resources that have apikit's names but not its tags" },
  {
    flags: '--new-table <names>',
    description: 'tables, with commas between, that begin empty although they look like a renamed table',
  },
  {
    flags: '--remove-old-api',
    description: 'after a change of api: also delete the REST API or function URL that served before',
  },
] as const satisfies readonly Option[];

/** A command without these flags passes none. */
export type PlanFlags = Partial<FlagsOf<(typeof PLAN_OPTIONS)[number]>>;

interface PlanWays {
  /** Starts the handler while AWS is read. */
  readonly start?: boolean;
  /** Whether the release becomes a canary. */
  readonly canary?: boolean;
  /** The tables to serve, instead of the current ones. */
  readonly serving?: StandIns;
  /** Called before the first AWS call. An error that it throws ends the command. */
  check?(contract: Contract): Promise<void>;
}

interface PlanParts {
  readonly config: StageConfig;
  readonly options?: PlanStageOptions;
  target(): Promise<Target>;
  /** Called before the stage is read. An error that it throws ends the command. */
  check?(desired: DesiredStage): void;
}

/** Plans a release from its parts, from any source. */
export async function planRelease(
  source: ReleaseSource,
  { config, options, target: find, check }: PlanParts,
  context: Context,
): Promise<PlannedDeploy & Pick<PlannedStage, 'absentSecrets'>> {
  const [{ desiredStage }, { planStage }, { withUsableKey }, { withNetwork }, { readTrustStore }] = await Promise.all([
    import('../../../stage/desired/desired-stage.ts'),
    import('../../../stage/plan/plan-stage.ts'),
    import('../../../stage/encryption/encryption-key.ts'),
    import('../../../stage/network/with-network.ts'),
    import('../../../stage/prepare/read-trust-store.ts'),
  ]);
  const { root } = await context.project();
  const { clock } = context.io;
  const trustStore = await readTrustStore(config, { root, now: clock.now(), warn: context.report.warn });
  const target = await find();
  const facts = await withUsableKey(config, target);
  const placed = await withNetwork(config, target.clients, source);
  const asNamed = desiredStage({ ...source, ...(trustStore && { trustStore }) }, placed.config, facts);
  check?.(asNamed);
  const again = () => planStage(placed.config, asNamed, partsOf(target, context), options);
  const observedFrom = clock.now();
  const planned = await again();
  const warnings = [...planned.warnings, ...placed.warnings];
  return { target, contract: source.contract, ...planned, warnings, observedFrom, again };
}

/** All local checks come before the first AWS call. */
export async function makePlan(
  flags: PlanFlags,
  context: Context,
  { start = false, canary = false, serving, check }: PlanWays = {},
): Promise<PlannedDeploy> {
  const [{ prepareStage }, { keptPreparers }, { reportNotices }] = await Promise.all([
    import('../../../stage/prepare/prepare-stage.ts'),
    import('../../../stage/prepare/kept-preparers.ts'),
    import('../../../stage/prepare/report-notices.ts'),
  ]);
  const config = await context.stage();
  const options = { ...planOptions(flags, Object.keys(config.tables)), canary, ...(serving && { serving }) };
  const project = await context.project();
  const { root } = project;
  const asWritten = await prepareStage(project, config, context.report, keptPreparers(context.io.env));
  const prepared = start ? await marked(asWritten, root) : asWritten;
  reportNotices(prepared.contract, config, context.report);
  await check?.(prepared.contract);
  const seeds = config.preview?.seed && (await (await import('./seeds.ts')).readSeeds(config, root));
  const { env } = context.io;
  const notices = context.report;
  const [planned] = await Promise.all([
    planRelease(prepared, { config, options, target: context.target }, context),
    start &&
      import('../../../stage/prepare/check-start.ts').then((step) =>
        step.checkStart({ root, config, prepared, env, notices }),
      ),
  ]);
  for (const warning of planned.warnings) context.report.warn(warning);
  if (config.stage !== LOCAL_STAGE) {
    const { addedCosts } = await import('../../../stage/costs/added-costs.ts');
    for (const text of addedCosts(planned.plan, planned.desired.resources, config)) context.report.note(text);
  }
  return seeds ? { ...planned, seeds } : planned;
}

/** A reader of a release wants to know whether its commit has all of its changes. */
async function marked(prepared: PreparedStage, root: string): Promise<PreparedStage> {
  const { revision } = prepared;
  if (revision === undefined) return prepared;
  const { withDirtyMark } = await import('../../../stage/prepare/git-revision.ts');
  return { ...prepared, revision: await withDirtyMark(root, revision) };
}

/** The changes, in the form of the `--json` documents. */
export function changesOf({ changes }: Pick<DeployedStage, 'changes'>) {
  return changes.map(({ resource, action, fields = [] }) => ({ resource, action, fields: plainFields(fields) }));
}

/** Resources that stay although they are no longer wanted. */
export function keptResources({ steps }: Plan): { resource: string; name: string; why: string }[] {
  return steps.flatMap(({ resource, name, kept, why }) =>
    kept === undefined ? [] : [{ resource, name, why: keptReason(kept, why) }],
  );
}

/** Throws a usage error for a table that apikit.yaml does not have. */
export function planOptions(
  { adopt = false, newTable, removeOldApi = false }: PlanFlags,
  tables: readonly string[],
): PlanStageOptions {
  const newTables = newTable === undefined ? [] : newTable.split(',').map((name) => name.trim());
  const unknown = newTables.find((name) => !tables.includes(name));
  if (unknown !== undefined) {
    const known = tables.length > 0 ? `it has ${tables.join(', ')}` : 'it has none';
    throw usageError(
      `--new-table names "${unknown}", which is not a table in apikit.yaml.`,
      `Name one of its tables: ${known}.`,
    );
  }
  return { adopt, newTables, removeOldApi };
}
