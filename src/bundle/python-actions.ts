/**
 * Derives the IAM actions that a Python handler can use on its tables from the methods of boto3 that the modules which it
 * imports name. Reads text, runs nothing. Pure.
 */
import { VENDOR } from './python-packages.ts';
import { ITEM_ACTIONS, PARTIQL_ACTIONS } from './sdk-actions.ts';

/** Methods of boto3's client and of its resources, and what IAM calls them (service authorization reference, DynamoDB). */
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

/** A method that is called, or named for a paginator. Words that mean other things too count only where they are called. */
const NAMED =
  /\b(\w+_(?:items?|writer|statement|transaction))\b|\.(query|scan)\s*\(|get_paginator\(\s*["'](query|scan)["']/g;

/** Code that chooses what it calls or imports while it runs. */
const UNREADABLE = /\b(?:__import__|exec|eval)\s*\(/;

/** `sources` are the modules by their paths relative to the entry's folder. Sorted; all actions for what cannot be told. */
export function pythonActions(sources: Readonly<Record<string, string>>, entry: string): string[] {
  const reached = reachedTexts(sources, entry);
  if (reached.some((text) => UNREADABLE.test(text))) return ITEM_ACTIONS;
  const methods = reached.flatMap((text) =>
    [...text.matchAll(NAMED)].map(([, one, two, three]) => one ?? two ?? three!),
  );
  const actions = methods.flatMap((method) => (Object.hasOwn(METHODS, method) ? METHODS[method]! : []));
  return [...new Set(actions)].sort();
}

/** The texts of the modules that importing the entry loads, without their comments. */
export function reachedTexts(sources: Readonly<Record<string, string>>, entry: string): string[] {
  return reachable(sources, entry).map((path) => withoutComments(sources[path]!));
}

/** The modules that importing the entry loads, itself among them. */
function reachable(sources: Readonly<Record<string, string>>, entry: string): string[] {
  const reached = new Set<string>();
  const waiting = [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    waiting.push(...importsOf(sources[path]!, path).flatMap((module) => filesOf(sources, module)));
  }
  return [...reached];
}

const IMPORT = /^[ \t]*import[ \t]+([\w., \t]+)/gm;
const FROM_IMPORT = /^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]*(?:\(([^)]*)\)|([\w.,* \t]+))/gm;
const BY_NAME = /\bimport_module\(\s*["']([^"']+)["']/g;

/** Modules with dots; of `from a import b` also `a.b`, which may be one. */
function importsOf(text: string, path: string): string[] {
  const plain = [...text.matchAll(IMPORT)].flatMap(([, names = '']) => namesIn(names));
  const from = [...text.matchAll(FROM_IMPORT)].flatMap(([, dots = '', module = '', several, some = '']) => {
    const inside = path.startsWith(VENDOR) ? path.slice(VENDOR.length) : path;
    const base = dots === '' ? module : [...inside.split('/').slice(0, -dots.length), module].filter(Boolean).join('.');
    return [base, ...namesIn(several ?? some).map((name) => [base, name].filter(Boolean).join('.'))];
  });
  return [...plain, ...from, ...[...text.matchAll(BY_NAME)].map(([, name = '']) => name)];
}

const namesIn = (list: string): string[] =>
  withoutComments(list)
    .split(',')
    .map((name) => name.trim().split(/\s/)[0]!)
    .filter(Boolean);

const withoutComments = (text: string): string => text.replace(/(^|\s)#.*$/gm, '');

/** The module's file and those of the packages that it is in. */
function filesOf(sources: Readonly<Record<string, string>>, module: string): string[] {
  const parts = module.split('.');
  const packages = parts.map((_part, index) => `${parts.slice(0, index + 1).join('/')}/__init__.py`);
  const candidates = [...packages, `${parts.join('/')}.py`].flatMap((path) => [path, VENDOR + path]);
  return candidates.filter((path) => Object.hasOwn(sources, path));
}
