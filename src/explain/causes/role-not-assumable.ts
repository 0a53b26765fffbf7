/** Pitfall 11. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const roleNotAssumable: Cause = {
  id: 'role-not-assumable',
  signs: { text: /role defined for the function cannot be assumed|execution role does not have permissions/i },
  says: "The function's role was created a moment ago, or it does not trust Lambda.",
  fix: 'Wait a minute and deploy again: a new role needs up to a minute until Lambda can use it. If the error stays, the trust policy must name lambda.amazonaws.com.',
  next: (stage) => `apikit deploy --stage ${stage}`,
};
