/** Pitfall 26. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const ttlOnceAnHour: Cause = {
  id: 'ttl-once-an-hour',
  looks: { text: /TimeToLive is (?:already|being)|ContinuousBackupsUnavailable|Time to live has been modified/i },
  says: 'Time to live of a table may be changed once an hour, and point-in-time recovery not while it is being set up.',
  fix: 'Run the deploy again in an hour; apikit changes these only where they differ.',
  next: (stage) => `apikit deploy --stage ${stage}`,
};
