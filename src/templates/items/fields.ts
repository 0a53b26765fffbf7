/** The fields of the template's resource: their form at a prompt, and their form in the contract. Pure. */
import { usageError } from '../../errors.ts';

export type FieldType = 'string' | 'number' | 'integer' | 'boolean' | 'email' | 'uri' | 'date' | 'date-time';

export interface Field {
  name: string;
  type: FieldType;
  required: boolean;
}

export const DEFAULT_FIELDS = 'name:string!,description:string,price:number';

/** The attributes that the template itself stores beside the fields. */
const RESERVED = ['id', 'createdAt', 'updatedAt', 'constructor', 'prototype'];

/** A larger JSON number is not exact in JavaScript and on its way to DynamoDB. */
const BOUND = Number.MAX_SAFE_INTEGER;

/** A property of the contract, with two different valid values. */
interface Kind {
  schema: Record<string, unknown>;
  examples: (name: string) => [unknown, unknown];
}

const formatted = (format: string) => ({ type: 'string', format });

const KINDS: Record<FieldType, Kind> = {
  string: { schema: { type: 'string' }, examples: (name) => [`A ${name}`, `Another ${name}`] },
  number: { schema: { type: 'number', minimum: -BOUND, maximum: BOUND }, examples: () => [9.5, 12.25] },
  integer: { schema: { type: 'integer', minimum: -BOUND, maximum: BOUND }, examples: () => [3, 7] },
  boolean: { schema: { type: 'boolean' }, examples: () => [true, false] },
  email: { schema: formatted('email'), examples: () => ['ada@example.com', 'grace@example.com'] },
  uri: { schema: formatted('uri'), examples: () => ['https://example.com/a', 'https://example.com/b'] },
  date: { schema: formatted('date'), examples: () => ['2026-01-31', '2026-02-28'] },
  'date-time': { schema: formatted('date-time'), examples: () => ['2026-01-31T12:00:00Z', '2026-02-28T12:00:00Z'] },
};

/**
 * Parses `name:string!,price:number`. `!` marks a required field, and a field without a type is a string.
 *
 * @throws ApikitError (usage) that names the field and its fault
 */
export function parseFields(text: string): Field[] {
  const fields = text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => parseField(part.trim()));
  if (fields.length === 0)
    throw usageError('At least one field is needed.', `For example --fields '${DEFAULT_FIELDS}'.`);
  const twice = fields.find(({ name }, index) => fields.findIndex((other) => other.name === name) !== index);
  if (twice) throw usageError(`The field ${twice.name} occurs twice.`, 'Leave one of them out.');
  return fields;
}

function parseField(text: string): Field {
  const [, name = '', type = 'string', mark] = /^([^:!]*)(?::([^!]*))?(!)?$/.exec(text) ?? [];
  if (!/^[a-z][A-Za-z0-9]{0,63}$/.test(name)) {
    throw usageError(
      `${JSON.stringify(text)} is not a field.`,
      'A field is a name of letters and digits that begins with a small letter, a colon and a type: price:number, or name:string! if it is required.',
    );
  }
  if (RESERVED.includes(name))
    throw usageError(`The API itself creates the field ${name}.`, 'Give the field another name.');
  if (!Object.hasOwn(KINDS, type)) {
    throw usageError(
      `The field ${name} has the unknown type ${JSON.stringify(type)}.`,
      `Types are ${Object.keys(KINDS).join(', ')}.`,
    );
  }
  return { name, type: type as FieldType, required: mark === '!' };
}

/** Returns the field as a property of a schema. A required string must not be empty. */
export function fieldSchema({ type, required }: Field): Record<string, unknown> {
  return { ...KINDS[type].schema, ...(required && type === 'string' && { minLength: 1 }) };
}

/** Returns two bodies with every field and no common value. */
export function exampleBodies(fields: Field[]): [Record<string, unknown>, Record<string, unknown>] {
  const pick = (index: 0 | 1) =>
    Object.fromEntries(fields.map(({ name, type }) => [name, KINDS[type].examples(name)[index]]));
  return [pick(0), pick(1)];
}
