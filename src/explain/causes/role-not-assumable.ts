/** Pitfall 11. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const roleNotAssumable: Cause = {
  id: 'role-not-assumable',
  looks: { text: /role defined for the function cannot be assumed|execution role does not have permissions/i },
  says: "The function's role has just been made, or does not trust Lambda.",
  fix: 'Wait a minute and deploy again: a new role takes up to that long to spread. If it stays so, the trust policy has to name lambda.amazonaws.com.',
  next: (stage) => `apikit deploy --stage ${stage}`,
};
