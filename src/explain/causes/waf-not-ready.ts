/** Pitfall 23. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const wafNotReady: Cause = {
  id: 'waf-not-ready',
  looks: { text: /WAFUnavailableEntity/i },
  says: 'AWS WAF does not see the stage yet, or is at work on it.',
  fix: 'Try again for up to five minutes; it is consistent later.',
  next: (stage) => `apikit status --stage ${stage}`,
};
