/**
 * Merges the operations of an imported document into the text of a contract. New operations are added, different ones
 * replace the existing ones, and nothing is removed. Comments and order stay. Pure.
 */
import { isDeepStrictEqual } from 'node:util';
import { type Entry, insertions, parsed } from '../../project-edit/insert-entry.ts';
import { spliced } from '../../project-edit/splice.ts';
import { requestModels } from '../compile/models.ts';
import type { ApiDocument } from '../model/api-document.ts';
import { isObject, type Json, listOf, objectOf } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { parameterEntries } from '../model/parameters.ts';
import { componentAt, componentPlace, referenceTo } from '../model/references.ts';
import { addsToContract } from './adds-to-contract.ts';
import { replacement } from './replace-entry.ts';

export interface Merged {
  readonly text: string;
  /** For example `POST /orders`. All three lists are in the order of the imported document. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
}

/** Expects in `text` the text of `present`. */
export function mergeInto(text: string, present: ApiDocument, imported: ApiDocument): Merged {
  const placed = new Map(present.operations.map((operation) => [`${operation.key} ${operation.path}`, operation]));
  const [theirs, ours] = [modelled(imported), modelled(present)];
  const news = imported.operations.map((operation) => {
    const there = placed.get(`${operation.key} ${operation.path}`);
    const more = there && addsToContract({ ...theirs, operation }, { ...ours, operation: there });
    return { operation, state: there === undefined ? 'added' : more ? 'changed' : 'unchanged' } as const;
  });
  const brought = news.filter(({ state }) => state !== 'unchanged').map(({ operation }) => operation);
  const components = copyComponents(present, imported, brought);
  const changes = [
    ...components.entries.map(({ section, name, value, replaces }) => ({
      path: ['components', section, name],
      value,
      replaces,
    })),
    ...news
      .filter(({ state }) => state !== 'unchanged')
      .map(({ operation, state }) => ({
        path: operation.at,
        value: components.renamed(selfContained(imported.document, operation)),
        replaces: state === 'changed',
      })),
  ];
  const named = (wanted: string) =>
    news.filter(({ state }) => state === wanted).map(({ operation }) => `${operation.method} ${operation.path}`);
  return {
    text: changed(text, changes),
    added: named('added'),
    changed: named('changed'),
    unchanged: named('unchanged'),
  };
}

function changed(text: string, changes: readonly (Entry & { replaces: boolean })[]): string {
  const document = parsed(text);
  const replaced = changes.filter(({ replaces }) => replaces);
  return spliced(text, [
    ...replaced.map(({ path, value }) => replacement(document, text, path, value)),
    ...insertions(
      document,
      text,
      changes.filter(({ replaces }) => !replaces),
    ),
  ]);
}

const modelled = ({ document, operations }: ApiDocument) => ({ document, models: requestModels(document, operations) });

/**
 * Returns the operation with everything that it inherits from its path and from the root, so that its meaning does not
 * change.
 */
function selfContained(document: Json, { written: { item, operation } }: Operation): Json {
  const parameters = parameterEntries(document, item, operation).map(({ raw }) => raw);
  return {
    ...operation,
    ...(parameters.length > 0 && { parameters }),
    security: operation.security ?? document.security ?? [],
  };
}

interface Component {
  readonly section: string;
  readonly name: string;
  readonly value: unknown;
  readonly replaces: boolean;
}

/**
 * Copies the components that the operations use, directly or through others. A component gets a new name if its own is
 * in use.
 */
function copyComponents(present: ApiDocument, imported: ApiDocument, brought: readonly Operation[]) {
  const names = new Map<string, string>();
  const entries: Component[] = [];
  const [theirs, ours] = [objectOf(imported.document.components), objectOf(present.document.components)];
  const others = usedByOthers(imported, present);
  const queue = brought.flatMap((operation) => usesOf(imported.document, operation));
  const taken = new Map<string, Set<string>>();
  const values: { reference: string; section: string; name: string; value: Json; replaces: boolean }[] = [];
  for (const reference of queue) {
    const place = componentPlace(reference);
    const value = place && componentAt(imported.document, place);
    if (!place || names.has(reference) || !isObject(value)) continue;
    const { section, name } = place;
    queue.push(...referencesIn(value));
    const there = objectOf(ours[section]);
    // A scheme may have another name; a schema with another name is a different schema.
    const sameName =
      section === 'securitySchemes' ? Object.keys(there) : [name].filter((own) => Object.hasOwn(there, own));
    const same = sameName.find((other) => isDeepStrictEqual(there[other], value));
    if (same !== undefined) {
      names.set(reference, same);
      continue;
    }
    const replaces = Object.hasOwn(there, name) && !others.has(reference);
    const used = taken.get(section) ?? new Set([...Object.keys(there), ...Object.keys(objectOf(theirs[section]))]);
    taken.set(section, used);
    names.set(reference, Object.hasOwn(there, name) && !replaces ? freeName(name, used) : name);
    values.push({ reference, section, name: names.get(reference)!, value, replaces });
  }
  const renamed = (value: unknown): unknown => rename(value, names);
  for (const { section, name, value, replaces } of values)
    entries.push({ section, name, value: renamed(value), replaces });
  return { entries, renamed };
}

/**
 * Returns the components that operations outside the import use, directly or through others. A component that no such
 * operation uses is replaced.
 */
function usedByOthers(imported: ApiDocument, present: ApiDocument): Set<string> {
  const also = new Set(imported.operations.map(({ path, key }) => `${key} ${path}`));
  const others = present.operations.filter(({ path, key }) => !also.has(`${key} ${path}`));
  const found = new Set(others.flatMap((operation) => usesOf(present.document, operation)));
  // The set grows while the loop reads it.
  for (const reference of found) {
    const place = componentPlace(reference);
    for (const next of referencesIn(place && componentAt(present.document, place))) found.add(next);
  }
  return found;
}

/** Returns references to components, including those to security schemes. */
function usesOf(document: Json, operation: Operation): string[] {
  const whole = selfContained(document, operation);
  const schemes = listOf(whole.security).flatMap((requirement) => Object.keys(objectOf(requirement)));
  return [...referencesIn(whole), ...schemes.map((name) => referenceTo({ section: 'securitySchemes', name }))];
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
        const [place, name] = [componentPlace(item), names.get(item)];
        return [key, place && name !== undefined ? referenceTo({ ...place, name }) : item];
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
    names.get(referenceTo({ section: 'securitySchemes', name })) ?? name,
    scopes,
  ]);
  return Object.fromEntries(entries);
}

/** Returns `name` with the first free number, and marks it as taken. */
function freeName(name: string, taken: Set<string>): string {
  let count = 2;
  while (taken.has(`${name}${count}`)) count += 1;
  taken.add(`${name}${count}`);
  return `${name}${count}`;
}
