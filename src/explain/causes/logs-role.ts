/** Pitfall 10. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const logsRole: Cause = {
  id: 'logs-role',
  signs: { text: /CloudWatch Logs role ARN must be set|role ARN does not have required permissions/i },
  says: 'The account has no role in this region that lets API Gateway write logs.',
  fix: 'Deploy: apikit creates the role if there is none, and waits until API Gateway can use it.',
  next: (stage) => `apikit deploy --stage ${stage}`,
};
