/** `apikit tables switch`: a stage serves from another of its tables, in one release, and the same way back. Deletes nothing. */
import type { Context } from '../../context.ts';
import { attributesOf } from '../../engine/observe.ts';
import { pending } from '../../engine/plan.ts';
import { ApikitError, EXIT, usageError } from '../../errors.ts';
import { isStandIn, tableName } from '../../naming/names.ts';
import { stageTags } from '../../naming/tags.ts';
import { liveEntry } from '../../stage/releases/live-release.ts';
import { notDeployed } from '../../stage/releases/live-stage.ts';
import { planText } from '../../ui/plan-text.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { type CallTotals, callTotals, summaryLine } from '../parts/call-summary.ts';
import { defineCommand } from '../parts/command.ts';
import { lockedDeploy } from '../parts/deploy/locked-deploy.ts';
import { keptAside, makePlan, type Planned } from '../parts/deploy/make-plan.ts';
import { sayingWhatIsAwaited } from '../parts/finish-note.ts';
import { warnIfNotSeen } from '../parts/stage/not-seen.ts';
import { canaryInProgress, overtaken } from '../parts/stage/seen-stage.ts';
import { WAIT_OPTION, waitOf } from '../parts/stage/stage-lock.ts';
import { namedTable, TABLE_ARGUMENT } from '../parts/tables/table-argument.ts';

interface Answers extends Planned {
  /** In apikit.yaml. */
  table: string;
  /** Names in AWS. */
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
  /** The table in AWS that served. */
  from: string;
  /** The table in AWS that serves now. */
  name: string;
  release: string;
  changed: boolean;
  kept: { resource: string; name: string; why: string }[];
  warnings: readonly string[];
  calls: CallTotals;
  seconds: number;
}

export const tablesSwitch = defineCommand<Answers, Switched>({
  arguments: [TABLE_ARGUMENT],
  options: [
    {
      flags: '--to <name>',
      description: "a restored table's name in AWS, or that of the stage's own for the way back",
    },
    WAIT_OPTION,
  ],
  common: ['stage', 'profile', 'region', 'yes', 'events'],
  examples: [
    'apikit tables switch items --to items-api-prod-items-20261129T101500Z --stage prod',
    'apikit tables switch items --to items-api-prod-items --stage prod',
  ],

  async ask({ args: [text = ''], flags }, context) {
    const started = context.io.clock.now();
    waitOf(flags);
    const config = await context.stage();
    const { table, settings } = namedTable(config, text);
    const own = tableName(config, table);
    const to = typeof flags.to === 'string' ? flags.to : '';
    if (settings.import !== undefined)
      throw usageError(
        `Table ${settings.import} is imported, so apikit.yaml says which table serves.`,
        `Change import: under tables.${table} and run apikit deploy --stage ${config.stage}.`,
      );
    if (to !== own && !isStandIn(config, table, to))
      throw usageError(
        to === ''
          ? 'No table was named to switch to.'
          : `"${to}" is no table that ${table} of ${config.app}/${config.stage} can be served from.`,
        `Pass --to ${own}, or the name of a table that was restored from it (${own}-20261129T101500Z); apikit tables restore --help makes one.`,
      );
    const planned = await makePlan(context, {
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
    // Whichever of its tables serves: an earlier run may have been cut off at any point.
    const names = [...new Set([own, now, to, ...before])];
    const { [table]: _, ...others } = served.standIns;
    const isServed = names.some((name) => {
      const standIns = name === own ? others : { ...others, [table]: name };
      return asNamed.standingIn(standIns).release === live.record.release;
    });
    if (!isServed) throw otherProject(of, config.stage, live.record.revision);
    const answers = { ...planned, table, to, from: now === to ? (before[0] ?? own) : now };
    const asked = context.io.clock.now();
    if (flags.yes !== true && now !== to) await agree(answers, context);
    return { ...answers, started: started + context.io.clock.now() - asked };
  },

  async execute(answers, context) {
    const { target, desired, table, from, to, started, plan, warnings, served } = answers;
    const { config, facts, clients } = target;
    const switching = (name: string) => `apikit tables switch ${table} --to ${name} --stage ${config.stage}`;
    // A switch that was cut off before anything but the record was written leaves nothing to deploy for the way back.
    const changed = pending(plan).length > 0 || served.now[table] !== to;
    let recorded = false;
    const begin = async (current: Looked) => {
      if (isOvertaken(answers, current)) throw overtaken(config);
      recorded = await record(answers, current);
    };
    const { deployed, plan: carriedOut } = await sayingWhatIsAwaited(context, () =>
      lockedDeploy(answers, switching(to), context, changed ? { begin } : {}),
    ).catch((error: unknown) => {
      if (recorded && from !== to)
        context.report.warn(
          `The next deploy brings this switch to its end. To serve ${table} from ${from} instead, run: ${switching(from)}`,
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
      kept: keptAside(carriedOut),
      warnings,
      calls: callTotals(clients.counts),
      seconds: (context.io.clock.now() - started) / 1000,
    };
  },

  render: ({ app, stage, table, from, name, release, changed, calls, seconds, url }, theme) => ({
    notes: changed
      ? [
          `${theme.good(SYMBOL.done)} ${app}/${stage} serves ${table} from table ${name} now.`,
          ...(from === name
            ? []
            : [`Table ${from} stays as it is, with everything in it; the next deploys leave it alone.`]),
        ]
      : [`${theme.good(SYMBOL.done)} Nothing to do: ${app}/${stage} serves ${table} from table ${name}.`],
    data: [theme.bold(url), `release ${release}`, summaryLine(calls, seconds)],
    ...(changed && from !== name && { next: [`apikit tables switch ${table} --to ${from} --stage ${stage}`] }),
  }),
  json: (result) => result,
});

type Looked = Pick<Planned, 'served' | 'observed'>;

/** Another release went live, or another table, after what serves was compared with the project. */
function isOvertaken({ table, ...seen }: Looked & Pick<Answers, 'table'>, current: Looked): boolean {
  const live = ({ observed }: Looked) => liveEntry(attributesOf(observed.observation))?.record.release;
  return live(seen) !== live(current) || seen.served.now[table] !== current.served.now[table];
}

/** Whether it was: the table of the stage's own name may be gone, or be somebody else's. */
async function record({ target, table, from, to }: Answers, { served }: Looked): Promise<boolean> {
  const own = tableName(target.config, table);
  if (to !== own && !served.left.some(({ resource }) => resource.name === own)) return false;
  const [{ recordServing }, { tableArn }] = await Promise.all([
    import('../../aws/items/serving-tag.ts'),
    import('../../aws/arns/arns.ts'),
  ]);
  const record = { own: tableArn(target.facts, own), serves: to, before: from };
  await recordServing(await target.clients.dynamodb(), record);
  return true;
}

/** A table that is not there, or that a restore has not brought to its end, is not served from. */
async function refuseUnready(
  { clients, config }: Planned['target'],
  { table, to }: { table: string; to: string },
): Promise<void> {
  const [{ findTable }, { tagsOfTable }] = await Promise.all([
    import('../../aws/items/find-table.ts'),
    import('../../aws/dynamodb/describe-table.ts'),
  ]);
  const { owns } = await import('../../aws/ownership/ownership.ts');
  const client = await clients.dynamodb();
  const restore = `apikit tables restore ${table} --at latest --stage ${config.stage}`;
  const found = await findTable(client, to, `Restore one: ${restore}`);
  if (owns(stageTags(config), await tagsOfTable(client, found))) return;
  throw new ApikitError(
    'RestoreUnfinished',
    `Table ${to} has no tags of this stage: its restore was not brought to its end, or it is somebody else's. Nothing was changed.`,
    { hint: `Bring the restore to its end: ${restore}` },
  );
}

function otherProject(of: string, stage: string, revision: string | undefined): ApikitError {
  return new ApikitError(
    'OtherRelease',
    `The project is not what ${of} serves, so more than the table would be switched. Nothing was changed.`,
    {
      exitCode: EXIT.usage,
      hint: `Deploy it first (apikit deploy --stage ${stage}), or check out what is served${revision === undefined ? '' : `: ${revision}`}.`,
    },
  );
}

/** What a stage serves from is agreed to when someone is there to ask. */
async function agree({ target, plan, table, from, to }: Omit<Answers, 'started'>, context: Context): Promise<void> {
  const { config, facts } = target;
  if (!context.interactive) return;
  context.report.finish();
  for (const line of planText(plan, context.theme.stderr)) context.io.stderr.write(`${line}\n`);
  const message = `Serve ${table} of ${config.app}/${config.stage} from ${to}, and no longer from ${from} (account ${facts.account}, ${facts.region})?`;
  if (await context.prompts.confirm({ message, default: false })) return;
  throw new ApikitError('Declined', 'Nothing was changed.', { exitCode: EXIT.declined });
}
