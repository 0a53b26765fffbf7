/** Pitfall 29. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const iamThrottled: Cause = {
  id: 'iam-throttled',
  signs: { text: /Throttling: ?Rate exceeded|iam[\s\S]*Rate exceeded|Rate exceeded[\s\S]*iam/i },
  says: 'IAM allows only a few calls per second for the whole account.',
  fix: 'Run the command again in a minute: it continues where it stopped.',
  next: (stage) => `apikit deploy --stage ${stage}`,
};
