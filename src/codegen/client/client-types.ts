/** Writes the types of a client: the schemas, and the request and the replies of each operation. Pure. */
import type { ApiDocument } from '../../contract/model/api-document.ts';
import type { Media } from '../../contract/model/content.ts';
import { isObject, type Json } from '../../contract/model/json.ts';
import { isJson } from '../../contract/model/media-types.ts';
import type { Operation } from '../../contract/model/operations.ts';
import type { Parameter } from '../../contract/model/parameters.ts';
import { componentSchemas, deref } from '../../contract/model/references.ts';
import { METHODS } from '../../naming/methods.ts';
import { keyOf, memberOf, type ParameterReader } from '../operations/parameter-checks.ts';
import { comment, propertyName, type SchemaTypes, schemaTypes } from '../typescript/schema-types.ts';
import { typeNames } from '../typescript/type-names.ts';
import { type Directions, directionsOf } from './directions.ts';

const PLACES = ['path', 'query', 'headers', 'cookies'] as const satisfies readonly ParameterReader['in'][];

interface Writer {
  readonly schemas: SchemaTypes;
  readonly directions: Directions;
}

export function clientTypes({ document, operations }: ApiDocument): string {
  const directions = directionsOf(document);
  const schemas = schemaTypes(typeNames(directions.document));
  const types = Object.entries(componentSchemas(directions.document)).map(
    ([name, schema]) => `  ${schemas.declaration(name, schema)}`,
  );
  const writer = { schemas, directions };
  const calls = operations.map(callType);
  return [
    `/** The schemas of the contract. */\nexport declare namespace Schemas {\n${types.join('')}}\n`,
    `/** The request and the replies of each operation. */\nexport interface Operations {\n${operations.map((each) => operationType(each, writer)).join('')}}\n`,
    `/** A function for each operation. A response of any status is a result; only a request that fails throws. */\nexport interface Client {\n${calls.join('')}}\n`,
  ].join('\n');
}

function callType(operation: Operation): string {
  const { operationId, summary, method, path } = operation;
  const key = `Operations[${JSON.stringify(operationId)}]`;
  const about = comment({ description: `${summary === undefined ? '' : `${summary}: `}${method} ${path}` }, '  ');
  const optional = isRequestOptional(operation) ? '?' : '';
  return `${about}  ${propertyName(operationId)}: (request${optional}: ${key}['request'], options?: CallOptions) => Promise<${key}['reply']>;\n`;
}

function operationType(operation: Operation, writer: Writer): string {
  return [
    `  ${propertyName(operation.operationId)}: {\n`,
    `    request: ${requestType(operation, writer)};\n`,
    `    reply:${replyType(operation, writer)};\n`,
    '  };\n',
  ].join('');
}

const isRequestOptional = ({ method, parameters, body }: Operation): boolean =>
  method !== 'ANY' && !parameters.some(({ required }) => required) && body?.required !== true;

function requestType({ method, parameters, body }: Operation, writer: Writer): string {
  const places = PLACES.flatMap((place) => {
    const here = parameters.filter((parameter) => memberOf(parameter) === place);
    return here.length === 0 ? [] : [parametersMember(place, here, writer)];
  });
  const methods = METHODS.map((each) => `'${each.toUpperCase()}'`).join(' | ');
  const members = [...(method === 'ANY' ? [`      method: ${methods};\n`] : []), ...places];
  const bodies = body?.media.map((media) => bodyMembers(media, body.media.length === 1, body.required, writer)) ?? [];
  if (bodies.length === 1) members.push(`      ${bodies[0]};\n`);
  const rest = members.length === 0 ? '{}' : `{\n${members.join('')}    }`;
  if (bodies.length < 2) return rest;
  const absent = body?.required ? [] : ['{ contentType?: undefined; body?: undefined }'];
  return `${rest} & (${[...bodies.map((each) => `{ ${each} }`), ...absent].join(' | ')})`;
}

function parametersMember(place: string, parameters: readonly Parameter[], { schemas, directions }: Writer): string {
  const lines = parameters.map((parameter) => {
    const { schema, required, description } = parameter;
    const isSent = parameter.json || parameter.deep || !isObjectSchema(directions.document, schema);
    const type = isSent ? schemas.typeOf(directions.sent(schema), '        ') : 'never';
    return `${comment({ description }, '        ')}        ${propertyName(keyOf(parameter))}${required ? '' : '?'}: ${type};\n`;
  });
  const optional = parameters.some(({ required }) => required) ? '' : '?';
  return `      ${place}${optional}: {\n${lines.join('')}      };\n`;
}

/** The client has no form for an object in one parameter, except as JSON and in the style `deepObject`. */
function isObjectSchema(document: Json, raw: unknown): boolean {
  const schema = deref(document, raw);
  return schema?.type === 'object' || (schema?.type === undefined && isObject(schema?.properties));
}

/** A caller names the type of the contents if there are several, or if the contract has only a range of types. */
function bodyMembers({ type, schema }: Media, isOnly: boolean, isRequired: boolean, writer: Writer): string {
  // With several media types, each is one form of the request.
  const optional = isRequired || !isOnly ? '' : '?';
  const body = `body${optional}: ${sentType(type, schema, writer)}`;
  if (type.includes('*')) return `contentType${optional}: ${rangeType(type)}; ${body}`;
  return isOnly ? body : `contentType: ${JSON.stringify(type)}; ${body}`;
}

/** Returns the type of the media types in a range: `image/*`. */
const rangeType = (range: string): string =>
  /^[\w.+-]+\/\*$/.test(range) ? `\`${range.slice(0, -1)}\${string}\`` : 'string';

function sentType(type: string, schema: Media['schema'], { schemas, directions }: Writer): string {
  if (isJson(type)) return schemas.typeOf(directions.sent(schema), '      ');
  if (/^text\//i.test(type)) return 'string';
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return 'string | URLSearchParams';
  return /^multipart\/form-data\b/i.test(type) ? 'FormData' : 'Contents';
}

/** A response that the contract does not declare has a body of any form. */
function replyType({ responses }: Operation, writer: Writer): string {
  const statuses = responses.map(({ status }) => status);
  const exact = statuses.filter(isExact);
  const classes = statuses.filter(isClass).map(classType);
  const statusType = (status: string) => {
    if (isExact(status)) return status;
    return isClass(status) ? without(classType(status), exact) : without('Status', [...exact, ...classes]);
  };
  const replies = responses.map(({ status, media }) => `Reply<${statusType(status)}, ${receivedType(media, writer)}>`);
  const all = statuses.includes('default') ? replies : [...replies, `Reply<${statusType('default')}, unknown>`];
  return all.map((each) => `\n      | ${each}`).join('');
}

const isExact = (status: string): boolean => /^[1-9]\d\d$/.test(status);

/** Whether it means a class of statuses: `4XX`. */
const isClass = (status: string): boolean => /^[1-5]XX$/i.test(status);

const classType = (status: string): string => `StatusOf<'${status[0]}'>`;

const without = (type: string, others: readonly string[]): string =>
  others.length === 0 ? type : `Exclude<${type}, ${others.join(' | ')}>`;

function receivedType(media: readonly Media[], { schemas, directions }: Writer): string {
  const types = media.map(({ type, schema }) => {
    if (isJson(type)) return schemas.typeOf(directions.received(schema), '      ');
    if (type.includes('*')) return 'unknown';
    return /^text\/|^application\/x-www-form-urlencoded\b/i.test(type) ? 'string' : 'Uint8Array';
  });
  return [...new Set(types)].join(' | ') || 'undefined';
}
