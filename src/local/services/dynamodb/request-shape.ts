/**
 * The form of a request of DynamoDB, as far as it is not the item engine's to check: which members are texts, numbers, lists. What has
 * another form is SerializationException before an operation sees it.
 *
 * The requests of other services are read by AWS's models (`protocols/read-members.ts`). DynamoDB's servers have a deserializer of their
 * own. Its words, which dynalite's tests recorded, tell a Long from an Integer, which the SDK's models do not, and a null in a map is an
 * absent member to it. The engine checks requests for items in these words and in its own order, and would never be
 * asked if models came before it.
 */
import { AwsError } from '../../aws-error.ts';
import { type Operation, type OperationDefinition, operation } from '../../operation.ts';

/** `[shape]`: a list; `{ '*': shape }`: a map; any other object: the members of a structure; members that it lacks may be anything. */
export type Shape = 'string' | 'number' | 'boolean' | readonly [Shape] | { readonly [member: string]: Shape };

/** An operation whose input has this shape, without members that are null, which is how JSON says that one is not there. */
export function shapedOperation<Input, Output>({
  shape,
  ...definition
}: OperationDefinition<Input, Output> & { readonly shape: Shape }): Operation {
  return operation<Input, Output>({
    ...definition,
    run: (input, context) => definition.run(conform(input, shape) as Input, context),
  });
}

/** Throws SerializationException. */
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
