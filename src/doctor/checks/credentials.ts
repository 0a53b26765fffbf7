import { type Check, fine, found, NOTHING } from '../finding.ts';

export const credentials: Check = {
  id: 'credentials',
  area: 'machine',
  look({ machine: { unreachable, caller } }) {
    if (unreachable)
      return found({
        severity: 'error',
        says: unreachable.message,
        why: 'Nothing of the account and of a live stage could be looked at.',
        fix: unreachable.hint ?? 'Name other credentials with --profile.',
      });
    if (caller === undefined) return NOTHING;
    if (/:root$/.test(caller))
      return found({
        severity: 'warning',
        says: 'These are the credentials of the root user of the account.',
        why: 'Nothing limits what they may do, and they cannot be taken away from one machine alone.',
        fix: 'Use a role, and delete the access keys of the root user.',
      });
    if (/:user\//.test(caller))
      return found({
        severity: 'note',
        says: `These are long-lived credentials of the user ${caller.split('/').at(-1)}.`,
        why: 'They work until somebody deletes them, whoever has them.',
        fix: 'Use a role: `aws sso login`, or OIDC in CI.',
      });
    return fine(`credentials of ${caller}`);
  },
};
