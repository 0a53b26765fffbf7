/** Pitfall 8. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const deploymentInUse: Cause = {
  id: 'deployment-in-use',
  signs: { text: /Active stages pointing to this deployment/i },
  says: 'A stage, or the canary of a stage, still serves this deployment.',
  fix: 'Switch the stage to another release first, or end its canary.',
  next: (stage) => `apikit releases --stage ${stage}`,
};
