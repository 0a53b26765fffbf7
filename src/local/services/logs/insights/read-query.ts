/** Parses a Logs Insights query into its steps. Other commands of AWS are refused by name. */
import { notImplemented } from '../../../cloud/aws-error.ts';
import { AGGREGATES, countAll } from './aggregates.ts';
import { type Expression, insightsRegex, readCondition, readExpression } from './expression.ts';
import { malformedQuery } from './malformed-query.ts';
import { ownEntry } from './own-entry.ts';
import { createQueryReader, type QueryReader } from './query-reader.ts';
import { isWord } from './query-tokens.ts';
import {
  type Aggregate,
  type Column,
  filterRecords,
  grouping,
  limiting,
  type Order,
  type Stage,
  sorting,
} from './stages.ts';

export interface Query {
  /** The steps that filter and extend events; events that pass them count as matched. */
  readonly choosing: readonly Stage[];
  readonly making: readonly Stage[];
  /** The columns of the result, in this order. */
  readonly columns: readonly string[];
  /** Whether rows are aggregated; they are then no longer events, and have no `@ptr`. */
  readonly isAggregated: boolean;
}

interface Command {
  readonly kind: string;
  readonly stage?: Stage;
  readonly columns?: readonly string[];
  readonly orders?: readonly Order[];
  readonly limit?: number;
}

/** The maximum rows of one query, and of one response to GetQueryResults (docs/aws/logs.md). */
export const MOST_ROWS = 10_000;

/** Commands in AWS's table of commands that are not emulated (docs/aws/logs.md). */
const NOT_EMULATED = [
  'addtotals',
  'anomaly',
  'dedup',
  'diff',
  'filterindex',
  'join',
  'lookup',
  'pattern',
  'source',
  'unmask',
  'unnest',
];

const READERS: Readonly<Record<string, (reader: QueryReader) => Command>> = {
  fields: readFields,
  display: (reader) => ({ kind: 'display', columns: readList(reader, () => reader.name()) }),
  filter(reader) {
    const condition = readCondition(reader);
    return { kind: 'filter', stage: filterRecords(condition) };
  },
  parse: readParse,
  stats: readStats,
  sort: readSort,
  limit(reader) {
    const token = reader.take();
    const limit = Number(token.text);
    if (!Number.isInteger(limit) || limit < 1)
      throw malformedQuery(`Invalid limit ${token.text}`, token.start, token.end);
    if (limit > MOST_ROWS) throw notImplemented(`A Logs Insights query for more than ${MOST_ROWS} rows`);
    return { kind: 'limit', stage: limiting(limit), limit };
  },
};

/** Throws MalformedQueryException, and NotImplemented for what is not emulated. */
export function readQuery(text: string): Query {
  const reader = createQueryReader(text);
  const commands: Command[] = [];
  do commands.push(readCommand(reader));
  while (reader.accept('|'));
  if (reader.peek().kind !== 'end') throw reader.unexpected();
  const stats = commands.filter(({ kind }) => kind === 'stats');
  if (stats.length > 2) throw malformedQuery('A query can have at most two stats commands');
  const last = commands.findLastIndex(({ kind }) => kind === 'stats');
  if (commands.slice(0, Math.max(last, 0)).some(({ kind }) => kind === 'sort' || kind === 'limit'))
    throw malformedQuery('The sort and limit commands have to come after the last stats command');
  return staged(commands, last);
}

function readCommand(reader: QueryReader): Command {
  const token = reader.peek();
  const name = token.text.toLowerCase();
  const read = token.kind === 'word' ? ownEntry(READERS, name) : undefined;
  if (!read && NOT_EMULATED.includes(name)) throw notImplemented(`The Logs Insights command ${name}`);
  if (!read) throw reader.unexpected();
  reader.take();
  return read(reader);
}

function staged(written: readonly Command[], lastStats: number): Query {
  const isAggregated = lastStats !== -1;
  const commands = isAggregated || written.some(({ kind }) => kind === 'sort') ? written : newestFirst(written);
  const firstMaking = commands.findIndex(({ kind }) => ['stats', 'sort', 'limit'].includes(kind));
  const border = firstMaking === -1 ? commands.length : firstMaking;
  const stages = commands.map(
    ({ stage, orders }, index) => stage ?? (orders && sorting(orders, wantedAfter(commands, index))),
  );
  const present = (stage: Stage | undefined): stage is Stage => stage !== undefined;
  return {
    choosing: stages.slice(0, border).filter(present),
    making: stages.slice(border).filter(present),
    columns: columnsOf(commands, lastStats),
    isAggregated,
  };
}

/** Events are sorted newest first unless the query says otherwise. */
function newestFirst(commands: readonly Command[]): Command[] {
  const limit = commands.findIndex(({ kind }) => kind === 'limit');
  const at = limit === -1 ? commands.length : limit;
  const sort: Command = { kind: 'sort', orders: [{ field: '@timestamp', descending: true }] };
  return [...commands.slice(0, at), sort, ...commands.slice(at)];
}

/** Returns how many of the sorted records can be part of the result. */
function wantedAfter(commands: readonly Command[], sort: number): number {
  const after = commands.slice(sort + 1);
  const filters = after.findIndex(({ kind }) => kind === 'filter');
  const limit = after.findIndex(({ kind }) => kind === 'limit');
  if (limit !== -1 && (filters === -1 || limit < filters)) return after[limit]!.limit!;
  return filters === -1 ? MOST_ROWS : Number.POSITIVE_INFINITY;
}

function columnsOf(commands: readonly Command[], lastStats: number): readonly string[] {
  const display = commands.findLast(({ kind }) => kind === 'display');
  if (display) return display.columns!;
  const shown = commands.slice(Math.max(lastStats, 0)).filter(({ kind }) => kind === 'fields' || kind === 'stats');
  const names = shown.flatMap(({ columns = [] }) => columns);
  return names.length === 0 ? ['@timestamp', '@message'] : [...new Set(names)];
}

function readList<T>(reader: QueryReader, read: () => T): T[] {
  const list: T[] = [];
  do list.push(read());
  while (reader.accept(','));
  return list;
}

/** `<expression> [as name]`; without a name, the column's name is the text of the expression. */
function readColumn(reader: QueryReader): Column {
  const first = reader.peek();
  const value = readExpression(reader);
  const last = reader.peek(-1);
  const written = first === last && first.kind === 'name' ? first.text : reader.text(first, last);
  return { name: reader.accept('as') ? reader.name() : written, value };
}

function readFields(reader: QueryReader): Command {
  const columns = readList(reader, () => readColumn(reader));
  const stage = filterRecords((record) => {
    for (const { name, value } of columns) record.set(name, value(record));
    return true;
  });
  return { kind: 'fields', stage, columns: columns.map(({ name }) => name) };
}

/** `parse <field> "text with *" as a, b` or `parse <field> /(?<name>…)/` */
function readParse(reader: QueryReader): Command {
  const field = reader.name();
  const { kind, text, start, end } = reader.take();
  if (kind !== 'string' && kind !== 'regex')
    throw malformedQuery('parse takes a text in quotation marks or a regular expression', start, end);
  const names = kind === 'string' ? readNames(reader) : [];
  const stars = text.split('*').length - 1;
  if (kind === 'string' && stars !== names.length)
    throw malformedQuery(`The expression has ${stars} wildcards and ${names.length} names`, start, end);
  const regex = insightsRegex(kind === 'regex' ? text : ofGlob(text), start, end);
  const stage = filterRecords((record) => {
    const value = record.get(field);
    // Most lines do not match, and `test` finds that faster.
    if (value === undefined || !regex.test(String(value))) return true;
    regex.visit(String(value), (match) => {
      for (const [name, found] of Object.entries(match.groups ?? {})) record.set(name, found);
      for (const [index, name] of names.entries()) record.set(name, match[index + 1]);
      return false;
    });
    return true;
  });
  return { kind: 'parse', stage };
}

function readNames(reader: QueryReader): string[] {
  reader.expect('as');
  return readList(reader, () => reader.name());
}

/** A star in the middle matches as little as possible, the last one matches the rest of the text. */
const ofGlob = (text: string): string =>
  text
    .split('*')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, (sign) => `\\x${sign.charCodeAt(0).toString(16)}`))
    .reduce(
      (whole, part, index, parts) => `${whole}${part === '' && index === parts.length - 1 ? '(.*)' : '(.*?)'}${part}`,
    );

function readStats(reader: QueryReader): Command {
  const aggregates = readList(reader, () => readAggregate(reader));
  const by = reader.accept('by') ? readList(reader, () => readColumn(reader)) : [];
  return {
    kind: 'stats',
    stage: grouping(aggregates, by),
    columns: [...by, ...aggregates].map(({ name }) => name),
  };
}

const NOTHING: Expression = () => undefined;

function readAggregate(reader: QueryReader): Aggregate {
  const first = reader.take();
  const name = first.text.toLowerCase() === 'percentile' ? 'pct' : first.text.toLowerCase();
  const make = ownEntry(AGGREGATES, name);
  if (first.kind !== 'word') throw malformedQuery(`Invalid aggregation ${first.text}`, first.start, first.end);
  if (!make) throw notImplemented(`The Logs Insights aggregation ${first.text}`);
  reader.expect('(');
  const isAll = name === 'count' && (reader.accept('*') || reader.peek().text === ')');
  const value = isAll ? NOTHING : readExpression(reader);
  let parameter = 0;
  if (name === 'pct') {
    reader.expect(',');
    const percent = reader.take();
    parameter = Number(percent.text);
    if (!(parameter >= 0 && parameter <= 100))
      throw malformedQuery(`Invalid percentile ${percent.text}`, percent.start, percent.end);
  }
  const last = reader.peek();
  reader.expect(')');
  const written = reader.text(first, last);
  const alias = reader.accept('as') ? reader.name() : written;
  return { name: alias, value, make: isAll ? countAll : () => make(parameter) };
}

function readSort(reader: QueryReader): Command {
  reader.accept('by');
  const orders = readList(reader, (): Order => {
    const first = reader.peek();
    const isCall = first.kind === 'word' && reader.peek(1).kind === 'sign' && reader.peek(1).text === '(';
    const field = isCall ? readCallText(reader) : reader.name();
    const descending = reader.accept('desc');
    if (!descending) reader.accept('asc');
    return { field, descending };
  });
  return { kind: 'sort', orders };
}

/** `sort count(*) desc`: the name of the column is the text of the expression. */
function readCallText(reader: QueryReader): string {
  const first = reader.peek();
  while (!(reader.peek().kind === 'sign' && reader.peek().text === ')')) {
    if (reader.peek().kind === 'end' || isWord(reader.peek(), 'desc')) throw reader.unexpected();
    reader.take();
  }
  return reader.text(first, reader.take());
}
