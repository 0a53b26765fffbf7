/** The parts that every kind needs. */
import type { RestApi } from '@aws-sdk/client-api-gateway';
import type { Clock } from '../../clock.ts';
import type { Clients } from '../sdk/clients.ts';
import type { Propagation } from '../sdk/propagation.ts';
import type { TargetFacts } from '../sdk/target-facts.ts';
import type { DomainReads } from './domain-reads.ts';

/** The bytes and documents that resources name by hash, so that a plan stays small and printable. */
export type Artifacts = ReadonlyMap<string, Uint8Array>;

/** Facts about the account and region that listings reveal besides their purpose. */
export interface Listed {
  restApis: RestApi[];
  /** The number of usage plans. */
  usagePlans?: number;
}

export interface KindDependencies {
  readonly clients: Clients;
  readonly clock: Clock;
  readonly artifacts: Artifacts;
  /** The account, region, partition and endpoint of the target. */
  readonly target: TargetFacts;
  /**
   * The SHA-256 of the code of all existing releases, added as they are read. Such code already has a version. Absent
   * if a kind works alone.
   */
  readonly releasedCode?: Set<string>;
  /** Listings fill this in. Absent if nobody needs it. */
  readonly listed?: Listed;
  /** Whether this run has added permissions, and when. Absent if a kind works alone. */
  readonly rights?: Propagation;
  /** Reads custom domains, each once. Absent if a kind works alone. */
  readonly domains?: DomainReads;
  /** Whether somebody is at the terminal, who can do something while the deploy waits. */
  readonly attended?: boolean;
  /** Whether this run has turned off the logs of a stage, and when. Absent if a kind works alone. */
  readonly logs?: Propagation;
}
