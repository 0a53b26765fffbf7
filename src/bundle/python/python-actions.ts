/**
 * Derives the IAM actions that a Python handler can use on its tables, from the boto3 methods in the modules that it
 * imports. Reads text and runs nothing. Pure.
 */
import { ITEM_ACTIONS, PARTIQL_ACTIONS } from '../actions/sdk-actions.ts';
import { modulesOf, placesOf, pythonImports, withoutComments } from './python-imports.ts';
import { VENDOR } from './python-packages.ts';

/** The methods of boto3's client and resources, with their IAM actions (service authorization reference, DynamoDB). */
const METHODS: Record<string, string[]> = {
  batch_execute_statement: PARTIQL_ACTIONS,
  batch_get_item: ['dynamodb:BatchGetItem'],
  batch_write_item: ['dynamodb:BatchWriteItem'],
  batch_writer: ['dynamodb:BatchWriteItem'],
  delete_item: ['dynamodb:DeleteItem'],
  execute_statement: PARTIQL_ACTIONS,
  execute_transaction: PARTIQL_ACTIONS,
  get_item: ['dynamodb:GetItem'],
  put_item: ['dynamodb:PutItem'],
  query: ['dynamodb:Query'],
  scan: ['dynamodb:Scan'],
  transact_get_items: ['dynamodb:GetItem'],
  transact_write_items: ['ConditionCheckItem', 'DeleteItem', 'PutItem', 'UpdateItem'].map((verb) => `dynamodb:${verb}`),
  update_item: ['dynamodb:UpdateItem'],
};

/**
 * Matches a call of a method, or its name for a paginator. A word that also has other meanings counts only in a call.
 */
const NAMED =
  /\b(\w+_(?:items?|writer|statement|transaction))\b|\.(query|scan)\s*\(|get_paginator\(\s*["'](query|scan)["']/g;

/** The packages of AWS's SDK. Their modules name operations of all services, and the app chooses which of them run. */
const SDK = ['boto3', 'botocore', 's3transfer'];

/** Code that chooses its calls or imports at run time. */
const UNREADABLE = /\b(?:__import__|exec|eval)\s*\(/;

/**
 * Expects the result of `importedTexts`. Returns the actions, sorted, or all actions if the code does not show them.
 */
export function pythonActions(texts: readonly string[]): string[] {
  if (texts.some((text) => UNREADABLE.test(text))) return ITEM_ACTIONS;
  const methods = texts.flatMap((text) => [...text.matchAll(NAMED)].map(([, one, two, three]) => one ?? two ?? three!));
  const actions = methods.flatMap((method) => (Object.hasOwn(METHODS, method) ? METHODS[method]! : []));
  return [...new Set(actions)].sort();
}

/**
 * Returns the texts of the modules that importing the entry loads, without comments, and without the SDK. `sources` are
 * all modules by their paths relative to the folder that Python searches.
 */
export function importedTexts(sources: Readonly<Record<string, string>>, entry: string): string[] {
  return reachable(sources, entry).map((path) => withoutComments(sources[path]!));
}

/** Returns the modules that importing the entry loads, including the entry, and without those of the SDK. */
function reachable(sources: Readonly<Record<string, string>>, entry: string): string[] {
  const reached = new Set<string>();
  const waiting = [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const inside = path.startsWith(VENDOR) ? path.slice(VENDOR.length) : path;
    if (reached.has(path) || SDK.includes(inside.split('/')[0]!)) continue;
    reached.add(path);
    const modules = pythonImports(sources[path]!, inside).flatMap(modulesOf);
    waiting.push(...modules.flatMap((module) => filesOf(sources, module)));
  }
  return [...reached];
}

/** Returns the files of the module and of the packages around it. */
function filesOf(sources: Readonly<Record<string, string>>, module: string): string[] {
  const candidates = placesOf(module).flatMap((path) => [path, VENDOR + path]);
  return candidates.filter((path) => Object.hasOwn(sources, path));
}
