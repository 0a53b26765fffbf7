/**
 * Derives the IAM actions that a Python handler can use on anything but the items of tables, from the clients of boto3 and the
 * methods that are called of them. Nothing is granted for these; they are compared with `function.permissions`. Reads text, runs
 * nothing. Pure.
 */
import { iamActions } from '../../iam/iam-services.ts';
import { ITEM_ACTIONS, PARTIQL_ACTIONS } from '../actions/sdk-actions.ts';

/** `s3 = boto3.client("s3")`, also as a member, of a session and by `from boto3 import client`; not the last of several names. */
const CLIENT =
  /(?<!,\s*)\b(\w+)(?:\s*:\s*[\w."'[\]]+)?\s*=\s*(?:[\w.()]+\.)?client\(\s*(?:service_name\s*=\s*)?["']([\w-]+)["']/g;
/** `boto3.client("sns").publish(…)` */
const AT_ONCE = /\bclient\(\s*["']([\w-]+)["'][^()]*\)\s*\.(\w+)\s*\(/g;

/** Methods of a client that are no operation of the service, and which operations they send. */
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
  // Another module's variable of the same name is a dictionary.
  get: [],
  items: [],
  keys: [],
  pop: [],
  update: [],
  values: [],
};

/** The actions, sorted. `texts` are the modules that the handler loads. */
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

/** A paginator and a presigned URL name their operation in the first argument. */
function actionsOf(service: string, method: string, argument?: string): string[] {
  if (method === 'get_paginator' || method === 'generate_presigned_url')
    return argument === undefined ? [] : actionsOf(service, argument);
  const operations = Object.hasOwn(HELPERS, method) ? HELPERS[method]! : [method];
  return operations.flatMap((operation) => iamActions(service, pascal(operation)));
}

/** `list_objects_v2` → `ListObjectsV2`. IAM does not tell capitals from small letters in the names of actions. */
const pascal = (method: string): string => method.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
