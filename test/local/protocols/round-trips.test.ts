/**
 * An operation gets what the JavaScript SDK sends, and the SDK gets what the operation returns: for every operation
 * with a model, in every protocol, with values that are difficult for some of them.
 */
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { HttpResponse } from '@smithy/core/protocols';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type {
  HttpRequest,
  Operation,
  OperationContext,
  Protocol,
  ServiceDefinition,
} from '../../../src/local/cloud/operation.ts';
import {
  inputOf,
  type OperationModel,
  outputOf,
  type Shape,
  type StructureShape,
  shapeNamed,
} from '../../../src/local/cloud/operation-model.ts';
import { answerCbor } from '../../../src/local/protocols/cbor.ts';
import { answerEc2 } from '../../../src/local/protocols/ec2-query.ts';
import { answerJson } from '../../../src/local/protocols/json-rpc.ts';
import { operationModel } from '../../../src/local/protocols/operation-models.ts';
import { answerQuery } from '../../../src/local/protocols/query.ts';
import { answerRestJson } from '../../../src/local/protocols/rest-json.ts';
import { answerRestXml } from '../../../src/local/protocols/rest-xml.ts';
import { RouteTable } from '../../../src/local/protocols/route-table.ts';
import type { WireResponse } from '../../../src/local/protocols/wire.ts';
import { targetOf } from '../../../src/local/services/s3/target.ts';
import { SERVICES } from '../../../src/local/start-cloud.ts';
import { modelOf, sdkOf } from '../hostile/service-models.ts';
import { type Alphabet, arbitraryMembers, type Members } from './arbitrary-members.ts';

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

type Form = Protocol['type'];

/** The forms in which the SDK can write the requests of a service. */
const formsOf = ({ protocols }: ServiceDefinition): Form[] =>
  protocols.length > 1 ? ['json', 'cbor'] : protocols.map(({ type }) => type);

const ALPHABETS: Readonly<Record<Form, Alphabet>> = {
  json: 'utf-16',
  'rest-json': 'utf-8',
  cbor: 'utf-8',
  query: 'utf-8',
  'rest-xml': 'utf-8',
  ec2: 'utf-8',
};

const cases = SERVICES.filter(({ operations }) => operations.every(({ http }) => http === undefined)).flatMap(
  (service) => formsOf(service).map((form) => [service.id, form, service] as const),
);

/** Their responses are streams or texts, which other tests read. */
const UNLIKE = new Set(['StartLiveTail', 'GetObject', 'GetBucketLocation', 'GetBucketPolicy']);

describe.each(cases)('%s in %s', (id, form, service) => {
  const operations = service.operations.map(({ name }) => name).filter((name) => !UNLIKE.has(name));
  test.each(operations)('%s', async (name) => {
    const model = withoutLimits(await operationModel(service, name));
    const { input, output } = modelOf(id, name);
    const alphabet = ALPHABETS[form];
    const shape = outputOf(model);
    const inputs = arbitraryMembers(model, inputOf(model), input, alphabet);
    const outputs =
      shape && output.isStructSchema() ? arbitraryMembers(model, shape, output, alphabet) : fc.constant({});
    const call = caller(service, name, form, model);
    await fc.assert(
      fc.asyncProperty(inputs, outputs, async (asked, answered) => {
        const returned = shape && inside(model, shape, answered);
        const { got, received } = await call(asked, returned);
        const wanted = inside(model, inputOf(model), asked) as Members;
        expect(comparable(form, withoutAdded(form, got, wanted))).toEqual(comparable(form, wanted));
        if (shape)
          expect(comparable(form, inside(model, shape, received))).toEqual(comparable(form, readable(form, returned)));
      }),
      { numRuns: 5 },
    );
  });
});

/** The SDK of S3 adds checksums, lengths and types to requests, which are members, too. */
const withoutAdded = (form: Form, got: Members, asked: Members): Members =>
  form === 'rest-xml' ? Object.fromEntries(Object.entries(got).filter(([name]) => Object.hasOwn(asked, name))) : got;

/** Sends a request with the SDK to an operation that returns `output`. Resolves to what both sides got. */
function caller(service: ServiceDefinition, name: string, form: Form, model: OperationModel) {
  const { Client, Command } = sdkOf(service.id, name);
  let got: Members = {};
  let output: unknown;
  const operation: Operation = {
    name,
    model: async () => model,
    run(input) {
      got = input;
      return output;
    },
  };
  const client = new Client({
    region: 'eu-west-1',
    endpoint: 'http://127.0.0.1',
    credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
    maxAttempts: 1,
    disableRequestCompression: true,
    // Made-up responses of SQS have made-up checksums.
    md5: false,
    ...(form === 'cbor' && { protocol: SmithyRpcV2CborProtocol }),
    requestHandler: {
      handle: async (sent: Sent) => {
        const { status, headers, body } = await answer(service, operation, model, form, sent);
        return { response: new HttpResponse({ statusCode: status, headers, body: Buffer.from(body) }) };
      },
    },
  });
  return async (input: Members, returned: unknown) => {
    output = returned;
    const { $metadata: _, ...received } = await client.send(new Command(input));
    return { got, received: received as Members };
  };
}

async function answer(
  service: ServiceDefinition,
  operation: Operation,
  model: OperationModel,
  form: Form,
  sent: Sent,
): Promise<WireResponse> {
  const headers = Object.fromEntries(Object.entries(sent.headers).map(([name, text]) => [name.toLowerCase(), text]));
  const query = new URLSearchParams(
    Object.entries(sent.query).flatMap(([name, texts]) => [texts].flat().map((text): [string, string] => [name, text])),
  );
  const body = Buffer.from(sent.body ?? '');
  const http = { method: sent.method, url: sent.path, headers, query, body };
  const context = { requestId: 'r', http } as unknown as OperationContext;
  switch (form) {
    case 'json':
      return answerJson(operation, '1.1', context);
    case 'cbor':
      return answerCbor(operation, context);
    case 'query':
      return answerQuery(operation, new URLSearchParams(body.toString()), 'x', context);
    case 'rest-xml': {
      const protocol = service.protocols.find((each) => each.type === form)!;
      return answerRestXml({ operation, labels: labelsOf(service, operation, model, http) }, protocol, context);
    }
    case 'ec2':
      return answerEc2(operation, new URLSearchParams(body.toString()), 'x', context);
    default: {
      const routes = new RouteTable();
      routes.add(operation, model.http!);
      return answerRestJson(routes.match(sent.method, sent.path, query)!, context);
    }
  }
}

/** The router of S3 needs the members that are required, which the model does not have here. */
function labelsOf(service: ServiceDefinition, operation: Operation, model: OperationModel, http: HttpRequest) {
  if (service.route) {
    const { bucket, key } = targetOf(http);
    return { Bucket: bucket, Key: key };
  }
  const routes = new RouteTable();
  routes.add(operation, model.http!);
  return routes.match(http.method, http.url, http.query)!.labels;
}

/** Values are of the right types here, and nothing else. */
function withoutLimits(model: OperationModel): OperationModel {
  const shapes = Object.entries(model.shapes).map(([name, { type, ...shape }]): [string, Shape] => {
    const { min: _, max: _1, pattern: _2, enum: _3, required: _4, ...rest } = shape as Members;
    return [name, { type, ...rest } as Shape];
  });
  return { ...model, shapes: Object.fromEntries(shapes) };
}

/** The members as an operation has them: a blob in a body is base64. An empty payload or query is an absent member. */
function inside(model: OperationModel, shape: Shape, value: unknown): unknown {
  if (value === undefined) return undefined;
  switch (shape.type) {
    case 'structure':
      return structureInside(model, shape, value as Members);
    case 'list':
      return (value as unknown[]).map((one) => inside(model, shapeNamed(model, shape.item), one));
    case 'map':
      return mapValues(value as Members, (one) => inside(model, shapeNamed(model, shape.value), one));
    case 'blob':
      return Buffer.from(value as Uint8Array).toString('base64');
    default:
      return value;
  }
}

const structureInside = (model: OperationModel, { members }: StructureShape, value: Members): Members =>
  mapValues(value, (one, name) => {
    const member = members[name]!;
    if (typeof member === 'string') return inside(model, shapeNamed(model, member), one);
    if (member.in === 'querystring' && isEmpty(one)) return undefined;
    const payload = shapeNamed(model, member.shape);
    if (member.in === 'payload' && one === '') return undefined;
    if (member.in !== 'payload' || payload.type !== 'blob') return inside(model, shapeNamed(model, member.shape), one);
    return isEmpty(one) || one === null ? undefined : Buffer.from(one as Uint8Array);
  });

const mapValues = (members: Members, change: (value: unknown, name: string) => unknown): Members =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [name, change(value, name)]));

const isXml = (form: Form): boolean => ['query', 'ec2', 'rest-xml'].includes(form);

/** In XML, an empty list, map or structure cannot be told from an absent one. */
function comparable(form: Form, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array) return value;
  const isThere = (one: unknown) => !isXml(form) || !isEmpty(one);
  if (Array.isArray(value)) return value.map((one) => comparable(form, one)).filter(isThere);
  const members = Object.entries(value).map(([name, one]): [string, unknown] => [name, comparable(form, one)]);
  return Object.fromEntries(members.filter(([, one]) => isThere(one)));
}

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !(value instanceof Date) && Object.keys(value).length === 0;

/**
 * The text that the SDK reads. XML cannot have most control characters: they are replaced, so that the response can be
 * read at all. The SDK drops text of blanks in XML, and the mark at the beginning of a text in CBOR.
 */
function readable(form: Form, value: unknown): unknown {
  if (typeof value === 'string') {
    if (form === 'cbor') return value.replace(/^\ufeff/, '');
    const text = isXml(form) ? value.replace(NOT_IN_XML, '\ufffd') : value;
    return isXml(form) && /^[ \t\r\n]*$/.test(text) ? '' : text;
  }
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map((one) => readable(form, one));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [readable(form, name), readable(form, one)]));
}

const NOT_IN_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
