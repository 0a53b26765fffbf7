/**
 * The sources of a release: the project's files (`prepare-stage.ts`), or a release of another stage
 * (`promoted-release.ts`). All later steps are the same for both.
 */
import type { Promotion } from '../../aws/releases/release-record.ts';
import type { Contract } from '../../contract/model/contract.ts';
import type { CodeArtifact } from '../../stack/code-artifact.ts';

export interface ReleaseCode extends CodeArtifact {
  readonly zip: Uint8Array;
  /** The IAM actions of all other AWS calls that the code seems to make. */
  readonly otherActions: readonly string[];
}

/** A layer that is made of a folder. */
export interface ReleaseLayer {
  /** In base64. */
  readonly sha256: string;
  readonly zip: Uint8Array;
}

/** The file of `domain.mutualTls.truststore`. */
export interface TrustStoreFile {
  /** In base64. */
  readonly sha256: string;
  readonly content: Uint8Array;
}

export interface ReleaseSource {
  readonly contract: Contract;
  readonly code: ReleaseCode;
  /** The code of the consumers, by their keys (`config/consumers.ts`). */
  readonly consumers?: Readonly<Record<string, ReleaseCode>>;
  /** Absent if the stage has no trust store in the project. */
  readonly trustStore?: TrustStoreFile;
  /** The layers of the project by their names. Absent if there are none. */
  readonly layers?: Readonly<Record<string, ReleaseLayer>>;
  /** The definitions of state machines as the files have them, by their names. */
  readonly definitions?: Readonly<Record<string, string>>;
  /** The git revision of the sources. */
  readonly revision?: string;
  /** The release that this one is promoted from. */
  readonly promoted?: Promotion;
}
