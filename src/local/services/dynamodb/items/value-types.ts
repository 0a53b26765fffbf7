/**
 * Checks the types in attribute values of a request, as DynamoDB's deserializer does before anything else. The texts
 * are from dynalite's tests, which ran against DynamoDB.
 */
import { AwsError } from '../../../cloud/aws-error.ts';
import { isPlainObject } from '../../../cloud/plain-object.ts';
import type { ValueType } from './attribute-value.ts';

/** `isMember`: the value is a member of a structure. Throws SerializationException. */
export function checkValueTypes(given: unknown, isMember: boolean): void {
  if (!isPlainObject(given)) {
    throw malformed(Array.isArray(given) ? `${COLLECTION} class ${CLASS}` : isMember ? FIELD : VALUE);
  }
  for (const type in given) {
    const content = given[type];
    if (content !== null && content !== undefined && Object.hasOwn(CHECKS, type)) CHECKS[type as ValueType](content);
  }
}

const CHECKS: Record<ValueType, (content: unknown) => void> = {
  S: text,
  N: text,
  B: binary,
  BOOL: truth,
  NULL: truth,
  SS: (content) => list(content).forEach(text),
  NS: (content) => list(content).forEach(text),
  BS: (content) => list(content).forEach(binary),
  L: (content) => list(content).forEach(member),
  M(content) {
    if (!isPlainObject(content)) {
      throw malformed(Array.isArray(content) ? `${COLLECTION} java.util.Map<java.lang.String, ${CLASS}>` : FIELD);
    }
    for (const name in content) member(content[name]);
  },
};

/** A null is an empty value, which is refused later. */
function member(given: unknown): void {
  if (given !== null && given !== undefined) checkValueTypes(given, false);
}

function list(given: unknown): unknown[] {
  if (Array.isArray(given)) return given;
  throw malformed(isPlainObject(given) ? STRUCTURE : FIELD);
}

function text(given: unknown): void {
  if (typeof given === 'string') return;
  if (Array.isArray(given)) throw malformed(`${COLLECTION} class java.lang.String`);
  if (typeof given === 'object' && given !== null) throw malformed(STRUCTURE);
  throw malformed(`${tokenOf(given)} cannot be converted to String`);
}

function truth(given: unknown): void {
  if (typeof given === 'boolean') return;
  if (Array.isArray(given)) throw malformed(`${COLLECTION} class java.lang.Boolean`);
  if (typeof given === 'object') throw malformed(STRUCTURE);
  if (typeof given === 'string') throw malformed('Unexpected token received from parser');
  throw malformed(`${tokenOf(given)} cannot be converted to Boolean`);
}

function binary(given: unknown): void {
  if (typeof given !== 'string') {
    if (Array.isArray(given)) throw malformed(`${COLLECTION} class java.nio.ByteBuffer`);
    if (typeof given === 'object') throw malformed(STRUCTURE);
    throw malformed('only base-64-encoded strings are convertible to bytes');
  }
  if (given.length % 4 !== 0) {
    throw malformed(`Base64 encoded length is expected a multiple of 4 bytes but found: ${given.length}`);
  }
  if (Buffer.from(given, 'base64').toString('base64') !== given) {
    throw malformed('Invalid last non-pad Base64 character dectected');
  }
}

function tokenOf(given: unknown): string {
  if (typeof given === 'number') return Number.isInteger(given) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
  return `${String(given).toUpperCase()}_VALUE`;
}

const STRUCTURE = 'Start of structure or map found where not expected';
const COLLECTION = 'Unrecognized collection type';
const CLASS = 'com.amazonaws.dynamodb.v20120810.AttributeValue';
const FIELD = 'Unexpected field type';
const VALUE = 'Unexpected value type in payload';

const malformed = (message: string): AwsError => new AwsError('SerializationException', message);
