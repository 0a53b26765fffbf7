/** Kinds that no template describes, each with the reason. Pure. */
import type { Leaving, LeftBehind, Live } from './leaving.ts';

/** A kind that only apikit has: AWS has nothing that a template could take over. */
export const ONLY_IN_APIKIT: Leaving = { cloudFormation: () => [], terraform: () => [] };

/** A kind that stays behind in both formats. */
export function staysBehind(reason: Omit<LeftBehind, 'what'>): Leaving {
  const left = ({ resource }: Live): LeftBehind[] => [{ what: `${resource.id} (${resource.name})`, ...reason }];
  return { cloudFormation: left, terraform: left };
}
