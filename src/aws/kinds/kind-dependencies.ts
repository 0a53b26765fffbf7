/** What every resource kind is made from. */
import type { RestApi } from '@aws-sdk/client-api-gateway';
import type { Clock } from '../../clock.ts';
import type { Clients } from '../sdk/clients.ts';
import type { Propagation } from '../sdk/propagation.ts';
import type { TargetFacts } from '../sdk/target-facts.ts';

/** Bytes and documents that resources name by hash, so that a plan stays small and printable. */
export type Artifacts = ReadonlyMap<string, Uint8Array>;

/** What listings of an account and region turn up besides what they are made for. */
export interface Listed {
  restApis: RestApi[];
  /** How many there are. */
  usagePlans?: number;
}

export interface KindDependencies {
  readonly clients: Clients;
  readonly clock: Clock;
  readonly artifacts: Artifacts;
  /** Account id, region, partition and DNS suffix of the target. */
  readonly target: TargetFacts;
  /**
   * SHA-256 of the code of the releases that the account holds, filled in as they are read: such code has a version
   * already. Absent where a kind works alone.
   */
  readonly releasedCode?: Set<string>;
  /** Filled in when it is listed. Absent where nobody else wants to know it. */
  readonly listed?: Listed;
  /** Whether rights were widened in this run, and when. Absent where a kind works alone. */
  readonly rights?: Propagation;
  /** Whether the logs of a stage were turned off in this run, and when. Absent where a kind works alone. */
  readonly logs?: Propagation;
}
