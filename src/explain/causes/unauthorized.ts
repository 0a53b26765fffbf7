import { counted } from '../../text/counted.ts';
import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';
import { operationAt } from '../routes.ts';

export const unauthorized: Cause = {
  id: 'unauthorized',
  signs: {
    statuses: [401],
    types: ['UNAUTHORIZED'],
    words: /(?:^|")unauthorized(?:"|$)|no credentials that are valid/im,
  },
  says: 'The request has no token that the authorizer accepts: the token is missing, has the wrong form or issuer, or lacks the scope.',
  fix: 'Send Authorization: Bearer with a token of the right issuer; with scopes it must be an access token, otherwise an ID token.',
  next: (stage) => `apikit auth --stage ${stage}`,
  async check({ symptom: { request }, stage }) {
    const asked = (await stage.operations()).filter(({ authorizer }) => authorizer && authorizer.kind !== 'iam');
    if (asked.length === 0) return ruledOut('no operation of the stage has an authorizer');
    const met = request && operationAt(asked, request);
    if (!met) return possible(`With an authorizer: ${counted(asked.length, 'operation')} of the stage.`);
    const { name, kind, scopes } = met.authorizer!;
    const with_ = scopes.length > 0 ? ` with ${scopes.join(' or ')}` : '';
    return confirmed(`${met.method} ${met.path} is protected by ${name} (${kind})${with_}.`);
  },
};
