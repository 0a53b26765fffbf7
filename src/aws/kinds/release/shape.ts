/**
 * The shape of a release: a published version, its invoke permission, the definition and the deployment. Types only.
 */
import type { Later, Resolved } from '../../../engine/resource.ts';
import type { PublishedVersion } from '../../lambda/published-version.ts';
import type { HistoryEntry, Promotion } from '../../releases/release-record.ts';

export type ReleaseProperties = {
  api: Later<string>;
  function: Later<string>;
  /** The version that the upload of the code published; `null` if there was no upload. */
  published: Later<PublishedVersion | null>;
  /** The ID, derived from the content: 12 hex digits. */
  release: string;
  /** The hash of the definition document. The artifact store has the document under this key. */
  contract: string;
  code: string;
  revision?: string;
  promoted?: Promotion;
  /** The ends of the names of the stage's queues, for the record. */
  queues?: string[];
  /** The list of `stack/footprint.ts`, for the record. */
  footprint?: string[];
  /** The ARNs of the stage's user pools that the definition names, by their names in apikit.yaml. */
  userPools?: Record<string, Later<string>>;
};

export interface ReleaseShape {
  kind: 'release';
  properties: ReleaseProperties;
  attributes: {
    deploymentId: string;
    version: string;
    release: string;
    /** The releases, newest first. */
    history: HistoryEntry[];
  };
  found: {
    release: string;
    contract: string;
    code: string;
    /** Whether the API may invoke the release's version. */
    permission: boolean;
    /** The pools in the record of the release. */
    pools?: string;
  };
}

export type DesiredRelease = Resolved<ReleaseProperties>;
