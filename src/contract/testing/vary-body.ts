/**
 * Varies a body without changing its meaning: a value that must be unique may already be in use, by an earlier request
 * of the test or by an existing resource. Pure.
 */
import type { Schema } from '../model/content.ts';
import { isObject, type Json, objectOf } from '../model/json.ts';
import { flatten } from './flatten.ts';
import type { Random } from './random.ts';
import type { Check } from './schema-checks.ts';

/** Changes every string that may have another value. Returns `undefined` if none may. */
export function varyBody(
  value: unknown,
  schema: Schema,
  document: Json,
  check: Check,
  random: Random,
): Json | undefined {
  if (!isObject(value)) return undefined;
  const { properties } = flatten(document, schema);
  let changed = value;
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== 'string') continue;
    const { format } = flatten(document, objectOf(properties)[name]);
    const candidates = otherTexts(text, format, random);
    const better = candidates.map((other) => ({ ...changed, [name]: other })).find((one) => check(one).length === 0);
    if (better) changed = better;
  }
  return changed === value ? undefined : changed;
}

function otherTexts(text: string, format: unknown, random: Random): string[] {
  if (format === 'email' || /^[^@\s]+@[^@\s]+$/.test(text))
    return [`${random.word()}.${text}`, `${random.word()}@example.com`];
  if (format === 'uuid') return [random.uuid()];
  if (format !== undefined) return [];
  const digits = Array.from({ length: 4 }, () => Math.floor(random.next() * 10)).join('');
  return [
    `${text} ${random.word()}`,
    `${text}-${random.word()}`,
    `${text}${random.word()}`,
    text.slice(0, -4) + digits,
  ];
}
