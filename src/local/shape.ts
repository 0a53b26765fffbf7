/**
 * The form of an operation's input: which members are texts, numbers, lists. What has another form is SerializationException before
 * an operation sees it, as AWS's servers read a body into their own types first. The words are those of DynamoDB, which dynalite's
 * tests recorded.
 */
import { AwsError } from './aws-error.ts';

/** `[shape]`: a list; `{ '*': shape }`: a map; any other object: the members of a structure; members that it lacks may be anything. */
export type Shape = 'string' | 'number' | 'boolean' | readonly [Shape] | { readonly [member: string]: Shape };

/** The input without members that are null, which is how JSON says that one is not there. Throws SerializationException. */
export function shaped<T>(value: T, shape: Shape): T {
  return conform(value, shape) as T;
}

function conform(value: unknown, shape: Shape): unknown {
  if (typeof shape === 'string') return scalar(value, shape);
  if (isList(shape)) {
    if (!Array.isArray(value)) throw malformed(isObject(value) ? STRUCTURE : 'Unexpected field type');
    return value.map((member) => {
      if (member === null) throw malformed('A member of a list is null');
      return conform(member, shape[0]);
    });
  }
  if (!isObject(value))
    throw malformed(Array.isArray(value) ? 'Unrecognized collection type' : 'Unexpected field type');
  const { '*': all } = shape;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(
    members.map(([name, member]) => {
      const its = all ?? (Object.hasOwn(shape, name) ? shape[name] : undefined);
      return [name, its === undefined || member === undefined ? member : conform(member, its)];
    }),
  );
}

function scalar(value: unknown, type: 'string' | 'number' | 'boolean'): unknown {
  if (typeof value === type) return value;
  if (Array.isArray(value)) throw malformed('Unrecognized collection type');
  if (isObject(value)) throw malformed(STRUCTURE);
  const found = typeof value === 'boolean' ? String(value) : typeof value;
  throw malformed(`${found.toUpperCase()}_VALUE cannot be converted to ${NAMES[type]}`);
}

const STRUCTURE = 'Start of structure or map found where not expected';
const NAMES = { string: 'String', number: 'Integer', boolean: 'Boolean' } as const;

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
const malformed = (words: string): AwsError => new AwsError('SerializationException', words);
