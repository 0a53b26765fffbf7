import type { Cause } from '../cause.ts';

export const answerNotJson: Cause = {
  id: 'answer-not-json',
  signs: { text: /Runtime\.(?:Marshal|Unmarshal)Error|not JSON serializable|Converting circular structure/i },
  says: 'The handler returned a value that cannot be written as JSON.',
  fix: 'Return plain values without functions, streams, cycles or BigInt.',
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow --status 5xx`,
};
