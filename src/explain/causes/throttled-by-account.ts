import { WORDS_OF } from '../answer-words.ts';
import type { Cause } from '../cause.ts';

export const throttledByAccount: Cause = {
  id: 'throttled-by-account',
  signs: { statuses: [429], types: ['THROTTLED'], words: WORDS_OF.THROTTLED },
  says: "All APIs of the account together get more requests than the account's quota in the region allows (10,000 per second, less in newer regions).",
  fix: 'Request a higher quota under Service Quotas, or slow down the callers that send most.',
  next: (stage) => `apikit throttled --stage ${stage} --since 1h`,
  check: () => ({ is: 'possible', because: 'The stage has no sign of it; it is rare.' }),
};
