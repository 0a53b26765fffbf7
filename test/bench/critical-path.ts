/**
 * Computes the least time of a deploy or a rollback: the longest chain of calls and waits that must follow one another,
 * whatever the program does in parallel. A step must follow another in three cases: it needs its result (a version's
 * ARN), AWS refuses it before (a role that is not visible yet), or it would break a promise. The promises are that
 * nothing is written before everything is read and the lock is held, that nothing is deployed before the release is
 * complete, and that a deploy ends only when the release responds and every resource is as configured, with a table's
 * recovery. Durations are those of the profile, so that the ratio to a measured run says how much time apikit adds. A
 * deploy never makes two calls within the interval of a published rate, so rates add nothing.
 */
import { latencyOf } from '../../src/local/adversity/latencies.ts';
import { type ChangeKind, STATE_DELAYS } from '../../src/local/cloud/state-delays.ts';

export interface Step {
  /** A call, such as `lambda.CreateFunction`, or the state delay that one begins, such as `role`. */
  readonly what: string;
  /** Names of steps that must have ended. */
  readonly after: readonly string[];
}

/** Steps by name, each after those that it names. */
export type Chain = Readonly<Record<string, Step>>;

const step = (what: string, ...after: string[]): Step => ({ what, after });

/** The calls with which every command begins. A release is looked for in its API, so its reads follow one another. */
const READING: Chain = {
  identity: step('sts.GetCallerIdentity'),
  role: step('iam.GetRole', 'identity'),
  policies: step('iam.GetRolePolicy', 'role'),
  api: step('apigateway.GetRestApis', 'identity'),
  releases: step('apigateway.GetDeployments', 'api'),
};

/** `usable` makes the version usable. The definition names the version by a number that is known before it exists. */
const RELEASING: Chain = {
  permission: step('lambda.AddPermission', 'publish'),
  definition: step('apigateway.PutRestApi', 'restApi'),
  deployment: step('apigateway.CreateDeployment', 'definition', 'permission', 'usable'),
};

export const NOTHING_TO_DO: Chain = { ...READING, permission: step('lambda.GetPolicy', 'releases') };

export const CODE_ONLY: Chain = {
  ...READING,
  lock: step('dynamodb.UpdateItem', 'policies', 'releases'),
  restApi: step('nothing', 'lock'),
  publish: step('lambda.UpdateFunctionCode', 'lock'),
  usable: step('versionPublished', 'publish'),
  ...RELEASING,
  switch: step('apigateway.UpdateStage', 'deployment'),
  answers: step('stage', 'switch'),
  release: step('dynamodb.UpdateItem', 'answers'),
};

/** The release that the stage serves, and those that it keeps, are read before the lock is taken. */
export const ROLLBACK: Chain = {
  identity: READING.identity!,
  api: READING.api!,
  releases: READING.releases!,
  kept: step('dynamodb.GetItem', 'identity'),
  policies: step('iam.GetRolePolicy', 'kept'),
  lock: step('dynamodb.UpdateItem', 'policies', 'releases'),
  switch: step('apigateway.UpdateStage', 'lock'),
  answers: step('stage', 'switch'),
  release: step('dynamodb.UpdateItem', 'answers'),
};

export const FIRST: Chain = {
  identity: READING.identity!,
  role: READING.role!,
  lock: step('dynamodb.UpdateItem', 'role'),
  restApi: step('apigateway.CreateRestApi', 'lock'),
  table: step('dynamodb.CreateTable', 'lock'),
  tableReady: step('tableCreated', 'table'),
  createRole: step('iam.CreateRole', 'lock'),
  roleSeen: step('role', 'createRole'),
  publish: step('lambda.CreateFunction', 'roleSeen'),
  usable: step('functionCreated', 'publish'),
  ...RELEASING,
  createStage: step('apigateway.CreateStage', 'deployment', 'tableReady'),
  settings: step('apigateway.UpdateStage', 'createStage'),
  answers: step('stage', 'settings'),
  backups: step('tableBackups', 'table'),
  recovery: step('dynamodb.UpdateContinuousBackups', 'backups'),
  release: step('dynamodb.UpdateItem', 'answers', 'recovery'),
};

function milliseconds(what: string): number {
  const [service = '', operation] = what.split('.');
  if (operation !== undefined) return latencyOf(service, operation);
  return what in STATE_DELAYS ? STATE_DELAYS[what as ChangeKind].value * 1000 : 0;
}

/** Returns the longest path in milliseconds, and its steps in order. */
export function criticalPath(chain: Chain): { readonly milliseconds: number; readonly steps: readonly string[] } {
  const known = new Map<string, { milliseconds: number; steps: string[] }>();
  const until = (name: string): { milliseconds: number; steps: string[] } => {
    const found = known.get(name);
    if (found) return found;
    const { what, after } = chain[name]!;
    const before = after.map(until).reduce((a, b) => (b.milliseconds > a.milliseconds ? b : a), START);
    const way = { milliseconds: before.milliseconds + milliseconds(what), steps: [...before.steps, what] };
    known.set(name, way);
    return way;
  };
  return Object.keys(chain)
    .map(until)
    .reduce((a, b) => (b.milliseconds > a.milliseconds ? b : a), START);
}

const START: { milliseconds: number; steps: string[] } = { milliseconds: 0, steps: [] };
