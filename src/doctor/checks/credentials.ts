import { type Check, fine, found, NOTHING } from '../finding.ts';

export const credentials: Check = {
  id: 'credentials',
  area: 'machine',
  run({ machine: { unreachable, caller } }) {
    if (unreachable)
      return found({
        severity: 'error',
        says: unreachable.message,
        why: 'The account and the live stage could not be checked.',
        fix: unreachable.hint ?? 'Choose other credentials with --profile.',
      });
    if (caller === undefined) return NOTHING;
    if (/:root$/.test(caller))
      return found({
        severity: 'warning',
        says: 'These are the credentials of the root user of the account.',
        why: 'Nothing limits their permissions, and they cannot be revoked for one machine alone.',
        fix: 'Use a role, and delete the access keys of the root user.',
      });
    if (/:user\//.test(caller))
      return found({
        severity: 'note',
        says: `These are long-lived credentials of the user ${caller.split('/').at(-1)}.`,
        why: 'They work until someone deletes them, for everyone who has them.',
        fix: 'Use a role: `aws sso login`, or OIDC in CI.',
      });
    return fine(`credentials of ${caller}`);
  },
};
