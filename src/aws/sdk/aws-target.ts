import type { Clients } from './clients.ts';
import type { TargetFacts } from './target-facts.ts';

/** An account and a region, with the clients for them. */
export interface AwsTarget {
  readonly clients: Clients;
  readonly facts: TargetFacts;
  /** The ARN of the caller. */
  readonly caller: string;
}
