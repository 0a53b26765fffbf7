/** `ExpressionAttributeNames` and `ExpressionAttributeValues` of a request, and which of them its expressions use. */
import { AwsError } from '../../../cloud/aws-error.ts';
import type { AttributeValue } from '../items/attribute-value.ts';
import { readValue } from '../items/read-value.ts';

type Given = Readonly<Record<string, unknown>> | undefined;

export class References {
  readonly #names = new Map<string, string>();
  readonly #values = new Map<string, AttributeValue>();
  readonly #unusedNames = new Set<string>();
  readonly #unusedValues = new Set<string>();

  /** Throws ValidationException for malformed names and values. */
  constructor(names: Given, values: Given) {
    checkKeys('ExpressionAttributeNames', names, /^#[0-9a-zA-Z_]+$/);
    checkKeys('ExpressionAttributeValues', values, /^:[0-9a-zA-Z_]+$/);
    for (const key in names) {
      this.#names.set(key, String(names[key]));
      this.#unusedNames.add(key);
    }
    for (const key in values) {
      this.#values.set(key, readOne(key, values[key]));
      this.#unusedValues.add(key);
    }
  }

  /** Returns the name for `#key`. */
  name(key: string): string | undefined {
    this.#unusedNames.delete(key);
    return this.#names.get(key);
  }

  /** Returns the value for `:key`. */
  value(key: string): AttributeValue | undefined {
    this.#unusedValues.delete(key);
    return this.#values.get(key);
  }

  /** Throws ValidationException. It is called after all expressions have been parsed. */
  refuseUnused(): void {
    for (const [member, unused] of [
      ['ExpressionAttributeNames', this.#unusedNames],
      ['ExpressionAttributeValues', this.#unusedValues],
    ] as const) {
      if (unused.size === 0) continue;
      throw invalid(`Value provided in ${member} unused in expressions: keys: {${[...unused].join(', ')}}`);
    }
  }
}

function checkKeys(member: string, given: Given, form: RegExp): void {
  if (given === undefined) return;
  const keys = Object.keys(given);
  if (keys.length === 0) throw invalid(`${member} must not be empty`);
  for (const key of keys) {
    if (!form.test(key)) throw invalid(`${member} contains invalid key: Syntax error; key: "${key}"`);
  }
}

function readOne(key: string, given: unknown): AttributeValue {
  try {
    return readValue(given);
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'ValidationException')) throw error;
    throw invalid(`ExpressionAttributeValues contains invalid value: ${error.message} for key ${key}`);
  }
}

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
