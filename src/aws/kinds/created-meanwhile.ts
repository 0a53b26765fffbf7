/** The error for a resource that somebody else creates between the read and the create call of apikit. */
import { ApikitError } from '../../errors.ts';

/** `kind` and `name` are written as the message shows them: `table`, or `"items-api-dev"` in quotes. */
export function createdMeanwhile(kind: string, name: string): ApikitError {
  return new ApikitError('NotOurs', `A ${kind} named ${name} was created by somebody else at this moment.`, {
    hint: `Choose another app name in apikit.yaml, or take the ${kind} over with --adopt.`,
  });
}
