/**
 * A path can be written in other ways: `/admin/` and `/%61dmin` lead to `/admin`, and `/users/%34%32` gives a function the
 * user 42. A Deny of one is meant for all of them; an Allow is one of the path as it was called, which is what an authorizer
 * is told and gives back. What AWS does with a Deny there is not known.
 */
import { decodePercent } from '../http/query.ts';
import type { Invocation } from '../invocation.ts';
import { methodArn } from './authorizer-event.ts';

/** What is said of the path as it was called, unless another way to write it is denied. */
export function judge<Said>(
  invocation: Invocation,
  ask: (resource: string) => Said,
  denies: (said: Said) => boolean,
): Said {
  const said = ask(methodArn(invocation));
  return denies(said)
    ? said
    : (otherPaths(invocation)
        .map((path) => ask(methodArn({ ...invocation, path })))
        .find(denies) ?? said);
}

function otherPaths({ path, route }: Invocation): string[] {
  const found = route?.path ?? path;
  return [...new Set([found, decodePercent(found)])].filter((other) => other !== path);
}
