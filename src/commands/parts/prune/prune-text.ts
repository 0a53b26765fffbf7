/** The result of `apikit prune`, for documents and for people. Pure. */
import { nearestQuota, type QuotaUse } from '../../../aws/quotas/quota-use.ts';
import type { AwsTarget } from '../../../aws/sdk/aws-target.ts';
import type { Unsearched } from '../../../aws/sdk/unsearched.ts';
import type { ExpiredPreview } from '../../../stage/previews/expired-previews.ts';
import { counted } from '../../../text/counted.ts';
import { SYMBOL, type Theme } from '../../../ui/theme.ts';
import type { CallTotals } from '../call-summary.ts';
import { expiryText } from '../time-ago.ts';

export interface TargetRow {
  region: string;
  /** `null` if AWS did not say. */
  account: string | null;
  /** The use of AWS's quotas before the pruning, the most used first. */
  quotas: QuotaUse[];
  error: Told | null;
}

interface Told {
  code: string;
  message: string;
}

export interface PrunedRow {
  stage: string;
  account: string;
  region: string;
  why: ExpiredPreview['why'];
  expiresAt: string | null;
  /** `found`: it would be deleted. `kept`: someone is changing it, or has deployed it in the meantime. */
  outcome: 'found' | 'removed' | 'kept' | 'failed';
  /** The names of the resources that were found of an orphan. */
  left: string[];
  /** The number of deleted resources. */
  removed: number;
  error: Told | null;
}

export interface Pruned {
  app: string;
  dryRun: boolean;
  places: TargetRow[];
  stages: PrunedRow[];
  unsearched: readonly Unsearched[];
  calls: CallTotals;
  seconds: number;
  /** In ms since the epoch, to compute ages. */
  now: number;
}

export function rowOf(
  { stage, why, expiresAt, left }: ExpiredPreview,
  { facts: { account, region } }: AwsTarget,
  outcome: Pick<PrunedRow, 'outcome'> & Partial<PrunedRow>,
): PrunedRow {
  const names = left.map(({ name }) => name);
  return { stage, account, region, why, expiresAt, left: names, removed: 0, error: null, ...outcome };
}

const MARKS = { found: 'remove', removed: 'done', kept: 'next', failed: 'failed' } as const;

export function rowLine(
  { stage, region, outcome, removed, error, ...over }: PrunedRow,
  { app, now }: Pick<Pruned, 'app' | 'now'>,
  theme: Theme,
): string {
  const paint = { found: theme.bad, removed: theme.good, kept: theme.dim, failed: theme.bad }[outcome];
  const of = `${paint(SYMBOL[MARKS[outcome]])} ${app}/${stage} ${theme.dim(region)}`;
  if (outcome === 'removed') return `${of} is deleted: ${counted(removed, 'resource')}.`;
  if (error) return `${of} ${error.message}`;
  if (over.expiresAt !== null) return `${of} expired ${expiryText(over.expiresAt, now)}`;
  return `${of} has no API, but still has ${over.left.join(', ')}`;
}

export function fullestQuotas({ places }: Pruned): string[] {
  return places.flatMap(({ region, quotas }) => {
    const told = nearestQuota(quotas);
    return told === undefined ? [] : [`${region}: ${told}`];
  });
}

export function nothingExpired({ app, places }: Pruned): string {
  const where = places.filter(({ error }) => !error).map(({ region }) => region);
  return `No preview of ${app} has expired in ${where.join(', ') || 'any place that could be searched'}.`;
}
