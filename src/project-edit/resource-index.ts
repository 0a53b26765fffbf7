/** Parses the indexes of a new resource: `byEmail:email,createdAt` on the command line. Pure. */
import { usageError } from '../errors.ts';
import type { Field } from '../templates/items/fields.ts';

export interface ResourceIndex {
  readonly name: string;
  readonly key: string;
  readonly sortKey?: string;
}

/** Attributes that every item has beside its fields. They are ISO 8601 times, so they sort. */
const TIMES = ['createdAt', 'updatedAt'];

/** Throws a usage error that says which part is wrong. */
export function parseIndex(text: string, fields: readonly Field[]): ResourceIndex {
  const [, name, key, sortKey] =
    /^([A-Za-z0-9_.-]{3,255}):([A-Za-z][A-Za-z0-9]*)(?:,([A-Za-z][A-Za-z0-9]*))?$/.exec(text) ?? [];
  if (name === undefined || key === undefined) {
    throw usageError(
      `${JSON.stringify(text)} is not a valid index.`,
      'Write its name, its key and, if needed, an attribute to sort by: byEmail:email,createdAt.',
    );
  }
  for (const attribute of [key, sortKey]) {
    if (attribute === undefined || TIMES.includes(attribute)) continue;
    const field = fields.find((candidate) => candidate.name === attribute);
    if (!field)
      throw usageError(
        `The index ${name} names ${attribute}, which is not a field.`,
        `Add --fields ${attribute}:string, or use one of ${[...fields.map((each) => each.name), ...TIMES].join(', ')}.`,
      );
    if (field.type === 'boolean')
      throw usageError(
        `The index ${name} names ${attribute}, and a key in DynamoDB cannot be true or false.`,
        'Use a string such as "open" or "closed" instead.',
      );
  }
  if (key === sortKey)
    throw usageError(`The index ${name} has ${key} for both keys.`, 'Use another attribute to sort by.');
  return { name, key, ...(sortKey !== undefined && { sortKey }) };
}

/** The settings of the index in `apikit.yaml`. */
export function indexSettings({ key, sortKey }: ResourceIndex, fields: readonly Field[]): Record<string, string> {
  const isNumber = (attribute: string | undefined) =>
    fields.some(({ name, type }) => name === attribute && (type === 'number' || type === 'integer'));
  return {
    key,
    ...(isNumber(key) && { keyType: 'number' }),
    ...(sortKey !== undefined && { sortKey }),
    ...(isNumber(sortKey) && { sortKeyType: 'number' }),
  };
}
