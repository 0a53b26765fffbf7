/** Pitfall 23. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const wafAssociated: Cause = {
  id: 'waf-associated',
  signs: { text: /WAFAssociatedItem/i },
  says: 'The web ACL still protects a resource.',
  fix: 'Remove it from its resources first, wait, and then delete it.',
  next: (stage) => `apikit status --stage ${stage}`,
};
