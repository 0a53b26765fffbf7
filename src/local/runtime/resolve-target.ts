/** Which version a call runs: the one named, or the one its alias points to, by weight when there are two. */
import type { Scope } from '../cloud.ts';
import { getFunction, getVersion } from '../services/lambda/lookup.ts';
import {
  type FunctionVersion,
  functionArn,
  type LambdaFunction,
  type LambdaState,
  versionKey,
} from '../services/lambda/model.ts';
import { assertInvocable, whatRuns } from '../services/lambda/state.ts';

export interface Target {
  readonly fn: LambdaFunction;
  readonly version: FunctionVersion;
  /** As the handler sees it: with the qualifier that was called. */
  readonly invokedArn: string;
}

/** `random` gives 0..1. Throws ResourceNotFoundException, ResourceConflictException. */
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
  return { fn, version: whatRuns(state, scope, version), invokedArn: functionArn(scope, name, qualifier) };
}

/** The additional version of an alias, for its share of the calls. */
function weighted(state: LambdaState, name: string, qualifier: string, random: () => number): string | undefined {
  const [entry] = Object.entries(state.aliases.get(versionKey(name, qualifier))?.weights ?? {});
  return entry && random() < entry[1] ? entry[0] : undefined;
}
