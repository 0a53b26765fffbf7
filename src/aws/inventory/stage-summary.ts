/** A stage in the list of an account. Types only. */
import type { Owner } from '../ownership/owner.ts';

export interface StageSummary extends Pick<Owner, 'app' | 'stage'> {
  readonly api: string;
  /** `null` if the API has no stage yet, for example because its first deploy failed. */
  readonly url: string | null;
  readonly release: string | null;
  /** When the stage last changed (ISO 8601). */
  readonly updatedAt: string | null;
  readonly state: 'live' | 'canary' | 'not deployed';
  /** Whether a pattern created it. */
  readonly preview: boolean;
  /** When a preview expires (ISO 8601). */
  readonly expiresAt: string | null;
}
