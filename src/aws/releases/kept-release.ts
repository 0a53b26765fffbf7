/**
 * What is kept of a release beside its record: what it needs to serve, and what it was made of. Whoever goes back to a release,
 * promotes it or compares it has no source of it any more (docs/adr/0015-what-is-kept-of-a-release.md). Plain data, no secrets.
 */
import type { KeyProperties, TableIndex } from '../dynamodb/table-keys.ts';

export interface KeptRelease {
  /** Inline policies of the function's role, by name. */
  readonly policies: Readonly<Record<string, object>>;
  /** By their names in apikit.yaml. */
  readonly tables: Readonly<Record<string, KeptTable>>;
  /** References to secrets, by their names in apikit.yaml: `ssm:/prod/token`. Never a value. */
  readonly secrets: Readonly<Record<string, string>>;
  /** What apikit.yaml says of the function and of the definition: `memory` → `512`. Values of the environment are hashes. */
  readonly settings: Readonly<Record<string, string>>;
  /** Hashes of the operations of the contract, by `GET /items`. */
  readonly operations: Readonly<Record<string, string>>;
  /** Hash of what operations share: the components of the contract. */
  readonly components: string;
  /** Absent where an older apikit made the release: it cannot be promoted then. */
  readonly code?: KeptCode;
  /** The functions that streams are brought to, by the table's name in apikit.yaml, as they were with the release. */
  readonly consumers?: Readonly<Record<string, KeptCode>>;
  /** The contract, normalised. Absent where there was no room for it, or where it was not asked for. */
  readonly contract?: unknown;
}

/** What has to be known of a function's code beside the zip to deploy it in another stage. */
export interface KeptCode {
  /** base64 SHA-256 of the zip. */
  readonly sha256: string;
  /** Lambda's handler name: `index.handler`. */
  readonly handler: string;
  /** Lambda's id of the runtime that it was built for. */
  readonly runtime: string;
  /** IAM actions on tables that it uses, which its role gets on those of its stage. */
  readonly actions: readonly string[];
  /** IAM actions of all other calls that it seems to make. */
  readonly otherActions: readonly string[];
}

/** Its keys and indexes, as the handler relies on them. */
export interface KeptTable extends KeyProperties {
  /** In the account. */
  readonly name: string;
  /** By name. */
  readonly indexes?: Record<string, TableIndex>;
}
