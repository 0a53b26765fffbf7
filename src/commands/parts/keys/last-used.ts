/**
 * Finds the last use of keys, from the access log and from AWS's usage counts of the plans, which are by day. Reads
 * only.
 */
import { lastDays, MOST_DAYS } from '../../../aws/keys/days-of-use.ts';
import type { Context, Target } from '../../../context.ts';
import { stageTags } from '../../../naming/tags.ts';
import { announceScan, type QueryScan, runPaidQuery } from '../logs/paid-query.ts';
import { accessLogGroups } from '../logs/stage-log-groups.ts';

const DAY_MS = 86_400_000;

const QUERY = 'filter apiKeyId != "-" | stats max(@timestamp) as last by apiKeyId | limit 10000';

/**
 * The part of the access log to scan for the last `age` ms, as far as the log goes back. It prints the cost, and asks
 * if the cost is high.
 */
export async function announceLastUsed(target: Target, age: number, context: Context): Promise<QueryScan> {
  const { config } = target;
  const now = context.io.clock.now();
  const kept = config.logs.retentionDays * DAY_MS;
  return await announceScan(target, context, await accessLogGroups(target), { since: now - Math.min(age, kept) });
}

/** Key ID → last use in ISO 8601, or only a day if the log has no line of it. Unused keys are left out. */
export async function lastUsed(
  target: Target,
  scan: QueryScan,
  age: number,
  now: number,
  context: Context,
): Promise<ReadonlyMap<string, string>> {
  const [{ typedRows }, { stagePlans }, { usageOf }] = await Promise.all([
    import('../../../aws/logs/insights/typed-rows.ts'),
    import('../../../aws/keys/stage-plans.ts'),
    import('../../../aws/keys/key-usage.ts'),
  ]);
  const { rows } = await runPaidQuery(target, context, scan, QUERY);
  const used = new Map(
    typedRows(rows, { apiKeyId: 'text', last: 'time' }).map(({ apiKeyId, last }) => [
      apiKeyId,
      new Date(last).toISOString(),
    ]),
  );
  // The log may begin later than apikit.yaml says, and a plan may cover other stages too.
  const client = await target.clients.apiGateway();
  const count = Math.min(MOST_DAYS, Math.ceil(age / DAY_MS));
  const range = lastDays(count, now);
  for (const { id } of await stagePlans(client, stageTags(target.config)))
    for await (const { id: key, days } of usageOf(client, id, range)) {
      const back = days
        .slice(-count)
        .toReversed()
        .findIndex((day) => day.used > 0);
      if (back !== -1 && !used.has(key)) used.set(key, new Date(now - back * DAY_MS).toISOString().slice(0, 10));
    }
  return used;
}
