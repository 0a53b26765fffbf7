/**
 * The shape of a DynamoDB request, as far as the item engine does not check it: which members are texts, numbers or
 * lists. A request of another shape gets a SerializationException before the operation runs.
 *
 * Other services' requests are parsed with AWS's models (`protocols/read-members.ts`). DynamoDB has a deserializer of
 * its own. Its messages, which dynalite's tests recorded, distinguish a Long from an Integer, which the SDK's models do
 * not, and it treats a null in a map as an absent member. The engine checks requests for items with these messages and
 * in its own order; a check by models before it would take its place.
 */
import { AwsError } from '../../cloud/aws-error.ts';
import { type Operation, type OperationDefinition, operation } from '../../cloud/operation.ts';
import { isPlainObject } from '../../cloud/plain-object.ts';

/**
 * `[shape]` is a list; `{ '*': shape }` is a map; any other object has the members of a structure. Members that the
 * shape does not list can have any value.
 */
export type Shape = 'string' | 'number' | 'boolean' | readonly [Shape] | { readonly [member: string]: Shape };

/** Creates an operation whose input has this shape, without null members: in JSON, a null is an absent member. */
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
    if (!Array.isArray(value)) throw malformed(isPlainObject(value) ? STRUCTURE : 'Unexpected field type');
    return value.map((member) => {
      if (member === null) throw malformed('A member of a list is null');
      return conform(member, shape[0]);
    });
  }
  if (!isPlainObject(value))
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
  if (isPlainObject(value)) throw malformed(STRUCTURE);
  const found = typeof value === 'boolean' ? String(value) : typeof value;
  throw malformed(`${found.toUpperCase()}_VALUE cannot be converted to ${NAMES[type]}`);
}

const STRUCTURE = 'Start of structure or map found where not expected';
const NAMES = { string: 'String', number: 'Integer', boolean: 'Boolean' } as const;

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);
const malformed = (words: string): AwsError => new AwsError('SerializationException', words);
