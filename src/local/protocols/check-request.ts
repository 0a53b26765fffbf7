/**
 * Checks a request against the constraints of AWS's model of its operation, before permissions and before the operation
 * itself looks at anything. An error names every member that breaks a constraint.
 */
import { AwsError } from '../cloud/aws-error.ts';
import { type Constraint, checkMembers, type Member, satisfies } from '../cloud/constraints.ts';
import {
  inputOf,
  isDecimal,
  isNumeric,
  isScalar,
  type OperationModel,
  type ScalarShape,
  type Shape,
  type StructureShape,
  shapeNamed,
} from '../cloud/operation-model.ts';

/**
 * `input` has all members by their names. Throws `AwsError` with the model's code, or the error that the service has
 * for the first member that breaks its constraint.
 */
export function checkRequest(
  model: OperationModel,
  input: Members,
  errors: Readonly<Record<string, (value: string) => AwsError>> = {},
): void {
  const found = structureMembers(model, inputOf(model), input, '');
  for (const [path, value, constraint] of found) {
    const error = errors[path];
    if (error && value !== undefined && !satisfies(value, constraint)) throw error(String(value));
  }
  checkMembers(model.constraintError, model.bodyName === undefined ? found : bodyFirst(model, model.bodyName, found));
}

/** A body of XML that is one member. Throws `refusal()` if it breaks a constraint. */
export function checkPayload(
  model: OperationModel,
  shape: StructureShape,
  given: Members,
  refusal: () => AwsError,
): void {
  try {
    checkMembers(model.constraintError, structureMembers(model, shape, given, ''));
  } catch (error) {
    throw error instanceof AwsError ? refusal() : error;
  }
}

/** Puts the members of the body first, below its name (recorded: test_update_method_response_negative_tests). */
function bodyFirst(model: OperationModel, bodyName: string, found: readonly Member[]): Member[] {
  const { members } = inputOf(model);
  const outside = Object.entries(members).flatMap(([name, member]) =>
    typeof member === 'string' || member.in === 'body' ? [] : [lowerFirst(name)],
  );
  const isOutside = ([path]: Member) => outside.includes(path.split('.', 1)[0]!);
  const inBody = found.filter((member) => !isOutside(member));
  return [...inBody.map(([path, ...rest]): Member => [`${bodyName}.${path}`, ...rest]), ...found.filter(isOutside)];
}

type Members = Readonly<Record<string, unknown>>;

/** Members without a constraint, and absent ones that the model does not require, are left out. */
function structureMembers(model: OperationModel, structure: StructureShape, given: Members, path: string): Member[] {
  return Object.entries(structure.members).flatMap(([name, member]) => {
    const place = typeof member === 'string' ? undefined : member;
    // The body as a whole is checked by the operation that reads it.
    if (place?.in === 'payload') return [];
    const value = given[name];
    const at = path + lowerFirst(name);
    if (value === undefined || value === null) {
      return structure.required?.includes(name) ? [[at, value, REQUIRED] as const] : [];
    }
    return valueMembers(model, shapeNamed(model, place?.shape ?? (member as string)), value, at);
  });
}

const REQUIRED: Constraint = { required: true };

function valueMembers(model: OperationModel, shape: Shape, value: unknown, path: string): Member[] {
  if (shape.type === 'structure') {
    return structureMembers(model, shape, value as Members, `${path}.`);
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

function constraintOf(model: OperationModel, shape: LimitedShape): Constraint {
  const constraint = known.get(shape) ?? makeConstraint(model, shape);
  known.set(shape, constraint);
  return constraint;
}

function makeConstraint(model: OperationModel, shape: LimitedShape): Constraint {
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
    ...(isDecimal(shape) && { decimal: true }),
    ...(type === 'blob' && { binary: true }),
    ...(sensitive && { sensitive }),
  };
  return Object.keys(found).length === 0 ? NONE : found;
}
