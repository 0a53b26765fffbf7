/**
 * Reads the members of a JSON or CBOR request, or of the JSON body of a REST request, by the model of the operation.
 * AWS does this before it looks at values or permissions. A null is an absent member, and unknown members are dropped.
 * A timestamp becomes a `Date`, and a blob is text in base64.
 */
import { AwsError } from '../cloud/aws-error.ts';
import {
  inputOf,
  type OperationModel,
  type Scalar,
  type Shape,
  type StructureShape,
  shapeNamed,
} from '../cloud/operation-model.ts';
import { isPlainObject } from '../cloud/plain-object.ts';
import { timestampFrom } from './timestamp.ts';

type Members = Record<string, unknown>;

/** Throws SerializationException for a value whose type differs from the model. */
export const readMembers = (model: OperationModel, input: Members): Members =>
  readStructure(model, inputOf(model), input);

/** A member that has its place outside of the body is not read from the body. */
function readStructure(model: OperationModel, { members }: StructureShape, value: Members): Members {
  const found: Members = {};
  for (const member in members) {
    const placed = members[member]!;
    const { shape, in: place, as } = typeof placed === 'string' ? { shape: placed, in: 'body', as: member } : placed;
    const given = place === 'body' && Object.hasOwn(value, as) ? value[as] : undefined;
    if (given !== undefined && given !== null) found[member] = read(model, shapeNamed(model, shape), given);
  }
  return found;
}

function read(model: OperationModel, shape: Shape, value: unknown): unknown {
  switch (shape.type) {
    case 'structure':
      if (!isPlainObject(value)) throw mismatch(model, value, 'structure');
      return readStructure(model, shape, value);
    case 'map': {
      if (!isPlainObject(value)) throw mismatch(model, value, 'map');
      const each = shapeNamed(model, shape.value);
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, readItem(model, each, one)]));
    }
    case 'list': {
      if (!Array.isArray(value)) throw mismatch(model, value, 'list');
      const item = shapeNamed(model, shape.item);
      return value.map((one) => readItem(model, item, one));
    }
    default:
      if (!isScalar(shape.type, value)) throw mismatch(model, value, shape.type);
      return readScalar(model, shape.type, value);
  }
}

function readScalar(model: OperationModel, type: Scalar, value: unknown): unknown {
  if (type === 'timestamp') return readTimestamp(model, value as number | string | Date);
  // CBOR has large numbers and bytes of its own.
  if (typeof value === 'bigint' || type === 'float' || type === 'double') return Number(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}

/** Epoch seconds, as a number or as text, or text in ISO 8601. */
function readTimestamp(model: OperationModel, value: number | string | Date): Date {
  const time = timestampFrom(value);
  if (Number.isNaN(time.getTime())) throw mismatch(model, value, 'timestamp');
  return time;
}

/** Lists and maps cannot contain null, except those of plain values of API Gateway. */
function readItem(model: OperationModel, shape: Shape, value: unknown): unknown {
  if (value === null && model.bodyName !== undefined && JAVA_TYPES[shape.type] !== undefined) return null;
  if (value === null || value === undefined) throw mismatch(model, value, 'value');
  return read(model, shape, value);
}

function isScalar(type: Scalar, value: unknown): boolean {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
    case 'long':
      return typeof value === 'number' || typeof value === 'bigint';
    case 'float':
    case 'double':
      return typeof value === 'number' || typeof value === 'bigint' || NOT_FINITE.has(value);
    case 'timestamp':
      return typeof value === 'number' || typeof value === 'string' || value instanceof Date;
    case 'blob':
      return typeof value === 'string' || value instanceof Uint8Array;
    case 'string':
      return typeof value === 'string';
    case 'document':
      return true;
  }
}

/** JSON has no other form for these. */
const NOT_FINITE: ReadonlySet<unknown> = new Set(['NaN', 'Infinity', '-Infinity']);

const JAVA_TYPES: Readonly<Record<string, string>> = {
  boolean: 'Boolean',
  integer: 'Number',
  long: 'Number',
  float: 'Number',
  double: 'Number',
  string: 'String',
};

/** Uses the words of AWS's own deserializer, which name the kind of the token. */
function mismatch({ bodyName }: OperationModel, value: unknown, type: string): AwsError {
  const words = bodyName === undefined ? wordsFor(value, type) : (wordsForClass(value, type) ?? wordsFor(value, type));
  return new AwsError('SerializationException', words);
}

/** API Gateway names the class in Java (recorded: test_put_integration_request_parameter_bool_type). */
function wordsForClass(value: unknown, type: string): string | undefined {
  const java = JAVA_TYPES[type];
  const found = JAVA_CLASSES[typeof value];
  return java && found && `class ${found} can not be converted to an ${java}`;
}

const JAVA_CLASSES: Readonly<Record<string, string>> = {
  boolean: 'java.lang.Boolean',
  number: 'com.amazon.coral.value.json.numbers.TruncatingBigNumber',
  string: 'java.lang.String',
};

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
