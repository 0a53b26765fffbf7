/**
 * The data that apikit keeps of a release beside its record in the deployment: what it needs to serve, and what it was
 * made from. A command that rolls back to a release, promotes it or compares it no longer has its sources
 * (docs/adr/0015-what-is-kept-of-a-release.md). Plain data without secrets.
 */
import type { KeyProperties, TableIndex } from '../dynamodb/table-keys.ts';

export interface KeptRelease {
  /** The inline policies of the function's role, by name. */
  readonly policies: Readonly<Record<string, object>>;
  /** The tables, by their names in apikit.yaml. */
  readonly tables: Readonly<Record<string, KeptTable>>;
  /** References to secrets, by their names in apikit.yaml: `ssm:/prod/token`. Never a value. */
  readonly secrets: Readonly<Record<string, string>>;
  /**
   * The settings in apikit.yaml of the function and the definition: `memory` → `512`. Values of environment variables
   * are hashes.
   */
  readonly settings: Readonly<Record<string, string>>;
  /** The hashes of the contract's operations, by `GET /items`. */
  readonly operations: Readonly<Record<string, string>>;
  /** The hash of the parts that operations share: the components of the contract. */
  readonly components: string;
  /** Absent if an older apikit created the release. Such a release cannot be promoted. */
  readonly code?: KeptCode;
  /** The consumers as they were with the release, by their keys (`config/consumers.ts`). */
  readonly consumers?: Readonly<Record<string, KeptCode>>;
  /** The definitions of state machines as the files had them, by their names. */
  readonly definitions?: Readonly<Record<string, string>>;
  /** The normalised contract. Absent if there was no room for it, or if the caller does not need it. */
  readonly contract?: unknown;
}

/** The facts about a function's code, beside the zip, that are needed to deploy it in another stage. */
export interface KeptCode {
  /** The SHA-256 of the zip in base64. */
  readonly sha256: string;
  /** Lambda's handler name: `index.handler`. */
  readonly handler: string;
  /** Lambda's ID of the runtime that it was built for. */
  readonly runtime: string;
  /** The IAM actions on tables that it uses. Its role gets them on the tables of its stage. */
  readonly actions: readonly string[];
  /** The IAM actions of all other calls that it seems to make. */
  readonly otherActions: readonly string[];
}

/** The keys and indexes that the handler relies on. */
export interface KeptTable extends KeyProperties {
  /** The name in the account. */
  readonly name: string;
  /** The indexes by name. */
  readonly indexes?: Record<string, TableIndex>;
}
