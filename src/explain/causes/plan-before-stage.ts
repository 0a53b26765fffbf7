/** Pitfall 19. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const planBeforeStage: Cause = {
  id: 'plan-before-stage',
  signs: { text: /Invalid API Stage/i },
  says: 'The usage plan names a stage that is not deployed.',
  fix: 'Deploy the stage first; apikit creates them in this order.',
  next: (stage) => `apikit deploy --stage ${stage}`,
};
