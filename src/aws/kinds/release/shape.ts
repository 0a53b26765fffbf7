/** The shape of a release: a published version, its invoke permission, the definition and the deployment. Types only. */
import type { Later, Resolved } from '../../../engine/resource.ts';
import type { PublishedVersion } from '../../lambda/published-version.ts';
import type { HistoryEntry, Promotion } from '../../releases/release-record.ts';

export type ReleaseProperties = {
  api: Later<string>;
  function: Later<string>;
  /** The version that was published with the upload of the code; `null` when there was no upload. */
  published: Later<PublishedVersion | null>;
  /** Content-derived id, 12 hex digits. */
  release: string;
  /** Hash; the definition document is in the artifact store under this key. */
  contract: string;
  code: string;
  revision?: string;
  promoted?: Promotion;
  /** ARNs of the stage's user pools by their names in apikit.yaml, which the definition names. */
  userPools?: Record<string, Later<string>>;
};

export interface ReleaseShape {
  kind: 'release';
  properties: ReleaseProperties;
  attributes: {
    deploymentId: string;
    version: string;
    release: string;
    /** Newest first. */
    history: HistoryEntry[];
  };
  found: {
    release: string;
    contract: string;
    code: string;
    /** Whether the API may invoke its version. */
    permission: boolean;
    /** As the record of the release has it. */
    pools?: string;
  };
}

export type DesiredRelease = Resolved<ReleaseProperties>;
