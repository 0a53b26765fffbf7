/** The error for a release that is open to callers whom its contract keeps out. Nothing serves such a release. */
import { ApikitError } from '../../errors.ts';

const NAMED = 5;

/** The first names, and the number of the others. */
export function fewOf(names: readonly string[]): string {
  return names.length <= NAMED
    ? names.join(', ')
    : `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`;
}

export function protectionLost(api: string, lost: readonly string[]): ApikitError {
  return new ApikitError(
    'ProtectionLost',
    `The new release of API ${api} requires less of its callers than the contract: ${fewOf(lost)}. It did not go live, and the release before keeps serving.`,
    {
      hint: 'Run the same command again: it creates the release again. If it happens again, somebody else is changing the API at the same time, or the endpoint does not keep what it accepts.',
    },
  );
}
