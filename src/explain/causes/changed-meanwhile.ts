import type { Cause } from '../cause.ts';

export const changedMeanwhile: Cause = {
  id: 'changed-meanwhile',
  signs: { text: /PreconditionFailed|RevisionId provided does not match/i },
  says: 'Another user or process changed the function after it was read.',
  fix: 'Run the command again.',
  next: (stage) => `apikit status --stage ${stage}`,
};
