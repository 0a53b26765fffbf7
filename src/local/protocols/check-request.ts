/**
 * Checks a request against the constraints of AWS's model of its operation, before permissions and before the operation
 * itself looks at anything. An error names every member that breaks a constraint.
 */
import { type Constraint, checkMembers, type Member } from '../cloud/constraints.ts';
import {
  inputOf,
  type Limits,
  type PlacedMember,
  type RequestModel,
  type Shape,
  type StructureShape,
  shapeNamed,
} from '../cloud/request-model.ts';

/**
 * `input` has the members of the body by their names. A member outside of the body has the name of its label or query
 * parameter; headers are read from `headers`, whose names are in lower case. Throws `AwsError` with this code.
 */
export function checkRequest(
  code: string,
  model: RequestModel,
  input: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, unknown>> = {},
): void {
  const givenFor = (name: string, place: PlacedMember | undefined): unknown => {
    if (place === undefined) return input[name];
    if (place.in === 'header') return headers[place.as.toLowerCase()];
    if (place.in === 'payload' || place.in === 'headers') return undefined;
    return input[place.as];
  };
  checkMembers(code, structureMembers(model, inputOf(model), givenFor, ''));
}

type GivenFor = (name: string, place: PlacedMember | undefined) => unknown;

function structureMembers(model: RequestModel, structure: StructureShape, givenFor: GivenFor, path: string): Member[] {
  return Object.entries(structure.members).flatMap(([name, member]) => {
    const place = typeof member === 'string' ? undefined : member;
    // The body as a whole is checked by the operation that reads it.
    if (place?.in === 'payload' || place?.in === 'headers') return [];
    const shape = shapeNamed(model, place?.shape ?? (member as string));
    const required = structure.required?.includes(name) === true;
    return valueMembers(model, shape, givenFor(name, place), `${path}${lowerFirst(name)}`, required);
  });
}

function valueMembers(model: RequestModel, shape: Shape, value: unknown, path: string, required: boolean): Member[] {
  const own: Member = [path, value, { ...constraintOf(model, shape), required }];
  if (value === undefined || value === null) return required ? [own] : [];
  if (shape.type === 'structure') {
    const members = value as Readonly<Record<string, unknown>>;
    return structureMembers(model, shape, (name) => members[name], `${path}.`);
  }
  if (shape.type === 'list') {
    const item = shapeNamed(model, shape.item);
    if (isPlain(item)) return [own];
    const items = value as readonly unknown[];
    const inner = items.flatMap((one, index) => valueMembers(model, item, one, `${path}.${index + 1}.member`, false));
    return [own, ...inner];
  }
  if (shape.type === 'map') {
    const each = shapeNamed(model, shape.value);
    if (isPlain(each)) return [own];
    const entries = Object.entries(value as Readonly<Record<string, unknown>>);
    return [own, ...entries.flatMap(([key, one]) => valueMembers(model, each, one, `${path}.${key}.member`, false))];
  }
  return [own];
}

const isPlain = ({ type }: Shape): boolean => type !== 'structure' && type !== 'list' && type !== 'map';

function constraintOf(model: RequestModel, shape: Shape): Constraint {
  if (shape.type === 'structure') return {};
  const constraint = limits(shape);
  if (shape.type === 'list') {
    const item = shapeNamed(model, shape.item);
    return isPlain(item) ? { ...constraint, items: limits(item as Limits & Shape) } : constraint;
  }
  if (shape.type !== 'map') return constraint;
  const value = shapeNamed(model, shape.value);
  const keys = limits(shapeNamed(model, shape.key) as Limits & Shape);
  return { ...constraint, keys, ...(isPlain(value) && { values: limits(value as Limits & Shape) }) };
}

const NUMBERS: readonly string[] = ['integer', 'long', 'float', 'double'];

function limits({ type, min, max, pattern, enum: oneOf, sensitive }: Limits & Shape): Constraint {
  const isNumber = NUMBERS.includes(type);
  return {
    ...(min !== undefined && (isNumber ? { min } : { minLength: min })),
    ...(max !== undefined && (isNumber ? { max } : { maxLength: max })),
    ...(pattern !== undefined && { pattern }),
    ...(oneOf && { oneOf }),
    ...((type === 'double' || type === 'float') && { decimal: true }),
    ...(type === 'blob' && { binary: true }),
    ...(sensitive && { sensitive }),
  };
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
