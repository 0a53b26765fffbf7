import { type Check, fine, found, NOTHING } from '../finding.ts';

/** The usual limit of an account that is not new. */
const USUAL = 1_000;
/** With a lower limit, Lambda rejects calls of a few clients. */
const FEW = 100;

export const concurrency: Check = {
  id: 'concurrency',
  area: 'account',
  async run({ account }) {
    if (!account) return NOTHING;
    const limit = await account.concurrency();
    if (limit >= FEW) return fine(`${limit} concurrent function calls`);
    return found({
      severity: 'warning',
      says: `Lambda runs ${limit} concurrent calls for all functions of the account in ${account.region}, not ${USUAL} as usual.`,
      why: 'API Gateway returns 500 for further calls, and no function can reserve concurrency.',
      fix: 'Request a higher quota under Service Quotas (Lambda, Concurrent executions): new accounts have a low one.',
    });
  },
};
