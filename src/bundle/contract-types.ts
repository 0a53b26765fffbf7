/** Writes the declarations of the generated module: types of schemas, of each operation's request and replies. Pure. */
import {
  type ContractOperation,
  type ContractParameter,
  componentSchemas,
  isJson,
  isObject,
  type JsonObject,
} from './document.ts';
import { keyOf, placeOf } from './parameter-checks.ts';
import { fileOf, type ProjectShape, type Wiring } from './wiring.ts';

const COMMON = `/** One thing that is wrong with a request. */
export interface Detail {
  /** JSON pointer into the body, or the name of a parameter. */
  path: string;
  message: string;
}

export type Checked<T> = { ok: true; value: T } | { ok: false; details: Detail[] };

/** Parameters as they were sent: each with all its values; names of headers in lower case. */
export interface SentParameters {
  path: Record<string, string[]>;
  query: Record<string, string[]>;
  headers: Record<string, string[]>;
  cookies: Record<string, string[]>;
}

export interface Parameters {
  path: Record<string, unknown>;
  query: Record<string, unknown>;
  headers: Record<string, unknown>;
  cookies: Record<string, unknown>;
}

/** What the contract says of an operation's request. */
export interface RouteChecks {
  operationId: string;
  parameters?: (sent: SentParameters) => { ok: true; value: Parameters } | { ok: false; details: (Detail & { in: keyof Parameters })[] };
  /** By media type in small letters; \`undefined\` where anything may be in it. */
  body?: { required: boolean; media: Record<string, ((body: unknown) => Checked<unknown>) | undefined> };
}
`;

/** Also of what the project's own files say of a function that answers. */
const WIRED = `
export type OperationId = keyof Operations;

/** A function that answers the operation: requests and replies are typed from the contract. */
export type Operation<Id extends OperationId> = (
  request: Request<Operations[Id]>,
  services: Services,
) => Promise<Operations[Id]['reply']>;

/** By method and path template: 'GET /things/{id}'. */
export declare const routes: Record<string, Route<Services>>;
`;

const CHECKS = `
/** By method and path template: 'GET /things/{id}'. */
export declare const routes: Record<string, RouteChecks>;
`;

const AUTHORIZERS = `
/** By the names of their security schemes. */
export declare const authorizers: Record<string, Authorizer>;
`;

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** `Schemas` has a type for each schema of `components.schemas`, `Operations` one for each operation of the contract. */
export function contractTypes(document: unknown, { conventional, operations }: Wiring, project: ProjectShape): string {
  const schemas = Object.entries(componentSchemas(document)).filter(([name]) => IDENTIFIER.test(name));
  const types = schemas.map(([name, schema]) => `  ${declaration(name, schema)}`);
  const shapes = operations.map(({ operation }) => operationType(operation));
  return [
    conventional ? imports(project) : COMMON,
    `export declare namespace Schemas {\n${types.join('\n')}}\n`,
    `export interface Operations {\n${shapes.join('')}}\n`,
    conventional ? `${WIRED}${hasAuthorizers(project) ? AUTHORIZERS : ''}` : CHECKS,
  ].join('\n');
}

function imports(project: ProjectShape): string {
  const services = fileOf(project, 'services');
  return [
    `import type { Request, Route } from '../${fileOf(project, 'api/request')}';\n`,
    services ? `import type { Services } from '../${services}';\n` : 'type Services = unknown;\n',
    ...(hasAuthorizers(project)
      ? [`import type { Authorizer } from '../${fileOf(project, 'api/authorizer')}';\n`]
      : []),
  ].join('');
}

const hasAuthorizers = (project: ProjectShape): boolean => fileOf(project, 'api/authorizer') !== undefined;

function operationType({ operationId, parameters, body, replies }: ContractOperation): string {
  const place = (name: ReturnType<typeof placeOf>) => {
    const here = parameters.filter((parameter) => placeOf(parameter) === name);
    return `    ${name}: ${parametersType(here)};\n`;
  };
  const bodyType = body ? mediaType(body.media) : 'undefined';
  const members = [
    place('path'),
    place('query'),
    place('headers'),
    place('cookies'),
    `    body: ${bodyType}${body && !body.required ? ' | undefined' : ''};\n`,
    `    reply:${replies.map(({ status, media }) => replyType(status, media)).join('') || ' never'};\n`,
  ];
  const key = IDENTIFIER.test(operationId) ? operationId : JSON.stringify(operationId);
  return `  ${key}: {\n${members.join('')}  };\n`;
}

/** A parameter with a default is always there. */
function parametersType(parameters: ContractParameter[]): string {
  const lines = parameters.map((parameter) => {
    const { schema, required, description } = parameter;
    const sure = required || (isObject(schema) && schema.default !== undefined);
    return `${comment({ description }, '      ')}      ${propertyName(keyOf(parameter))}${sure ? '' : '?'}: ${typeOf(schema, '      ')};\n`;
  });
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}    }`;
}

function replyType(status: string, media: Array<{ type: string; schema: unknown }> | undefined): string {
  const code = /^\d{3}$/.test(status) ? status : 'number';
  const body = media === undefined ? 'body?: undefined' : `body: ${mediaType(media)}`;
  return `\n      | { status: ${code}; headers?: Record<string, string>; ${body} }`;
}

function mediaType(media: Array<{ type: string; schema: unknown }>): string {
  const types = media.map(({ type, schema }) => {
    if (isJson(type)) return typeOf(schema, '    ');
    return /^text\/|^application\/x-www-form-urlencoded/i.test(type) ? 'string' : 'Uint8Array';
  });
  return [...new Set(types)].join(' | ') || 'undefined';
}

const propertyName = (name: string): string => (IDENTIFIER.test(name) ? name : JSON.stringify(name));

function declaration(name: string, schema: unknown): string {
  const type = typeOf(schema, '  ', '');
  return type.startsWith('{\n') ? `interface ${name} ${type}\n` : `type ${name} = ${type};\n`;
}

/** `within` is how references to other schemas begin: in the namespace itself they need nothing. */
function typeOf(schema: unknown, indent: string, within = 'Schemas.'): string {
  if (!isObject(schema)) return 'unknown';
  const type = bareType(schema, indent, within);
  return schema.nullable === true && type !== 'unknown' ? `${type} | null` : type;
}

function bareType(schema: JsonObject, indent: string, within: string): string {
  const { $ref, enum: values, const: only, allOf, oneOf, anyOf, type } = schema;
  if (typeof $ref === 'string') return refName($ref, within);
  if (only !== undefined) return JSON.stringify(only);
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(' | ') || 'never';
  if (Array.isArray(allOf)) return joined(allOf, ' & ', indent, within);
  const either = oneOf ?? anyOf;
  if (Array.isArray(either)) return joined(either, ' | ', indent, within);
  if (Array.isArray(type)) return type.map((each) => bareType({ ...schema, type: each }, indent, within)).join(' | ');
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return `(${typeOf(schema.items, indent, within)})[]`;
    default:
      return type === 'object' || isObject(schema.properties) ? objectType(schema, indent, within) : 'unknown';
  }
}

const joined = (schemas: unknown[], by: string, indent: string, within: string): string =>
  schemas.map((schema) => `(${typeOf(schema, indent, within)})`).join(by);

function refName(ref: string, within: string): string {
  const name = ref.split('/').at(-1) ?? '';
  return ref.startsWith('#/components/schemas/') && IDENTIFIER.test(name) ? within + name : 'unknown';
}

function objectType(
  { properties, required, additionalProperties }: JsonObject,
  indent: string,
  within: string,
): string {
  const inner = `${indent}  `;
  const names = new Set(Array.isArray(required) ? required : []);
  const lines = Object.entries(isObject(properties) ? properties : {}).map(([name, schema]) => {
    return `${comment(schema, inner)}${inner}${propertyName(name)}${names.has(name) ? '' : '?'}: ${typeOf(schema, inner, within)};\n`;
  });
  if (lines.length > 0) return `{\n${lines.join('')}${indent}}`;
  return `{ [name: string]: ${isObject(additionalProperties) ? typeOf(additionalProperties, indent, within) : 'unknown'} }`;
}

function comment(schema: unknown, indent: string): string {
  const description = isObject(schema) ? schema.description : undefined;
  if (typeof description !== 'string' || description === '') return '';
  return `${indent}/** ${description.replaceAll('*/', '*\\/').replace(/\s+/g, ' ').trim()} */\n`;
}
