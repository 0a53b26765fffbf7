/** GetSessionToken: returns temporary credentials of the caller itself. */
import { AwsError } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import { credentialsOnWire, openSession, sessionsOf } from '../../state/identity/sessions.ts';
import { operation } from './operation.ts';

export const getSessionToken = operation('GetSessionToken', (input, context) => {
  refuseMembers('STS GetSessionToken', input, ['SerialNumber', 'TokenCode', 'MinimumSessionTokenSize']);
  if (sessionsOf(context.cloud).has(context.accessKeyId)) {
    throw new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials', { status: 403 });
  }
  return { Credentials: credentialsOnWire(openSession(context.cloud, input.DurationSeconds ?? 43200)) };
});
