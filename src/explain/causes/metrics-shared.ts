/** Pitfall 30. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const metricsShared: Cause = {
  id: 'metrics-shared',
  signs: { text: /(?:metrics?|alarms?)[\s\S]*(?:same name|merged|mixed|another api)/i },
  says: 'APIs with the same name share their metrics, because CloudWatch knows an API only by its name.',
  fix: 'Give each API a name of its own: apikit calls it <app>-<stage> and undoes a rename.',
  next: (stage) => `apikit status --stage ${stage}`,
};
