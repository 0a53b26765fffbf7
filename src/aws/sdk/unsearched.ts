/**
 * Searches that could not be made. A search for leftovers calls services that the stage may not use at all. If the
 * credentials may not use one of them, or the endpoint does not support it, the rest of the work continues.
 */

import { addressOf } from './errors/explain-network-error.ts';
import { failedCallOf } from './errors/failed-call.ts';
import { deniedAction, isAwsError, isDenied, isForeign, isNotOffered, isUnreachable } from './errors/sdk-error.ts';

export interface Unsearched {
  /** In the plural: `user pools`. */
  readonly what: string;
  /** A clause: `these credentials are not allowed to do cognito-idp:ListUserPools`. */
  readonly why: string;
}

/**
 * Returns the result of `look`. If the service cannot be used, adds an entry to `unsearched` and returns `instead`.
 * Throws all other errors.
 */
export async function searchOrSkip<T>(
  what: string,
  unsearched: Unsearched[],
  instead: T,
  look: () => Promise<T>,
): Promise<T> {
  try {
    return await look();
  } catch (error) {
    const why = refusalOf(error);
    if (why === undefined) throw error;
    unsearched.push({ what, why });
    return instead;
  }
}

/** For example `Could not look for user pools: these credentials are not allowed to do cognito-idp:ListUserPools.` */
export function unsearchedLine({ what, why }: Unsearched): string {
  return `Could not look for ${what}: ${why}.`;
}

/** Why a service cannot be used, as a clause; `undefined` for any other error. */
export function refusalOf(error: unknown): string | undefined {
  const call = failedCallOf(error);
  if (!call) return undefined;
  if (isDenied(error))
    return `these credentials are not allowed to do ${deniedAction(error) ?? `${call.operation} of ${call.service}`}`;
  // An emulator answers with a web page for an operation that it does not know.
  if (isNotOffered(error) || (call.endpoint !== undefined && isForeign(error)))
    return `${addressOf(call)} does not offer ${call.operation}`;
  if (isUnreachable(error) || isAwsError(error, 'UnreachableError')) return `nobody answers at ${addressOf(call)}`;
  return undefined;
}
