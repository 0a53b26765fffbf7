/** Pitfall 15. See docs/pitfalls.md. */
import { WORDS_OF } from '../answer-words.ts';
import { type Cause, possible, so } from '../cause.ts';

export const malformedAnswer: Cause = {
  id: 'malformed-answer',
  looks: {
    statuses: [502],
    types: ['DEFAULT_5XX'],
    text: /malformed lambda proxy response/i,
    words: WORDS_OF.DEFAULT_5XX,
  },
  says: 'The function answered in a form that API Gateway does not take.',
  fix: 'Return statusCode, headers and body, with body as a string, and nothing else beside them but multiValueHeaders and isBase64Encoded.',
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow --status 502`,
  check({ symptom: { text } }) {
    const rule = /malformed lambda proxy response:? ?([^\n]*)/i.exec(text);
    if (rule) return so(rule[1] ? `The rule that it breaks: ${rule[1].trim()}` : 'API Gateway said so.');
    return possible();
  },
};
