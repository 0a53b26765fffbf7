/** Pitfall 12. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const updateInProgress: Cause = {
  id: 'update-in-progress',
  signs: { text: /update is in progress|operation cannot be performed at this time|ResourceConflictException/i },
  says: 'Lambda is still applying an earlier change of the function.',
  fix: 'Wait until it is done, and run the command again; apikit waits by itself.',
  next: (stage) => `apikit status --stage ${stage}`,
};
