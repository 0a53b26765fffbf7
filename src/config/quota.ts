/** Parses and prints the quota of a usage plan: `1000/month`. Pure. */
import type { UsagePlanConfig } from './config.ts';

type Quota = NonNullable<UsagePlanConfig['quota']>;

/** A JSON Schema pattern, so that editors can check it, too. */
export const QUOTA_PATTERN = '^[1-9][0-9]{0,8}/(day|week|month)$';

/** Returns `undefined` if the text is not a quota. */
export function parseQuota(text: string): Quota | undefined {
  if (!new RegExp(QUOTA_PATTERN).test(text)) return undefined;
  const [limit, period] = text.split('/') as [string, string];
  return { limit: Number(limit), period: period.toUpperCase() as Quota['period'] };
}
