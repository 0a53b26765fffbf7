/** GetSessionToken: temporary credentials of the caller's own. */
import { checkMembers, refuseMembers } from '../../constraints.ts';
import { operation } from '../../operation.ts';
import { credentialsOnWire, openSession } from './sessions.ts';

export const getSessionToken = operation<{ DurationSeconds?: string }, unknown>({
  name: 'GetSessionToken',
  run(input, context) {
    refuseMembers('STS GetSessionToken', input, ['SerialNumber', 'TokenCode']);
    checkMembers('ValidationError', [['durationSeconds', input.DurationSeconds, { min: 900, max: 129600 }]]);
    return { Credentials: credentialsOnWire(openSession(context.cloud, Number(input.DurationSeconds ?? 43200))) };
  },
});
