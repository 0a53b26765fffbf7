/**
 * Restores a table beside the original: starts the restore and waits for it. Each step finds what an earlier run has
 * done.
 */
import {
  DescribeContinuousBackupsCommand,
  type DynamoDBClient,
  RestoreTableToPointInTimeCommand,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../clock.ts';
import { ApikitError, usageError } from '../../errors.ts';
import { describeTable } from '../dynamodb/describe-table.ts';
import { errorMessage, isAwsError } from '../sdk/errors/sdk-error.ts';
import { waitUntil } from '../sdk/retry.ts';

export interface Restoring {
  readonly client: DynamoDBClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  note(text: string): void;
}

export interface RestoreRequest {
  /** The table in AWS that is restored. */
  readonly source: string;
  readonly target: string;
  /** Milliseconds since the epoch, a whole second. */
  readonly at: number;
}

export interface RestoreWindow {
  /** Milliseconds since the epoch. */
  readonly earliest: number;
  readonly latest: number;
}

/** Returns `undefined` if point-in-time recovery is off. */
export async function restoreWindow(client: DynamoDBClient, TableName: string): Promise<RestoreWindow | undefined> {
  const answer = await client.send(new DescribeContinuousBackupsCommand({ TableName }));
  const recovery = answer.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  const { EarliestRestorableDateTime: earliest, LatestRestorableDateTime: latest } = recovery ?? {};
  if (recovery?.PointInTimeRecoveryStatus !== 'ENABLED' || !earliest || !latest) return undefined;
  return { earliest: earliest.getTime(), latest: latest.getTime() };
}

/** Returns the target table, which may still be CREATING. Throws `TableTaken` if another table has its name. */
export async function beginRestore({ client }: Restoring, wanted: RestoreRequest): Promise<TableDescription> {
  const { source, target, at } = wanted;
  const present = await describeTable(client, target);
  if (present) return checked(present, wanted);
  try {
    const answer = await client.send(
      new RestoreTableToPointInTimeCommand({
        SourceTableName: source,
        TargetTableName: target,
        RestoreDateTime: new Date(at),
      }),
    );
    return answer.TableDescription ?? { TableName: target };
  } catch (error) {
    if (isAwsError(error, 'InvalidRestoreTimeException'))
      throw usageError(
        `DynamoDB does not restore table ${source} to ${new Date(at).toISOString()}: ${errorMessage(error)}`,
        'Name another time with --at.',
      );
    // The response to an earlier call was lost, or another run was faster.
    if (!isAwsError(error, 'TableAlreadyExistsException', 'TableInUseException')) throw error;
    const made = await describeTable(client, target);
    if (!made) throw error;
    return checked(made, wanted);
  }
}

/** An existing table must be exactly the one that this restore would create. */
function checked(table: TableDescription, { source, target, at }: RestoreRequest): TableDescription {
  const { SourceTableArn = '', RestoreDateTime } = table.RestoreSummary ?? {};
  const isIt = SourceTableArn.endsWith(`:table/${source}`) && Math.abs(Number(RestoreDateTime) - at) < 1000;
  if (isIt && table.TableStatus !== 'DELETING') return table;
  throw new ApikitError(
    'TableTaken',
    `Table ${target} already exists, and it is not ${source} as it was at ${new Date(at).toISOString()}. Nothing was changed: apikit never overwrites a table.`,
    { hint: 'Restore to another second: --at accepts a time such as 2026-11-29T10:15:01Z.' },
  );
}

/** Milliseconds. A large table takes hours. A user who stops earlier continues with the same command. */
const PATIENCE = 24 * 3_600_000;
/** Milliseconds between two progress messages. */
const SAID_EVERY = 60_000;

export async function untilRestored({ client, clock, signal, note }: Restoring, target: string): Promise<void> {
  const started = clock.now();
  let lastNote = started;
  note(`waiting until table ${target} is restored: minutes for a small table, hours for a large one`);
  await waitUntil(
    {
      what: `restore table ${target}`,
      within: PATIENCE,
      firstDelay: 300,
      longestDelay: 20_000,
      hint: 'Run the same command again: it continues to wait.',
      clock,
      signal,
    },
    async () => {
      const table = await describeTable(client, target);
      if (table?.TableStatus === 'ACTIVE') return true;
      if (clock.now() - lastNote >= SAID_EVERY) {
        lastNote = clock.now();
        note(`table ${target} is being restored, for ${Math.round((lastNote - started) / 60_000)} min now`);
      }
      return undefined;
    },
  );
}
