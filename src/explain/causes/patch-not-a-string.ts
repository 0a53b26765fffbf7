/** Pitfall 9. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const patchNotAString: Cause = {
  id: 'patch-not-a-string',
  signs: { text: /can not be converted to an? String|Invalid patch path|SerializationException/i },
  says: 'A patch operation has a value that is not a string, or a path that API Gateway does not accept.',
  fix: 'Write every value as a string, and escape / in a path as ~1.',
  next: (stage) => `apikit plan --stage ${stage}`,
};
