/** The result of a search for apikit's tags and names. */
import type { Owner } from '../kinds/search.ts';

export interface Found extends Owner {
  /** The name of the kind. */
  readonly kind: string;
  readonly name: string;
  readonly arn: string;
}

/**
 * A call that waits for a free socket longer than the SDK gives a connection is taken for one that reached nobody, and
 * an endpoint without rates has nothing else that holds calls back.
 */
export const CALLS_AT_ONCE = 20;

export function byOwner(a: Owner, b: Owner): number {
  return a.app.localeCompare(b.app) || a.stage.localeCompare(b.stage);
}
