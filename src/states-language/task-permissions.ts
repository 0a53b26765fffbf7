/**
 * The permissions that the tasks of a definition need: one action on one resource for each (Step Functions Developer
 * Guide, "How Step Functions generates IAM policies for integrated services"). Pure.
 */
import { isJson, type Json, type PlacedState, tasksOf } from './definition.ts';

export interface TaskPermission {
  readonly action: string;
  readonly resources: readonly string[];
}

/** A task whose permission cannot be derived. `why` is the end of a sentence. */
export interface UnclearTask {
  readonly at: string;
  readonly why: string;
}

interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** How the target of a task becomes the resource of its permission. */
interface Call {
  /** The member of the task's parameters that names the target. */
  readonly member: string;
  readonly action: string;
  resources(target: string, place: Place): readonly string[];
}

const arnIn = ({ partition, region, account }: Place, service: string, rest: string): string =>
  `arn:${partition}:${service}:${region}:${account}:${rest}`;

const table = (action: string): Call => ({
  member: 'TableName',
  action: `dynamodb:${action}`,
  resources: (name, place) => [name.startsWith('arn:') ? name : arnIn(place, 'dynamodb', `table/${name}`)],
});

/** A definition may name a function with or without a version. */
function functionsOf(name: string, place: Place): string[] {
  const arn = name.startsWith('arn:') ? name : arnIn(place, 'lambda', `function:${name}`);
  return [arn];
}

/** The calls of other services that a task may make, by the end of its `Resource`. */
const CALLS: Readonly<Record<string, Call>> = {
  'lambda:invoke': { member: 'FunctionName', action: 'lambda:InvokeFunction', resources: functionsOf },
  'dynamodb:getItem': table('GetItem'),
  'dynamodb:putItem': table('PutItem'),
  'dynamodb:updateItem': table('UpdateItem'),
  'dynamodb:deleteItem': table('DeleteItem'),
  'sqs:sendMessage': {
    member: 'QueueUrl',
    action: 'sqs:SendMessage',
    resources: (url, place) => [arnIn(place, 'sqs', url.slice(url.lastIndexOf('/') + 1))],
  },
  'sns:publish': { member: 'TopicArn', action: 'sns:Publish', resources: (arn) => [arn] },
};

const FUNCTION = /^arn:[\w-]+:lambda:[^:]+:[^:]+:function:[^:]+(?::[\w$-]+)?$/;
const SERVICE = /^arn:[\w-]+:states:::(.+)$/;

/** The placeholders of the definition are filled. */
export function taskPermissions(
  machine: Json,
  place: Place,
): { readonly permissions: TaskPermission[]; readonly unclear: UnclearTask[] } {
  const all = tasksOf(machine).map((task) => permissionOf(task, place));
  const byAction = new Map<string, Set<string>>();
  for (const each of all) {
    if (!('action' in each)) continue;
    byAction.set(each.action, new Set([...(byAction.get(each.action) ?? []), ...each.resources]));
  }
  return {
    permissions: [...byAction].sort().map(([action, resources]) => ({ action, resources: [...resources].sort() })),
    unclear: all.flatMap((each) => ('why' in each ? [each] : [])),
  };
}

function permissionOf({ state, at, language }: PlacedState, place: Place): TaskPermission | UnclearTask {
  const resource = String(state.Resource);
  if (FUNCTION.test(resource)) return { action: 'lambda:InvokeFunction', resources: [resource] };
  const name = SERVICE.exec(resource)?.[1] ?? '';
  const call = Object.hasOwn(CALLS, name) ? CALLS[name] : undefined;
  if (!call) return { at, why: `calls ${resource}, for which apikit does not know the permissions` };
  const given = language === 'JSONata' ? state.Arguments : state.Parameters;
  const target = isJson(given) ? given[call.member] : undefined;
  if (typeof target !== 'string' || target === '' || target.startsWith('{%')) {
    return { at, why: `has no fixed ${call.member}, so that its permission would have to be for all` };
  }
  return { action: call.action, resources: call.resources(target, place) };
}
