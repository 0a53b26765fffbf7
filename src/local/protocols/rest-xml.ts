/**
 * AWS REST-XML: labels, query, headers and an XML body in; XML out. The body is one member of the model, or has all
 * members that have no other place. Route 53 wraps errors as Query does, and S3 does not.
 */
import type { AwsError } from '../cloud/aws-error.ts';
import type { HttpRequest, OperationContext, Protocol } from '../cloud/operation.ts';
import {
  inputOf,
  type OperationModel,
  outputOf,
  type PlacedMember,
  type Shape,
  type StructureShape,
  shapeNamed,
} from '../cloud/operation-model.ts';
import { checkPayload, checkRequest } from './check-request.ts';
import { placeOutput } from './place-output.ts';
import { type BodyReader, readRest } from './read-rest.ts';
import { readXml, type XmlElement, XmlSyntaxError } from './read-xml.ts';
import type { RouteMatch } from './route-table.ts';
import { asAwsError, type WireResponse } from './wire.ts';
import type { Members } from './write-members.ts';
import { errorDocument, escapeXml, XML_DECLARATION } from './xml.ts';
import { membersFromXml, membersToXml } from './xml-members.ts';

type RestXml = Extract<Protocol, { type: 'rest-xml' }>;

export async function answerRestXml(
  { operation, labels }: RouteMatch,
  protocol: RestXml,
  context: OperationContext,
): Promise<WireResponse> {
  try {
    const model = await operation.model!();
    const input = readRest(model, labels, context.http, xmlBody(model, protocol, context.http));
    checkRequest(model, input, protocol.parameterErrors);
    if (lacksBody(model, input) && protocol.missingBody) throw protocol.missingBody();
    const output = ((await operation.run(input, context)) ?? {}) as Members;
    return respond(operation.name, model, protocol, output, context);
  } catch (error) {
    return restXmlError(error, protocol, context);
  }
}

/** Whether the body is one member, which is required and absent. */
function lacksBody(model: OperationModel, input: Members): boolean {
  const { members, required = [] } = inputOf(model);
  return required.some((name) => {
    const member = members[name];
    return typeof member === 'object' && member.in === 'payload' && input[name] === undefined;
  });
}

export function restXmlError(
  error: unknown,
  protocol: RestXml,
  context: Pick<OperationContext, 'requestId'>,
): WireResponse {
  const { code, message, status, headers, members } = asAwsError(error);
  const { requestId } = context;
  const document = protocol.bareErrors
    ? bareError({ Code: code, Message: message, ...members, RequestId: requestId })
    : errorDocument({ code, message, status }, protocol.namespace, context);
  return {
    status,
    headers: { 'content-type': 'application/xml', [requestIdHeader(protocol)]: requestId, ...headers },
    body: `${XML_DECLARATION}${document}`,
  };
}

const requestIdHeader = ({ bareErrors }: RestXml): string => (bareErrors ? 'x-amz-request-id' : 'x-amzn-requestid');

const bareError = (members: Members): string =>
  `<Error>${Object.entries(members)
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
    .join('')}</Error>`;

function xmlBody(model: OperationModel, { malformed }: RestXml, { body }: HttpRequest): BodyReader {
  const parsed = (shape: StructureShape, root?: string): Members => {
    const element = parse(body, malformed);
    // A root of another name is the request of another operation.
    if (root !== undefined && element.name !== root) throw malformed();
    return membersFromXml(model, shape, element, malformed);
  };
  const payload = (shape: StructureShape, as: string): Members => {
    const members = parsed(shape, as);
    checkPayload(model, shape, members, malformed);
    return members;
  };
  return {
    members: () => (body.length === 0 ? {} : parsed(inputOf(model))),
    payload(shape, as) {
      if (body.length === 0) return undefined;
      return shape.type === 'structure' ? payload(shape, as) : textOrBytes(shape, body);
    },
  };
}

const textOrBytes = ({ type }: Shape, body: Buffer): unknown => (type === 'string' ? body.toString('utf8') : body);

function parse(body: Buffer, malformed: () => AwsError): XmlElement {
  try {
    return readXml(body.toString('utf8'));
  } catch (error) {
    throw error instanceof XmlSyntaxError ? malformed() : error;
  }
}

function respond(
  operation: string,
  model: OperationModel,
  protocol: RestXml,
  output: Members,
  context: OperationContext,
): WireResponse {
  const { namespace, documents } = protocol;
  const { status, headers: placed, payload } = placeOutput(model, output);
  const headers = { [requestIdHeader(protocol)]: context.requestId, ...placed };
  const shape = outputOf(model);
  const xml = (name: string, content: string): WireResponse => ({
    status,
    headers: { 'content-type': 'application/xml', ...headers },
    body: `${XML_DECLARATION}<${name} xmlns="${namespace}">${content}</${name}>`,
  });
  const name = documents?.[operation] ?? `${operation}Response`;
  if (payload === undefined) {
    return shape && hasBody(shape) ? xml(name, contentOf(model, shape, output, name)) : { status, headers, body: '' };
  }
  const value = output[payload];
  const { shape: payloadName, as } = shape!.members[payload] as PlacedMember;
  const payloadShape = shapeNamed(model, payloadName);
  if (payloadShape.type === 'structure') return xml(as, membersToXml(model, payloadShape, (value ?? {}) as Members));
  if (typeof value === 'object') return { status, headers, body: '', stream: value as AsyncIterable<Uint8Array> };
  return { status, headers, body: String(value ?? '') };
}

const hasBody = ({ members }: StructureShape): boolean =>
  Object.values(members).some((member) => typeof member === 'string' || member.in === 'body');

/** S3 has a document that is only a text, which has the name of its only member: GetBucketLocation. */
function contentOf(model: OperationModel, shape: StructureShape, output: Members, name: string): string {
  const member = Object.hasOwn(shape.members, name) ? shape.members[name] : undefined;
  return member === undefined ? membersToXml(model, shape, output) : escapeXml(String(output[name] ?? ''));
}
