/** The result of a search for apikit's tags and names. */
import type { Owner } from '../ownership/owner.ts';

export interface InventoryItem extends Owner {
  /** The name of the kind. */
  readonly kind: string;
  readonly name: string;
  readonly arn: string;
}

/**
 * The limit of parallel calls. The SDK treats a call that waits for a free socket longer than the connection timeout as
 * unreachable, and an endpoint without rate limits holds calls back by nothing else.
 */
export const CALLS_AT_ONCE = 20;

export function byOwner(a: Owner, b: Owner): number {
  return a.app.localeCompare(b.app) || a.stage.localeCompare(b.stage);
}
