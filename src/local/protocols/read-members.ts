/**
 * Checks the members of a JSON or CBOR request, or of the JSON body of a REST request, against the model of the
 * operation. AWS does this before it looks at values or permissions. A null is an absent member, and unknown members
 * are dropped. Two services have no models here: DynamoDB has its own deserializer
 * (`services/dynamodb/request-shape.ts`), and API Gateway accepts a number as a string
 * (`services/apigateway/members.ts`).
 */
import { AwsError } from '../cloud/aws-error.ts';
import type { InputShape, Type } from '../cloud/input-shape.ts';

type Members = Record<string, unknown>;

/** Throws SerializationException for a value whose type differs from the model. Without a shape nothing is checked. */
export function readMembers(shape: InputShape | undefined, input: Members): Members {
  return shape ? readStructure(shape, shape.input, input) : input;
}

function readStructure(shape: InputShape, name: string, value: Members): Members {
  const found: Members = {};
  const types = shape.structures[name] ?? {};
  for (const member in types) {
    const given = Object.hasOwn(value, member) ? value[member] : undefined;
    if (given !== undefined && given !== null) found[member] = read(shape, types[member]!, given);
  }
  return found;
}

function read(shape: InputShape, type: Type, value: unknown): unknown {
  if (typeof type === 'string') {
    const isStructure = shape.structures[type] !== undefined;
    if (isStructure && isPlainObject(value)) return readStructure(shape, type, value);
    if (!isStructure && isScalar(type, value)) return value;
    throw mismatch(value, isStructure ? 'structure' : type);
  }
  if (!Array.isArray(type)) {
    if (!isPlainObject(value)) throw mismatch(value, 'map');
    const { of } = type as { of: Type };
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, readItem(shape, of, one)]));
  }
  if (!Array.isArray(value)) throw mismatch(value, 'list');
  return value.map((item) => readItem(shape, type[0] as Type, item));
}

/** Lists and maps of these models cannot contain null. */
function readItem(shape: InputShape, type: Type, value: unknown): unknown {
  if (value === null || value === undefined) throw mismatch(value, 'value');
  return read(shape, type, value);
}

function isScalar(type: string, value: unknown): boolean {
  switch (type) {
    case 'flag':
      return typeof value === 'boolean';
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint';
    case 'time':
      return typeof value === 'number' || typeof value === 'string' || value instanceof Date;
    case 'bytes':
      return typeof value === 'string' || value instanceof Uint8Array;
    default:
      return typeof value === 'string';
  }
}

const isPlainObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

const JAVA_TYPES: Readonly<Record<string, string>> = { flag: 'Boolean', number: 'Number', text: 'String' };

/** Uses the words of AWS's own deserializer, which name the kind of the token. */
function mismatch(value: unknown, type: string): AwsError {
  return new AwsError('SerializationException', wordsFor(value, type));
}

function wordsFor(value: unknown, type: string): string {
  if (Array.isArray(value)) return 'Start of list found where not expected';
  if (typeof value === 'object' && value !== null) return 'Start of structure or map found where not expected';
  const java = JAVA_TYPES[type];
  const token = tokenOf(value);
  return java ? `${token} can not be converted to a ${java}` : `Unexpected ${token} where a ${type} is expected`;
}

function tokenOf(value: unknown): string {
  if (value === null || value === undefined) return 'NULL_VALUE';
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  return typeof value === 'string' ? 'STRING_VALUE' : 'NUMBER_VALUE';
}
