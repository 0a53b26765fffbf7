/**
 * What could not be looked for. A search for leftovers asks services that the stage may have nothing to do with; credentials
 * that may not use one of them, or an endpoint that does not offer it, are no reason to leave the rest of the work undone.
 */

import { addressOf } from './errors/explain-network-error.ts';
import { failedCallOf } from './errors/failed-call.ts';
import { deniedAction, isDenied, isNotOffered, isUnreachable } from './errors/sdk-error.ts';

export interface Unsearched {
  /** In the plural: `user pools`. */
  readonly what: string;
  /** A clause: `these credentials may not do cognito-idp:ListUserPools`. */
  readonly why: string;
}

/** The answer of `look`; `instead`, and a note in `unsearched`, where the service cannot be asked. Throws all other errors. */
export async function searched<T>(
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

/** `Could not look for user pools: these credentials may not do cognito-idp:ListUserPools.` */
export function unsearchedLine({ what, why }: Unsearched): string {
  return `Could not look for ${what}: ${why}.`;
}

/** Why a service cannot be asked, as a clause; `undefined`: it is another error. */
export function refusalOf(error: unknown): string | undefined {
  const call = failedCallOf(error);
  if (!call) return undefined;
  if (isDenied(error))
    return `these credentials may not do ${deniedAction(error) ?? `${call.operation} of ${call.service}`}`;
  if (isNotOffered(error)) return `${addressOf(call)} does not offer ${call.operation}`;
  if (isUnreachable(error) || (error as Error).name === 'UnreachableError')
    return `nobody answers at ${addressOf(call)}`;
  return undefined;
}
