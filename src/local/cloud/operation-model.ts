/**
 * An operation by AWS's own model: the types of the tables (`local/models/<service>.json`), which `scripts/models.mjs`
 * makes.
 */

/** A `document` can be any value, which the operation reads itself. */
export type Scalar = 'string' | 'integer' | 'long' | 'float' | 'double' | 'boolean' | 'timestamp' | 'blob' | 'document';

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
 * A member outside of the body (a label of the path, a parameter of the query, a header, the status, or the whole
 * body), or one that has another name in the body.
 */
export interface PlacedMember {
  readonly shape: string;
  readonly in: 'uri' | 'querystring' | 'header' | 'headers' | 'payload' | 'statusCode' | 'body';
  /** The name of the label, parameter, header or member of the body; the prefix of `headers`. */
  readonly as: string;
  /** XML: see `ListShape.flattened`; for this member alone. */
  readonly flattened?: true;
  /** EC2 only: the name in a request, if it differs from `as`. */
  readonly form?: string;
}

export interface StructureShape {
  readonly type: 'structure';
  readonly required?: readonly string[];
  /** The shape of each member, by its name: a key of `OperationModel.shapes` or a scalar type. */
  readonly members: Readonly<Record<string, string | PlacedMember>>;
}

export interface ListShape extends Limits {
  readonly type: 'list';
  readonly item: string;
  /** XML: the items have the name of the list, and no element around them. */
  readonly flattened?: true;
  /** XML: the name of the element of each item, if it is not `member`. */
  readonly itemName?: string;
}

export interface MapShape extends Limits {
  readonly type: 'map';
  readonly key: string;
  readonly value: string;
  /** The names of key and value in Query, if they are not `key` and `value`. */
  readonly names?: readonly [key: string, value: string];
}

export interface ScalarShape extends Limits {
  readonly type: Scalar;
  /** The format of a timestamp, if it is not the one of the protocol or, in a header, a date of HTTP. */
  readonly format?: 'iso8601';
}

export type Shape = StructureShape | ListShape | MapShape | ScalarShape;

export interface ErrorModel {
  /** The HTTP status; 400 if absent. */
  readonly status?: number;
  /** The code of the error in the Query protocol, of a service that also has another protocol. */
  readonly queryCode?: string;
}

/** One operation, with the shapes that its request and its response can hold. */
export interface OperationModel {
  /** The name of the structure of the request. */
  readonly input: string;
  /** The name of the structure of the response. */
  readonly output?: string;
  /** REST only: method and path with labels, e.g. `PUT /2015-03-31/functions/{FunctionName}/code`. */
  readonly http?: string;
  /** REST only: the status of a response that does not set its own. */
  readonly status?: number;
  readonly shapes: Readonly<Record<string, Shape>>;
  /** By the codes of the errors. */
  readonly errors: Readonly<Record<string, ErrorModel>>;
  /** The code of the service's error for a request that breaks a constraint. */
  readonly constraintError: string;
  /** The name of the member that is the body, in errors: see `ServiceDefinition.bodyIsMember`. */
  readonly bodyName?: string;
  /** See `ServiceDefinition.javaPackage`. */
  readonly javaPackage?: string;
  /** See `ServiceDefinition.checkDocument`. */
  readonly checkDocument?: (value: unknown, isMember: boolean) => void;
  /** See `ServiceDefinition.writesResponses`. */
  readonly writesResponses?: true;
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
  document: { type: 'document' },
};

export const shapeNamed = ({ shapes }: OperationModel, name: string): Shape => shapes[name] ?? SCALARS[name as Scalar];

export const isScalar = (shape: Shape): shape is ScalarShape => Object.hasOwn(SCALARS, shape.type);

const NUMERIC: ReadonlySet<string> = new Set<Scalar>(['integer', 'long', 'float', 'double']);

export const isNumeric = ({ type }: Shape): boolean => NUMERIC.has(type);

export const isDecimal = ({ type }: Shape): boolean => type === 'float' || type === 'double';

export const inputOf = (model: OperationModel): StructureShape => shapeNamed(model, model.input) as StructureShape;

/** Returns `undefined` if the response has no members at all. */
export const outputOf = (model: OperationModel): StructureShape | undefined =>
  model.output === undefined ? undefined : (shapeNamed(model, model.output) as StructureShape);
