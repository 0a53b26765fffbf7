/** Throttle and quota of a usage plan in requests. */
import type { ThrottleSettings, UsagePlan } from '../../../state/apis/model.ts';
import { badRequest } from '../errors.ts';
import { compact, type Members, number, text } from '../members.ts';

type Quota = NonNullable<UsagePlan['quota']>;
type Period = Quota['period'];

/** The maximum offset of each period, as Terraform checks it: days into the week or month (docs/aws/usage-plans.md). */
const MAX_OFFSET: Record<Period, number> = { DAY: 0, WEEK: 6, MONTH: 27 };

export function throttleIn(settings: Members): ThrottleSettings {
  const burstLimit = number(settings, 'burstLimit');
  const rateLimit = number(settings, 'rateLimit');
  return compact({
    burstLimit: burstLimit === undefined ? undefined : checkedBurst(burstLimit),
    rateLimit: rateLimit === undefined ? undefined : checkedRate(rateLimit),
  });
}

export function checkedBurst(burst: number): number {
  if (!Number.isInteger(burst) || burst < 0)
    throw badRequest('Usage Plan throttle burst limit must be a non-negative integer');
  return burst;
}

export function checkedRate(rate: number): number {
  if (!(rate >= 0)) throw badRequest('Usage Plan throttle rate limit must not be negative');
  return rate;
}

export const quotaIn = (settings: Members): Quota =>
  checkedQuota({
    limit: number(settings, 'limit') ?? 0,
    offset: number(settings, 'offset') ?? 0,
    period: text(settings, 'period') as Period,
  });

export function checkedQuota(quota: Quota): Quota {
  const max = MAX_OFFSET[quota.period];
  if (max === undefined) throw badRequest('Usage Plan quota period must be one of: DAY, WEEK, MONTH');
  if (!Number.isInteger(quota.limit) || quota.limit < 0)
    throw badRequest('Usage Plan quota limit must be a non-negative integer');
  if (!Number.isInteger(quota.offset) || quota.offset < 0 || quota.offset > max) {
    throw badRequest(`Usage Plan quota offset must be between 0 and ${max} for a period of ${quota.period}`);
  }
  return quota;
}
