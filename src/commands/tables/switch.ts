/**
 * `apikit tables switch`: switches a stage to another of its tables in one release, and back in the same way. Deletes
 * nothing.
 */
import { ownTableName } from '../../config/physical-table.ts';
import type { Context } from '../../context.ts';
import { attributesOf } from '../../engine/observe.ts';
import { pending } from '../../engine/plan.ts';
import { ApikitError, EXIT, usageError } from '../../errors.ts';
import { WAIT_OPTION } from '../../flags/common-flags.ts';
import { isStandIn } from '../../naming/names.ts';
import { stageTags } from '../../naming/tags.ts';
import { liveEntry } from '../../stage/releases/live-release.ts';
import { notDeployed } from '../../stage/releases/live-stage.ts';
import { planText } from '../../ui/plan-text.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { type CallTotals, callTotals, summaryLine } from '../parts/call-summary.ts';
import { defineCommand } from '../parts/command.ts';
import { lockedDeploy } from '../parts/deploy/locked-deploy.ts';
import { keptResources, makePlan, type PlannedDeploy } from '../parts/deploy/make-plan.ts';
import { withInterruptNote } from '../parts/finish-note.ts';
import { warnIfNotSeen } from '../parts/stage/not-seen.ts';
import { canaryInProgress, changedMeanwhile } from '../parts/stage/release-preview.ts';
import { waitTime } from '../parts/stage/stage-lock.ts';
import { namedTable, TABLE_ARGUMENT } from '../parts/tables/table-argument.ts';

interface Answers extends PlannedDeploy {
  /** The name in apikit.yaml. */
  table: string;
  /** The names in AWS. */
  from: string;
  to: string;
  started: number;
}

interface Switched {
  app: string;
  stage: string;
  account: string;
  region: string;
  url: string;
  table: string;
  /** The previous table in AWS. */
  from: string;
  /** The live table in AWS. */
  name: string;
  release: string;
  changed: boolean;
  kept: { resource: string; name: string; why: string }[];
  warnings: readonly string[];
  calls: CallTotals;
  seconds: number;
}

export const tablesSwitch = defineCommand({
  arguments: [TABLE_ARGUMENT],
  options: [
    {
      flags: '--to <name>',
      description: "name in AWS of a restored table, or of the stage's own table to switch back",
    },
    WAIT_OPTION,
  ],
  common: ['stage', 'profile', 'region', 'yes', 'events'],
  examples: [
    'apikit tables switch items --to items-api-prod-items-20261129T101500Z --stage prod',
    'apikit tables switch items --to items-api-prod-items --stage prod',
  ],

  async ask({ args: [text], flags }, context): Promise<Answers> {
    const started = context.io.clock.now();
    waitTime(flags);
    const config = await context.stage();
    const { table, settings } = namedTable(config, text);
    const own = ownTableName(config, table);
    const { to = '' } = flags;
    if (settings.import !== undefined)
      throw usageError(
        `Table ${settings.import} is imported, so apikit.yaml sets the table.`,
        `Change import: under tables.${table} and run apikit deploy --stage ${config.stage}.`,
      );
    if (to !== own && !isStandIn(config, table, to))
      throw usageError(
        to === ''
          ? 'No table is given.'
          : `"${to}" is not a table that ${table} of ${config.app}/${config.stage} can use.`,
        `Pass --to ${own}, or the name of a table that was restored from it (${own}-20261129T101500Z); see apikit tables restore --help.`,
      );
    const planned = await makePlan({}, context, {
      start: true,
      serving: { [table]: to },
      check: async () => refuseUnready(await context.target(), { table, to }),
    });
    const { target, observed, asNamed, served } = planned;
    const of = `${config.app}/${config.stage}`;
    const attributes = attributesOf(observed.observation);
    const live = liveEntry(attributes);
    if (!live) throw notDeployed(config, target.facts);
    if (attributes.get('stage')?.canary !== undefined) throw canaryInProgress(of, config.stage);
    const now = served.now[table] ?? own;
    const before = served.left.filter((one) => one.table === table).map(({ resource }) => resource.name);
    // The stage may serve any of these tables, because an earlier run may have stopped at any point.
    const names = [...new Set([own, now, to, ...before])];
    const { [table]: _, ...others } = served.standIns;
    const isServed = names.some((name) => {
      const standIns = name === own ? others : { ...others, [table]: name };
      return asNamed.standingIn(standIns).release === live.record.release;
    });
    if (!isServed) throw otherProject(of, config.stage, live.record.revision);
    const answers = { ...planned, table, to, from: now === to ? (before[0] ?? own) : now };
    const asked = context.io.clock.now();
    if (!flags.yes && now !== to) await agree(answers, context);
    return { ...answers, started: started + context.io.clock.now() - asked };
  },

  async execute(answers, context): Promise<Switched> {
    const { target, desired, table, from, to, started, plan, warnings, served } = answers;
    const { config, facts, clients } = target;
    const switching = (name: string) => `apikit tables switch ${table} --to ${name} --stage ${config.stage}`;
    // A switch that stopped after the record, before any other write, leaves nothing to deploy for the way back.
    const changed = pending(plan).length > 0 || served.now[table] !== to;
    let recorded = false;
    const begin = async (current: Looked) => {
      if (isOvertaken(answers, current)) throw changedMeanwhile(config);
      recorded = await record(answers, current);
    };
    const { deployed, plan: carriedOut } = await withInterruptNote(context, () =>
      lockedDeploy(answers, switching(to), context, changed ? { begin } : {}),
    ).catch((error: unknown) => {
      if (recorded && from !== to)
        context.report.warn(
          `The next deploy completes this switch. To use ${from} for ${table} instead, run: ${switching(from)}`,
        );
      throw error;
    });
    warnIfNotSeen(deployed.probe, { url: deployed.url, release: desired.release }, context);
    return {
      app: config.app,
      stage: config.stage,
      account: facts.account,
      region: facts.region,
      url: deployed.url,
      table,
      from,
      name: to,
      release: desired.release,
      changed,
      kept: keptResources(carriedOut),
      warnings,
      calls: callTotals(clients.counts),
      seconds: (context.io.clock.now() - started) / 1000,
    };
  },

  render: ({ app, stage, table, from, name, release, changed, calls, seconds, url }, theme) => ({
    notes: changed
      ? [
          `${theme.good(SYMBOL.done)} ${app}/${stage} now uses table ${name} for ${table}.`,
          ...(from === name
            ? []
            : [`Table ${from} stays as it is, with all items; the next deploys do not change it.`]),
        ]
      : [`${theme.good(SYMBOL.done)} Nothing to do: ${app}/${stage} already uses table ${name} for ${table}.`],
    data: [theme.bold(url), `release ${release}`, summaryLine(calls, seconds)],
    ...(changed && from !== name && { next: [`apikit tables switch ${table} --to ${from} --stage ${stage}`] }),
  }),
  json: (result) => result,
});

type Looked = Pick<PlannedDeploy, 'served' | 'observed'>;

/** Whether another release or another table went live after the comparison with the project. */
function isOvertaken({ table, ...seen }: Looked & Pick<Answers, 'table'>, current: Looked): boolean {
  const live = ({ observed }: Looked) => liveEntry(attributesOf(observed.observation))?.record.release;
  return live(seen) !== live(current) || seen.served.now[table] !== current.served.now[table];
}

/** Returns whether it wrote the record. The stage's own table may not exist, or may belong to another owner. */
async function record({ target, table, from, to }: Answers, { served }: Looked): Promise<boolean> {
  const own = ownTableName(target.config, table);
  if (to !== own && !served.left.some(({ resource }) => resource.name === own)) return false;
  const [{ recordServing }, { tableArn }] = await Promise.all([
    import('../../aws/items/serving-tag.ts'),
    import('../../naming/arns.ts'),
  ]);
  const record = { own: tableArn(target.facts, own), serves: to, before: from };
  await recordServing(await target.clients.dynamodb(), record);
  return true;
}

/** Refuses a table that does not exist, or whose restore is not finished. */
async function refuseUnready(
  { clients, config }: PlannedDeploy['target'],
  { table, to }: { table: string; to: string },
): Promise<void> {
  const [{ findTable }, { tagsOfTable }] = await Promise.all([
    import('../../aws/items/find-table.ts'),
    import('../../aws/dynamodb/describe-table.ts'),
  ]);
  const { owns } = await import('../../aws/ownership/ownership.ts');
  const client = await clients.dynamodb();
  const restore = `apikit tables restore ${table} --at latest --stage ${config.stage}`;
  const found = await findTable(client, to, `Restore a table: ${restore}`);
  if (owns(stageTags(config), await tagsOfTable(client, found))) return;
  throw new ApikitError(
    'RestoreUnfinished',
    `Table ${to} does not have the tags of this stage: its restore is not finished, or the table belongs to another owner. Nothing was changed.`,
    { hint: `Finish the restore: ${restore}` },
  );
}

function otherProject(of: string, stage: string, revision: string | undefined): ApikitError {
  return new ApikitError(
    'OtherRelease',
    `The project differs from what ${of} serves, so more than the table would be switched. Nothing was changed.`,
    {
      exitCode: EXIT.usage,
      hint: `Deploy it first (apikit deploy --stage ${stage}), or check out the served commit${revision === undefined ? '' : `: ${revision}`}.`,
    },
  );
}

/** A switch asks for confirmation if there is a terminal. */
async function agree({ target, plan, table, from, to }: Omit<Answers, 'started'>, context: Context): Promise<void> {
  const { config, facts } = target;
  if (!context.interactive) return;
  context.report.finish();
  for (const line of planText(plan, context.theme.stderr)) context.io.stderr.write(`${line}\n`);
  const message = `Switch ${table} of ${config.app}/${config.stage} to ${to}, from ${from} (account ${facts.account}, ${facts.region})?`;
  if (await context.prompts.confirm({ message, default: false })) return;
  throw new ApikitError('Declined', 'Nothing was changed.', { exitCode: EXIT.declined });
}
