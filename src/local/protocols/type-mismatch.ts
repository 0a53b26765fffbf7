/**
 * The error for a value whose type differs from the model, in the words of AWS's deserializers, which name the kind of
 * the JSON token. API Gateway and DynamoDB have words of their own.
 */
import { AwsError } from '../cloud/aws-error.ts';
import { type OperationModel, type Shape, shapeNamed } from '../cloud/operation-model.ts';

/** Where a value is: its shape, and whether it is a member of a structure, or of a list or map. */
export interface Place {
  readonly shape: string;
  readonly in: 'structure' | 'collection';
}

export function mismatch(model: OperationModel, place: Place, value: unknown): AwsError {
  const { bodyName, javaPackage } = model;
  const { type } = shapeNamed(model, place.shape);
  if (javaPackage !== undefined) {
    return dynamoDbMismatch(
      { type, javaType: javaTypeOf(model, place.shape), isMember: place.in === 'structure' },
      value,
    );
  }
  const ofClass = bodyName === undefined ? undefined : wordsForClass(value, type);
  return malformed(ofClass ?? wordsFor(value, type));
}

/** A null in a list or map. */
export const nullIn = (): AwsError => malformed('Unexpected NULL_VALUE where a value is expected');

/** Whether a type of the model is a text, a number or a boolean. */
export const isPlainType = (type: string): boolean => JAVA_TYPES[type] !== undefined;

const malformed = (words: string): AwsError => new AwsError('SerializationException', words);

const JAVA_TYPES: Readonly<Record<string, string>> = {
  boolean: 'Boolean',
  integer: 'Number',
  long: 'Number',
  float: 'Number',
  double: 'Number',
  string: 'String',
};

const STRUCTURE = 'Start of structure or map found where not expected';

function wordsFor(value: unknown, type: string): string {
  if (Array.isArray(value)) return 'Start of list found where not expected';
  if (typeof value === 'object' && value !== null) return STRUCTURE;
  const java = JAVA_TYPES[type];
  const token = tokenOf(value);
  return java ? `${token} can not be converted to a ${java}` : `Unexpected ${token} where a ${type} is expected`;
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

/** The type that DynamoDB's deserializer expects of a value. */
export interface Expected {
  readonly type: Shape['type'];
  /** For example `class java.lang.String`. */
  readonly javaType: string;
  /** Whether the value is a member of a structure, and not of a list or map. */
  readonly isMember: boolean;
}

/** The words are those of dynalite's tests, whose authors ran them against DynamoDB. */
export function dynamoDbMismatch({ type, javaType, isMember }: Expected, value: unknown): AwsError {
  if (Array.isArray(value)) return malformed(`Unrecognized collection type ${javaType}`);
  if (typeof value === 'object' && value !== null) return malformed(STRUCTURE);
  switch (type) {
    case 'structure':
      return malformed(isMember ? FIELD : 'Unexpected value type in payload');
    case 'list':
    case 'map':
      return malformed(isMember ? FIELD : NESTED);
    case 'blob':
      return malformed('only base-64-encoded strings are convertible to bytes');
    default:
      if (type === 'boolean' && typeof value === 'string') return malformed('Unexpected token received from parser');
      return malformed(`${decimalTokenOf(value)} cannot be converted to ${CLASSES[type] ?? 'String'}`);
  }
}

const FIELD = 'Unexpected field type';
/** A list or map directly in another one. */
const NESTED =
  "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class java.lang.Class (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and java.lang.Class are in module java.base of loader 'bootstrap')";

const CLASSES: Readonly<Record<string, string>> = {
  boolean: 'Boolean',
  integer: 'Integer',
  long: 'Long',
  double: 'Double',
  string: 'String',
};

function javaTypeOf(model: OperationModel, name: string): string {
  const shape = shapeNamed(model, name);
  if (shape.type !== 'map') return `class ${classOf(model, name, shape)}`;
  return `java.util.Map<java.lang.String, ${classOf(model, shape.value, shapeNamed(model, shape.value))}>`;
}

function classOf(model: OperationModel, name: string, shape: Shape): string {
  const { javaPackage } = model;
  const { type } = shape;
  if (type === 'blob') return 'java.nio.ByteBuffer';
  if (shape.type === 'list') return `java.util.List<${classOf(model, shape.item, shapeNamed(model, shape.item))}>`;
  const plain = CLASSES[type];
  return plain === undefined ? `${javaPackage}.${type === 'document' ? 'AttributeValue' : name}` : `java.lang.${plain}`;
}

function decimalTokenOf(value: unknown): string {
  return typeof value === 'number' && !Number.isInteger(value) ? 'DECIMAL_VALUE' : tokenOf(value);
}

function tokenOf(value: unknown): string {
  if (value === null || value === undefined) return 'NULL_VALUE';
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  return typeof value === 'string' ? 'STRING_VALUE' : 'NUMBER_VALUE';
}
