/**
 * `apikit tables restore`: restores a table to a point in time, beside the live one, and compares both. It writes to no
 * existing table.
 */
import type { Comparison } from '../../aws/items/compare-tables.ts';
import type { RestoreRequest } from '../../aws/items/restore-table.ts';
import type { Context, Target } from '../../context.ts';
import { ApikitError, EXIT, usageError } from '../../errors.ts';
import { stageTags } from '../../naming/tags.ts';
import { counted } from '../../text/counted.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { asApikitError } from '../parts/as-apikit-error.ts';
import { type CallTotals, callTotals, summaryLine } from '../parts/call-summary.ts';
import { defineCommand } from '../parts/command.ts';
import { createProgress } from '../parts/item-progress.ts';
import { partsOf } from '../parts/stage/release-preview.ts';
import { comparisonLines, limitedComparison, type TableComparison } from '../parts/tables/comparison-text.ts';
import { RATE_OPTION, rateOf } from '../parts/tables/item-rate.ts';
import { type NamedTable, namedTable, TABLE_ARGUMENT } from '../parts/tables/table-argument.ts';
import { parseMoment } from '../parts/time-ago.ts';

interface Answers {
  target: Target;
  named: NamedTable;
  /** The live table in AWS. */
  live: string;
  wanted: RestoreRequest;
  compare: boolean;
  limit: number;
  rate?: number;
  started: number;
}

interface Restored {
  app: string;
  stage: string;
  table: string;
  /** The table in AWS that was restored. */
  source: string;
  /** The new table in AWS. */
  name: string;
  /** ISO 8601. */
  at: string;
  /** The live table in AWS. */
  live: string;
  /** `null` if no comparison was requested. */
  comparison: TableComparison | null;
  calls: CallTotals;
  seconds: number;
}

/** The number of items of each table. */
const DEFAULT_LIMIT = 100_000;

export const tablesRestore = defineCommand({
  arguments: [TABLE_ARGUMENT],
  options: [
    {
      flags: '--at <time>',
      description: 'point in time: 10m, "10 minutes ago", 2026-11-29T10:15:00Z, or latest',
    },
    { flags: '--no-compare', description: 'do not compare it with the live table' },
    { flags: '--limit <items>', description: `items of each table to compare (default: ${DEFAULT_LIMIT})` },
    RATE_OPTION,
  ],
  common: ['stage', 'profile', 'region', 'events'],
  examples: [
    'apikit tables restore items --at "10 minutes ago" --stage prod',
    'apikit tables restore items --at 2026-11-29T10:15:00Z --stage prod --rate 500',
  ],

  async ask({ args: [table], flags }, context): Promise<Answers> {
    const started = context.io.clock.now();
    const rate = rateOf(flags);
    const limit = limitOf(flags.limit);
    if (flags.at === undefined)
      throw usageError('No time is given.', 'Pass a time, as in --at "10 minutes ago", or --at latest.');
    const at = momentOf(flags.at, started);
    const config = await context.stage();
    const asked = namedTable(config, table);
    if (asked.settings.import !== undefined)
      throw usageError(
        `Table ${asked.name} is imported: another owner manages it and its backups.`,
        'Restore it where it is managed, and change import: in apikit.yaml.',
      );
    const target = await context.target();
    const { servingTable } = await import('../../stage/tables/serving-tables.ts');
    const parts = partsOf(target, context);
    const live = await servingTable(config, asked.table, parts);
    const named = { ...asked, name: table === asked.table ? live : asked.name };
    const { planRestore, unfinishedRestore } = await import('../../stage/tables/restore-beside.ts');
    const { findTable, refuseForeign } = await import('../../aws/items/find-table.ts');
    const client = await target.clients.dynamodb();
    const hint = `Deploy the stage first: apikit deploy --stage ${config.stage}`;
    await refuseForeign(client, await findTable(client, named.name, hint), stageTags(config));
    const restore = { config, table: named.table, source: named.name };
    const begun = isExact(flags.at) ? undefined : await unfinishedRestore(restore, parts);
    if (begun)
      context.report.note(
        `Continuing the restore to ${new Date(begun.at).toISOString()}, which was started but not finished. To restore to another time, pass that time in full.`,
      );
    const wanted = begun ?? (await planRestore({ ...restore, at }, parts));
    return { target, named, live, wanted, compare: flags.compare, limit, started, ...rate };
  },

  async execute(answers, context): Promise<Restored> {
    const { target, named, live, wanted, compare, limit, started } = answers;
    const { config, clients } = target;
    const { restoreBeside } = await import('../../stage/tables/restore-beside.ts');
    const restore = { config, table: named.table, source: named.name, at: wanted.at };
    let comparison: Comparison | undefined;
    try {
      await restoreBeside(restore, wanted, partsOf(target, context));
      if (compare) comparison = await compared(answers, context);
    } catch (error) {
      throw withContinueHint(error, answers, context);
    }
    return {
      app: config.app,
      stage: config.stage,
      table: named.table,
      source: wanted.source,
      name: wanted.target,
      at: new Date(wanted.at).toISOString(),
      live,
      comparison: comparison ? await limitedComparison(comparison, limit) : null,
      calls: callTotals(clients.counts),
      seconds: (context.io.clock.now() - started) / 1000,
    };
  },

  render: ({ stage, table, source, name, at, live, comparison, calls, seconds }, theme) => ({
    notes: [
      `${theme.good(SYMBOL.done)} Table ${name} has the items of ${source} at ${at}, with the settings of the stage. The stage still uses ${live}.`,
    ],
    data: [...(comparison ? comparisonLines(comparison) : []), summaryLine(calls, seconds)],
    next: [`apikit tables switch ${table} --to ${name} --stage ${stage}`],
  }),
  json: (result) => result,
});

function limitOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  if (!/^[1-9]\d{0,11}$/.test(text)) throw usageError(`--limit takes a number of items, not "${text}".`);
  return Number(text);
}

/** A time that does not depend on the current time. */
const isExact = (text: string): boolean => /^\d{4}-/.test(text);

function momentOf(text: string, now: number): number | 'latest' {
  if (text === 'latest') return text;
  const moment = parseMoment(text, now);
  if (moment !== undefined) return moment;
  throw usageError(
    `--at takes a time such as 10m, "10 minutes ago" or 2026-11-29T10:15:00Z, or latest, not "${text}".`,
  );
}

async function compared({ target, live, wanted, limit, rate }: Answers, context: Context): Promise<Comparison> {
  const [{ compareTables }, { findTable }] = await Promise.all([
    import('../../aws/items/compare-tables.ts'),
    import('../../aws/items/find-table.ts'),
  ]);
  const { clock, signal } = context.io;
  const client = await target.clients.dynamodb();
  const table = await findTable(client, wanted.target, 'Run the same command again.');
  const progress = createProgress(context);
  context.report.note(`Comparing it with ${live}, at most ${counted(limit, 'item')} of each`);
  return await compareTables(client, {
    live,
    other: wanted.target,
    table,
    limit,
    clock,
    signal,
    ...(rate !== undefined && { rate }),
    progress: (items) => progress(() => `${counted(items, 'item')} compared`),
  });
}

/** A restore continues in AWS if this program ends. */
function withContinueHint(error: unknown, { target: { config }, named, wanted }: Answers, { io }: Context): unknown {
  const { signal } = io;
  const at = new Date(wanted.at).toISOString().replace('.000Z', 'Z');
  const command = `apikit tables restore ${named.name} --at ${at} --stage ${config.stage}`;
  if (signal.aborted)
    return new ApikitError('Interrupted', `Interrupted. The restore to table ${wanted.target} continues in AWS.`, {
      exitCode: EXIT.interrupted,
      hint: `To continue here, run: ${command}`,
      cause: error,
    });
  const known = asApikitError(error, io);
  if (known.code === 'TableTaken' || known.exitCode === EXIT.usage) return known;
  return new ApikitError(known.code, known.message, {
    exitCode: known.exitCode,
    hint: `To continue, run: ${command}`,
    cause: error,
  });
}
