/** What a search for apikit's tags and names finds. */
import type { FormerKind } from '../kinds/former-kind.ts';
import type { Clients } from '../sdk/clients.ts';
import type { TargetFacts } from '../sdk/target-facts.ts';

export interface Owner {
  readonly app: string;
  readonly stage: string;
  /** Whether a pattern made the stage. Not known of alarms, whose tags no listing tells. */
  readonly preview?: boolean;
}

export interface Found extends Owner {
  /** A kind that a stage consists of, or the keys that its clients have. */
  readonly kind: FormerKind | 'api-key';
  readonly name: string;
  readonly arn: string;
}

/** Where to search. */
export interface Place {
  readonly clients: Clients;
  readonly target: TargetFacts;
}

/**
 * A call that waits for a free socket longer than the SDK gives a connection is taken for one that reached nobody, and an endpoint
 * without rates has nothing else that holds calls back.
 */
export const CALLS_AT_ONCE = 20;

export function byOwner(a: Owner, b: Owner): number {
  return a.app.localeCompare(b.app) || a.stage.localeCompare(b.stage);
}
