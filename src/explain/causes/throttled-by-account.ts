import { WORDS_OF } from '../answer-words.ts';
import type { Cause } from '../cause.ts';

export const throttledByAccount: Cause = {
  id: 'throttled-by-account',
  looks: { statuses: [429], types: ['THROTTLED'], words: WORDS_OF.THROTTLED },
  says: 'All APIs of the account together are asked more than its quota in the region allows (10,000 a second, less in newer regions).',
  fix: 'Ask AWS for more under Service Quotas, or slow down who sends so much.',
  next: (stage) => `apikit throttled --stage ${stage} --since 1h`,
  check: () => ({ is: 'possible', because: 'Nothing in the stage tells; it is rare.' }),
};
