/**
 * EC2's variant of Query: `Action=…&VpcId.1=…&Filter.1.Value.1=…` in, XML out. Lists of a request have no `member`,
 * those of a response use `item`, and the members of both have names of their own
 * (https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html).
 */
import type { Operation, OperationContext } from '../cloud/operation.ts';
import {
  inputOf,
  type OperationModel,
  outputOf,
  type PlacedMember,
  type Shape,
  type StructureShape,
  shapeNamed,
} from '../cloud/operation-model.ts';
import { checkRequest } from './check-request.ts';
import { formTree, inOrder, malformed, readScalar, type Tree } from './query.ts';
import { asAwsError, type WireResponse } from './wire.ts';
import { checkType, defect, type Members } from './write-members.ts';
import { escapeXml, respondXml } from './xml.ts';

export async function answerEc2(
  operation: Operation,
  form: URLSearchParams,
  namespace: string,
  context: OperationContext,
): Promise<WireResponse> {
  try {
    const model = await operation.model!();
    const input = structure(formTree(form), inputOf(model), model);
    checkRequest(model, input);
    const output = ((await operation.run(input, context)) ?? {}) as Members;
    const shape = outputOf(model);
    const members = shape ? writeMembers(model, shape, output) : '<return>true</return>';
    const id = `<requestId>${context.requestId}</requestId>`;
    return respondXml(
      200,
      `<${operation.name}Response xmlns="${namespace}">${id}${members}</${operation.name}Response>`,
      context,
    );
  } catch (error) {
    return ec2Error(error, context);
  }
}

export function ec2Error(error: unknown, context: Pick<OperationContext, 'requestId'>): WireResponse {
  const { code, message, status } = asAwsError(error);
  const members = `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>`;
  const id = `<RequestID>${context.requestId}</RequestID>`;
  return respondXml(status, `<Response><Errors><Error>${members}</Error></Errors>${id}</Response>`, context);
}

type Member = string | PlacedMember;

const shapeOf = (model: OperationModel, member: Member): Shape =>
  shapeNamed(model, typeof member === 'string' ? member : member.shape);

function structure(tree: Tree, { members }: StructureShape, model: OperationModel): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, member]) => {
      const node = tree[typeof member === 'string' ? name : (member.form ?? member.as)];
      return node === undefined ? [] : [[name, decode(node, shapeOf(model, member), model)]];
    }),
  );
}

function decode(node: Tree | string, shape: Shape, model: OperationModel): unknown {
  if (shape.type === 'list') {
    if (node === '') return [];
    if (typeof node === 'string') throw malformed('Unexpected list element termination');
    const each = shapeNamed(model, shape.item);
    return inOrder(node).map((item) => decode(item, each, model));
  }
  if (shape.type === 'structure') {
    if (typeof node === 'string') throw malformed('Unexpected complex element termination');
    return structure(node, shape, model);
  }
  if (typeof node === 'object') throw malformed('Start of structure or map found where not expected');
  return readScalar(shape, node);
}

/** Writes the members of a structure in the order of the model. */
function writeMembers(model: OperationModel, { members }: StructureShape, output: Members, path = ''): string {
  const unknown = Object.keys(output).find((name) => !Object.hasOwn(members, name) && output[name] !== undefined);
  if (unknown !== undefined) throw defect(`${path}${unknown}`, 'is not in the model');
  return Object.entries(members)
    .filter(([name]) => output[name] !== undefined)
    .map(([name, member]) => {
      const tag = typeof member === 'string' ? name : member.as;
      return `<${tag}>${write(model, shapeOf(model, member), output[name], `${path}${name}`)}</${tag}>`;
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
      return (value as unknown[]).map((one) => `<item>${write(model, item, one, `${path}[]`)}</item>`).join('');
    }
    case 'timestamp':
      return (value as Date).toISOString();
    default:
      return escapeXml(String(value));
  }
}
