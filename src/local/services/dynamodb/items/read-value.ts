/**
 * Reads attribute values of a request. Nobody else checks them (`scripts/model-differences.json`): the texts are
 * DynamoDB's own, from dynalite's tests, which ran against it, and from dynamodb-conformance.
 */
import { AwsError } from '../../../cloud/aws-error.ts';
import { isPlainObject } from '../../../cloud/plain-object.ts';
import { type AttributeValue, type Item, setAttribute, type ValueType } from './attribute-value.ts';
import { normalNumber } from './number.ts';

/** Returns the values with their numbers in normal form. Throws ValidationException or SerializationException. */
export function readItem(given: unknown): Item {
  const item: Record<string, AttributeValue> = {};
  const members = structure(given);
  for (const name in members) setAttribute(item, name, readValue(members[name]));
  return item;
}

export function readValue(given: unknown): AttributeValue {
  const value = structure(given);
  let found: AttributeValue | undefined;
  let isSecond = false;
  for (const type in value) {
    const content = value[type];
    if (content === null || content === undefined || !Object.hasOwn(READERS, type)) continue;
    isSecond = found !== undefined;
    found = { [type]: READERS[type as ValueType](content) };
  }
  if (found === undefined) {
    throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  }
  if (isSecond) {
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  return found;
}

const READERS: Record<ValueType, (content: unknown) => unknown> = {
  S: text,
  N: (content) => normalNumber(text(content)),
  B: binary,
  BOOL: truth,
  NULL(content) {
    if (truth(content)) return true;
    throw invalid(`${INVALID}: Null attribute value types must have the value of true`);
  },
  SS(content) {
    const members = listOf(content, text);
    if (members.length === 0) throw invalid(`${INVALID}: An string set  may not be empty`);
    if (hasDuplicates(members)) throw invalid(`${INVALID}: Input collection ${shown(members)} contains duplicates.`);
    return members;
  },
  NS(content) {
    const texts = listOf(content, text);
    if (texts.length === 0) throw invalid(`${INVALID}: An number set  may not be empty`);
    const members = texts.map(normalNumber);
    if (hasDuplicates(members)) throw invalid('Input collection contains duplicates');
    return members;
  },
  BS(content) {
    const members = listOf(content, binary);
    if (members.length === 0) throw invalid(`${INVALID}: Binary sets should not be empty`);
    if (hasDuplicates(members)) {
      throw invalid(`${INVALID}: Input collection ${shown(members)}of type BS contains duplicates.`);
    }
    return members;
  },
  L: (content) => listOf(content, (member) => readValue(member ?? {})),
  M(content) {
    const item: Record<string, AttributeValue> = {};
    const members = structure(content);
    for (const name in members) setAttribute(item, name, readValue(members[name] ?? {}));
    return item;
  },
};

const INVALID = 'One or more parameter values were invalid';

const hasDuplicates = (members: readonly string[]): boolean => new Set(members).size < members.length;

const shown = (members: readonly string[]): string => `[${members.join(', ')}]`;

function structure(given: unknown): Record<string, unknown> {
  if (isPlainObject(given)) return given;
  throw malformed(Array.isArray(given) ? 'Unrecognized collection type' : 'Unexpected value type in payload');
}

function listOf<T>(given: unknown, read: (member: unknown) => T): T[] {
  if (Array.isArray(given)) return given.map(read);
  throw malformed(isPlainObject(given) ? STRUCTURE : 'Unexpected field type');
}

function text(given: unknown): string {
  if (typeof given === 'string') return given;
  if (Array.isArray(given)) throw malformed('Unrecognized collection type class java.lang.String');
  if (typeof given === 'object' && given !== null) throw malformed(STRUCTURE);
  throw malformed(`${tokenOf(given)} cannot be converted to String`);
}

function truth(given: unknown): boolean {
  if (typeof given === 'boolean') return given;
  if (Array.isArray(given)) throw malformed('Unrecognized collection type class java.lang.Boolean');
  if (typeof given === 'object') throw malformed(STRUCTURE);
  if (typeof given === 'string') throw malformed('Unexpected token received from parser');
  throw malformed(`${tokenOf(given)} cannot be converted to Boolean`);
}

function binary(given: unknown): string {
  if (typeof given !== 'string') {
    if (Array.isArray(given)) throw malformed('Unrecognized collection type class java.nio.ByteBuffer');
    if (typeof given === 'object') throw malformed(STRUCTURE);
    throw malformed('only base-64-encoded strings are convertible to bytes');
  }
  if (given.length % 4 !== 0) {
    throw malformed(`Base64 encoded length is expected a multiple of 4 bytes but found: ${given.length}`);
  }
  if (Buffer.from(given, 'base64').toString('base64') !== given) {
    throw malformed('Invalid last non-pad Base64 character dectected');
  }
  return given;
}

function tokenOf(given: unknown): string {
  if (typeof given === 'number') return Number.isInteger(given) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
  return `${String(given).toUpperCase()}_VALUE`;
}

const STRUCTURE = 'Start of structure or map found where not expected';

const malformed = (message: string): AwsError => new AwsError('SerializationException', message);
const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
