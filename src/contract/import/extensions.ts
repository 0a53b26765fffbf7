/**
 * Turns the extensions that other tools wrote for API Gateway (`x-amazon-apigateway-*`) into apikit's own settings, or
 * leaves them out with a note about the new place of the setting. Pure: it reads a normalised document and returns a
 * new one.
 */
import { fileKey } from '../../codegen/operations/wiring.ts';
import { methodOf, OPERATION_KEYS } from '../../naming/methods.ts';
import { successorOf } from '../foreign/extensions.ts';
import { INTEGRATION, integrationOf, isAnsweredElsewhere, isPreflight } from '../foreign/integration.ts';
import { isObject, type Json, objectOf, textOf } from '../model/json.ts';
import { writtenOperations } from '../model/paths.ts';
import { type Edits, keep } from './edit.ts';

export interface Adopted {
  readonly document: Json;
  /** One sentence for each extension, about what the import did with it. */
  readonly notes: readonly string[];
}

const NOTHING = 'apikit has no such setting';

/** Expects a document without lint errors. */
export function adoptExtensions(document: Json): Adopted {
  const notes: string[] = [];
  const { kept, dropped } = parted(document);
  for (const name of dropped) notes.push(`${name} is left out: ${successorOf(name) ?? NOTHING}.`);
  const paths = Object.entries(objectOf(kept.paths)).map(([path, item]) => [path, itemOf(path, objectOf(item), notes)]);
  const servers = Array.isArray(kept.servers) && kept.servers.map((server) => parted(objectOf(server)).kept);
  return {
    document: { ...kept, ...(servers && { servers }), paths: Object.fromEntries(paths) },
    notes: [...new Set(notes)],
  };
}

function itemOf(path: string, item: Json, notes: string[]): Json {
  const members = Object.entries(item).flatMap(([key, value]): [string, unknown][] => {
    if (!OPERATION_KEYS.includes(key) || !isObject(value)) {
      return key.startsWith('x-amazon-') ? [] : [[key, value]];
    }
    const place = placeOf(key, path);
    if (key === 'options' && isPreflight(value)) {
      notes.push(`${place} is left out: set cors in apikit.yaml, and API Gateway answers the preflight of every path.`);
      return [];
    }
    return [[key, operationOf(place, value, notes)]];
  });
  return Object.fromEntries(members);
}

function operationOf(place: string, operation: Json, notes: string[]): Json {
  const { kept, dropped } = parted(operation);
  const found = integrationOf(operation[INTEGRATION]);
  for (const name of dropped) {
    if (name === INTEGRATION) notes.push(`${place}: ${found.note}`);
    else notes.push(`${place}: ${name} is left out: ${successorOf(name) ?? NOTHING}.`);
  }
  if (Object.keys(found.settings).length === 0) return kept;
  return { ...kept, 'x-apikit': { ...found.settings, ...objectOf(kept['x-apikit']) } };
}

/**
 * Returns the members without the extensions, and the extensions' names. Security schemes keep them, because apikit
 * reads them there.
 */
function parted(node: Json): { kept: Json; dropped: string[] } {
  const own = (key: string) => key.startsWith('x-amazon-') && !OPERATION_KEYS.includes(key);
  return {
    kept: Object.fromEntries(Object.entries(node).filter(([key]) => !own(key))),
    dropped: Object.keys(node).filter(own),
  };
}

/** An empty operationId counts as none. */
const writtenId = ({ operationId }: Json) => textOf(operationId) || undefined;

const placeOf = (key: string, path: string) => `${methodOf(key)} ${path}`;

/**
 * Gives `GET /orders/{id}/lines` the ID `getOrdersByIdLines`. The same document always gets the same IDs, and none is
 * in use.
 */
export function withOperationIds(document: Json, taken: ReadonlySet<string>, edits: Edits): Adopted {
  const notes: string[] = [];
  const paths = objectOf(document.paths);
  const operations = writtenOperations(document);
  const names = takenNames(taken);
  const ids = new Map<string, string>();
  /** The last number that was tried for a name, so that a name of a thousand operations is not counted up each time. */
  const tried = new Map<string, number>();
  // The document's own IDs come first, so that a generated ID never renames one of them.
  for (const { path, key, operation } of operations) {
    const id = writtenId(operation);
    if (id === undefined || names.isTaken(id, operation)) continue;
    names.take(id, operation);
    ids.set(`${key} ${path}`, id);
  }
  for (const { path, key, operation } of operations) {
    if (ids.has(`${key} ${path}`)) continue;
    const written = writtenId(operation);
    const wanted = written ?? nameOf(path, key);
    let id = wanted;
    for (let count = tried.get(wanted) ?? 2; names.isTaken(id, operation); count++) {
      id = `${wanted}${count}`;
      tried.set(wanted, count);
    }
    names.take(id, operation);
    ids.set(`${key} ${path}`, id);
    const place = placeOf(key, path);
    const why = names.isId(wanted) ? 'is in use' : 'would share the file of another operation';
    notes.push(written === undefined ? `${place} is now ${id}.` : `${place}: ${written} ${why}; it is now ${id}.`);
  }
  const named = Object.entries(paths).map(([path, item]) => [
    path,
    keep(
      objectOf(item),
      Object.fromEntries(
        Object.entries(objectOf(item)).map(([key, value]) => {
          const operationId = ids.get(`${key} ${path}`);
          if (operationId === undefined) return [key, value];
          return [key, keep(objectOf(value), { operationId, ...omit(objectOf(value), 'operationId') }, edits)];
        }),
      ),
      edits,
    ),
  ]);
  return { document: keep(document, { ...document, paths: Object.fromEntries(named) }, edits), notes };
}

/**
 * The operationIds in use, each of one operation, and the files of their functions. Two IDs can lead to one file name
 * (`users.list` and `users_list`), or to two that are equal on a file system that ignores case.
 */
export function takenNames(taken: ReadonlySet<string>) {
  const ids = new Set(taken);
  const files = new Set([...taken].map((id) => fileKey(id)));
  return {
    isId: (id: string) => ids.has(id),
    isTaken: (id: string, operation: Json) =>
      ids.has(id) || (!isAnsweredElsewhere(operation) && files.has(fileKey(id))),
    take(id: string, operation: Json) {
      ids.add(id);
      if (!isAnsweredElsewhere(operation)) files.add(fileKey(id));
    },
  };
}

function nameOf(path: string, key: string): string {
  const words = path.split('/').flatMap((segment) => {
    const parameter = /^\{(.+?)\+?\}$/.exec(segment)?.[1];
    const parts = (parameter ?? segment).split(/[^A-Za-z0-9]+/).filter(Boolean);
    return parameter === undefined ? parts : ['by', ...parts];
  });
  const verb = OPERATION_KEYS.includes(key) && key.startsWith('x-') ? 'any' : key;
  return verb + (words.length > 0 ? words : ['root']).map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
}

function omit({ ...rest }: Json, key: string): Json {
  delete rest[key];
  return rest;
}
