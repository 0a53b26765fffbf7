/**
 * Counts the request against its usage plan. This is the last limit, because rejected requests use no quota
 * (docs/aws/usage-plans.md).
 */
import { quotaExceeded } from '../gateway-error.ts';
import { countRequest } from '../limits/quota.ts';
import type { Handler } from './handler.ts';

export const checkQuota: Handler = ({ key, stage }, { cloud }) => {
  if (key === undefined) return undefined;
  const { usagePlans, usage } = stage!.state;
  const plan = usagePlans.get(key.planId);
  if (plan && !countRequest(usage, plan, key.id, cloud.clock.now())) throw quotaExceeded();
  return undefined;
};
