/**
 * API Gateway allows one name for the variable segment at each place; OpenAPI allows several. Clients do not send the
 * name of a path parameter, so the import may change it. Pure.
 */

import { OPERATION_KEYS } from '../../naming/methods.ts';
import { INTEGRATION } from '../foreign/integration.ts';
import { isObject, type Json, listOf, objectOf, textOf } from '../model/json.ts';
import { withOwnParameters } from '../model/parameters.ts';
import { deref } from '../model/references.ts';
import { type Edits, keep } from './edit.ts';

export interface Renamed {
  readonly document: Json;
  /** One sentence for each change. */
  readonly notes: readonly string[];
}

/** Each place gets its first name. A path stays as it is if the renamed path already has the same methods. */
export function unifyParameterNames(document: Json, edits: Edits): Renamed {
  const notes: string[] = [];
  const names = placeNames(document);
  const items = new Map<string, unknown>();
  for (const [path, item] of Object.entries(objectOf(document.paths))) {
    const { path: renamed, changes } = renamedPath(path, names);
    const there = objectOf(items.get(renamed));
    const clashes = OPERATION_KEYS.some((key) => key in there && key in objectOf(item));
    if (changes.size === 0 || clashes || !isObject(item)) {
      items.set(path, items.has(path) ? { ...objectOf(item), ...objectOf(items.get(path)) } : item);
      continue;
    }
    const made = renamedItem(document, item, changes, edits);
    items.set(renamed, items.has(renamed) ? joined(document, there, made) : made);
    for (const [from, to] of changes) notes.push(`{${from}} of ${path} is now {${to}}, as in the paths beside it.`);
  }
  const paths = keep(objectOf(document.paths), Object.fromEntries(items), edits);
  return { document: keep(document, { ...document, paths }, edits), notes };
}

/** Maps a place (the segments before it, with variables as `{}`) to the name of its variable. */
function placeNames(document: Json): Map<string, string> {
  const names = new Map<string, string>();
  const avoid = new Map<string, Set<string>>();
  const wanted = new Map<string, Set<string>>();
  const paths = Object.entries(objectOf(document.paths)).filter(([path]) => path.startsWith('/'));
  for (const [path, item] of paths) {
    const others = otherNames(document, objectOf(item));
    const own = variablesOf(path);
    for (const [index, place] of placesOf(path).entries()) {
      const taken = avoid.get(place) ?? new Set();
      for (const name of others) taken.add(name);
      avoid.set(place, taken);
      wanted.set(place, (wanted.get(place) ?? new Set()).add(own[index]!));
    }
  }
  for (const [path] of paths) {
    const own = variablesOf(path);
    placesOf(path).forEach((place, index) => {
      if (names.has(place)) return;
      const before = placesOf(path)
        .slice(0, index)
        .map((each) => names.get(each)!);
      // A path that contains a name twice stays wrong. A renaming must not cause that in another path.
      const twice = own.indexOf(own[index]!) !== index;
      const isFree = (name: string) => twice || (!before.includes(name) && !avoid.get(place)!.has(name));
      let name = [...wanted.get(place)!].find(isFree) ?? `${own[index]}2`;
      for (let count = 3; !isFree(name); count++) name = `${own[index]}${count}`;
      names.set(place, name);
    });
  }
  return names;
}

/** For example `/a/{b}/c/{d}` → `/a/`, `/a/{}/c/`. */
function placesOf(path: string): string[] {
  const segments = path.split('/');
  return segments.flatMap((segment, index) => {
    if (!isVariable(segment)) return [];
    const before = segments.slice(0, index).map((each) => (isVariable(each) ? '{}' : each));
    return [`${before.join('/')}/`];
  });
}

const variablesOf = (path: string) => path.split('/').flatMap((each) => (isVariable(each) ? each.slice(1, -1) : []));

/** A greedy parameter is a different resource from a plain one, whatever their names are. */
const isVariable = (segment: string) => /^\{[^{}+]+\}$/.test(segment);

function renamedPath(path: string, names: ReadonlyMap<string, string>) {
  const places = placesOf(path);
  const changes = new Map<string, string>();
  let index = 0;
  const segments = path.split('/').map((segment) => {
    if (!isVariable(segment)) return segment;
    const own = segment.slice(1, -1);
    const name = names.get(places[index++]!) ?? own;
    if (name !== own) changes.set(own, name);
    return `{${name}}`;
  });
  return { path: segments.join('/'), changes };
}

/** Returns the names of query and header parameters: API Gateway requires names that are unique across all places. */
function otherNames(document: Json, item: Json): string[] {
  const lists = [item, ...OPERATION_KEYS.map((key) => objectOf(item[key]))].map(({ parameters }) => listOf(parameters));
  return lists.flat().flatMap((raw) => {
    const { in: place, name } = deref(document, raw) ?? {};
    return place === 'query' || place === 'header' ? (textOf(name) ?? []) : [];
  });
}

function renamedItem(document: Json, item: Json, changes: ReadonlyMap<string, string>, edits: Edits): Json {
  const inside = (node: Json): Json => {
    const made: Json = { ...node };
    if (Array.isArray(node.parameters)) {
      const list = node.parameters.map((raw) => renamedParameter(document, raw, changes, edits));
      made.parameters = keep(node.parameters, list, edits);
    }
    const integration = node[INTEGRATION];
    if (isObject(integration)) made[INTEGRATION] = renamedMappings(integration, changes);
    return keep(node, made, edits);
  };
  const members = Object.entries(item).map(([key, value]) => [
    key,
    OPERATION_KEYS.includes(key) && isObject(value) ? inside(value) : value,
  ]);
  return inside(keep(item, Object.fromEntries(members), edits));
}

/** A shared parameter is copied into the operation. */
function renamedParameter(document: Json, raw: unknown, changes: ReadonlyMap<string, string>, edits: Edits) {
  const parameter = deref(document, raw);
  const name = changes.get(textOf(parameter?.name) ?? '');
  if (parameter?.in !== 'path' || name === undefined) return raw;
  return keep(isObject(raw) ? raw : parameter, { ...parameter, name }, edits);
}

/** Renames the parameter in what the mappings read from the caller's path. The names in the backend's URI stay. */
function renamedMappings(integration: Json, changes: ReadonlyMap<string, string>): Json {
  const { requestParameters } = integration;
  if (!isObject(requestParameters)) return integration;
  const mapped = Object.entries(requestParameters).map(([target, source]) => {
    const own = /^method\.request\.path\.(.+)$/.exec(textOf(source) ?? '')?.[1];
    const name = changes.get(own ?? '');
    return [target, name === undefined ? source : `method.request.path.${name}`];
  });
  return { ...integration, requestParameters: Object.fromEntries(mapped) };
}

/** Joins two path items without common methods. Shared members of a path item go to each of its methods. */
function joined(document: Json, one: Json, other: Json): Json {
  return { ...withOwnParameters(document, one), ...withOwnParameters(document, other) };
}
