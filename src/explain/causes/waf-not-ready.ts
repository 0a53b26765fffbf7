/** Pitfall 23. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const wafNotReady: Cause = {
  id: 'waf-not-ready',
  signs: { text: /WAFUnavailableEntity/i },
  says: 'AWS WAF does not see the stage yet, or is working on it.',
  fix: 'Retry for up to five minutes: AWS WAF is eventually consistent.',
  next: (stage) => `apikit status --stage ${stage}`,
};
