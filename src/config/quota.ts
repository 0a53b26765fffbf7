/** `1000/month` ⇄ the quota of a usage plan. Pure. */
import type { UsagePlanConfig } from './config.ts';

type Quota = NonNullable<UsagePlanConfig['quota']>;

/** As a JSON Schema pattern, so that editors see it too. */
export const QUOTA_PATTERN = '^[1-9][0-9]{0,8}/(day|week|month)$';

/** `undefined` when the text is no quota. */
export function parseQuota(text: string): Quota | undefined {
  if (!new RegExp(QUOTA_PATTERN).test(text)) return undefined;
  const [limit, period] = text.split('/') as [string, string];
  return { limit: Number(limit), period: period.toUpperCase() as Quota['period'] };
}
