/** Reads a REST request by the model of its operation: labels, query, headers, and the body in a protocol's format. */
import { AwsError } from '../cloud/aws-error.ts';
import type { HttpRequest } from '../cloud/operation.ts';
import { inputOf, type OperationModel, type PlacedMember, type Shape, shapeNamed } from '../cloud/operation-model.ts';
import { timestampFrom } from './timestamp.ts';

type Members = Record<string, unknown>;

/** Reads the body in the format of a protocol. */
export interface BodyReader {
  /** The body has the members that have no other place. */
  members(): Members;
  /** The body is one member. */
  payload(shape: Shape, as: string): unknown;
}

/**
 * Returns all members by their names. Query parameters that the model does not have are dropped: they cannot set a
 * member of the body. A member that is a map gets all parameters. Throws SerializationException for a value
 * that is not of the type of its member.
 */
export function readRest(
  model: OperationModel,
  labels: Readonly<Record<string, string>>,
  http: HttpRequest,
  body: BodyReader,
): Members {
  const placed = Object.entries(inputOf(model).members).filter(
    (entry): entry is [string, PlacedMember] => typeof entry[1] !== 'string' && entry[1].in !== 'body',
  );
  const hasPayload = placed.some(([, place]) => place.in === 'payload');
  const found: Members = hasPayload ? {} : body.members();
  for (const [name, place] of placed) {
    const value = valueAt(model, place, labels, http, body);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

function valueAt(
  model: OperationModel,
  place: PlacedMember,
  labels: Readonly<Record<string, string>>,
  http: HttpRequest,
  body: BodyReader,
): unknown {
  const shape = shapeNamed(model, place.shape);
  switch (place.in) {
    case 'payload':
      return body.payload(shape, place.as);
    case 'uri': {
      const text = labels[place.as];
      return text === undefined ? undefined : scalar(shape, text);
    }
    case 'header': {
      const text = http.headers[place.as.toLowerCase()];
      return text === undefined ? undefined : fromHeader(model, shape, String(text));
    }
    case 'headers':
      return prefixed(http.headers, place.as.toLowerCase());
    default: {
      if (shape.type === 'map') return Object.fromEntries(http.query);
      const texts = http.query.getAll(place.as);
      return texts.length === 0 ? undefined : fromQuery(model, shape, texts);
    }
  }
}

/** A list is one header with commas. */
function fromHeader(model: OperationModel, shape: Shape, text: string): unknown {
  if (shape.type !== 'list') return scalar(shape, text);
  const item = shapeNamed(model, shape.item);
  return text === '' ? [] : text.split(',').map((one) => scalar(item, one.trim()));
}

/** Returns all headers with a prefix, by the rest of their names, or `undefined` if there is none. */
function prefixed(headers: HttpRequest['headers'], prefix: string): Record<string, string> | undefined {
  const found = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  if (found.length === 0) return undefined;
  return Object.fromEntries(found.map(([name, text]) => [name.slice(prefix.length), String(text)]));
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
  if (type === 'timestamp') {
    const time = timestampFrom(text);
    if (Number.isNaN(time.getTime())) throw notA('Timestamp', text);
    return time;
  }
  return text;
}

const notA = (type: string, text: string): AwsError =>
  new AwsError('SerializationException', `'${text}' can not be converted to a ${type}`);
