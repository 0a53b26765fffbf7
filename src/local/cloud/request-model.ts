/**
 * The request of an operation by AWS's own models: the types of its tables (`local/models/<service>.json`), which
 * `scripts/models.mjs` makes.
 */

export type Scalar = 'string' | 'integer' | 'long' | 'float' | 'double' | 'boolean' | 'timestamp' | 'blob';

/** Limits of a value: of the length of a string, list, map or blob, and of the value of a number. */
export interface Limits {
  readonly min?: number;
  readonly max?: number;
  /** In Java's syntax. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
  /** AWS does not repeat the value in its errors. */
  readonly sensitive?: true;
}

/**
 * A member outside of the body (a label of the path, a parameter of the query, a header, or the whole body), or one
 * that has another name in the body.
 */
export interface PlacedMember {
  readonly shape: string;
  readonly in: 'uri' | 'querystring' | 'header' | 'headers' | 'payload' | 'body';
  /** The name of the label, parameter, header or member of the body. Labels have the names of their members. */
  readonly as: string;
}

export interface StructureShape {
  readonly type: 'structure';
  readonly required?: readonly string[];
  /** The shape of each member, by its name: a key of `RequestModel.shapes` or a scalar type. */
  readonly members: Readonly<Record<string, string | PlacedMember>>;
}

export interface ListShape extends Limits {
  readonly type: 'list';
  readonly item: string;
}

export interface MapShape extends Limits {
  readonly type: 'map';
  readonly key: string;
  readonly value: string;
}

export interface ScalarShape extends Limits {
  readonly type: Scalar;
}

export type Shape = StructureShape | ListShape | MapShape | ScalarShape;

/** The request of one operation, with the shapes that it can hold. */
export interface RequestModel {
  /** The name of the structure of the request. */
  readonly input: string;
  readonly shapes: Readonly<Record<string, Shape>>;
  /** The code of the service's error for a request that breaks a constraint. */
  readonly constraintError: string;
  /** The name of the member that is the body, in errors: see `ServiceDefinition.bodyIsMember`. */
  readonly bodyName?: string;
}

/** A type without limits has no entry among the shapes. */
const SCALARS: Readonly<Record<Scalar, ScalarShape>> = {
  string: { type: 'string' },
  integer: { type: 'integer' },
  long: { type: 'long' },
  float: { type: 'float' },
  double: { type: 'double' },
  boolean: { type: 'boolean' },
  timestamp: { type: 'timestamp' },
  blob: { type: 'blob' },
};

export const shapeNamed = ({ shapes }: RequestModel, name: string): Shape => shapes[name] ?? SCALARS[name as Scalar];

export const isScalar = (shape: Shape): shape is ScalarShape => Object.hasOwn(SCALARS, shape.type);

const NUMERIC: ReadonlySet<string> = new Set<Scalar>(['integer', 'long', 'float', 'double']);

export const isNumeric = ({ type }: Shape): boolean => NUMERIC.has(type);

export const inputOf = (model: RequestModel): StructureShape => shapeNamed(model, model.input) as StructureShape;
