/**
 * Compiles expressions of a Logs Insights query to functions of a record: comparisons, `and`, `or`, `not`, `in`,
 * `like`, and a few functions. Everything else that AWS supports is refused by name.
 */
import { boundedRegExp } from '../../../../regexp/bounded-regexp.ts';
import { notImplemented } from '../../../cloud/aws-error.ts';
import { type LogRecord, Moment, type Value } from './log-record.ts';
import { malformedQuery } from './malformed-query.ts';
import { ownEntry } from './own-entry.ts';
import type { QueryReader } from './query-reader.ts';
import { isWord } from './query-tokens.ts';
import { compareValues, numberOf } from './values.ts';

export type Expression = (record: LogRecord) => Value;
type Condition = (record: LogRecord) => boolean;

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

const ARITHMETIC = ['+', '-', '*', '/', '^', '%'];

/** Throws MalformedQueryException, and NotImplemented for what is not emulated. */
export function readExpression(reader: QueryReader): Expression {
  return asValue(readEither(reader));
}

export function readCondition(reader: QueryReader): Condition {
  return isTrue(readEither(reader));
}

const isTrue =
  (read: Expression | Condition): Condition =>
  (record) => {
    const value = read(record);
    return value === true || numberOf(value === false ? undefined : (value as Value)) === 1;
  };

const asValue =
  (read: Expression | Condition): Expression =>
  (record) => {
    const value = read(record);
    return typeof value === 'boolean' ? Number(value) : value;
  };

function readEither(reader: QueryReader): Expression | Condition {
  return readJoined(reader, 'or', readBoth, (conditions, record) => conditions.some((holds) => holds(record)));
}

function readBoth(reader: QueryReader): Expression | Condition {
  return readJoined(reader, 'and', readNot, (conditions, record) => conditions.every((holds) => holds(record)));
}

function readJoined(
  reader: QueryReader,
  word: 'and' | 'or',
  readPart: (reader: QueryReader) => Expression | Condition,
  join: (conditions: readonly Condition[], record: LogRecord) => boolean,
): Expression | Condition {
  const first = readPart(reader);
  const parts = [first];
  while (reader.accept(word)) parts.push(readPart(reader));
  if (parts.length === 1) return first;
  const conditions = parts.map(isTrue);
  return (record) => join(conditions, record);
}

function readNot(reader: QueryReader): Expression | Condition {
  if (!reader.accept('not')) return readComparison(reader);
  const condition = isTrue(readNot(reader));
  return (record) => !condition(record);
}

function readComparison(reader: QueryReader): Expression | Condition {
  const left = readOperand(reader);
  const operator = reader.peek();
  const compare = operator.kind === 'sign' ? COMPARISONS[operator.text] : undefined;
  if (compare) {
    reader.take();
    const [a, b] = [asValue(left), asValue(readOperand(reader))];
    return (record) => {
      const [x, y] = [a(record), b(record)];
      return x !== undefined && y !== undefined && compare(compareValues(x, y));
    };
  }
  if (reader.accept('=~') || reader.accept('like')) return readMatch(reader, asValue(left));
  if (reader.accept('in')) return readMembership(reader, asValue(left));
  if (!isWord(operator, 'not')) return left;
  reader.take();
  const isLike = reader.accept('like');
  if (!isLike) reader.expect('in');
  const positive = isLike ? readMatch(reader, asValue(left)) : readMembership(reader, asValue(left));
  return (record) => !positive(record);
}

/** Reads a text in quotation marks, which must be part of the value, or a regular expression between slashes. */
function readMatch(reader: QueryReader, value: Expression): Condition {
  const { kind, text, start, end } = reader.peek();
  if (kind !== 'string' && kind !== 'regex') throw reader.unexpected();
  reader.take();
  const matches = kind === 'string' ? (found: string) => found.includes(text) : regexTest(text, start, end);
  return (record) => {
    const found = value(record);
    return found !== undefined && matches(String(found));
  };
}

/** `(?i)` at the start, or after a `^`, makes it case-insensitive. */
export function insightsRegex(source: string, start: number, end: number): ReturnType<typeof boundedRegExp> {
  const blind = /^(\^?)\(\?i\)/.exec(source);
  try {
    return boundedRegExp(blind ? source.replace(blind[0], blind[1]!) : source, blind ? 'iu' : 'u');
  } catch {
    throw malformedQuery(`Invalid regular expression: /${source}/`, start, end);
  }
}

function regexTest(source: string, start: number, end: number): (text: string) => boolean {
  const regex = insightsRegex(source, start, end);
  return (text) => regex.test(text);
}

function readMembership(reader: QueryReader, value: Expression): Condition {
  reader.expect('[');
  const members: Expression[] = [];
  do members.push(asValue(readOperand(reader)));
  while (reader.accept(','));
  reader.expect(']');
  return (record) => {
    const found = value(record);
    if (found === undefined) return false;
    return members.some((member) => {
      const other = member(record);
      return other !== undefined && compareValues(found, other) === 0;
    });
  };
}

function readOperand(reader: QueryReader): Expression | Condition {
  const operand = readPrimary(reader);
  const next = reader.peek();
  if (next.kind === 'sign' && ARITHMETIC.includes(next.text))
    throw notImplemented('Arithmetic in a Logs Insights query');
  return operand;
}

function readPrimary(reader: QueryReader): Expression | Condition {
  const token = reader.peek();
  if (reader.accept('(')) {
    const inner = readEither(reader);
    reader.expect(')');
    return inner;
  }
  if (token.kind === 'string') {
    reader.take();
    return () => token.text;
  }
  if (token.kind === 'word' && /^\d/.test(token.text)) {
    const number = Number(reader.take().text);
    if (Number.isNaN(number)) throw malformedQuery(`Invalid number ${token.text}`, token.start, token.end);
    return () => number;
  }
  if (token.kind === 'word' && reader.peek(1).text === '(' && reader.peek(1).kind === 'sign') return readCall(reader);
  const field = reader.name();
  return (record) => record.get(field);
}

const FUNCTIONS: Readonly<Record<string, (parts: readonly Expression[]) => Expression>> = {
  ispresent:
    ([field]) =>
    (record) =>
      Number(field!(record) !== undefined),
  coalesce: (parts) => (record) => {
    for (const part of parts) {
      const value = part(record);
      if (value !== undefined) return value;
    }
    return undefined;
  },
  tolower:
    ([text]) =>
    (record) =>
      textOf(text!(record))?.toLowerCase(),
  strcontains:
    ([text, part]) =>
    (record) =>
      Number(textOf(text!(record))?.includes(String(part!(record))) ?? false),
};

const ARGUMENTS: Readonly<Record<string, number>> = { ispresent: 1, tolower: 1, strcontains: 2 };

const textOf = (value: Value): string | undefined => (value === undefined ? undefined : String(value));

function readCall(reader: QueryReader): Expression {
  const name = reader.take();
  if (isWord(name, 'bin')) return readBin(reader);
  const make = ownEntry(FUNCTIONS, name.text.toLowerCase());
  if (!make) throw notImplemented(`The Logs Insights function ${name.text}`);
  reader.expect('(');
  const parts: Expression[] = [];
  do parts.push(readExpression(reader));
  while (reader.accept(','));
  reader.expect(')');
  const wanted = ARGUMENTS[name.text.toLowerCase()];
  if (wanted !== undefined && wanted !== parts.length)
    throw malformedQuery(`${name.text} takes ${wanted} arguments`, name.start, name.end);
  return make(parts);
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  msec: 1,
  millisecond: 1,
  s: 1_000,
  sec: 1_000,
  second: 1_000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  h: 3_600_000,
  hr: 3_600_000,
  hour: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
};

/** Reads `bin(5m)`. */
function readBin(reader: QueryReader): Expression {
  reader.expect('(');
  const token = reader.take();
  const [, count, unit = ''] = /^(\d+)([a-z]+)$/.exec(token.text) ?? [];
  const length = ownEntry(UNITS, unit) ?? ownEntry(UNITS, unit.replace(/s$/, ''));
  if (count === undefined) throw malformedQuery(`Invalid period ${token.text}`, token.start, token.end);
  if (length === undefined) throw notImplemented(`The Logs Insights period ${token.text}`);
  reader.expect(')');
  const period = Number(count) * length;
  if (!(period > 0 && Number.isFinite(period)))
    throw malformedQuery(`Invalid period ${token.text}`, token.start, token.end);
  return (record) => {
    const time = numberOf(record.get('@timestamp'));
    return time === undefined ? undefined : new Moment(Math.floor(time / period) * period);
  };
}
