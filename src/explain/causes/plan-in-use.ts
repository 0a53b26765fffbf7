/** Pitfall 18. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const planInUse: Cause = {
  id: 'plan-in-use',
  signs: { text: /Cannot delete Usage Plan/i },
  says: 'A usage plan that covers a stage cannot be deleted.',
  fix: 'Remove the stage from the plan first; a deploy without the plan in apikit.yaml does both.',
  next: (stage) => `apikit plan --stage ${stage}`,
};
