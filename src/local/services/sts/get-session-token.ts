/** GetSessionToken: returns temporary credentials of the caller itself. */
import { AwsError } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import { operation } from '../../cloud/operation.ts';
import { credentialsOnWire, openSession, sessionsOf } from '../../state/identity/sessions.ts';

export const getSessionToken = operation<{ DurationSeconds?: string }, unknown>({
  name: 'GetSessionToken',
  run(input, context) {
    refuseMembers('STS GetSessionToken', input, ['SerialNumber', 'TokenCode', 'MinimumSessionTokenSize']);
    if (sessionsOf(context.cloud).has(context.accessKeyId)) {
      throw new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials', { status: 403 });
    }
    return { Credentials: credentialsOnWire(openSession(context.cloud, Number(input.DurationSeconds ?? 43200))) };
  },
});
