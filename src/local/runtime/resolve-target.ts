/**
 * Finds the version that a call runs: the named version, or the version of the alias; by weight if the alias has two.
 */
import type { Scope } from '../cloud/cloud.ts';
import { getFunction, getVersion } from '../state/functions/lookup.ts';
import {
  type FunctionVersion,
  functionArn,
  type LambdaFunction,
  type LambdaState,
  versionKey,
} from '../state/functions/model.ts';
import { assertInvocable, runningVersion } from '../state/functions/state.ts';

export interface Target {
  readonly fn: LambdaFunction;
  readonly version: FunctionVersion;
  /** The ARN that the handler sees: it has the qualifier of the call. */
  readonly invokedArn: string;
}

/** `random` returns 0..1. Throws ResourceNotFoundException, ResourceConflictException. */
export function resolveTarget(
  state: LambdaState,
  scope: Scope,
  name: string,
  qualifier: string | undefined,
  random: () => number,
): Target {
  const chosen = qualifier === undefined ? undefined : weighted(state, name, qualifier, random);
  const version = getVersion(state, scope, name, chosen ?? qualifier);
  assertInvocable(version);
  const fn = getFunction(state, scope, name);
  return { fn, version: runningVersion(state, scope, version), invokedArn: functionArn(scope, name, qualifier) };
}

/** Returns the additional version of an alias for its share of the calls. */
function weighted(state: LambdaState, name: string, qualifier: string, random: () => number): string | undefined {
  const [entry] = Object.entries(state.aliases.get(versionKey(name, qualifier))?.weights ?? {});
  return entry && random() < entry[1] ? entry[0] : undefined;
}
