import { type Cause, not, possible, so } from '../cause.ts';
import { BY_FUNCTION } from '../symptom.ts';

export const expiredCredentials: Cause = {
  id: 'expired-credentials',
  looks: {
    statuses: [401, 403],
    types: ['EXPIRED_TOKEN'],
    text: /incoming token has expired|ExpiredToken|security token .* expired|jwt expired|token has expired/i,
  },
  says: 'The token, or the session that signed the request, has expired.',
  fix: 'The caller has to get a new one; a client should do so shortly before the old one ends.',
  next: (stage) => `apikit auth --stage ${stage}`,
  async check({ symptom: { text, type }, stage }) {
    if (type === BY_FUNCTION)
      return possible('The function has said so of a token: of that of the caller, or of one of its own.');
    if (text !== '' || type !== undefined) return so('The answer says so.');
    const guarded = (await stage.operations()).some(({ authorizer }) => authorizer !== undefined);
    return guarded ? possible() : not('no operation of the stage takes tokens or signatures');
  },
};
