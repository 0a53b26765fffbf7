/** Pitfall 10. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const logsRole: Cause = {
  id: 'logs-role',
  looks: { text: /CloudWatch Logs role ARN must be set|role ARN does not have required permissions/i },
  says: 'The account has no role in this region with which API Gateway may write logs.',
  fix: 'Deploy: where there is none, apikit makes the role and waits until it may be used.',
  next: (stage) => `apikit deploy --stage ${stage}`,
};
