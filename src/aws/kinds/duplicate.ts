/** The check before a duplicate is removed: a plan is made without the lock, and the duplicate may be in use by now. */
import type { Observed, Resource } from '../../engine/resource.ts';
import { ApikitError } from '../../errors.ts';

export function isDuplicate(resource: Resource): boolean {
  return resource.duplicate !== undefined;
}

/**
 * `chosen` is a fresh read of the resource that counts. Returns `false` if the duplicate no longer exists or is no
 * longer ours. Throws `ChangedMeanwhile` if the duplicate now counts itself, or if something uses it.
 */
export function isStillDuplicate({ kind }: Resource, duplicate: Observed, chosen: Observed | undefined): boolean {
  const { id } = duplicate.attributes;
  const found = chosen?.duplicates?.find(({ attributes }) => attributes.id === id);
  if (found ? found.inUse === undefined : chosen?.attributes.id !== id) return found !== undefined;
  throw new ApikitError(
    'ChangedMeanwhile',
    `The ${kind} ${id} was a duplicate that nothing used when the plan was made, and it is in use now. It was not deleted.`,
    { hint: 'Run the command again: it begins with a new plan.' },
  );
}
