/** Tells the changes that `retire` makes from those that `apply` makes. Pure. */
import type { FieldChange } from '../../engine/resource.ts';

/** Marks the changes of which something is left when `apply` is done. `left` has the differences at that time. */
export function markLast(changes: readonly FieldChange[], left: readonly FieldChange[]): FieldChange[] {
  const paths = new Set(left.map(({ path }) => path));
  return changes.map((change) => (paths.has(change.path) ? { ...change, last: true } : change));
}
