import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';
import { BY_FUNCTION } from '../symptom.ts';

export const expiredCredentials: Cause = {
  id: 'expired-credentials',
  signs: {
    statuses: [401, 403],
    types: ['EXPIRED_TOKEN'],
    text: /incoming token has expired|ExpiredToken|security token .* expired|jwt expired|token has expired/i,
  },
  says: 'The token, or the session that signed the request, has expired.',
  fix: 'The caller must get new credentials; a client should do so shortly before the old ones expire.',
  next: (stage) => `apikit auth --stage ${stage}`,
  async check({ symptom: { text, type }, stage }) {
    if (type === BY_FUNCTION)
      return possible("The function reported an expired token: the caller's token or one of its own.");
    if (text !== '' || type !== undefined) return confirmed('The response says so.');
    const guarded = (await stage.operations()).some(({ authorizer }) => authorizer !== undefined);
    return guarded ? possible() : ruledOut('no operation of the stage uses tokens or signatures');
  },
};
