import { type Check, type Finding, fine, NOTHING } from '../finding.ts';

const NEAR = 0.8;

export const quotas: Check = {
  id: 'quotas',
  area: 'account',
  async run({ account }) {
    if (!account) return NOTHING;
    const uses = await account.quotas();
    const near = uses.filter(({ used, limit }) => used / limit >= NEAR);
    const [nearest] = uses;
    if (near.length === 0)
      return nearest ? fine(`quotas: ${nearest.used} of ${nearest.limit} ${nearest.what}`) : NOTHING;
    return {
      findings: near.map(
        ({ what, used, limit }): Finding => ({
          severity: used >= limit ? 'error' : 'warning',
          says: `The account has ${used} of ${limit} ${what} in ${account.region}.`,
          why: 'AWS rejects a new stage when the quota is used up.',
          fix: 'Delete expired previews, or request a higher quota under Service Quotas.',
          command: 'apikit prune',
        }),
      ),
    };
  },
};
