/**
 * A query of Logs Insights over the logs of a stage: what it costs is said before it begins, and asked about where that is more than
 * small change.
 */
import type { InsightsAnswer, InsightsStatistics } from '../../../aws/logs/insights/run-query.ts';
import { LOCAL_STAGE } from '../../../config/config.ts';
import type { Context, Target } from '../../../context.ts';
import { ApikitError, EXIT, usageError } from '../../../errors.ts';
import type { LogSource } from '../../../logs/log-line.ts';
import { counted } from '../../../text/counted.ts';
import { dataSize } from '../../../ui/data-size.ts';
import type { TimeRange } from '../time-range.ts';
import { noLogs } from './stage-log-groups.ts';

/** What a query is about to scan. */
export interface Scan {
  readonly groups: ReadonlyMap<string, LogSource>;
  /** ms since the epoch */
  readonly from: number;
  readonly to: number;
}

/** US dollars for a GB (1,024³ bytes) that is scanned, in us-east-1; other regions ask up to about twice as much (docs/aws/logs.md). */
const PRICE = 0.005;
/** US dollars from which somebody has to agree. */
const ASK_FROM = 1;

const priceOf = (bytes: number): number => (bytes / 1_024 ** 3) * PRICE;

/** Tells what the query will cost, and asks where it is much. Reads only. Throws a usage error where nobody can be asked. */
export async function announceScan(
  target: Target,
  context: Context,
  groups: ReadonlyMap<string, LogSource>,
  { since, until }: TimeRange,
): Promise<Scan> {
  const now = context.io.clock.now();
  const scan = { groups, from: since, to: until ?? now };
  // The embedded cloud asks for nothing.
  if (target.config.stage === LOCAL_STAGE) return scan;
  const bytes = await knownBytes(target, { ...scan, now });
  context.report.note(costText(bytes));
  if (bytes !== undefined && priceOf(bytes) >= ASK_FROM) await agree(context);
  return scan;
}

async function knownBytes(
  { clients }: Target,
  { groups, from, to, now }: { groups: ReadonlyMap<string, LogSource>; from: number; to: number; now: number },
): Promise<number | undefined> {
  const [{ bytesToScan }, { isDenied }] = await Promise.all([
    import('../../../aws/logs/insights/scan-size.ts'),
    import('../../../aws/sdk/errors/sdk-error.ts'),
  ]);
  try {
    return await bytesToScan(await clients.cloudwatch(), { groups: [...groups.keys()], from, to, now });
  } catch (error) {
    if (isDenied(error)) return undefined;
    throw error;
  }
}

function costText(bytes: number | undefined): string {
  if (bytes === undefined)
    return `Logs Insights asks $${PRICE} for each GB it scans; how many they are is unknown, since these credentials may not cloudwatch:GetMetricData.`;
  const price = priceOf(bytes);
  const dollars = price < 0.01 ? 'less than a cent' : `about $${price.toFixed(2)}`;
  return `Logs Insights scans ${dataSize(bytes)} of logs for this: ${dollars}, at $${PRICE} a GB (us-east-1).`;
}

async function agree(context: Context): Promise<void> {
  if (context.flags.yes === true) return;
  if (!context.interactive)
    throw usageError(
      'Nothing has been scanned, since that costs more than a dollar.',
      'Agree with --yes, or ask for a shorter time with --since.',
    );
  if (await context.prompts.confirm({ message: 'Scan that much?' })) return;
  throw new ApikitError('Declined', 'Nothing has been scanned.', { exitCode: EXIT.declined });
}

/** Groups that are gone are left out, and told. Throws `NotDeployed` where none is left, and a usage error for what cannot be read. */
export async function askLogs(target: Target, context: Context, scan: Scan, query: string): Promise<InsightsAnswer> {
  const [{ runQuery }, { errorMessage, isAwsError }] = await Promise.all([
    import('../../../aws/logs/insights/run-query.ts'),
    import('../../../aws/sdk/errors/sdk-error.ts'),
  ]);
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
        'docs/logs.md has queries to begin with; words without a command and without | are searched for as they are.',
      );
    if (!isAwsError(error, 'ResourceNotFoundException')) throw error;
  }
  return await ask(await remaining(target, context, scan));
}

/** What a query has read: `120 lines (1.2 MB)`. */
export const scannedText = ({ recordsScanned, bytesScanned }: InsightsStatistics): string =>
  `${counted(recordsScanned, 'line')} (${dataSize(bytesScanned)})`;

async function remaining(target: Target, context: Context, { groups }: Scan): Promise<string[]> {
  const { existingGroups } = await import('../../../aws/logs/insights/existing-groups.ts');
  const left = await existingGroups(await target.clients.logs(), [...groups.keys()]);
  if (left.length === 0) throw noLogs(target);
  const gone = [...groups.keys()].filter((group) => !left.includes(group));
  context.report.warn(
    `${gone.join(' and ')} ${gone.length === 1 ? 'is' : 'are'} not there, so nothing of it is searched. \`apikit deploy --stage ${target.config.stage}\` makes it again.`,
  );
  return left;
}
