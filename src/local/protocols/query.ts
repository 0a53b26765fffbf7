/** AWS Query: `Action=…&A.member.1.B=…` in, XML out. Lists use `member`, maps use `entry`/`key`/`value`. */
import { AwsError } from '../cloud/aws-error.ts';
import type { Operation, OperationContext } from '../cloud/operation.ts';
import {
  inputOf,
  isNumeric,
  type RequestModel,
  type Shape,
  type StructureShape,
  shapeNamed,
} from '../cloud/request-model.ts';
import { checkRequest } from './check-request.ts';
import { asAwsError, refuseDeepNesting, type WireResponse } from './wire.ts';

export async function answerQuery(
  operation: Operation,
  form: URLSearchParams,
  namespace: string,
  context: OperationContext,
): Promise<WireResponse> {
  try {
    const model = await operation.model!();
    const input = decodeForm(form, model);
    checkRequest(model, input);
    const output = await operation.run(input, context);
    const result =
      output === undefined ? '' : `<${operation.name}Result>${members(output as object)}</${operation.name}Result>`;
    return xml(
      200,
      `<${operation.name}Response xmlns="${namespace}">${result}${metadata(context)}</${operation.name}Response>`,
      context,
    );
  } catch (error) {
    return queryError(error, namespace, context);
  }
}

export function queryError(
  error: unknown,
  namespace: string,
  context: Pick<OperationContext, 'requestId'>,
): WireResponse {
  const { code: shape, message, status, headers } = asAwsError(error);
  // A service that also speaks JSON or CBOR has other error names there, and gives the Query name in this header.
  const code = headers['x-amzn-query-error']?.split(';')[0] ?? shape;
  const fault = status >= 500 ? 'Receiver' : 'Sender';
  const body = `<Error><Type>${fault}</Type><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message></Error>`;
  return xml(
    status,
    `<ErrorResponse xmlns="${namespace}">${body}<RequestId>${context.requestId}</RequestId></ErrorResponse>`,
    context,
  );
}

/** An error in S3's format, the only service without an envelope; its clients read no other format. */
export function s3Error(error: unknown, context: Pick<OperationContext, 'requestId'>): WireResponse {
  const { code, message, status } = asAwsError(error);
  const members = `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>`;
  return xml(status, `<Error>${members}<RequestId>${context.requestId}</RequestId></Error>`, context);
}

const metadata = (context: Pick<OperationContext, 'requestId'>) =>
  `<ResponseMetadata><RequestId>${context.requestId}</RequestId></ResponseMetadata>`;

function xml(status: number, body: string, context: Pick<OperationContext, 'requestId'>): WireResponse {
  const headers = { 'content-type': 'text/xml', 'x-amzn-requestid': context.requestId };
  return { status, headers, body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` };
}

type Tree = { [part: string]: Tree | string };

/** The object has no prototype, so that a member named `__proto__` is a normal member. */
const branch = (): Tree => Object.create(null) as Tree;

/**
 * `Tags.member.1.Key=a` → `{Tags: [{Key: 'a'}]}`, by the model of the operation; unknown members are dropped. Plain
 * values stay text, because Query has no other type. Throws SerializationException for a path with too many parts, and
 * MalformedInput for a member whose form differs from the model.
 */
export function decodeForm(form: URLSearchParams, model: RequestModel): Record<string, unknown> {
  const tree = branch();
  for (const [path, value] of form) {
    if (path === 'Action' || path === 'Version') continue;
    const parts = path.split('.');
    let node = tree;
    for (const part of parts.slice(0, -1)) {
      const next = node[part];
      const child = typeof next === 'object' ? next : branch();
      node[part] = child;
      node = child;
    }
    node[parts.at(-1)!] = value;
  }
  refuseDeepNesting(tree);
  return structure(tree, inputOf(model), model);
}

function decodeTree(node: Tree | string, shape: Shape, model: RequestModel): unknown {
  if (shape.type === 'list' || shape.type === 'map') {
    const isList = shape.type === 'list';
    // An empty list or map is sent as an empty text by the Query serializers of botocore and older SDKs.
    const items = typeof node === 'string' ? node : node[isList ? 'member' : 'entry'];
    if (items === '') return isList ? [] : {};
    if (typeof items === 'string') throw malformed('Unexpected list element termination');
    if (items === undefined) throw malformed('Start of structure or map found where not expected');
    const each = shapeNamed(model, isList ? shape.item : shape.value);
    return isList ? inOrder(items).map((item) => decodeTree(item, each, model)) : map(items, each, model);
  }
  if (typeof node === 'object') {
    if (shape.type === 'structure') return structure(node, shape, model);
    throw malformed(`Start of ${'member' in node ? 'list' : 'structure or map'} found where not expected`);
  }
  if (shape.type === 'structure') throw malformed('Unexpected complex element termination');
  if (isNumeric(shape) && !NUMBER.test(node)) throw malformed(`'${node}' is not a number`);
  return node;
}

function structure(tree: Tree, { members }: StructureShape, model: RequestModel): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).flatMap(([member, shape]) => {
      const node = tree[member];
      return node === undefined ? [] : [[member, decodeTree(node, shapeNamed(model, shape as string), model)]];
    }),
  );
}

function map(entries: Tree, each: Shape, model: RequestModel): Record<string, unknown> {
  return Object.fromEntries(
    inOrder(entries).map((entry) => {
      const { key, value } = typeof entry === 'string' ? branch() : entry;
      if (typeof key !== 'string') throw malformed('Unexpected complex element termination');
      return [key, decodeTree(value ?? '', each, model)];
    }),
  );
}

const inOrder = (list: Tree): (Tree | string)[] =>
  Object.keys(list)
    .sort((a, b) => Number(a) - Number(b))
    .map((index) => list[index]!);

/** Numbers in Java's syntax, which includes these three words. */
const NUMBER = /^(?:NaN|[+-]?(?:Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))$/;

/**
 * The texts for a string in place of a list or a structure are recorded in pplu/aws-sdk-perl#112 and boto/boto#37, the
 * text for a list in place of a string in lineofflight/peddler#48.
 */
const malformed = (message: string): AwsError => new AwsError('MalformedInput', message);

/** Marks a map in a response, e.g. SNS `Attributes`, that is written with `entry` elements. */
export class XmlMap {
  readonly entries: Record<string, string>;
  constructor(entries: Record<string, string>) {
    this.entries = entries;
  }
}

function members(value: object): string {
  return Object.entries(value)
    .filter(([, child]) => child !== undefined)
    .map(([name, child]) => `<${name}>${encode(child)}</${name}>`)
    .join('');
}

function encode(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof XmlMap) {
    return Object.entries(value.entries)
      .map(([key, text]) => `<entry><key>${escapeXml(key)}</key><value>${escapeXml(text)}</value></entry>`)
      .join('');
  }
  if (Array.isArray(value)) return value.map((item) => `<member>${encode(item)}</member>`).join('');
  if (typeof value === 'object' && value !== null) return members(value);
  return escapeXml(String(value));
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#xD;',
};

/**
 * Characters that XML 1.0 cannot hold, not even as a reference, become the replacement character:
 * https://www.w3.org/TR/xml/#charsets
 */
const escapeXml = (text: string) =>
  text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"'\r]/g, (character) => ENTITIES[character]!);
