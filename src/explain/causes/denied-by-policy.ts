import { WORDS_OF } from '../answer-words.ts';
import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';

export const deniedByPolicy: Cause = {
  id: 'denied-by-policy',
  signs: {
    statuses: [403],
    types: ['ACCESS_DENIED'],
    text: /not authorized to perform: execute-api:Invoke|explicit deny in a resource-based policy/i,
    words: WORDS_OF.ACCESS_DENIED,
  },
  says: 'The resource policy of the API, or the policy of the caller, does not allow the request.',
  fix: "Allow the caller's address, account or endpoint in access of apikit.yaml, and deploy. A policy takes effect with the next deployment.",
  next: (stage) => `apikit auth --stage ${stage}`,
  async check({ symptom: { text }, stage }) {
    const [{ hasPolicy }, operations] = await Promise.all([stage.live(), stage.operations()]);
    const signed = operations.some(({ authorizer }) => authorizer?.kind === 'iam');
    if (/resource-based policy/i.test(text)) return confirmed('The response names the resource policy.');
    if (hasPolicy) return possible('The API has a resource policy.');
    return signed
      ? possible('Some operations accept signed requests, so that the policy of the caller counts.')
      : ruledOut('the API has no resource policy, and no operation accepts signed requests');
  },
};
