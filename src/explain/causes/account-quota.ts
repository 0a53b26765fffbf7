import type { Cause } from '../cause.ts';

export const accountQuota: Cause = {
  id: 'account-quota',
  looks: { text: /AliasLimitExceeded|ServiceQuotaExceeded|maximum number of|limit .{0,40}has been reached/i },
  says: 'The account has as many of something as AWS allows it.',
  fix: 'Delete what is no longer needed, or ask AWS for more under Service Quotas.',
  next: () => 'apikit list',
};
