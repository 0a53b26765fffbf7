import { type Check, fine, found, NOTHING } from '../finding.ts';

/** What AWS gives an account that is not new. */
const USUAL = 1_000;
/** With fewer, a handful of clients is refused. */
const FEW = 100;

export const concurrency: Check = {
  id: 'concurrency',
  area: 'account',
  async look({ account }) {
    if (!account) return NOTHING;
    const limit = await account.concurrency();
    if (limit >= FEW) return fine(`${limit} calls of functions at once`);
    return found({
      severity: 'warning',
      says: `Lambda runs ${limit} calls at once for all functions of the account in ${account.region}, not ${USUAL} as usual.`,
      why: 'API Gateway answers 500 when there are more, and no function can set any aside.',
      fix: 'Ask AWS under Service Quotas (Lambda, Concurrent executions): new accounts have few.',
    });
  },
};
