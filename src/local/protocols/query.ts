/** AWS Query: `Action=…&A.member.1.B=…` in, XML out. Lists use `member`, maps use `entry`/`key`/`value`. */
import { AwsError } from '../cloud/aws-error.ts';
import type { Operation, OperationContext } from '../cloud/operation.ts';
import {
  inputOf,
  isDecimal,
  isNumeric,
  type MapShape,
  type OperationModel,
  outputOf,
  type Shape,
  type StructureShape,
  shapeNamed,
} from '../cloud/operation-model.ts';
import { checkRequest } from './check-request.ts';
import { timestampFrom } from './timestamp.ts';
import { asAwsError, refuseDeepNesting, type WireResponse } from './wire.ts';
import { checkType, defect, type Members } from './write-members.ts';
import { errorDocument, escapeXml, respondXml } from './xml.ts';

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
    const output = ((await operation.run(input, context)) ?? {}) as Members;
    const shape = outputOf(model);
    const result = shape
      ? `<${operation.name}Result>${writeMembers(model, shape, output)}</${operation.name}Result>`
      : '';
    return respondXml(
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
  return respondXml(status, errorDocument({ code, message, status }, namespace, context), context);
}

const metadata = (context: Pick<OperationContext, 'requestId'>) =>
  `<ResponseMetadata><RequestId>${context.requestId}</RequestId></ResponseMetadata>`;

export type Tree = { [part: string]: Tree | string };

/** The object has no prototype, so that a member named `__proto__` is a normal member. */
const branch = (): Tree => Object.create(null) as Tree;

/**
 * `Tags.member.1.Key=a` → `{Tags: [{Key: 'a'}]}`, by the model of the operation; unknown members are dropped. Throws
 * SerializationException for a path with too many parts, and MalformedInput for a member whose form differs from the
 * model.
 */
export function decodeForm(form: URLSearchParams, model: OperationModel): Record<string, unknown> {
  return structure(formTree(form), inputOf(model), model);
}

/** Splits the names of a form at their dots. Throws SerializationException for a name with too many parts. */
export function formTree(form: URLSearchParams): Tree {
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
  return tree;
}

function decodeTree(node: Tree | string, shape: Shape, model: OperationModel): unknown {
  if (shape.type === 'list' || shape.type === 'map') {
    const isList = shape.type === 'list';
    // An empty list or map is sent as an empty text by the Query serializers of botocore and older SDKs.
    const items = typeof node === 'string' ? node : node[isList ? 'member' : 'entry'];
    if (items === '') return isList ? [] : {};
    if (typeof items === 'string') throw malformed('Unexpected list element termination');
    if (items === undefined) throw malformed('Start of structure or map found where not expected');
    if (shape.type === 'map') return map(items, shape, model);
    const each = shapeNamed(model, shape.item);
    return inOrder(items).map((item) => decodeTree(item, each, model));
  }
  if (typeof node === 'object') {
    if (shape.type === 'structure') return structure(node, shape, model);
    throw malformed(`Start of ${'member' in node ? 'list' : 'structure or map'} found where not expected`);
  }
  if (shape.type === 'structure') throw malformed('Unexpected complex element termination');
  return readScalar(shape, node);
}

export function readScalar(shape: Shape, text: string): unknown {
  if (isNumeric(shape)) {
    const number = NUMBER.test(text) ? Number(text) : undefined;
    if (number !== undefined && (Number.isFinite(number) || isDecimal(shape))) return number;
    throw malformed(`'${text}' is not a number`);
  }
  if (shape.type === 'boolean') {
    if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
    throw malformed(`'${text}' is not a boolean`);
  }
  if (shape.type !== 'timestamp') return text;
  const time = timestampFrom(text);
  if (Number.isNaN(time.getTime())) throw malformed(`'${text}' is not a timestamp`);
  return time;
}

function structure(tree: Tree, { members }: StructureShape, model: OperationModel): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).flatMap(([member, shape]) => {
      const node = tree[member];
      return node === undefined ? [] : [[member, decodeTree(node, shapeNamed(model, shape as string), model)]];
    }),
  );
}

function map(entries: Tree, shape: MapShape, model: OperationModel): Record<string, unknown> {
  const each = shapeNamed(model, shape.value);
  const [keyName, valueName] = shape.names ?? KEY_AND_VALUE;
  return Object.fromEntries(
    inOrder(entries).map((entry) => {
      const parts = typeof entry === 'string' ? branch() : entry;
      const key = parts[keyName];
      if (typeof key !== 'string') throw malformed('Unexpected complex element termination');
      // A structure without members is not sent.
      return [key, decodeTree(parts[valueName] ?? (each.type === 'structure' ? branch() : ''), each, model)];
    }),
  );
}

const KEY_AND_VALUE = ['key', 'value'] as const;

export const inOrder = (list: Tree): (Tree | string)[] =>
  Object.keys(list)
    .sort((a, b) => Number(a) - Number(b))
    .map((index) => list[index]!);

/** Numbers in Java's syntax, which includes these three words. */
const NUMBER = /^(?:NaN|[+-]?(?:Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))$/;

/**
 * The texts for a string in place of a list or a structure are recorded in pplu/aws-sdk-perl#112 and boto/boto#37, the
 * text for a list in place of a string in lineofflight/peddler#48.
 */
export const malformed = (message: string): AwsError => new AwsError('MalformedInput', message);

/** Writes the members of a structure in the order of the model. */
function writeMembers(model: OperationModel, { members }: StructureShape, output: Members, path = ''): string {
  const unknown = Object.keys(output).find((name) => !Object.hasOwn(members, name) && output[name] !== undefined);
  if (unknown !== undefined) throw defect(`${path}${unknown}`, 'is not in the model');
  return Object.entries(members)
    .filter(([name]) => output[name] !== undefined)
    .map(([name, shape]) => {
      const text = write(model, shapeNamed(model, shape as string), output[name], `${path}${name}`);
      return `<${name}>${text}</${name}>`;
    })
    .join('');
}

function write(model: OperationModel, shape: Shape, value: unknown, path: string): string {
  checkType(shape, value, path);
  switch (shape.type) {
    case 'structure':
      return writeMembers(model, shape, value as Members, `${path}.`);
    case 'list': {
      const item = shapeNamed(model, shape.item);
      return (value as unknown[]).map((one) => `<member>${write(model, item, one, `${path}[]`)}</member>`).join('');
    }
    case 'map': {
      const each = shapeNamed(model, shape.value);
      const [keyTag, valueTag] = shape.names ?? KEY_AND_VALUE;
      return Object.entries(value as Members)
        .map(([key, one]) => [escapeXml(key), write(model, each, one, `${path}{}`)])
        .map(([key, text]) => `<${keyTag}>${key}</${keyTag}><${valueTag}>${text}</${valueTag}>`)
        .map((entry) => `<entry>${entry}</entry>`)
        .join('');
    }
    case 'timestamp':
      return (value as Date).toISOString();
    default:
      return escapeXml(String(value));
  }
}
