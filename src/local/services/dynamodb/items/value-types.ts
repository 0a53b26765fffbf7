/**
 * Checks the types in attribute values of a request, as DynamoDB's deserializer does before anything else. The texts
 * are from dynalite's tests, which ran against DynamoDB.
 */
import { AwsError } from '../../../cloud/aws-error.ts';
import { isPlainObject } from '../../../cloud/plain-object.ts';
import { dynamoDbMismatch, type Expected } from '../../../protocols/type-mismatch.ts';
import type { ValueType } from './attribute-value.ts';

const CLASS = 'com.amazonaws.dynamodb.v20120810.AttributeValue';
const TEXT: Expected = { type: 'string', javaType: 'class java.lang.String', isMember: true };
const TRUTH: Expected = { type: 'boolean', javaType: 'class java.lang.Boolean', isMember: true };
const BINARY: Expected = { type: 'blob', javaType: 'class java.nio.ByteBuffer', isMember: true };
const LIST: Expected = { type: 'list', javaType: `java.util.List<${CLASS}>`, isMember: true };
const MAP: Expected = { type: 'map', javaType: `java.util.Map<java.lang.String, ${CLASS}>`, isMember: true };

/** `isMember`: the value is a member of a structure. Throws SerializationException. */
export function checkValueTypes(given: unknown, isMember: boolean): void {
  if (!isPlainObject(given)) {
    throw dynamoDbMismatch({ type: 'structure', javaType: `class ${CLASS}`, isMember }, given);
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
    if (!isPlainObject(content)) throw dynamoDbMismatch(MAP, content);
    for (const name in content) member(content[name]);
  },
};

/** A null is an empty value, which is refused later. */
function member(given: unknown): void {
  if (given !== null && given !== undefined) checkValueTypes(given, false);
}

function list(given: unknown): unknown[] {
  if (Array.isArray(given)) return given;
  throw dynamoDbMismatch(LIST, given);
}

function text(given: unknown): void {
  if (typeof given !== 'string') throw dynamoDbMismatch(TEXT, given);
}

function truth(given: unknown): void {
  if (truthOf(given) === undefined) throw dynamoDbMismatch(TRUTH, given);
}

const TRUTHS: Readonly<Record<string, boolean>> = {
  TRUE: true,
  YES: true,
  '1': true,
  FALSE: false,
  NO: false,
  '0': false,
};

/** DynamoDB's deserializer also takes these texts for booleans. Returns `undefined` for any other value. */
export function truthOf(given: unknown): boolean | undefined {
  if (typeof given === 'boolean') return given;
  const text = String(given).toUpperCase();
  return typeof given === 'string' && Object.hasOwn(TRUTHS, text) ? TRUTHS[text] : undefined;
}

function binary(given: unknown): void {
  // A null in a set gets the words for an object.
  if (typeof given !== 'string') throw dynamoDbMismatch(BINARY, given ?? {});
  if (given.length % 4 !== 0) {
    throw malformed(`Base64 encoded length is expected a multiple of 4 bytes but found: ${given.length}`);
  }
  if (Buffer.from(given, 'base64').toString('base64') !== given) {
    throw malformed('Invalid last non-pad Base64 character dectected');
  }
}

const malformed = (message: string): AwsError => new AwsError('SerializationException', message);
