/**
 * `apikit tables import`: writes items from NDJSON into a table. It overwrites existing items only if `--overwrite` is
 * set.
 */
import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { addAbortSignal } from 'node:stream';
import type { Line } from '../../aws/items/batch-lines.ts';
import type { DescribedTable } from '../../aws/items/find-table.ts';
import type { WriteCounts } from '../../aws/items/write-items.ts';
import type { Context, Target } from '../../context.ts';
import { ApikitError, EXIT, interrupted, usageError } from '../../errors.ts';
import { stageTags } from '../../naming/tags.ts';
import { counted } from '../../text/counted.ts';
import { shellWord } from '../../text/shell-word.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { asApikitError } from '../parts/as-apikit-error.ts';
import { type CallTotals, callTotals, summaryLine } from '../parts/call-summary.ts';
import { defineCommand } from '../parts/command.ts';
import { createProgress } from '../parts/item-progress.ts';
import { RATE_OPTION, rateOf } from '../parts/tables/item-rate.ts';
import { faultsText, lineFaults } from '../parts/tables/line-faults.ts';
import { readLines } from '../parts/tables/read-lines.ts';
import {
  type NamedTable,
  namedTable,
  servedTable,
  stableName,
  TABLE_ARGUMENT,
} from '../parts/tables/table-argument.ts';

interface Answers {
  target: Target;
  named: NamedTable;
  /** The file as the user typed it; `undefined` for standard input. */
  file?: string;
  overwrite: boolean;
  fromLine: number;
  rate?: number;
  started: number;
}

interface Imported extends WriteCounts {
  app: string;
  stage: string;
  table: string;
  /** The name in AWS. */
  name: string;
  /** The number of the last line that was read. */
  lines: number;
  calls: CallTotals;
  seconds: number;
}

export const tablesImport = defineCommand({
  arguments: [TABLE_ARGUMENT, { name: '[file]', description: 'NDJSON from tables export (default: standard input)' }],
  options: [
    { flags: '--overwrite', description: 'overwrite existing items; without it they stay and are counted' },
    { flags: '--from-line <number>', description: 'continue at this line, after an interrupted import' },
    RATE_OPTION,
  ],
  common: ['stage', 'profile', 'region', 'yes'],
  examples: [
    'apikit tables import items --stage dev < items.ndjson',
    'apikit tables import items items.ndjson --stage prod --yes --rate 500',
  ],

  async ask({ args: [table, file], flags }, context): Promise<Answers> {
    const started = context.io.clock.now();
    const rate = rateOf(flags);
    const fromLine = lineOf(flags.fromLine);
    const { overwrite } = flags;
    const config = await context.stage();
    const asked = namedTable(config, table);
    if (file === undefined && context.io.stdin.isTTY === true)
      throw usageError('No file is given.', 'Name a file, or redirect a file to standard input: < items.ndjson');
    if (file !== undefined) await refuseUnreadable(file, context);
    const asking = !flags.yes && (config.protected || overwrite);
    if (asking && !context.interactive)
      throw usageError(
        `Importing into ${config.app}/${config.stage} ${overwrite ? 'and overwriting existing items ' : ''}needs a confirmation.`,
        `${config.protected ? 'It is protected: pass' : 'Pass'} --yes.`,
      );
    const target = await context.target();
    const named = await servedTable(asked, table, target, context);
    if (asking) await agree(target, named, overwrite, context);
    const answers = { target, named, overwrite, fromLine, ...rate, ...(file !== undefined && { file }) };
    return { ...answers, started: asking ? context.io.clock.now() : started };
  },

  async execute(answers, context): Promise<Imported> {
    const { target, named, started } = answers;
    const { config, clients } = target;
    const { findTable, refuseForeign } = await import('../../aws/items/find-table.ts');
    const client = await clients.dynamodb();
    const table = await findTable(client, named.name, `Deploy the stage first: apikit deploy --stage ${config.stage}`);
    if (named.settings.import === undefined) await refuseForeign(client, table, stageTags(config));
    if (answers.file !== undefined) await checkFile({ ...answers, file: answers.file }, table, context);
    const { written, same, different, lines } = await writeAll(answers, table, context);
    return {
      app: config.app,
      stage: config.stage,
      table: named.table,
      name: named.name,
      lines,
      written,
      same,
      different,
      calls: callTotals(clients.counts),
      seconds: (context.io.clock.now() - started) / 1000,
    };
  },

  render: ({ name, written, same, different, calls, seconds }, theme) => ({
    notes: [
      `${theme.good(SYMBOL.done)} ${counted(written, 'item')} written to ${name}, ${summaryLine(calls, seconds)}.`,
      ...(same > 0 ? [`  ${counted(same, 'item')} with the same key and values already existed.`] : []),
      ...(different > 0
        ? [
            `  ${theme.warn(counted(different, 'item'))} with the same key and other values already existed, and stay as they are. --overwrite replaces them.`,
          ]
        : []),
    ],
  }),
  json: (result) => result,
});

function lineOf(text: string | undefined): number {
  if (text === undefined) return 1;
  if (!/^[1-9]\d{0,12}$/.test(text)) throw usageError(`--from-line takes the number of a line, from 1, not "${text}".`);
  return Number(text);
}

async function agree(
  { config, facts }: Target,
  { name }: NamedTable,
  overwrite: boolean,
  context: Context,
): Promise<void> {
  const over = overwrite ? ' and overwrite existing items' : '';
  const message = `Import into table ${name}${over} (${config.app}/${config.stage}, account ${facts.account}, ${facts.region})?`;
  if (await context.prompts.confirm({ message, default: false })) return;
  throw new ApikitError('Declined', 'Nothing was written.', { exitCode: EXIT.declined });
}

/** The check comes before the first AWS call. A pipe cannot be read twice, so it is refused. */
async function refuseUnreadable(file: string, { io }: Context): Promise<void> {
  const path = resolve(io.cwd, file);
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw usageError(`There is no file ${file}.`, 'Name a file that exists.');
    throw usageError(`${file} cannot be read (${code}).`, 'Name a file that you are allowed to read.');
  }
  if ((await stat(path)).isFile()) return;
  throw usageError(
    `${file} is not a file with lines: it may be a folder or a pipe.`,
    'Name a file, or redirect the lines to standard input.',
  );
}

const linesOf = ({ file, fromLine }: Answers, { io }: Context): AsyncIterable<Line> =>
  readLines(
    // Ctrl-C also ends the wait for the writer of standard input.
    file === undefined ? addAbortSignal(io.signal, io.stdin) : createReadStream(resolve(io.cwd, file)),
    fromLine,
  );

/** A file is read twice, so that all faults are reported before the first line is written. */
async function checkFile(answers: Answers & { file: string }, table: DescribedTable, context: Context) {
  const faults = await lineFaults(answers.file, linesOf(answers, context), table, context.io.signal);
  if (faults.length === 0) return;
  throw new ApikitError('BadItems', `Nothing was written, because some lines are not valid:\n${faultsText(faults)}`, {
    exitCode: EXIT.usage,
    hint: 'Correct these lines, then run the same command again.',
  });
}

/** The number of items that are written at once. */
const AT_ONCE = 100;

async function writeAll(answers: Answers, table: DescribedTable, context: Context) {
  const { target, named, overwrite, rate } = answers;
  const [{ batchesOf }, { putIfAbsent, overwriteItems }, { createPace }] = await Promise.all([
    import('../../aws/items/batch-lines.ts'),
    import('../../aws/items/write-items.ts'),
    import('../../aws/items/paced-run.ts'),
  ]);
  const { clock, signal } = context.io;
  const client = await target.clients.dynamodb();
  const walk = { clock, signal, ...(rate !== undefined && { rate }) };
  const to = { ...walk, table: named.name, key: table.KeySchema?.[0]?.AttributeName ?? '' };
  const pace = createPace(walk);
  const put = overwrite ? overwriteItems : putIfAbsent;
  const progress = createProgress(context);
  const done = { written: 0, same: 0, different: 0, lines: answers.fromLine - 1 };
  try {
    for await (const batch of batchesOf(linesOf(answers, context), table, Math.min(AT_ONCE, rate ?? AT_ONCE))) {
      signal.throwIfAborted();
      if ('fault' in batch)
        throw new ApikitError('BadItems', `line ${batch.line} cannot be written. ${batch.fault}`, {
          exitCode: EXIT.usage,
        });
      const { written, same, different } = await put(client, to, batch.items);
      done.written += written;
      done.same += same;
      done.different += different;
      done.lines = batch.until;
      progress(() => `${counted(done.lines, 'line')} read, ${counted(done.written, 'item')} written`);
      await pace(batch.items.length);
    }
  } catch (error) {
    throw stopped(error, answers, done, context);
  }
  return done;
}

/** Written items stay, and writing them again does no harm. */
function stopped(
  error: unknown,
  { target: { config }, named, file, overwrite }: Answers,
  { written, lines }: { written: number; lines: number },
  { io }: Context,
): ApikitError {
  const cut = io.signal.aborted;
  const known = cut ? interrupted('it was interrupted') : asApikitError(error, io);
  const input = file === undefined ? '' : ` ${shellWord(file)}`;
  const goOn = file === undefined ? 'To continue, redirect the same lines to' : 'To continue, run';
  return new ApikitError(
    known.code,
    `The import into table ${named.name} stopped: ${known.message.replace(/\.$/, '')}. ${counted(written, 'item')} of the first ${counted(lines, 'line')} were written by this run; of the lines after them, some may have been.`,
    {
      exitCode: known.exitCode,
      hint: `${goOn}: apikit tables import ${stableName(named)}${input}${overwrite ? ' --overwrite' : ''} --from-line ${lines + 1} --stage ${config.stage}`,
      cause: error,
    },
  );
}
