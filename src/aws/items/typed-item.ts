/**
 * Items as lines of NDJSON, in the form of DynamoDB's own export to S3: `{"Item":{"id":{"S":"a"}}}`
 * (docs/aws/dynamodb.md). Each value names its type, so numbers keep their digits, sets stay sets, and binaries are
 * base64. Pure.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { errorMessage } from '../sdk/errors/sdk-error.ts';

export type Item = Record<string, AttributeValue>;

/** An attribute value as JSON. */
interface Written {
  readonly [type: string]: unknown;
}

export function lineOf(item: Item): string {
  return JSON.stringify({ Item: mapped(item, written) });
}

function written(value: AttributeValue): Written {
  if (value.B !== undefined) return { B: base64(value.B) };
  if (value.BS !== undefined) return { BS: value.BS.map(base64) };
  if (value.L !== undefined) return { L: value.L.map(written) };
  if (value.M !== undefined) return { M: mapped(value.M, written) };
  return { ...value };
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** The item, or a sentence that says what is wrong with the line. */
export type Parsed = { readonly item: Item } | { readonly fault: string };

export function parseLine(line: string): Parsed {
  let document: unknown;
  try {
    document = JSON.parse(line);
  } catch (error) {
    return { fault: `It is not JSON: ${errorMessage(error)}.` };
  }
  if (!isObject(document) || !isObject(document.Item) || Object.keys(document).length !== 1)
    return { fault: 'It is not {"Item":{…}}, which is how an item is written.' };
  try {
    return { item: mapped(document.Item, (value, name) => read(value, name, 1)) };
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    return { fault: error.message };
  }
}

class BadValue extends Error {}

/** DynamoDB accepts 32 nested levels of lists and maps, with the value in them (Developer Guide, "Quotas"). */
const DEEPEST = 31;

function read(value: unknown, path: string, depth: number): AttributeValue {
  const bad = (why: string) => new BadValue(`${path} ${why}.`);
  if (!isObject(value) || Object.keys(value).length !== 1)
    throw bad('is not a value with its type, such as {"S":"text"} or {"N":"1"}');
  const [[type, content] = []] = Object.entries(value);
  if (depth > DEEPEST && (type === 'L' || type === 'M')) throw bad(`is in more than ${DEEPEST} lists and maps`);
  const text = (one: unknown, what = type): string => {
    if (typeof one !== 'string') throw bad(`has the type ${what}, and its value is not text in quotes`);
    return one;
  };
  const number = (one: unknown): string => {
    const digits = text(one);
    const fault = numberFault(digits);
    if (fault !== undefined) throw bad(fault);
    return digits;
  };
  const bytes = (one: unknown): Uint8Array => {
    const from = text(one);
    const decoded = Buffer.from(from, 'base64');
    if (decoded.toString('base64') !== from) throw bad(`has the type ${type}, and its value is not base64`);
    return new Uint8Array(decoded);
  };
  const set = <T>(one: (member: unknown) => T, same: (member: T) => string): T[] => {
    if (!Array.isArray(content) || content.length === 0)
      throw bad(`has the type ${type}, and is not a list with members`);
    const members = content.map(one);
    if (new Set(members.map(same)).size < members.length) throw bad('is a set that has a member twice');
    return members;
  };
  switch (type) {
    case 'S':
      return { S: text(content) };
    case 'N':
      return { N: number(content) };
    case 'B':
      return { B: bytes(content) };
    case 'BOOL':
      if (typeof content !== 'boolean') throw bad('has the type BOOL, and is neither true nor false');
      return { BOOL: content };
    case 'NULL':
      if (content !== true) throw bad('has the type NULL, and is not true');
      return { NULL: true };
    case 'SS':
      return { SS: set((one) => text(one), String) };
    case 'NS':
      return { NS: set(number, plainNumber) };
    case 'BS':
      return { BS: set(bytes, base64) };
    case 'L':
      if (!Array.isArray(content)) throw bad('has the type L, and is not a list');
      return { L: content.map((one, at) => read(one, `${path}[${at}]`, depth + 1)) };
    case 'M':
      if (!isObject(content)) throw bad('has the type M, and is not a map');
      return { M: mapped(content, (one, name) => read(one, `${path}.${name}`, depth + 1)) };
    default:
      throw bad(`has a type that DynamoDB does not have (${type})`);
  }
}

/** DynamoDB keeps 38 digits, and a magnitude between 1E-130 and 9.9…E+125 (Developer Guide, "Data types"). */
function numberFault(text: string): string | undefined {
  const parts = numberParts(text);
  if (!parts) return `has the type N, and "${text}" is not a number`;
  if (parts.digits.length > 38) return `is a number of ${parts.digits.length} digits, and DynamoDB keeps 38`;
  if (parts.digits !== '' && (parts.exponent > 125 || parts.exponent < -130))
    return 'is a number beyond those that DynamoDB keeps (1E-130 to 9.9E+125)';
  return undefined;
}

interface NumberParts {
  readonly sign: string;
  /** The digits without zeros at either end; empty for zero. */
  readonly digits: string;
  /** The exponent of the first digit: 0 for 1 to 9.99. */
  readonly exponent: number;
}

function numberParts(text: string): NumberParts | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text);
  const [, sign = '', whole = '', fraction = '', power = '0'] = match ?? [];
  if (!match || whole + fraction === '') return undefined;
  const all = whole + fraction;
  const leading = /^0*/.exec(all)![0].length;
  const digits = all.slice(leading).replace(/0+$/, '');
  return {
    sign: sign === '-' && digits !== '' ? '-' : '',
    digits,
    exponent: whole.length - leading - 1 + Number(power),
  };
}

/** Returns the same text for all spellings of one number. */
export function plainNumber(text: string): string {
  const parts = numberParts(text);
  if (!parts) return text;
  return parts.digits === '' ? '0' : `${parts.sign}${parts.digits}E${parts.exponent}`;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Changes only own members, whatever their names are. */
function mapped<From, To>(map: Readonly<Record<string, From>>, change: (value: From, name: string) => To) {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value, name)]));
}
