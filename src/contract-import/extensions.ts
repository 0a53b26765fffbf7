/**
 * What another tool has written for API Gateway (`x-amazon-apigateway-*`), said in apikit's way, or left out with a
 * sentence about where it belongs now. Pure: takes a normalised document and gives a new one.
 */
import { isObject, type Json, objectOf, textOf } from '../contract/json.ts';
import { OPERATION_KEYS } from '../contract/methods.ts';
import { integrationOf, isPreflight } from './integration.ts';

export interface Adopted {
  readonly document: Json;
  /** What became of each extension, as sentences. */
  readonly notes: readonly string[];
}

/** Of the whole document: who sets it now. */
const ROOT_NOTES: Readonly<Record<string, string>> = {
  'x-amazon-apigateway-api-key-source': 'keys come from the header x-api-key',
  'x-amazon-apigateway-binary-media-types': 'set binaryMediaTypes in apikit.yaml',
  'x-amazon-apigateway-cors': 'set cors in apikit.yaml',
  'x-amazon-apigateway-documentation': 'descriptions are those of the document itself',
  'x-amazon-apigateway-endpoint-configuration': 'the endpoint is regional',
  'x-amazon-apigateway-endpoint-access-mode': 'the endpoint is regional',
  'x-amazon-apigateway-gateway-responses': "the gateway's own errors have apikit's one envelope",
  'x-amazon-apigateway-importexport-version': 'it means nothing here',
  'x-amazon-apigateway-minimum-compression-size': 'set compression in apikit.yaml',
  'x-amazon-apigateway-policy': 'a resource policy is not part of the contract; IAM decides by security schemes',
  'x-amazon-apigateway-request-validator': 'requests are validated by what the contract says',
  'x-amazon-apigateway-request-validators': 'requests are validated by what the contract says',
  'x-amazon-apigateway-security-policy': 'TLS is 1.2 or later',
  'x-amazon-apigateway-tag-value': 'set tags in apikit.yaml',
};

const OPERATION_NOTES: Readonly<Record<string, string>> = {
  'x-amazon-apigateway-auth': 'security says who may call',
  'x-amazon-apigateway-request-validator': ROOT_NOTES['x-amazon-apigateway-request-validator']!,
};

export function adoptExtensions(document: Json): Adopted {
  const notes: string[] = [];
  const { kept, dropped } = parted(document);
  for (const name of dropped)
    notes.push(`${name} is left out: ${ROOT_NOTES[name] ?? 'apikit has nothing that it could mean'}.`);
  const paths = Object.entries(objectOf(kept.paths)).map(([path, item]) => [path, itemOf(path, objectOf(item), notes)]);
  return { document: { ...kept, paths: Object.fromEntries(paths) }, notes: [...new Set(notes)] };
}

function itemOf(path: string, item: Json, notes: string[]): Json {
  const members = Object.entries(item).flatMap(([key, value]): [string, unknown][] => {
    if (!OPERATION_KEYS.includes(key) || !isObject(value)) {
      return key.startsWith('x-amazon-') ? [] : [[key, value]];
    }
    const place = `${key.toUpperCase()} ${path}`;
    if (key === 'options' && isPreflight(value)) {
      notes.push(`${place} is left out: set cors in apikit.yaml, and every path answers its preflight.`);
      return [];
    }
    return [[key, operationOf(place, value, notes)]];
  });
  return Object.fromEntries(members);
}

function operationOf(place: string, operation: Json, notes: string[]): Json {
  const { kept, dropped } = parted(operation);
  const found = integrationOf(operation['x-amazon-apigateway-integration']);
  for (const name of dropped) {
    if (name === 'x-amazon-apigateway-integration') notes.push(`${place}: ${found.note}`);
    else
      notes.push(`${place}: ${name} is left out: ${OPERATION_NOTES[name] ?? 'apikit has nothing that it could mean'}.`);
  }
  if (Object.keys(found.settings).length === 0) return kept;
  return { ...kept, 'x-apikit': { ...found.settings, ...objectOf(kept['x-apikit']) } };
}

/** The members without the extensions, and the names of these; of security schemes they stay, since apikit reads them there. */
function parted(node: Json): { kept: Json; dropped: string[] } {
  const own = (key: string) => key.startsWith('x-amazon-') && !OPERATION_KEYS.includes(key);
  return {
    kept: Object.fromEntries(Object.entries(node).filter(([key]) => !own(key))),
    dropped: Object.keys(node).filter(own),
  };
}

/** GET /orders/{id}/lines → getOrdersByIdLines; the same for the same document, and never one that is taken. */
export function withOperationIds(document: Json, taken: ReadonlySet<string>): Adopted {
  const notes: string[] = [];
  const paths = objectOf(document.paths);
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    OPERATION_KEYS.flatMap((key) => {
      const operation = objectOf(item)[key];
      return isObject(operation) ? [{ path, key, operation }] : [];
    }),
  );
  const used = new Set(taken);
  const ids = new Map<string, string>();
  // Those that are written come first: none of them is renamed for the sake of a made one.
  for (const { path, key, operation } of operations) {
    const id = textOf(operation.operationId);
    if (id === undefined || used.has(id)) continue;
    used.add(id);
    ids.set(`${key} ${path}`, id);
  }
  for (const { path, key, operation } of operations) {
    if (ids.has(`${key} ${path}`)) continue;
    const written = textOf(operation.operationId);
    const wanted = written ?? nameOf(path, key);
    let id = wanted;
    for (let count = 2; used.has(id); count++) id = `${wanted}${count}`;
    used.add(id);
    ids.set(`${key} ${path}`, id);
    const place = `${key.toUpperCase()} ${path}`;
    notes.push(written === undefined ? `${place} is ${id} now.` : `${place}: ${written} is taken; it is ${id} now.`);
  }
  const named = Object.entries(paths).map(([path, item]) => [
    path,
    Object.fromEntries(
      Object.entries(objectOf(item)).map(([key, value]) => {
        const operationId = ids.get(`${key} ${path}`);
        return [key, operationId === undefined ? value : { operationId, ...omit(objectOf(value), 'operationId') }];
      }),
    ),
  ]);
  return { document: { ...document, paths: Object.fromEntries(named) }, notes };
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
