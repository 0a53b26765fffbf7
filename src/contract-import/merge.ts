/**
 * Brings the operations of an imported document into the text of a contract: what is new is added, what says more or other
 * things takes the place of what was there, and nothing is removed. Comments and order stay. Pure.
 */
import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json, listOf, objectOf } from '../contract/json.ts';
import { requestModels } from '../contract/models.ts';
import type { Operation } from '../contract/operations.ts';
import { insertEntry } from '../project-edit/insert-entry.ts';
import { replaceEntry } from './replace-entry.ts';
import { saysMore } from './says-more.ts';

export interface Document {
  /** Normalised. */
  readonly document: Json;
  readonly operations: readonly Operation[];
}

export interface Merged {
  readonly text: string;
  /** `POST /orders`, in the order of the imported document, all three. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
}

const REFERENCE = /^#\/components\/([^/]+)\/(.+)$/;

/** `text` is that of `present`. */
export function mergeInto(text: string, present: Document, imported: Document): Merged {
  const placed = new Map(present.operations.map((operation) => [`${operation.key} ${operation.path}`, operation]));
  const [theirs, ours] = [modelled(imported), modelled(present)];
  const news = imported.operations.map((operation) => {
    const there = placed.get(`${operation.key} ${operation.path}`);
    const more = there && saysMore({ ...theirs, operation }, { ...ours, operation: there });
    return { operation, state: there === undefined ? 'added' : more ? 'changed' : 'unchanged' } as const;
  });
  const brought = news.filter(({ state }) => state !== 'unchanged').map(({ operation }) => operation);
  const components = bringComponents(present, imported, brought);
  let merged = text;
  for (const { section, name, value, replaces } of components.entries) {
    const path = ['components', section, name];
    merged = replaces ? replaceEntry(merged, path, value) : insertEntry(merged, path, value);
  }
  for (const { operation, state } of news) {
    if (state === 'unchanged') continue;
    const path = ['paths', operation.path, operation.key];
    const value = components.renamed(standingAlone(imported.document, operation));
    merged = state === 'changed' ? replaceEntry(merged, path, value) : insertEntry(merged, path, value);
  }
  const named = (wanted: string) =>
    news.filter(({ state }) => state === wanted).map(({ operation }) => `${operation.method} ${operation.path}`);
  return { text: merged, added: named('added'), changed: named('changed'), unchanged: named('unchanged') };
}

const modelled = ({ document, operations }: Document) => ({ document, models: requestModels(document, operations) });

/** With what it has from its path and from the root, so that it means the same elsewhere. */
function standingAlone(document: Json, { path, key }: Operation): Json {
  const item = objectOf(objectOf(document.paths)[path]);
  const operation = objectOf(item[key]);
  const parameters = [...listOf(item.parameters), ...listOf(operation.parameters)];
  return {
    ...operation,
    ...(parameters.length > 0 && { parameters }),
    security: operation.security ?? document.security ?? [],
  };
}

interface Entry {
  readonly section: string;
  readonly name: string;
  readonly value: unknown;
  readonly replaces: boolean;
}

/** What the operations refer to, also through others; under another name where theirs is taken by something else. */
function bringComponents(present: Document, imported: Document, brought: readonly Operation[]) {
  const names = new Map<string, string>();
  const entries: Entry[] = [];
  const [theirs, ours] = [objectOf(imported.document.components), objectOf(present.document.components)];
  const queue = brought.flatMap((operation) => {
    const whole = standingAlone(imported.document, operation);
    const schemes = listOf(whole.security).flatMap((requirement) => Object.keys(objectOf(requirement)));
    return [...referencesIn(whole), ...schemes.map((name) => `#/components/securitySchemes/${name}`)];
  });
  const values: { reference: string; section: string; name: string; value: Json; replaces: boolean }[] = [];
  for (const reference of queue) {
    const [, section = '', name = ''] = REFERENCE.exec(reference) ?? [];
    const value = objectOf(theirs[section])[name];
    if (names.has(reference) || !isObject(value)) continue;
    queue.push(...referencesIn(value));
    const there = objectOf(ours[section]);
    const same = Object.keys(there).find((other) =>
      other === name
        ? isDeepStrictEqual(there[other], value)
        : section === 'securitySchemes' && isDeepStrictEqual(there[other], value),
    );
    if (same !== undefined) {
      names.set(reference, same);
      continue;
    }
    const replaces = name in there && onlyIn(imported, present, reference);
    names.set(reference, name in there && !replaces ? freeName(name, there) : name);
    values.push({ reference, section, name: names.get(reference)!, value, replaces });
  }
  const renamed = (value: unknown): unknown => rename(value, names);
  for (const { section, name, value, replaces } of values)
    entries.push({ section, name, value: renamed(value), replaces });
  return { entries, renamed };
}

/** Whether nothing but what is imported anew uses the component: then it is the same one, changed. */
function onlyIn(imported: Document, present: Document, reference: string): boolean {
  const also = new Set(imported.operations.map(({ path, key }) => `${key} ${path}`));
  return present.operations
    .filter(({ path, key }) => !also.has(`${key} ${path}`))
    .every((operation) => !reaches(present.document, standingAlone(present.document, operation), reference));
}

function reaches(document: Json, value: unknown, wanted: string): boolean {
  const queue = referencesIn(value);
  for (const reference of queue) {
    if (reference === wanted) return true;
    const [, section = '', name = ''] = REFERENCE.exec(reference) ?? [];
    for (const next of referencesIn(objectOf(objectOf(document.components)[section])[name])) {
      if (!queue.includes(next)) queue.push(next);
    }
  }
  return false;
}

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === '$ref' && typeof item === 'string' ? [item] : referencesIn(item),
  );
}

function rename(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => rename(item, names));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key === '$ref' && typeof item === 'string') {
        const section = REFERENCE.exec(item)?.[1];
        return [key, names.has(item) ? `#/components/${section}/${names.get(item)}` : item];
      }
      return [
        key,
        key === 'security' && Array.isArray(item)
          ? item.map((each) => renamedSchemes(each, names))
          : rename(item, names),
      ];
    }),
  );
}

function renamedSchemes(requirement: unknown, names: ReadonlyMap<string, string>): unknown {
  if (!isObject(requirement)) return requirement;
  const entries = Object.entries(requirement).map(([name, scopes]) => [
    names.get(`#/components/securitySchemes/${name}`) ?? name,
    scopes,
  ]);
  return Object.fromEntries(entries);
}

function freeName(name: string, taken: Json): string {
  let count = 2;
  while (`${name}${count}` in taken) count += 1;
  return `${name}${count}`;
}
