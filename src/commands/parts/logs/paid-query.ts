/**
 * Runs a Logs Insights query over the logs of a stage. It prints the cost before it begins, and asks if the cost is
 * high.
 */
import type { InsightsAnswer, InsightsStatistics } from '../../../aws/logs/insights/run-query.ts';
import { errorMessage, isAwsError, isDenied } from '../../../aws/sdk/errors/sdk-error.ts';
import { LOCAL_STAGE } from '../../../config/config.ts';
import type { Context, Target } from '../../../context.ts';
import { usageError } from '../../../errors.ts';
import type { LogSource } from '../../../logs/log-line.ts';
import { counted } from '../../../text/counted.ts';
import { dataSize } from '../../../ui/data-size.ts';
import { agreePrice, shownPrice } from '../agree-price.ts';
import type { TimeRange } from '../time-range.ts';
import { noLogs } from './stage-log-groups.ts';

/** The logs that a query will scan. */
export interface QueryScan {
  readonly groups: ReadonlyMap<string, LogSource>;
  /** In ms since the epoch. */
  readonly from: number;
  readonly to: number;
}

/**
 * US dollars per scanned GB (1,024³ bytes) in us-east-1. Other regions cost up to about twice as much
 * (docs/aws/logs.md).
 */
const PRICE = 0.005;

const priceOf = (bytes: number): number => (bytes / 1_024 ** 3) * PRICE;

/** Prints the cost of the query, and asks if it is high. Reads only. Throws a usage error if there is no terminal. */
export async function announceScan(
  target: Target,
  context: Context,
  groups: ReadonlyMap<string, LogSource>,
  { since, until }: TimeRange,
): Promise<QueryScan> {
  const now = context.io.clock.now();
  const scan = { groups, from: since, to: until ?? now };
  // The local cloud is free.
  if (target.config.stage === LOCAL_STAGE) return scan;
  const bytes = await knownBytes(target, { ...scan, now });
  if (bytes === undefined && context.io.unattended)
    throw usageError(
      `Nothing was scanned, because the price of the scan is unknown: ${NOT_ALLOWED}.`,
      'Allow that action, or let a person run the command in a terminal.',
    );
  context.report.note(costText(bytes));
  if (bytes !== undefined)
    await agreePrice(
      {
        usd: priceOf(bytes),
        what: 'the scan',
        nothing: 'Nothing was scanned',
        cheaper: 'search a shorter time with --since',
        question: 'Scan that much?',
      },
      context,
    );
  return scan;
}

const NOT_ALLOWED = 'these credentials may not cloudwatch:GetMetricData';

async function knownBytes(
  { clients }: Target,
  { groups, from, to, now }: { groups: ReadonlyMap<string, LogSource>; from: number; to: number; now: number },
): Promise<number | undefined> {
  const { bytesToScan } = await import('../../../aws/logs/insights/scan-size.ts');
  try {
    return await bytesToScan(await clients.cloudwatch(), { groups: [...groups.keys()], from, to, now });
  } catch (error) {
    if (isDenied(error)) return undefined;
    throw error;
  }
}

function costText(bytes: number | undefined): string {
  if (bytes === undefined)
    return `Logs Insights costs $${PRICE} for each scanned GB; the size is unknown, because ${NOT_ALLOWED}.`;
  return `Logs Insights scans ${dataSize(bytes)} of logs for this: ${shownPrice(priceOf(bytes))}, at $${PRICE} per GB (us-east-1).`;
}

/**
 * Leaves out missing log groups, with a warning. Throws `NotDeployed` if none exists, and a usage error for an invalid
 * query.
 */
export async function runPaidQuery(
  target: Target,
  context: Context,
  scan: QueryScan,
  query: string,
): Promise<InsightsAnswer> {
  const { runQuery } = await import('../../../aws/logs/insights/run-query.ts');
  const client = await target.clients.logs();
  const { clock, signal } = context.io;
  const ask = (groups: readonly string[]) =>
    runQuery(client, { groups, query, from: scan.from, to: scan.to }, { clock, signal });
  try {
    return await ask([...scan.groups.keys()]);
  } catch (error) {
    if (isAwsError(error, 'MalformedQueryException'))
      throw usageError(
        `Logs Insights cannot read the query: ${errorMessage(error)}.`,
        'docs/logs.md has example queries; words without a command and without | are searched as they are.',
      );
    if (!isAwsError(error, 'ResourceNotFoundException')) throw error;
  }
  return await ask(await remaining(target, context, scan));
}

/** The size of the scanned logs: `120 lines (1.2 MB)`. */
export const scannedText = ({ recordsScanned, bytesScanned }: InsightsStatistics): string =>
  `${counted(recordsScanned, 'line')} (${dataSize(bytesScanned)})`;

async function remaining(target: Target, context: Context, { groups }: QueryScan): Promise<string[]> {
  const { existingGroups } = await import('../../../aws/logs/insights/existing-groups.ts');
  const left = await existingGroups(await target.clients.logs(), [...groups.keys()]);
  if (left.length === 0) throw noLogs(target);
  const gone = [...groups.keys()].filter((group) => !left.includes(group));
  context.report.warn(
    `${gone.join(' and ')} ${gone.length === 1 ? 'does' : 'do'} not exist, so nothing of it is searched. \`apikit deploy --stage ${target.config.stage}\` creates it again.`,
  );
  return left;
}
