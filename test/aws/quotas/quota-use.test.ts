/** The quota that many small stages reach first, from resources that are listed anyway. */
import { describe, expect, it } from 'vitest';
import { nearestQuota, quotaUses, quotaWarning } from '../../../src/aws/quotas/quota-use.ts';

describe('quotas', () => {
  it('are sorted by their usage', () => {
    const uses = quotaUses({ apis: 201, plans: 200, roles: 450, tables: 260, keys: 12 });
    expect(uses.map(({ what, used, limit }) => `${used}/${limit} ${what}`)).toEqual([
      '200/300 usage plans',
      '450/1000 IAM roles',
      '201/600 regional REST APIs',
      '260/2500 DynamoDB tables',
      '12/10000 API keys',
    ]);
    expect(nearestQuota(uses)).toBe('Nearest quota: 200 of 300 usage plans, which AWS raises on request.');
    expect(nearestQuota(quotaUses({ apis: 590 }))).toContain('590 of 600 regional REST APIs, which AWS does not raise');
    expect(nearestQuota([])).toBeUndefined();
  });

  it('are mentioned by a deploy only when little is left', () => {
    expect(quotaWarning({ apis: 479, plans: 239 })).toBeUndefined();
    expect(quotaWarning({ apis: 479, plans: 240 })).toMatch(/^Nearest quota: 240 of 300 usage plans.*`apikit prune`/);
    expect(quotaWarning({ apis: 480, plans: 2 })).toContain('480 of 600');
  });
});
