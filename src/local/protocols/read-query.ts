/** Reads the query of a REST request by the model of its operation. */
import { AwsError } from '../cloud/aws-error.ts';
import { inputOf, type RequestModel, type Shape, shapeNamed } from '../cloud/request-model.ts';

/**
 * Returns the members that the model places in the query, under the names of their parameters. Other parameters are
 * dropped: they cannot set a member of the body. A member that is a map gets all parameters. Throws
 * SerializationException for a text that is not of the type of the member.
 */
export function readQuery(model: RequestModel, query: URLSearchParams): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const member of Object.values(inputOf(model).members)) {
    if (typeof member === 'string' || member.in !== 'querystring') continue;
    const texts = query.getAll(member.as);
    if (shapeNamed(model, member.shape).type === 'map') found[member.as] = Object.fromEntries(query);
    else if (texts.length > 0) found[member.as] = read(model, shapeNamed(model, member.shape), texts);
  }
  return found;
}

function read(model: RequestModel, shape: Shape, texts: readonly string[]): unknown {
  if (shape.type === 'list') {
    const item = shapeNamed(model, shape.item);
    return texts.map((text) => scalar(item, text));
  }
  return scalar(shape, texts[0]!);
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
