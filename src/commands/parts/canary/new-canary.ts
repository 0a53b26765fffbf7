/** `--canary 10 --watch` of `deploy` and `promote`: the new release becomes a canary. */
import { usageError } from '../../../errors.ts';
import { parsePercent } from '../percent.ts';

export interface NewCanary {
  /** The share of the requests that the release gets, between 0 and 100. Absent: it gets all of them. */
  readonly canary?: number;
  /** Whether to watch the canary, and end or promote it. */
  readonly watch: boolean;
}

/** Throws a usage error for a share that is no percentage, and for a watch without a canary. */
export function newCanary({ canary, watch }: { canary: string | undefined; watch: boolean }): NewCanary {
  if (watch && canary === undefined)
    throw usageError('--watch needs a canary.', 'Pass the share of the requests that it gets: --canary 10 --watch.');
  return { watch, ...(canary !== undefined && { canary: parsePercent('--canary', canary) }) };
}

/** The flags as typed, with a space before each. */
export const canaryFlags = ({ canary, watch }: NewCanary): string =>
  `${canary === undefined ? '' : ` --canary ${canary}`}${watch ? ' --watch' : ''}`;

/** The end of the line that begins with the release. `canary` is `null` if the release gets all requests. */
export const canaryShare = (canary: number | null): string =>
  canary === null ? '' : `, a canary with ${canary} % of the requests`;
