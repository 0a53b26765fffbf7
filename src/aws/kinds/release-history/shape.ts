/** The shape of the release history. Types only. */
import type { Later, Resolved } from '../../../engine/resource.ts';
import type { HistoryEntry } from '../../releases/release-record.ts';

/** Releases beyond `keep` are pruned, unless a stage uses them or they were promoted to another stage. */
export type ReleaseHistoryProperties = {
  api: Later<string>;
  function: Later<string>;
  keep: number;
  /** Releases beyond that number stay if they are no older than this, compared with the newest: `30d`. */
  keepFor?: string;
  history: Later<HistoryEntry[]>;
  /** The deployment that the stage serves and the one before it. They are never pruned. */
  live: Later<string>;
  previous: Later<string | null>;
};

export interface ReleaseHistoryShape {
  kind: 'release-history';
  properties: ReleaseHistoryProperties;
  attributes: Record<never, never>;
  /** The IDs of deployments. */
  found: { inUse: string[] };
}

export type DesiredHistory = Resolved<ReleaseHistoryProperties>;
