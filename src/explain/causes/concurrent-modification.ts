/** Pitfall 2. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const concurrentModification: Cause = {
  id: 'concurrent-modification',
  signs: { text: /concurrent modification|ConflictException/i },
  says: 'Two writers change one API at the same time, or the API with this ID no longer exists.',
  fix: 'Make sure that no other deploy or tool works on the API, and run the command again.',
  next: (stage) => `apikit status --stage ${stage}`,
};
