/** Pitfall 26. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const ttlOnceAnHour: Cause = {
  id: 'ttl-once-an-hour',
  signs: { text: /TimeToLive is (?:already|being)|ContinuousBackupsUnavailable|Time to live has been modified/i },
  says: 'Time to live of a table can change once an hour, and point-in-time recovery cannot change while AWS sets it up.',
  fix: 'Run the deploy again in an hour; apikit changes these settings only if they differ.',
  next: (stage) => `apikit deploy --stage ${stage}`,
};
