/** Writes any input, of any types, as a request of a protocol. The SDK would refuse to send most of these. */
import type { NormalizedSchema } from '@smithy/core/schema';
import { Encoder } from 'cbor-x';
import type { Protocol, ServiceDefinition } from '../../../src/local/cloud/operation.ts';
import { modelOf, type OperationModel } from './service-models.ts';

export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | Buffer;
}

type Input = Readonly<Record<string, unknown>>;

const codec = new Encoder({ useRecords: false, mapsAsObjects: true });

export function wireRequest(
  service: ServiceDefinition,
  protocol: Protocol,
  operation: string,
  input: Input,
): WireRequest {
  const scope = `AKID/20260101/us-east-1/${service.signingNames[0]}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  const request = WRITERS[protocol.type](protocol as never, operation, input, () => modelOf(service.id, operation));
  return { ...request, headers: { authorization, ...request.headers } };
}

type Writer<T extends Protocol['type']> = (
  protocol: Extract<Protocol, { type: T }>,
  operation: string,
  input: Input,
  model: () => OperationModel,
) => WireRequest;

const WRITERS: { [T in Protocol['type']]: Writer<T> } = {
  json: ({ target, version }, operation, input) => ({
    method: 'POST',
    path: '/',
    headers: { 'x-amz-target': `${target}.${operation}`, 'content-type': `application/x-amz-json-${version}` },
    body: JSON.stringify(input),
  }),
  cbor: ({ service }, operation, input) => ({
    method: 'POST',
    path: `/service/${service}/operation/${operation}`,
    headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
    body: codec.encode(input),
  }),
  query: ({ apiVersion }, operation, input) => ({
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams([['Action', operation], ['Version', apiVersion], ...formFields('', input)]).toString(),
  }),
  ec2: ({ apiVersion }, operation, input, model) => ({
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams([
      ['Action', operation],
      ['Version', apiVersion],
      ...ec2Fields('', input, model().input),
    ]).toString(),
  }),
  'rest-json': (_, _operation, input, model) => restRequest(input, model()),
  'rest-xml': (_, _operation, input, model) => xmlRequest(input, model()),
};

/** A list's members are numbered; an empty list is an empty text, as botocore writes it. */
function formFields(path: string, value: unknown): [string, string][] {
  if (Array.isArray(value)) {
    return value.length === 0
      ? [[path, '']]
      : value.flatMap((item, index) => formFields(`${path}.member.${index + 1}`, item));
  }
  if (typeof value !== 'object' || value === null) return [[path, value === null ? '' : String(value)]];
  const members = Object.entries(value);
  if (members.length === 0) return [[path, '']];
  return members.flatMap(([name, member]) => formFields(path === '' ? name : `${path}.${name}`, member));
}

/** EC2's names of members begin with a capital letter, and its lists have no name for their items. */
function ec2Fields(path: string, value: unknown, schema: NormalizedSchema): [string, string][] {
  const below = (name: string) => (path === '' ? name : `${path}.${name}`);
  if (Array.isArray(value)) {
    const item = schema.isListSchema() ? schema.getValueSchema() : schema;
    return value.length === 0
      ? [[path, '']]
      : value.flatMap((one, index) => ec2Fields(below(`${index + 1}`), one, item));
  }
  if (typeof value !== 'object' || value === null) return [[path, value === null ? '' : String(value)]];
  const members = new Map(schema.isStructSchema() ? [...schema.structIterator()] : []);
  const entries = Object.entries(value);
  if (entries.length === 0) return [[path, '']];
  return entries.flatMap(([name, member]) => {
    const { ec2QueryName, xmlName } = members.get(name)?.getMergedTraits() ?? {};
    const shown = String(xmlName ?? name);
    const form = String(ec2QueryName ?? `${shown.charAt(0).toUpperCase()}${shown.slice(1)}`);
    return ec2Fields(below(form), member, members.get(name) ?? schema);
  });
}

function restRequest(input: Input, { input: schema, http }: OperationModel): WireRequest {
  const [method, pattern] = http!;
  let path: string = pattern;
  const query: [string, string][] = [];
  const body: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    if (!Object.hasOwn(input, name)) continue;
    const value = input[name];
    const { httpLabel, httpQuery, httpHeader, httpPayload, httpQueryParams, jsonName } = member.getMergedTraits();
    if (httpLabel) path = path.replace(new RegExp(`\\{${name}\\+?\\}`), encodeURIComponent(textOf(value)));
    else if (httpQuery) query.push(...[value].flat().map((one): [string, string] => [httpQuery, textOf(one)]));
    else if (httpHeader || httpQueryParams || httpPayload) continue;
    else body[jsonName ?? name] = value;
  }
  const text = query.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
  const target = text === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${text}`;
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  return { method, path: target.replaceAll(/[{}]/g, ''), headers, body: method === 'GET' ? '' : JSON.stringify(body) };
}

/** The body has the members that have no other place, or one member as the root. */
function xmlRequest(input: Input, { input: schema, http }: OperationModel): WireRequest {
  const [method, pattern] = http!;
  let path: string = pattern;
  const query: string[] = [];
  const headers: Record<string, string> = { 'content-type': 'application/xml' };
  let body = '';
  for (const [name, member] of schema.structIterator()) {
    if (!Object.hasOwn(input, name)) continue;
    const value = input[name];
    const { httpLabel, httpQuery, httpHeader, httpPayload, xmlName = name } = member.getMergedTraits();
    if (httpLabel) path = path.replace(new RegExp(`\\{${name}\\+?\\}`), encodeURIComponent(textOf(value)));
    else if (httpQuery) query.push(...[value].flat().map((one) => `${httpQuery}=${encodeURIComponent(textOf(one))}`));
    else if (httpHeader) headers[httpHeader.toLowerCase()] = encodeURIComponent(textOf(value));
    else if (httpPayload) body = member.isStructSchema() ? xmlOf(xmlName, value, member) : textOf(value);
    else body += xmlOf(xmlName, value, member);
  }
  const target = query.length === 0 ? path : `${path}${path.includes('?') ? '&' : '?'}${query.join('&')}`;
  const isRoot = body !== '' && !body.startsWith('<');
  return { method, path: target.replaceAll(/[{}]/g, ''), headers, body: isRoot ? `<x>${body}</x>` : body };
}

function xmlOf(name: string, value: unknown, schema: NormalizedSchema): string {
  if (Array.isArray(value)) {
    const item = schema.isListSchema() ? schema.getValueSchema() : schema;
    const { xmlFlattened } = schema.getMergedTraits();
    const inner = value.map((one) =>
      xmlOf(xmlFlattened ? name : (item.getMergedTraits().xmlName ?? 'member'), one, item),
    );
    return xmlFlattened ? inner.join('') : `<${name}>${inner.join('')}</${name}>`;
  }
  if (typeof value !== 'object' || value === null) return `<${name}>${escapeText(textOf(value))}</${name}>`;
  const members = schema.isStructSchema() ? Object.fromEntries(schema.structIterator()) : {};
  const inner = Object.entries(value).map(([key, one]) => {
    const member = members[key] ?? schema;
    return xmlOf(member.getMergedTraits().xmlName ?? key, one, member);
  });
  return `<${name}>${inner.join('')}</${name}>`;
}

const escapeText = (text: string): string => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));
