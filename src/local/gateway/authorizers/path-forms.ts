/**
 * A path can be written in several ways: `/admin/` and `/%61dmin` lead to `/admin`, and `/users/%34%32` gives a
 * function the user 42. A Deny of one form applies to all of them. An Allow applies to the path as it was called,
 * because an authorizer gets this path and returns it. How AWS applies a Deny there is not known.
 */
import { decodePercent } from '../http/query.ts';
import type { Invocation } from '../invocation.ts';
import { methodArn } from './authorizer-event.ts';

/** Returns the decision for the path as it was called, unless another form of the path is denied. */
export function decideOverPathForms<Decision>(
  invocation: Invocation,
  ask: (resource: string) => Decision,
  denies: (decision: Decision) => boolean,
): Decision {
  const decision = ask(methodArn(invocation));
  return denies(decision)
    ? decision
    : (otherPaths(invocation)
        .map((path) => ask(methodArn({ ...invocation, path })))
        .find(denies) ?? decision);
}

function otherPaths({ path, route }: Invocation): string[] {
  const found = route?.path ?? path;
  return [...new Set([found, decodePercent(found)])].filter((other) => other !== path);
}
