import type { Cause } from '../cause.ts';

export const policyTooLong: Cause = {
  id: 'policy-too-long',
  signs: { text: /PolicyLengthExceeded|PublicPolicyException/i },
  says: 'The policy of the function is longer than the 20 KB that Lambda allows.',
  fix: 'Remove the statements of APIs that no longer exist.',
  next: (stage) => `apikit status --stage ${stage}`,
};
