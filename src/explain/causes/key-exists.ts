/** Pitfall 17. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const keyExists: Cause = {
  id: 'key-exists',
  signs: { text: /API Key already exists/i },
  says: 'A key with this value already exists in the account and region.',
  fix: 'Use that key, or let API Gateway generate the value.',
  next: (stage) => `apikit keys list --stage ${stage}`,
};
