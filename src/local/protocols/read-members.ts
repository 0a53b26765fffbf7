/**
 * Reads the members of a JSON or CBOR request, or of the JSON body of a REST request, by the model of the operation.
 * AWS does this before it looks at values or permissions. A null is an absent member, and unknown members are dropped.
 * A timestamp becomes a `Date`, and a blob is text in base64.
 */
import {
  inputOf,
  type OperationModel,
  type Scalar,
  type StructureShape,
  shapeNamed,
} from '../cloud/operation-model.ts';
import { isPlainObject } from '../cloud/plain-object.ts';
import { timestampFrom } from './timestamp.ts';
import { isPlainType, mismatch, nullIn, type Place } from './type-mismatch.ts';

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
    if (given !== undefined && given !== null) found[member] = read(model, { shape, in: 'structure' }, given);
  }
  return found;
}

function read(model: OperationModel, place: Place, value: unknown): unknown {
  const shape = shapeNamed(model, place.shape);
  switch (shape.type) {
    case 'structure':
      if (!isPlainObject(value)) throw mismatch(model, place, value);
      return readStructure(model, shape, value);
    case 'map': {
      if (!isPlainObject(value)) throw mismatch(model, place, value);
      const each: Place = { shape: shape.value, in: 'collection' };
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, readItem(model, each, one)]));
    }
    case 'list': {
      if (!Array.isArray(value)) throw mismatch(model, place, value);
      const item: Place = { shape: shape.item, in: 'collection' };
      return value.map((one) => readItem(model, item, one));
    }
    default:
      if (!isScalar(shape.type, value)) throw mismatch(model, place, value);
      return readScalar(model, place, shape.type, value);
  }
}

function readScalar(model: OperationModel, place: Place, type: Scalar, value: unknown): unknown {
  if (type === 'document') model.checkDocument?.(value, place.in === 'structure');
  if (type === 'timestamp') return readTimestamp(model, place, value as number | string | Date);
  // CBOR has large numbers and bytes of its own.
  if (typeof value === 'bigint' || type === 'float' || type === 'double') return Number(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}

/** Epoch seconds, as a number or as text, or text in ISO 8601. */
function readTimestamp(model: OperationModel, place: Place, value: number | string | Date): Date {
  const time = timestampFrom(value);
  if (Number.isNaN(time.getTime())) throw mismatch(model, place, value);
  return time;
}

/** Lists and maps cannot contain null, except those of plain values of API Gateway. */
function readItem(model: OperationModel, place: Place, value: unknown): unknown {
  const { type } = shapeNamed(model, place.shape);
  if (value === null && model.bodyName !== undefined && isPlainType(type)) return null;
  if (value === null || value === undefined) throw nullIn();
  return read(model, place, value);
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
