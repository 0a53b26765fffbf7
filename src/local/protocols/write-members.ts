/**
 * Writes the members of a response by the model of its operation, for JSON and CBOR. An output that differs from the
 * model is a defect of the operation: the response is an internal failure, which names the member.
 */
import {
  isNumeric,
  type OperationModel,
  type Shape,
  type StructureShape,
  shapeNamed,
} from '../cloud/operation-model.ts';
import { isPlainObject } from '../cloud/plain-object.ts';

export type Members = Record<string, unknown>;

/** The types for which JSON and CBOR have different forms. A blob is given in base64. */
export interface Forms {
  timestamp(time: Date): unknown;
  blob(base64: string): unknown;
  number(value: number): unknown;
}

/** AWS's JSON has times in epoch seconds, and words for the numbers that JSON does not have. */
export const JSON_FORMS: Forms = {
  timestamp: (time) => time.getTime() / 1000,
  blob: (base64) => base64,
  number: (value) => (Number.isFinite(value) ? value : String(value)),
};

/** Writes the members that belong to the body. Members that are `undefined` are absent. */
export function writeStructure(
  model: OperationModel,
  { members }: StructureShape,
  output: Members,
  forms: Forms,
  path = '',
): Members {
  const written: Members = {};
  for (const [name, value] of Object.entries(output)) {
    if (value === undefined) continue;
    const shape = Object.hasOwn(members, name) ? members[name] : undefined;
    if (shape === undefined) throw defect(`${path}${name}`, 'is not in the model');
    const place = typeof shape === 'string' ? { shape, in: 'body', as: name } : shape;
    if (place.in === 'body') {
      written[place.as] = write(model, shapeNamed(model, place.shape), value, forms, `${path}${name}`);
    }
  }
  return written;
}

function write(model: OperationModel, shape: Shape, value: unknown, forms: Forms, path: string): unknown {
  checkType(shape, value, path);
  switch (shape.type) {
    case 'structure':
      return writeStructure(model, shape, value as Members, forms, `${path}.`);
    case 'list': {
      const item = shapeNamed(model, shape.item);
      return (value as unknown[]).map((one) => write(model, item, one, forms, `${path}[]`));
    }
    case 'map': {
      const each = shapeNamed(model, shape.value);
      const entries = Object.entries(value as Members).filter(([, one]) => one !== undefined);
      return Object.fromEntries(entries.map(([key, one]) => [key, write(model, each, one, forms, `${path}{}`)]));
    }
    case 'timestamp':
      return shape.format === 'iso8601' ? isoTime(value as Date) : forms.timestamp(value as Date);
    case 'blob':
      return forms.blob(value as string);
    case 'string':
    case 'boolean':
    case 'document':
      return value;
    default:
      return forms.number(value as number);
  }
}

/** AWS writes whole seconds: `2026-11-20T09:12:34Z`. */
const isoTime = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;

/** Throws if the value of a response is not of the type of the model. */
export function checkType(shape: Shape, value: unknown, path: string): void {
  if (!hasType(shape, value)) throw defect(path, `is ${JSON.stringify(value)}, and not a ${shape.type}`);
}

function hasType(shape: Shape, value: unknown): boolean {
  if (isNumeric(shape)) return typeof value === 'number';
  switch (shape.type) {
    case 'list':
      return Array.isArray(value);
    case 'timestamp':
      return value instanceof Date && !Number.isNaN(value.getTime());
    case 'boolean':
      return typeof value === 'boolean';
    case 'document':
      return true;
    case 'structure':
    case 'map':
      return isPlainObject(value);
    default:
      return typeof value === 'string';
  }
}

export const defect = (path: string, what: string): Error => new Error(`The member ${path} of the response ${what}`);
