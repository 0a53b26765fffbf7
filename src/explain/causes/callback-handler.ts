/** Pitfall 28. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const callbackHandler: Cause = {
  id: 'callback-handler',
  signs: { text: /CallbackHandlerDeprecated/i },
  says: 'Handlers with a callback do not run on Node.js 24.',
  fix: 'Make the handler async, and return the response.',
  next: () => 'apikit validate',
};
