/** The differences between two JSON values, a line for each leaf: `Action dynamodb:PutItem`. Pure. */
import { isRef } from '../engine/resource.ts';

export interface JsonChanges {
  readonly added: string[];
  readonly removed: string[];
}

/** The order of a list does not matter. A string that holds JSON is compared as JSON. */
export function jsonChanges(from: unknown, to: unknown): JsonChanges {
  const [before, after] = [leavesOf(from), leavesOf(to)];
  return { added: without(after, before), removed: without(before, after) };
}

/** Removes a line as often as `other` has it. */
function without(lines: readonly string[], other: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of other) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const times = left.get(line) ?? 0;
    left.set(line, times - 1);
    return times <= 0;
  });
}

function leavesOf(value: unknown, path = ''): string[] {
  if (value === undefined) return [];
  if (isRef(value)) return [line(path, `(known after ${value.$ref})`)];
  if (typeof value === 'string') {
    const document = documentIn(value);
    return document === undefined ? [line(path, value)] : leavesOf(document, path);
  }
  if (typeof value !== 'object' || value === null) return [line(path, JSON.stringify(value))];
  if (Array.isArray(value))
    return value.length === 0 ? [line(path, '[]')] : value.flatMap((item) => leavesOf(item, nameOf(item, path)));
  const entries = Object.entries(value);
  return entries.length === 0
    ? [line(path, '{}')]
    : entries.flatMap(([key, part]) => leavesOf(part, path ? `${path}.${key}` : key));
}

/** The statements of a policy are named by their `Sid`. */
function nameOf(item: unknown, path: string): string {
  const sid = typeof item === 'object' && item !== null ? (item as { Sid?: unknown }).Sid : undefined;
  return typeof sid === 'string' ? `${path ? `${path}.` : ''}${sid}` : path;
}

const line = (path: string, text: string) => (path === '' ? text : `${path} ${text}`);

/** Returns the object or list that a JSON text holds. */
function documentIn(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}
