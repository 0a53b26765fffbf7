/** The error for a plan that would have to delete a resource and create it again. */
import { ApikitError } from '../../errors.ts';

/**
 * `replaced` has each resource with the fields that cannot be changed. `advice` comes from the kinds. Default: the
 * advice for a table.
 */
export function wouldReplace(replaced: readonly string[], advice: string): ApikitError {
  return new ApikitError(
    'WouldReplaceTable',
    `This change cannot be made in place, and apikit never deletes a resource to replace it: ${replaced.join('; ')}.`,
    {
      hint:
        advice ||
        'Declare a table with another name and the new settings, copy the items over, and then drop the old one from apikit.yaml.',
    },
  );
}
