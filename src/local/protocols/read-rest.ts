/** Reads a REST request by the model of its operation: labels, query, headers and body. */
import { AwsError } from '../cloud/aws-error.ts';
import type { HttpRequest } from '../cloud/operation.ts';
import { inputOf, type OperationModel, type PlacedMember, type Shape, shapeNamed } from '../cloud/operation-model.ts';
import { readMembers } from './read-members.ts';

type Members = Record<string, unknown>;

/**
 * Returns all members by their names. Query parameters that the model does not have are dropped: they cannot set a
 * member of the body. A member that is a map gets all parameters. Throws SerializationException for a value
 * that is not of the type of its member.
 */
export function readRest(
  model: OperationModel,
  labels: Readonly<Record<string, string>>,
  http: HttpRequest,
  jsonBody: () => Members,
): Members {
  const placed = Object.entries(inputOf(model).members).filter(
    (entry): entry is [string, PlacedMember] => typeof entry[1] !== 'string' && entry[1].in !== 'body',
  );
  const hasPayload = placed.some(([, place]) => place.in === 'payload');
  const found: Members = hasPayload ? {} : readMembers(model, jsonBody());
  for (const [name, place] of placed) {
    const value = valueAt(model, place, labels, http);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

function valueAt(
  model: OperationModel,
  place: PlacedMember,
  labels: Readonly<Record<string, string>>,
  http: HttpRequest,
): unknown {
  const shape = shapeNamed(model, place.shape);
  switch (place.in) {
    case 'payload':
      return http.body.length === 0 ? undefined : http.body;
    case 'uri':
      return labels[place.as];
    case 'header': {
      const text = http.headers[place.as.toLowerCase()];
      return text === undefined ? undefined : scalar(shape, String(text));
    }
    default: {
      if (shape.type === 'map') return Object.fromEntries(http.query);
      const texts = http.query.getAll(place.as);
      return texts.length === 0 ? undefined : fromQuery(model, shape, texts);
    }
  }
}

function fromQuery(model: OperationModel, shape: Shape, texts: readonly string[]): unknown {
  if (shape.type !== 'list') return scalar(shape, texts[0]!);
  const item = shapeNamed(model, shape.item);
  return texts.map((text) => scalar(item, text));
}

function scalar({ type }: Shape, text: string): unknown {
  if (type === 'boolean') {
    if (text === 'true' || text === 'false') return text === 'true';
    throw notA('Boolean', text);
  }
  if (type === 'integer' || type === 'long') {
    if (/^[+-]?\d+$/.test(text)) return Number(text);
    throw notA('Number', text);
  }
  return text;
}

const notA = (type: string, text: string): AwsError =>
  new AwsError('SerializationException', `'${text}' can not be converted to a ${type}`);
