/** The shape of the release history. Types only. */
import type { Later, Resolved } from '../../../engine/resource.ts';
import type { HistoryEntry } from '../../releases/release-record.ts';

/** Releases beyond `keep` are pruned that no stage uses and that were not promoted to another. */
export type ReleaseHistoryProperties = {
  api: Later<string>;
  function: Later<string>;
  keep: number;
  /** How old against the newest one may be that is kept beyond that number: `30d`. */
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
  /** Ids of deployments. */
  found: { inUse: string[] };
}

export type DesiredHistory = Resolved<ReleaseHistoryProperties>;
