import { counted } from '../../counted.ts';
import { WORDS_OF } from '../answer-words.ts';
import { type Cause, not, possible, so } from '../cause.ts';
import { withLambdaAuthorizer } from '../routes.ts';

export const deniedByAuthorizer: Cause = {
  id: 'denied-by-authorizer',
  looks: {
    statuses: [403],
    types: ['ACCESS_DENIED'],
    text: /User is not authorized to access this resource/i,
    words: WORDS_OF.ACCESS_DENIED,
  },
  says: 'The Lambda authorizer knows the caller and its policy does not allow this operation.',
  fix: 'Look at the policy that the authorizer returns; with a cache it has to allow every operation that the caller may use, not only the one that was asked for first.',
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow --status 403`,
  async check({ symptom: { text }, stage }) {
    const asked = withLambdaAuthorizer(await stage.operations());
    if (asked.length === 0) return not('no operation of the stage has a Lambda authorizer');
    if (/User is not authorized/i.test(text)) return so('The answer is that of a policy that an authorizer returned.');
    return possible(`With a Lambda authorizer: ${counted(asked.length, 'operation')}.`);
  },
};
