/** Indexes of a new resource: `byEmail:email,createdAt` on the command line. Pure. */
import { usageError } from '../errors.ts';
import type { Field } from '../templates/items/fields.ts';

export interface ResourceIndex {
  readonly name: string;
  readonly key: string;
  readonly sortKey?: string;
}

/** Attributes that every item has beside its fields; ISO 8601 times, so they sort. */
const TIMES = ['createdAt', 'updatedAt'];

/** Throws a usage error that says which part is wrong. */
export function parseIndex(text: string, fields: readonly Field[]): ResourceIndex {
  const [, name, key, sortKey] =
    /^([A-Za-z0-9_.-]{3,255}):([A-Za-z][A-Za-z0-9]*)(?:,([A-Za-z][A-Za-z0-9]*))?$/.exec(text) ?? [];
  if (name === undefined || key === undefined) {
    throw usageError(
      `${JSON.stringify(text)} is not an index.`,
      'Write its name and its key, and a second attribute to sort by: byEmail:email,createdAt.',
    );
  }
  for (const attribute of [key, sortKey]) {
    if (attribute === undefined || TIMES.includes(attribute)) continue;
    const field = fields.find((candidate) => candidate.name === attribute);
    if (!field)
      throw usageError(
        `The index ${name} names ${attribute}, which is no field.`,
        `Add --fields ${attribute}:string, or use one of ${[...fields.map((each) => each.name), ...TIMES].join(', ')}.`,
      );
    if (field.type === 'boolean')
      throw usageError(
        `The index ${name} names ${attribute}, and DynamoDB has no keys that are true or false.`,
        'Keep a text such as "open" or "closed" instead.',
      );
  }
  if (key === sortKey) throw usageError(`The index ${name} has ${key} for both keys.`, 'Sort by another attribute.');
  return { name, key, ...(sortKey !== undefined && { sortKey }) };
}

/** As apikit.yaml has it. */
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
