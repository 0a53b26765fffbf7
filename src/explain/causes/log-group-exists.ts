/** Pitfall 22. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const logGroupExists: Cause = {
  id: 'log-group-exists',
  signs: { text: /ResourceAlreadyExists|log group already exists/i },
  says: 'AWS already created the log group, without retention or tags.',
  fix: 'Deploy with apikit, which takes it over and sets its retention.',
  next: (stage) => `apikit deploy --stage ${stage}`,
};
