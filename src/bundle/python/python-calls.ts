/**
 * Derives the IAM actions that a Python handler can use beyond the items of tables, from its boto3 clients and their
 * method calls. apikit grants none of them; it compares them with `function.permissions`. Reads text and runs nothing.
 * Pure.
 */
import { iamActions } from '../../iam/iam-services.ts';
import { ITEM_ACTIONS, PARTIQL_ACTIONS } from '../actions/sdk-actions.ts';

/**
 * Matches `s3 = boto3.client("s3")`, also for a member, a session and `from boto3 import client`, but not the last of
 * several names.
 */
const CLIENT =
  /(?<!,\s*)\b(\w+)(?:\s*:\s*[\w."'[\]]+)?\s*=\s*(?:[\w.()]+\.)?client\(\s*(?:service_name\s*=\s*)?["']([\w-]+)["']/g;
/** Matches `boto3.client("sns").publish(…)`. */
const AT_ONCE = /\bclient\(\s*["']([\w-]+)["'][^()]*\)\s*\.(\w+)\s*\(/g;

/** Client methods that are not operations of the service, with the operations that they send. */
const HELPERS: Readonly<Record<string, readonly string[]>> = {
  can_paginate: [],
  close: [],
  get_waiter: [],
  upload_file: ['put_object'],
  upload_fileobj: ['put_object'],
  download_file: ['get_object'],
  download_fileobj: ['get_object'],
  copy: ['copy_object'],
  generate_presigned_post: ['put_object'],
  // The variable may be a dictionary of the same name in another module.
  get: [],
  items: [],
  keys: [],
  pop: [],
  update: [],
  values: [],
};

/** Returns the actions, sorted. `texts` are the modules that the handler loads. */
export function pythonCalls(texts: readonly string[]): string[] {
  const all = texts.join('\n');
  const named = [...all.matchAll(CLIENT)].flatMap(([, name = '', service = '']) =>
    [...all.matchAll(new RegExp(`\\b${name}\\.(\\w+)\\s*\\(\\s*(?:["'](\\w+)["'])?`, 'g'))].flatMap(
      ([, method = '', argument]) => actionsOf(service, method, argument),
    ),
  );
  const atOnce = [...all.matchAll(AT_ONCE)].flatMap(([, service = '', method = '']) => actionsOf(service, method));
  const granted = new Set([...ITEM_ACTIONS, ...PARTIQL_ACTIONS]);
  return [...new Set([...named, ...atOnce])].filter((action) => !granted.has(action)).sort();
}

/** The first argument of a paginator and of a presigned URL is the operation. */
function actionsOf(service: string, method: string, argument?: string): string[] {
  if (method === 'get_paginator' || method === 'generate_presigned_url')
    return argument === undefined ? [] : actionsOf(service, argument);
  const operations = Object.hasOwn(HELPERS, method) ? HELPERS[method]! : [method];
  return operations.flatMap((operation) => iamActions(service, pascal(operation)));
}

/** Returns `ListObjectsV2` for `list_objects_v2`. IAM ignores case in the names of actions. */
const pascal = (method: string): string => method.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
