import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';

export const badSignature: Cause = {
  id: 'bad-signature',
  signs: {
    statuses: [403],
    types: ['INVALID_SIGNATURE'],
    text: /request signature we calculated|Signature expired|security token included in the request is invalid|IncompleteSignature|missing equal-sign|Credential should be scoped/i,
  },
  says: 'The Authorization header is not the signature that API Gateway expects.',
  fix: 'Sign for the service execute-api and the region of the stage, on a machine with the right time. If the operation needs no signature, check that the path exists.',
  next: (stage) => `apikit auth --stage ${stage}`,
  async check({ symptom: { text, type }, stage }) {
    if (/expired|not yet current/i.test(text))
      return confirmed("The caller's clock is off, or the signature is older than five minutes.");
    const signed = (await stage.operations()).some(({ authorizer }) => authorizer?.kind === 'iam');
    if (signed) return possible('The stage has operations that need a signature.');
    if (text === '' && type === undefined) return ruledOut('no operation of the stage needs a signature');
    return confirmed(
      'No operation of the stage needs a signature. The path does not exist, and API Gateway read the header as a signature.',
    );
  },
};
