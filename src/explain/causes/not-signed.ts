import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';
import { operationAt } from '../routes.ts';

export const notSigned: Cause = {
  id: 'not-signed',
  signs: {
    statuses: [403],
    types: ['MISSING_AUTHENTICATION_TOKEN'],
    words: /missing authentication token|not signed/i,
  },
  says: 'The operation needs a signed request (AWS Signature Version 4), and this request was not signed.',
  fix: 'Sign the request with credentials of an AWS user or role.',
  next: (stage) => `apikit auth --stage ${stage}`,
  async check({ symptom: { request }, stage }) {
    const signed = (await stage.operations()).filter(({ authorizer }) => authorizer?.kind === 'iam');
    if (signed.length === 0) return ruledOut('no operation of the stage needs a signature');
    if (!request) return possible(`Operations that need a signature: ${signed.length}.`);
    const met = operationAt(signed, request);
    return met
      ? confirmed(`${met.method} ${met.path} needs a signature.`)
      : ruledOut(`${request.method} ${request.path} needs no signature`);
  },
};
