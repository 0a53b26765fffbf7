/**
 * Reads attribute values of a request, whose types `value-types.ts` has checked. Nobody else checks the values
 * (`scripts/model-differences.json`): the texts are DynamoDB's own, from dynalite's tests, which ran against it, and
 * from dynamodb-conformance.
 */
import { AwsError } from '../../../cloud/aws-error.ts';
import { type AttributeValue, type Item, setAttribute, type ValueType } from './attribute-value.ts';
import { normalNumber } from './number.ts';
import { truthOf } from './value-types.ts';

type Given = Readonly<Record<string, unknown>>;

/** Returns the values with their numbers in normal form. Throws ValidationException. */
export function readItem(given: unknown): Item {
  const item: Record<string, AttributeValue> = {};
  const members = given as Given;
  for (const name in members) setAttribute(item, name, readValue(members[name] ?? {}));
  return item;
}

export function readValue(given: unknown): AttributeValue {
  const value = given as Given;
  let found: AttributeValue | undefined;
  let isSecond = false;
  for (const type in value) {
    const content = value[type];
    if (content === null || content === undefined || !Object.hasOwn(READERS, type)) continue;
    isSecond = found !== undefined;
    found = { [type]: READERS[type as ValueType](content) };
  }
  if (found === undefined) {
    throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  }
  if (isSecond) {
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  return found;
}

const READERS: Record<ValueType, (content: unknown) => unknown> = {
  S: (content) => content,
  N: (content) => normalNumber(content as string),
  B: (content) => content,
  BOOL: truthOf,
  NULL(content) {
    if (truthOf(content)) return true;
    throw invalid(`${INVALID}: Null attribute value types must have the value of true`);
  },
  SS(content) {
    const members = content as string[];
    if (members.length === 0) throw invalid(`${INVALID}: An string set  may not be empty`);
    if (hasDuplicates(members)) throw invalid(`${INVALID}: Input collection ${shown(members)} contains duplicates.`);
    return members;
  },
  NS(content) {
    const texts = content as string[];
    if (texts.length === 0) throw invalid(`${INVALID}: An number set  may not be empty`);
    const members = texts.map(normalNumber);
    if (hasDuplicates(members)) throw invalid('Input collection contains duplicates');
    return members;
  },
  BS(content) {
    const members = content as string[];
    if (members.length === 0) throw invalid(`${INVALID}: Binary sets should not be empty`);
    if (hasDuplicates(members)) {
      throw invalid(`${INVALID}: Input collection ${shown(members)}of type BS contains duplicates.`);
    }
    return members;
  },
  L: (content) => (content as unknown[]).map((member) => readValue(member ?? {})),
  M: readItem,
};

const INVALID = 'One or more parameter values were invalid';

const hasDuplicates = (members: readonly string[]): boolean => new Set(members).size < members.length;

const shown = (members: readonly string[]): string => `[${members.join(', ')}]`;

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
