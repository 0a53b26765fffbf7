/** Adds a resource to the texts of a project's files: table, operations, schemas. Comments and order stay. Pure. */
import { Document, isCollection, isMap, isSeq, type Node, parseDocument } from 'yaml';
import { ApikitError, EXIT } from '../errors.ts';
import { resourceNames } from '../naming/resource-names.ts';
import { type Field, fieldSchema } from '../templates/items/fields.ts';
import { type ContractFragment, contractFragment } from './contract-fragment.ts';
import { insertEntry } from './insert-entry.ts';
import { indexSettings, type ResourceIndex } from './resource-index.ts';

export interface NewResource {
  /** The plural: `orders`. */
  readonly resource: string;
  readonly fields: readonly Field[];
  readonly indexes: readonly ResourceIndex[];
  /** The items template's contract, rendered for this resource. */
  readonly template: string;
}

/** Returns `apikit.yaml` with the resource's table. Throws `ResourceExists`. */
export function addTable(text: string, { resource, fields, indexes }: NewResource): string {
  if (parseDocument(text).hasIn(['tables', resource])) throw exists(`apikit.yaml has a table ${resource}`);
  const byName = Object.fromEntries(indexes.map((index) => [index.name, indexSettings(index, fields)]));
  return insertEntry(text, ['tables', resource], { key: 'id', ...(indexes.length > 0 && { indexes: byName }) });
}

/** Returns `apikit.yaml` with the bucket of the resource's files. Throws `ResourceExists`. */
export function addBucket(text: string, resource: string): string {
  if (parseDocument(text).hasIn(['buckets', resource])) throw exists(`apikit.yaml has a bucket ${resource}`);
  return insertEntry(text, ['buckets', resource], {});
}

/** Returns the contract with the resource's operations. Errors name `file`. Throws `ResourceExists`, `NotOpenApi3`. */
export function addOperations(text: string, file: string, resource: NewResource): string {
  const document = parseDocument(text);
  if (!/^3\./.test(String(document.get('openapi') ?? ''))) {
    throw new ApikitError(
      'NotOpenApi3',
      `${file} is not an OpenAPI 3 document, and apikit adds operations only to those.`,
      {
        exitCode: EXIT.usage,
        hint: `Create a new project from it, whose contract is OpenAPI 3, with \`apikit openapi import ${file} new-project\`.`,
      },
    );
  }
  const fragment = contractFragment(resource.template, resourceNames(resource.resource).singularPascal);
  refuseConflicts(text, file, fragment);
  const scheme = keyScheme(document.toJS());
  for (const { path, node } of fragment.own) {
    if (path[0] === 'paths') {
      useScheme(node, scheme);
      addFilters(node, resource);
    }
    text = insertEntry(text, path, node);
  }
  for (const { path, node } of fragment.shared) {
    const replaced = path[1] === 'securitySchemes' && scheme !== undefined;
    if (!replaced && !parseDocument(text).hasIn(path)) text = insertEntry(text, path, node);
  }
  return text;
}

function refuseConflicts(text: string, file: string, { own, operationIds }: ContractFragment): void {
  const document = parseDocument(text);
  const there = own
    .filter(({ path }) => document.hasIn(path))
    .map(({ path }) => path.slice(path[0] === 'paths' ? 1 : 0).join('.'));
  const known = new Set([...text.matchAll(/operationId["']?:\s*["']?([\w-]+)/g)].map((match) => match[1]));
  const taken = [...there, ...operationIds.filter((id) => known.has(id))];
  if (taken.length > 0) throw exists(`${file} has ${taken.join(', ')}`);
}

/** Returns the contract's security scheme that stands for API Gateway's key, whatever its name is. */
function keyScheme(document: {
  components?: { securitySchemes?: Record<string, { type?: string; in?: string; name?: string }> };
}) {
  const schemes = Object.entries(document.components?.securitySchemes ?? {});
  return schemes.find(
    ([, { type, in: place, name }]) => type === 'apiKey' && place === 'header' && name?.toLowerCase() === 'x-api-key',
  )?.[0];
}

function useScheme(pathItem: Node, scheme: string | undefined): void {
  if (scheme === undefined || !isMap(pathItem)) return;
  for (const { value } of pathItem.items)
    if (isMap(value) && value.has('security')) value.set('security', inline([{ [scheme]: [] }]));
}

/** Adds the key of each index as a filter of the list. The list then runs a Query instead of a Scan. */
function addFilters(pathItem: Node, { resource, fields, indexes }: NewResource): void {
  const list = isMap(pathItem) ? pathItem.get('get') : undefined;
  const parameters = isMap(list) ? list.get('parameters') : undefined;
  if (!isMap(list) || !isSeq(parameters) || !String(list.get('operationId')).startsWith('list')) return;
  for (const key of new Set(indexes.map((index) => index.key))) {
    const field = fields.find(({ name }) => name === key);
    const schema = inline(field ? fieldSchema(field) : { type: 'string', format: 'date-time' });
    const description = `Only the ${resource} with this ${key}`;
    parameters.add(new Document({ name: key, in: 'query', description, schema }).contents as Node);
  }
}

/** Writes the value on one line, in braces or brackets. */
function inline(value: unknown): Node {
  const node = new Document(value).contents as Node;
  if (isCollection(node)) node.flow = true;
  return node;
}

const exists = (what: string): ApikitError =>
  new ApikitError('ResourceExists', `${what} already. Nothing was written.`, {
    exitCode: EXIT.usage,
    hint: 'Choose another name for the resource, or change the existing one by hand.',
  });
