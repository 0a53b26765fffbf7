import type { Cause } from '../cause.ts';

export const accountQuota: Cause = {
  id: 'account-quota',
  signs: { text: /AliasLimitExceeded|ServiceQuotaExceeded|maximum number of|limit .{0,40}has been reached/i },
  says: 'The account has reached an AWS quota.',
  fix: 'Delete what is no longer needed, or request a higher quota under Service Quotas.',
  next: () => 'apikit list',
};
