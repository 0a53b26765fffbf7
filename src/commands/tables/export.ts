/** `apikit tables export`: writes the items of a table as NDJSON, every value with its type. Reads only. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DescribedTable } from '../../aws/items/find-table.ts';
import type { Item } from '../../aws/items/typed-item.ts';
import type { Context, Target } from '../../context.ts';
import { ApikitError, interrupted, usageError } from '../../errors.ts';
import { counted } from '../../text/counted.ts';
import { shellWord } from '../../text/shell-word.ts';
import type { OutputStream } from '../../ui/io.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { asApikitError } from '../parts/as-apikit-error.ts';
import { type CallTotals, callTotals, summaryLine } from '../parts/call-summary.ts';
import { defineCommand } from '../parts/command.ts';
import { createProgress } from '../parts/item-progress.ts';
import { RATE_OPTION, rateOf } from '../parts/tables/item-rate.ts';
import { lastWholeLine } from '../parts/tables/last-line.ts';
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
  /** The file as the user typed it; `undefined` for standard output. */
  file?: string;
  goOn: boolean;
  rate?: number;
  started: number;
}

interface Exported {
  app: string;
  stage: string;
  table: string;
  /** The name in AWS. */
  name: string;
  /** `null` for standard output. */
  file: string | null;
  items: number;
  calls: CallTotals;
  seconds: number;
}

export const tablesExport = defineCommand({
  arguments: [TABLE_ARGUMENT, { name: '[file]', description: 'a new file (default: standard output)' }],
  options: [{ flags: '--continue', description: 'continue the file of an interrupted export' }, RATE_OPTION],
  common: ['stage', 'profile', 'region'],
  examples: [
    'apikit tables export items --stage dev > items.ndjson',
    'apikit tables export items items.ndjson --stage prod --rate 500',
  ],

  async ask({ args: [table, file], flags }, context): Promise<Answers> {
    const started = context.io.clock.now();
    const rate = rateOf(flags);
    const { continue: goOn } = flags;
    if (goOn && file === undefined)
      throw usageError('--continue needs a file.', 'Pass the file of the interrupted export.');
    if (file === undefined && flags.json)
      throw usageError(
        '--json and the items would both go to standard output.',
        'Pass a file for the items, or remove --json.',
      );
    const asked = namedTable(await context.stage(), table);
    const target = await context.target();
    const named = await servedTable(asked, table, target, context);
    return { target, named, goOn, started, ...rate, ...(file !== undefined && { file }) };
  },

  async execute(answers, context): Promise<Exported> {
    const { target, named, file, started } = answers;
    const { config, clients } = target;
    const { findTable } = await import('../../aws/items/find-table.ts');
    const hint = `Deploy the stage first: apikit deploy --stage ${config.stage}`;
    const table = await findTable(await clients.dynamodb(), named.name, hint);
    const items =
      file === undefined ? await toOutput(answers, table, context) : await toFile({ ...answers, file }, table, context);
    return {
      app: config.app,
      stage: config.stage,
      table: named.table,
      name: named.name,
      file: file ?? null,
      items,
      calls: callTotals(clients.counts),
      seconds: (context.io.clock.now() - started) / 1000,
    };
  },

  render: ({ name, file, items, calls, seconds }, theme) => ({
    notes: [
      `${theme.good(SYMBOL.done)} ${counted(items, 'item')} of ${name}${file === null ? '' : ` in ${file}`}, ${summaryLine(calls, seconds)}.`,
    ],
  }),
  json: (result) => result,
});

async function toOutput(answers: Answers, table: DescribedTable, context: Context): Promise<number> {
  const { stdout } = context.io;
  return await walk({ ...answers, table }, context, undefined, async (text) => {
    if (stdout.write(text) === false) await drained(stdout);
  });
}

/** Waits for a reader that is slower than DynamoDB. */
const drained = (stream: OutputStream): Promise<void> =>
  new Promise((go) => {
    if (stream.once) stream.once('drain', go);
    else go();
  });

async function toFile(answers: Answers & { file: string }, table: DescribedTable, context: Context): Promise<number> {
  const { goOn, file } = answers;
  const handle = await openFile(resolve(context.io.cwd, file), file, goOn);
  try {
    const after = goOn ? await lastItem(handle, file) : undefined;
    return await walk({ ...answers, table }, context, after, async (text) => void (await handle.appendFile(text)));
  } finally {
    await handle.close();
  }
}

/** Only the user may read the file, because items can be confidential. */
async function openFile(path: string, shown: string, goOn: boolean): Promise<FileHandle> {
  try {
    return await open(path, goOn ? constants.O_RDWR | constants.O_APPEND : 'wx', 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      throw usageError(
        `${shown} already exists, and an export overwrites no file.`,
        'Name another file, or pass --continue if it belongs to an interrupted export.',
      );
    if (code === 'ENOENT' && goOn) throw usageError(`There is no ${shown} to continue.`, 'Remove --continue.');
    throw usageError(
      `${shown} cannot be written (${code}).`,
      'Name a file in an existing folder that you are allowed to write to.',
    );
  }
}

/** The beginning of every line. */
const BEGINNING = '{"Item":{';

/** Cuts off the half line after the last item. A file that no export wrote stays as it is. */
async function lastItem(handle: FileHandle, file: string): Promise<Item | undefined> {
  const { parseLine } = await import('../../aws/items/typed-item.ts');
  const { text, end } = await lastWholeLine(handle);
  if (end === 0) {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(BEGINNING.length), 0, BEGINNING.length, 0);
    if (!BEGINNING.startsWith(buffer.toString('utf8', 0, bytesRead)))
      throw usageError(`${file} does not belong to an export: no line of it is an item.`, 'Export to another file.');
  }
  const parsed = end === 0 ? undefined : parseLine(text);
  if (parsed && 'fault' in parsed)
    throw usageError(`The last whole line of ${file} is not an item. ${parsed.fault}`, 'Export to another file.');
  await handle.truncate(end);
  return parsed?.item;
}

/** Returns the number of items. `after` is the last item that the file already has. */
async function walk(
  { target: { clients, config }, named, rate, file, table }: Answers & { readonly table: DescribedTable },
  context: Context,
  after: Item | undefined,
  write: (text: string) => Promise<void>,
): Promise<number> {
  const [{ scanItems }, { lineOf }, { keyOf }] = await Promise.all([
    import('../../aws/items/scan-items.ts'),
    import('../../aws/items/typed-item.ts'),
    import('../../aws/items/batch-lines.ts'),
  ]);
  const { clock, signal } = context.io;
  const client = await clients.dynamodb();
  const progress = createProgress(context);
  let count = 0;
  const pages = scanItems(client, {
    table: named.name,
    clock,
    signal,
    ...(rate !== undefined && { rate }),
    ...(after && { after: keyOf(after, table) }),
  });
  try {
    for await (const items of pages) {
      await write(`${items.map(lineOf).join('\n')}\n`);
      count += items.length;
      progress(() => `${counted(count, 'item')} of ${named.name} so far`);
    }
  } catch (error) {
    throw file === undefined ? error : interruptedExport(error, { named, config, file, count }, context);
  }
  return count;
}

interface InterruptedExport {
  readonly named: NamedTable;
  readonly config: Target['config'];
  readonly file: string;
  readonly count: number;
}

function interruptedExport(
  error: unknown,
  { named, config, file, count }: InterruptedExport,
  { io }: Context,
): ApikitError {
  const known = io.signal.aborted ? interrupted('it was interrupted') : asApikitError(error, io);
  const reason = known.message.replace(/\.$/, '');
  return new ApikitError(
    known.code,
    `The export of table ${named.name} stopped after ${counted(count, 'item')}: ${reason}. ${file} has them.`,
    {
      exitCode: known.exitCode,
      hint: `To continue, run: apikit tables export ${stableName(named)} ${shellWord(file)} --continue --stage ${config.stage}`,
      cause: error,
    },
  );
}
