/** Pitfall 14. See docs/pitfalls.md. */
import { WORDS_OF } from '../answer-words.ts';
import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';

export const invokePermission: Cause = {
  id: 'invoke-permission',
  signs: {
    statuses: [500],
    types: ['API_CONFIGURATION_ERROR', 'DEFAULT_5XX'],
    text: /invalid permissions on lambda/i,
    words: WORDS_OF.API_CONFIGURATION_ERROR,
  },
  says: 'API Gateway is not allowed to invoke the version of the function that the stage serves.',
  fix: 'Deploy: apikit checks the permission and creates it again.',
  next: (stage) => `apikit deploy --stage ${stage}`,
  async check({ symptom: { text }, stage }) {
    const may = await stage.mayInvoke();
    if (may === false) return confirmed('The policy of the version has no statement for this API.');
    if (/invalid permissions/i.test(text))
      return confirmed('API Gateway reported it. The permission exists now.', {
        next: `apikit status --stage ${stage.stage}`,
      });
    return may === undefined ? possible() : ruledOut('the API is allowed to invoke the function');
  },
};
