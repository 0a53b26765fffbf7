/**
 * Checks a request against the constraints of AWS's model of its operation, before permissions and before the operation
 * itself looks at anything. An error names every member that breaks a constraint.
 */
import { type Constraint, checkMembers, type Member } from '../cloud/constraints.ts';
import {
  inputOf,
  isNumeric,
  isScalar,
  type PlacedMember,
  type RequestModel,
  type ScalarShape,
  type Shape,
  type StructureShape,
  shapeNamed,
} from '../cloud/request-model.ts';

/**
 * `input` has the members of the body by their names. A member outside of the body has the name of its label or query
 * parameter; headers are read from `headers`, whose names are in lower case. Throws `AwsError` with the model's code.
 */
export function checkRequest(
  model: RequestModel,
  input: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, unknown>> = {},
): void {
  const givenFor = (name: string, place: PlacedMember | undefined): unknown => {
    if (place === undefined || place.in === 'body') return input[name];
    return place.in === 'header' ? headers[place.as.toLowerCase()] : input[place.as];
  };
  const found = structureMembers(model, inputOf(model), givenFor, '');
  checkMembers(model.constraintError, model.bodyName === undefined ? found : bodyFirst(model, model.bodyName, found));
}

/** Puts the members of the body first, below its name (recorded: test_update_method_response_negative_tests). */
function bodyFirst(model: RequestModel, bodyName: string, found: readonly Member[]): Member[] {
  const { members } = inputOf(model);
  const outside = Object.entries(members).flatMap(([name, member]) =>
    typeof member === 'string' || member.in === 'body' ? [] : [lowerFirst(name)],
  );
  const isOutside = ([path]: Member) => outside.includes(path.split('.', 1)[0]!);
  const inBody = found.filter((member) => !isOutside(member));
  return [...inBody.map(([path, ...rest]): Member => [`${bodyName}.${path}`, ...rest]), ...found.filter(isOutside)];
}

type GivenFor = (name: string, place: PlacedMember | undefined) => unknown;

/** Members without a constraint, and absent ones that the model does not require, are left out. */
function structureMembers(model: RequestModel, structure: StructureShape, givenFor: GivenFor, path: string): Member[] {
  return Object.entries(structure.members).flatMap(([name, member]) => {
    const place = typeof member === 'string' ? undefined : member;
    // The body as a whole is checked by the operation that reads it.
    if (place?.in === 'payload' || place?.in === 'headers') return [];
    const value = givenFor(name, place);
    const at = path + lowerFirst(name);
    if (value === undefined || value === null) {
      return structure.required?.includes(name) ? [[at, value, REQUIRED] as const] : [];
    }
    return valueMembers(model, shapeNamed(model, place?.shape ?? (member as string)), value, at);
  });
}

const REQUIRED: Constraint = { required: true };

function valueMembers(model: RequestModel, shape: Shape, value: unknown, path: string): Member[] {
  if (shape.type === 'structure') {
    const members = value as Readonly<Record<string, unknown>>;
    return structureMembers(model, shape, (name) => members[name], `${path}.`);
  }
  const constraint = constraintOf(model, shape);
  const own: Member[] = constraint === NONE ? [] : [[path, value, constraint]];
  if (isScalar(shape)) return own;
  const inner = shapeNamed(model, shape.type === 'list' ? shape.item : shape.value);
  if (isScalar(inner)) return own;
  const parts = shape.type === 'list' ? numbered(value as readonly unknown[]) : Object.entries(value as object);
  return [...own, ...parts.flatMap(([key, part]) => valueMembers(model, inner, part, `${path}.${key}.member`))];
}

const numbered = (items: readonly unknown[]): [number: number, item: unknown][] =>
  items.map((item, index) => [index + 1, item]);

type LimitedShape = Exclude<Shape, StructureShape>;

const NONE: Constraint = {};

/** Shapes belong to one table, so their constraints are made once. */
const known = new WeakMap<LimitedShape, Constraint>();

function constraintOf(model: RequestModel, shape: LimitedShape): Constraint {
  const constraint = known.get(shape) ?? makeConstraint(model, shape);
  known.set(shape, constraint);
  return constraint;
}

function makeConstraint(model: RequestModel, shape: LimitedShape): Constraint {
  const own = limits(shape);
  if (isScalar(shape)) return own;
  const inner = shapeNamed(model, shape.type === 'list' ? shape.item : shape.value);
  const parts = isScalar(inner) ? limits(inner) : undefined;
  if (shape.type === 'list') {
    return parts ? { ...own, items: parts, ...(model.bodyName !== undefined && { nullItems: true }) } : own;
  }
  const keys = limits(shapeNamed(model, shape.key) as ScalarShape);
  return { ...own, keys, ...(parts && { values: parts }) };
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

function limits(shape: LimitedShape): Constraint {
  const { type, min, max, pattern, enum: oneOf, sensitive } = shape;
  const found: Constraint = {
    ...(min !== undefined && (isNumeric(shape) ? { min } : { minLength: min })),
    ...(max !== undefined && (isNumeric(shape) ? { max } : { maxLength: max })),
    ...(pattern !== undefined && { pattern }),
    ...(oneOf && { oneOf }),
    ...((type === 'double' || type === 'float') && { decimal: true }),
    ...(type === 'blob' && { binary: true }),
    ...(sensitive && { sensitive }),
  };
  return Object.keys(found).length === 0 ? NONE : found;
}
