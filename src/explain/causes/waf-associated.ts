/** Pitfall 23. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const wafAssociated: Cause = {
  id: 'waf-associated',
  looks: { text: /WAFAssociatedItem/i },
  says: 'The web ACL still protects something.',
  fix: 'Take it from its resources first, wait, and delete it then.',
  next: (stage) => `apikit status --stage ${stage}`,
};
