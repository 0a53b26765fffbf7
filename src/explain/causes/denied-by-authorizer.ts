import { counted } from '../../text/counted.ts';
import { WORDS_OF } from '../answer-words.ts';
import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';
import { withLambdaAuthorizer } from '../routes.ts';

export const deniedByAuthorizer: Cause = {
  id: 'denied-by-authorizer',
  signs: {
    statuses: [403],
    types: ['ACCESS_DENIED'],
    text: /User is not authorized to access this resource/i,
    words: WORDS_OF.ACCESS_DENIED,
  },
  says: 'The Lambda authorizer knows the caller, and its policy does not allow this operation.',
  fix: 'Check the policy that the authorizer returns. With a cache, the policy must allow every operation that the caller may use, not only the first one.',
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow --status 403`,
  async check({ symptom: { text }, stage }) {
    const asked = withLambdaAuthorizer(await stage.operations());
    if (asked.length === 0) return ruledOut('no operation of the stage has a Lambda authorizer');
    if (/User is not authorized/i.test(text))
      return confirmed('The response shows that an authorizer returned a policy.');
    return possible(`With a Lambda authorizer: ${counted(asked.length, 'operation')}.`);
  },
};
