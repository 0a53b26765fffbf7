/** Reads and sets point-in-time recovery of a table. */
import {
  DescribeContinuousBackupsCommand,
  type DynamoDBClient,
  type TableDescription,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import { isAwsError } from '../../sdk/errors/sdk-error.ts';
import { retry } from '../../sdk/retry.ts';
import { isBusy, retryLimits, type TableWork } from './table-updates.ts';

/** Milliseconds. Recovery can be enabled only when DynamoDB has set up the table's backups (docs/aws/dynamodb.md). */
const RECOVERY_PATIENCE = 600_000;

export async function hasRecovery(
  client: DynamoDBClient,
  { TableName, TableStatus }: TableDescription,
): Promise<boolean> {
  if (TableStatus === 'CREATING') return false;
  const answer = await client.send(new DescribeContinuousBackupsCommand({ TableName }));
  const recovery = answer.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  return recovery?.PointInTimeRecoveryStatus === 'ENABLED';
}

export async function setRecovery(work: TableWork, name: string, on: boolean): Promise<void> {
  const command = new UpdateContinuousBackupsCommand({
    TableName: name,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: on },
  });
  const what = `turn point-in-time recovery of table ${name} ${on ? 'on' : 'off'}`;
  await retry(
    {
      ...retryLimits(work, what, RECOVERY_PATIENCE),
      longestDelay: 1_000,
      // The first error comes while backups are being set up, and the others while another change of the table is in
      // progress.
      retryable: (error) => isAwsError(error, 'ContinuousBackupsUnavailableException') || isBusy(error),
      onRetry: (tries) => tries === 1 && work.context.note('waiting until recovery can be turned on'),
    },
    () => work.client.send(command),
  );
}
