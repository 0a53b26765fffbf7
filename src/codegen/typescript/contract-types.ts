/**
 * Generates the declarations of the module: the types of schemas, and of each operation's request and replies. Pure.
 */
import type { Media } from '../../contract/model/content.ts';
import { isObject, type Json } from '../../contract/model/json.ts';
import { isJson } from '../../contract/model/media-types.ts';
import type { Operation } from '../../contract/model/operations.ts';
import type { Parameter } from '../../contract/model/parameters.ts';
import { componentSchemas } from '../../contract/model/references.ts';
import type { DeclaredResponse } from '../../contract/model/responses.ts';
import { keyOf, memberOf } from '../operations/parameter-checks.ts';
import type { ProjectShape } from '../operations/project-shape.ts';
import { moduleAuthorizers } from '../operations/wire-authorizers.ts';
import { fileOf, type Wiring } from '../operations/wiring.ts';
import { comment, propertyName, type SchemaTypes, schemaTypes } from './schema-types.ts';
import { typeNames } from './type-names.ts';

const COMMON = `/** One fault in a request. */
export interface Detail {
  /** JSON pointer into the body, or the name of a parameter. */
  path: string;
  message: string;
}

export type Checked<T> = { ok: true; value: T } | { ok: false; details: Detail[] };

/** The parameters of a request, each with all its values. Names of headers are in lower case. */
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

/** The checks of an operation's request. */
export interface RouteChecks {
  operationId: string;
  parameters?: (sent: SentParameters) => { ok: true; value: Parameters } | { ok: false; details: (Detail & { in: keyof Parameters | 'url' })[] };
  /** By media type in lower case; \`undefined\` if any contents are valid. */
  body?: { required: boolean; media: Record<string, ((body: unknown) => Checked<unknown>) | undefined> };
}
`;

/** Declarations for a project with the layout of the templates. */
const WIRED = `
export type OperationId = keyof Operations;

/** A function that answers the operation: requests and replies are typed from the contract. */
export type Operation<Id extends OperationId> = (
  request: Request<Operations[Id]> & { event: ApiEvent },
  services: Services,
) => Promise<Operations[Id]['reply']>;

/** By method and path template: 'GET /things/{id}'. */
export declare const routes: Record<string, Route<Services>>;
`;

const CHECKS = `
/** By method and path template: 'GET /things/{id}'. */
export declare const routes: Record<string, RouteChecks>;
`;

/** Declarations for a project with its own handler and authorizers. */
const GUARDED = `
/** By method and path template: 'GET /things/{id}'. */
export declare const routes: Record<string, RouteChecks & AuthorizedRoute>;
`;

const AUTHORIZERS = `
/** By the names of their security schemes. */
export declare const authorizers: Record<string, Authorizer>;
`;

/**
 * `Schemas` has a type for each schema of `components.schemas`, `Operations` one for each operation of the contract.
 */
export function contractTypes(document: Json, { conventional, operations }: Wiring, project: ProjectShape): string {
  const schemas = schemaTypes(typeNames(document));
  const types = Object.entries(componentSchemas(document)).map(
    ([name, schema]) => `  ${schemas.declaration(name, schema)}`,
  );
  const shapes = operations.map(({ operation }) => operationType(operation, schemas));
  const { before, after } = frameOf(conventional, project);
  return [
    before,
    `export declare namespace Schemas {\n${types.join('\n')}}\n`,
    `export interface Operations {\n${shapes.join('')}}\n`,
    after,
  ].join('\n');
}

/** Returns the declarations before and after the types of the contract itself. */
function frameOf(conventional: boolean, project: ProjectShape): { before: string; after: string } {
  if (conventional) return { before: imports(project), after: `${WIRED}${hasAuthorizers(project) ? AUTHORIZERS : ''}` };
  if (isGuarded(project)) return { before: guardedImports(project) + COMMON, after: GUARDED + AUTHORIZERS };
  return { before: COMMON, after: CHECKS };
}

function imports(project: ProjectShape): string {
  const services = fileOf(project, 'services');
  const event = project.payload === '2.0' ? 'APIGatewayProxyEventV2' : 'APIGatewayProxyEvent';
  return [
    `import type { ${event} } from 'aws-lambda';\n`,
    `import type { Request, Route } from '../${fileOf(project, 'api/request')}';\n`,
    services ? `import type { Services } from '../${services}';\n` : 'type Services = unknown;\n',
    ...(hasAuthorizers(project)
      ? [`import type { Authorizer } from '../${fileOf(project, 'api/authorizer')}';\n`]
      : []),
    `\n/** The event that the handler gets for a request. */\nexport type ApiEvent = ${event};\n`,
  ].join('');
}

const guardedImports = (project: ProjectShape): string =>
  `import type { AuthorizedRoute, Authorizer } from '../${fileOf(project, 'api/authorizer')}';\n\n`;

/** Authorizers in JavaScript have no types to import. */
const isGuarded = (project: ProjectShape): boolean =>
  moduleAuthorizers(project).length > 0 && /ts$/.test(fileOf(project, 'api/authorizer') ?? '');

const hasAuthorizers = (project: ProjectShape): boolean => fileOf(project, 'api/authorizer') !== undefined;

function operationType({ operationId, parameters, body, responses }: Operation, schemas: SchemaTypes): string {
  const place = (name: ReturnType<typeof memberOf>) => {
    const here = parameters.filter((parameter) => memberOf(parameter) === name);
    return `    ${name}: ${parametersType(here, schemas)};\n`;
  };
  const bodyType = body ? mediaType(body.media, schemas) : 'undefined';
  const members = [
    place('path'),
    place('query'),
    place('headers'),
    place('cookies'),
    `    body: ${bodyType}${body && !body.required ? ' | undefined' : ''};\n`,
    `    reply:${responses.map((response) => replyType(response, schemas)).join('') || ' never'};\n`,
  ];
  return `  ${propertyName(operationId)}: {\n${members.join('')}  };\n`;
}

/** A parameter with a default always has a value. */
function parametersType(parameters: readonly Parameter[], schemas: SchemaTypes): string {
  const lines = parameters.map((parameter) => {
    const { schema, required, description } = parameter;
    const sure = required || (isObject(schema) && schema.default !== undefined);
    return `${comment({ description }, '      ')}      ${propertyName(keyOf(parameter))}${sure ? '' : '?'}: ${schemas.typeOf(schema, '      ')};\n`;
  });
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}    }`;
}

function replyType({ status, media }: DeclaredResponse, schemas: SchemaTypes): string {
  const code = /^\d{3}$/.test(status) ? status : 'number';
  const body = media.length === 0 ? 'body?: undefined' : `body: ${mediaType(media, schemas)}`;
  return `\n      | { status: ${code}; headers?: Record<string, string>; ${body} }`;
}

function mediaType(media: readonly Media[], schemas: SchemaTypes): string {
  const types = media.map(({ type, schema }) => {
    if (isJson(type)) return schemas.typeOf(schema, '    ');
    return /^text\/|^application\/x-www-form-urlencoded/i.test(type) ? 'string' : 'Uint8Array';
  });
  return [...new Set(types)].join(' | ') || 'undefined';
}
