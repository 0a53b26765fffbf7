/** Writes the TypeScript types of a contract's schemas and the declarations of its validators. Pure. */
import { componentSchemas, isObject, type JsonBody, type JsonObject } from './json-bodies.ts';

const COMMON = `/** One thing that is wrong with a body. */
export interface BodyDetail {
  /** JSON pointer. */
  path: string;
  message: string;
}

export type BodyValidator<T> = (body: unknown) => { ok: true; value: T } | { ok: false; details: BodyDetail[] };
`;

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** Declarations of a module that has one validator a body and one type a schema of `components.schemas`. */
export function bodyTypes(document: unknown, bodies: JsonBody[]): string {
  const schemas = Object.entries(componentSchemas(document)).filter(([name]) => IDENTIFIER.test(name));
  const types = schemas.map(([name, schema]) => declaration(name, schema));
  const validators = bodies.map(
    ({ pascalName, schema }) => `export declare const validate${pascalName}: BodyValidator<${typeOf(schema, '')}>;\n`,
  );
  return [COMMON, ...types, validators.join('')].filter(Boolean).join('\n');
}

function declaration(name: string, schema: unknown): string {
  const type = typeOf(schema, '');
  return type.startsWith('{\n') ? `export interface ${name} ${type}\n` : `export type ${name} = ${type};\n`;
}

function typeOf(schema: unknown, indent: string): string {
  if (!isObject(schema)) return 'unknown';
  const type = bareType(schema, indent);
  return schema.nullable === true && type !== 'unknown' ? `${type} | null` : type;
}

function bareType(schema: JsonObject, indent: string): string {
  const { $ref, enum: values, allOf, oneOf, anyOf, type } = schema;
  if (typeof $ref === 'string') return refName($ref);
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(' | ') || 'never';
  if (Array.isArray(allOf)) return joined(allOf, ' & ', indent);
  const either = oneOf ?? anyOf;
  if (Array.isArray(either)) return joined(either, ' | ', indent);
  switch (type) {
    case 'string':
    case 'boolean':
      return type;
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return `Array<${typeOf(schema.items, indent)}>`;
    default:
      return type === 'object' || isObject(schema.properties) ? objectType(schema, indent) : 'unknown';
  }
}

const joined = (schemas: unknown[], by: string, indent: string): string =>
  schemas.map((schema) => `(${typeOf(schema, indent)})`).join(by);

function refName(ref: string): string {
  const name = ref.split('/').at(-1) ?? '';
  return ref.startsWith('#/components/schemas/') && IDENTIFIER.test(name) ? name : 'unknown';
}

function objectType({ properties, required, additionalProperties }: JsonObject, indent: string): string {
  const inner = `${indent}  `;
  const names = new Set(Array.isArray(required) ? required : []);
  const lines = Object.entries(isObject(properties) ? properties : {}).map(([name, schema]) => {
    const key = IDENTIFIER.test(name) ? name : JSON.stringify(name);
    return `${comment(schema, inner)}${inner}${key}${names.has(name) ? '' : '?'}: ${typeOf(schema, inner)};\n`;
  });
  if (lines.length > 0) return `{\n${lines.join('')}${indent}}`;
  return `Record<string, ${isObject(additionalProperties) ? typeOf(additionalProperties, indent) : 'unknown'}>`;
}

function comment(schema: unknown, indent: string): string {
  const description = isObject(schema) ? schema.description : undefined;
  if (typeof description !== 'string' || description === '') return '';
  return `${indent}/** ${description.replaceAll('*/', '*\\/').replace(/\s+/g, ' ').trim()} */\n`;
}
