/** Pitfall 15. See docs/pitfalls.md. */
import { WORDS_OF } from '../answer-words.ts';
import { type Cause, confirmed, possible } from '../cause.ts';

export const malformedAnswer: Cause = {
  id: 'malformed-answer',
  signs: {
    statuses: [502],
    types: ['DEFAULT_5XX'],
    text: /malformed lambda proxy response/i,
    words: WORDS_OF.DEFAULT_5XX,
  },
  says: 'The function returned a response in a form that API Gateway does not accept.',
  fix: 'Return only statusCode, headers, multiValueHeaders, body and isBase64Encoded, with body as a string.',
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow --status 502`,
  check({ symptom: { text } }) {
    const rule = /malformed lambda proxy response:? ?([^\n]*)/i.exec(text);
    if (rule) return confirmed(rule[1] ? `The broken rule: ${rule[1].trim()}` : 'API Gateway reported it.');
    return possible();
  },
};
