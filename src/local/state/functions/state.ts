/**
 * Decides a function's state after a change, and which operations that state forbids. The stored state is always the
 * final one, Active and Successful. While a state delay lasts (by default there is none), reads see the change in
 * progress.
 */
import type { Scope } from '../../cloud/cloud.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { conflict } from './errors.ts';
import { type FunctionVersion, functionArn, type LambdaState, lambdaState, versionKey } from './model.ts';

type Settled = Omit<FunctionVersion, 'state' | 'lastUpdateStatus'>;

/** Facts about a version while a change of it is in progress. */
interface UnderWay {
  /** The revision until the change is complete; completion creates another one. */
  readonly revisionId: string;
  /** The version that calls run until then; absent if there was none. */
  readonly version?: FunctionVersion;
}

const CREATIONS = ['functionCreated', 'functionNetworkCreated', 'versionPublished', 'snapshotTaken'] as const;
const UPDATES = ['functionUpdated', 'functionNetworkUpdated'] as const;
type Creation = (typeof CREATIONS)[number];
type Update = (typeof UPDATES)[number];

/** Stores a new function or version, and returns it in its current state. */
export function putCreated(context: OperationContext, kind: Creation, created: Settled): FunctionVersion {
  const state = lambdaState(context.cloud, context);
  const key = versionKey(created.functionName, created.version);
  state.versions.put(key, { ...created, state: 'Active', lastUpdateStatus: 'Successful' });
  const underWay: UnderWay = { revisionId: context.cloud.ids.uuid() };
  for (const update of UPDATES) state.transitions.forget(context, update, key);
  state.transitions.begin(context, kind, key, underWay);
  return withCurrentState(state, context, state.versions.get(key)!);
}

/** Stores a function whose code or configuration has changed, and returns it in its current state. */
export function putUpdated(context: OperationContext, kind: Update, updated: Settled): FunctionVersion {
  const { cloud } = context;
  const state = lambdaState(cloud, context);
  const key = versionKey(updated.functionName, updated.version);
  const before = state.versions.get(key);
  state.versions.put(key, { ...updated, state: 'Active', lastUpdateStatus: 'Successful' });
  const underWay: UnderWay = { revisionId: cloud.ids.uuid(), ...(before && { version: before }) };
  const delay = state.transitions.begin(context, kind, key, underWay);
  const retire = () => cloud.functions.retire(context, updated.functionName);
  if (delay > 0) cloud.clock.after(delay, retire);
  else retire();
  return withCurrentState(state, context, state.versions.get(key)!);
}

/** Returns a stored version in its current state. */
export function withCurrentState(state: LambdaState, scope: Scope, version: FunctionVersion): FunctionVersion {
  const key = versionKey(version.functionName, version.version);
  const creation = whileUnderWay(state, scope, CREATIONS, key);
  if (creation) return { ...version, revisionId: creation.revisionId, state: 'Pending' };
  const update = whileUnderWay(state, scope, UPDATES, key);
  return update ? { ...version, revisionId: update.revisionId, lastUpdateStatus: 'InProgress' } : version;
}

/** Returns the version that a call runs: the previous one until an update is complete. */
export function runningVersion(state: LambdaState, scope: Scope, version: FunctionVersion): FunctionVersion {
  const key = versionKey(version.functionName, version.version);
  return whileUnderWay(state, scope, UPDATES, key)?.version ?? version;
}

function whileUnderWay(
  state: LambdaState,
  scope: Scope,
  kinds: readonly (Creation | Update)[],
  key: string,
): UnderWay | undefined {
  for (const kind of kinds) {
    const found = state.transitions.effective<UnderWay | undefined>(scope, kind, key, undefined);
    if (found) return found;
  }
  return undefined;
}

/** Throws ResourceConflictException while a creation or an update is in progress. */
export function assertUpdatable(version: FunctionVersion, scope: Scope): void {
  const prefix = 'The operation cannot be performed at this time.';
  if (version.state === 'Pending') {
    throw conflict(`${prefix} The function is currently in the following state: Pending`);
  }
  if (version.lastUpdateStatus === 'InProgress') {
    const arn = functionArn(scope, version.functionName);
    throw conflict(`${prefix} An update is in progress for resource: ${arn}`);
  }
}

/** Throws ResourceConflictException. Calls are possible during an update; they run the old version. */
export function assertInvocable(version: FunctionVersion): void {
  if (version.state === 'Pending') {
    throw conflict(
      'The operation cannot be performed at this time. The function is currently in the following state: Pending',
    );
  }
}
