/** Reads answers as strictly as botocore does: by AWS's models, without the leniency of the JavaScript SDK. */

import type { NormalizedSchema } from '@smithy/core/schema';
import { Decoder } from 'cbor-x';
import type { Protocol, ServiceDefinition } from '../../../src/local/cloud/operation.ts';
import { modelOf } from './service-models.ts';
import { readXml } from './xml.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

type Members = Readonly<Record<string, unknown>>;

/**
 * Returns what is wrong with an answer, or `undefined`. A failure of the server is wrong, except for the refusal of
 * something that the embedded cloud does not have.
 */
export function faultOf(
  service: ServiceDefinition,
  protocol: Protocol,
  operation: string,
  answer: Answer,
): string | undefined {
  const text = answer.body.toString('utf8');
  // The response to HEAD has no body, so a refusal has no words.
  if (answer.status === 501 && operation.startsWith('Head') && text === '') return undefined;
  if (answer.status >= 500 && !(answer.status === 501 && text.includes('is not emulated by apikit'))) {
    return `${answer.status} ${/\(.*?\)/.exec(text)?.[0] ?? text}`;
  }
  try {
    const { output } = modelOf(service.id, operation);
    if (answer.status >= 300) checkError(protocol, answer);
    else if (output.isStructSchema()) checkOutput(protocol, operation, output, answer);
    return undefined;
  } catch (error) {
    return `${answer.status} cannot be read: ${(error as Error).message}`;
  }
}

function checkError(protocol: Protocol, { headers, body }: Answer): void {
  const { type } = protocol;
  if (type === 'ec2') {
    const error = member(member(member(readXml(body), 'Response'), 'Errors'), 'Error');
    for (const name of ['Code', 'Message']) text(member(error, name), name);
    return;
  }
  if (type === 'query') {
    const error = member(member(readXml(body), 'ErrorResponse'), 'Error');
    for (const name of ['Type', 'Code', 'Message']) text(member(error, name), name);
    return;
  }
  if (protocol.type === 'rest-xml') {
    // The response to HEAD has no body.
    if (body.length === 0) return;
    const root = readXml(body);
    const error = protocol.bareErrors ? member(root, 'Error') : member(member(root, 'ErrorResponse'), 'Error');
    for (const name of ['Code', 'Message']) text(member(error, name), name);
    return;
  }
  const members = type === 'cbor' ? (codec.decode(body) as Members) : json(body);
  text(type === 'rest-json' ? headers['x-amzn-errortype'] : members.__type, 'the type of the error');
  const message = members.message ?? members.Message;
  if (message !== undefined) text(message, 'message');
}

function checkOutput(protocol: Protocol, operation: string, output: NormalizedSchema, { headers, body }: Answer): void {
  if (protocol.type === 'query') {
    const response = member(readXml(body), `${operation}Response`);
    if ([...output.structIterator()].length > 0)
      check(output, member(response, `${operation}Result`), IN_XML, operation);
    return;
  }
  if (protocol.type === 'rest-xml') {
    if (headers['content-type'] === 'application/xml') readXml(body);
    return;
  }
  if (protocol.type === 'ec2') {
    check(output, member(readXml(body), `${operation}Response`), IN_EC2, operation);
    return;
  }
  if (protocol.type === 'cbor') {
    check(output, codec.decode(body), IN_CBOR, operation);
    return;
  }
  const places = [...output.structIterator()].map(([, shape]) => shape.getMergedTraits());
  const isPayload = places.some(({ httpPayload }) => httpPayload);
  const inBody = places.some(({ httpHeader, httpResponseCode }) => !httpHeader && !httpResponseCode);
  if (inBody && !isPayload) check(output, body.length === 0 ? {} : json(body), IN_JSON, operation);
}

const codec = new Decoder({ mapsAsObjects: true, tagUint8Array: false });

/** How the types of a protocol look when its body is parsed. */
interface Form {
  number(value: unknown): boolean;
  boolean(value: unknown): boolean;
  timestamp(value: unknown): boolean;
  blob(value: unknown): boolean;
  /** Returns the items of a list, or `undefined` for something else. */
  list(value: unknown): readonly unknown[] | undefined;
  /** Returns the entries of a map, or `undefined` for something else. */
  map(value: unknown): readonly (readonly [string, unknown])[] | undefined;
}

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
const isArray = (value: unknown) => (Array.isArray(value) ? (value as unknown[]) : undefined);
const entries = (value: unknown) => (isObject(value) ? Object.entries(value) : undefined);
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const isTime = (value: unknown) => typeof value === 'string' && !Number.isNaN(Date.parse(value));

const IN_JSON: Form = {
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  timestamp: (value) => typeof value === 'number' || isTime(value),
  blob: (value) => typeof value === 'string' && BASE64.test(value),
  list: isArray,
  map: entries,
};

const IN_CBOR: Form = {
  ...IN_JSON,
  number: (value) => typeof value === 'number' || typeof value === 'bigint',
  timestamp: (value) => value instanceof Date && !Number.isNaN(value.getTime()),
  blob: (value) => value instanceof Uint8Array,
};

const IN_XML: Form = {
  number: (value) => typeof value === 'string' && value !== '' && !Number.isNaN(Number(value)),
  boolean: (value) => value === 'true' || value === 'false',
  timestamp: isTime,
  blob: IN_JSON.blob,
  list: (value) => children(value, 'member'),
  map: (value) =>
    children(value, 'entry')?.map((entry) => [text(member(entry, 'key'), 'key'), member(entry, 'value')] as const),
};

const IN_EC2: Form = { ...IN_XML, list: (value) => children(value, 'item') };

/** An empty element is an empty list, map or structure. */
function children(value: unknown, name: string): readonly unknown[] | undefined {
  if (value === '') return [];
  if (!isObject(value) || Object.keys(value).some((key) => key !== name)) return undefined;
  return [value[name]].flat();
}

function nameIn(form: Form, shape: NormalizedSchema, name: string): string {
  const { jsonName, xmlName } = shape.getMergedTraits();
  return (form === IN_EC2 ? xmlName : jsonName) ?? name;
}

function check(schema: NormalizedSchema, value: unknown, form: Form, path: string): void {
  const wrong = () => new Error(`${path} is ${JSON.stringify(value)?.slice(0, 80)}`);
  if (schema.isStructSchema()) {
    const members = (form === IN_XML || form === IN_EC2) && value === '' ? {} : value;
    if (!isObject(members)) throw wrong();
    for (const [name, shape] of schema.structIterator()) {
      const given = members[nameIn(form, shape, name)];
      if (given !== undefined && given !== null) check(shape, given, form, `${path}.${name}`);
    }
  } else if (schema.isListSchema()) {
    const items = form.list(value);
    if (!items) throw wrong();
    for (const item of items) check(schema.getValueSchema(), item, form, `${path}[]`);
  } else if (schema.isMapSchema()) {
    const pairs = form.map(value);
    if (!pairs) throw wrong();
    for (const [key, item] of pairs) check(schema.getValueSchema(), item, form, `${path}.${key}`);
  } else if (schema.isBooleanSchema()) {
    if (!form.boolean(value)) throw wrong();
  } else if (schema.isNumericSchema()) {
    if (!form.number(value)) throw wrong();
  } else if (schema.isTimestampSchema()) {
    if (!form.timestamp(value)) throw wrong();
  } else if (schema.isBlobSchema()) {
    if (!form.blob(value)) throw wrong();
  } else if (schema.isStringSchema() && typeof value !== 'string') throw wrong();
}

function json(body: Buffer): Members {
  const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  if (!isObject(parsed)) throw new Error('The body is not a structure');
  return parsed;
}

function member(value: unknown, name: string): unknown {
  const found = isObject(value) ? value[name] : undefined;
  if (found === undefined) throw new Error(`${name} is missing`);
  return found;
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new Error(`${name} is not a text`);
  return value;
}
