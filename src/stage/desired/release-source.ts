/**
 * What a release is made of, wherever that comes from: the project's files (`prepare-stage.ts`), or a release of another stage
 * (`promoted-release.ts`). Everything after this is the same for both.
 */
import type { Promotion } from '../../aws/releases/release-record.ts';
import type { Contract } from '../../contract/model/contract.ts';
import type { CodeArtifact } from '../../stack/build-stack.ts';

export interface ReleaseCode extends CodeArtifact {
  readonly zip: Uint8Array;
  /** IAM actions of all other calls to AWS that the code seems to make. */
  readonly otherActions: readonly string[];
}

export interface ReleaseSource {
  readonly contract: Contract;
  readonly code: ReleaseCode;
  /** Of the functions that streams are brought to, by the table's name in apikit.yaml. */
  readonly consumers?: Readonly<Record<string, ReleaseCode>>;
  /** Git revision that it was made of. */
  readonly revision?: string;
  /** The release that it is a promotion of. */
  readonly promoted?: Promotion;
}
