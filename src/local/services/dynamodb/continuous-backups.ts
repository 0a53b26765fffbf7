/** UpdateContinuousBackups, DescribeContinuousBackups: whether a table can be restored, and to which times. */
import { AwsError } from '../../cloud/aws-error.ts';
import { type OperationContext, operation } from '../../cloud/operation.ts';
import { engineOf } from './engines.ts';
import { inUse } from './store/tables.ts';
import { changeSettings, readSettings, type TableSettings } from './table-settings.ts';
import { describeExisting } from './tables.ts';

const DAY_MS = 86_400_000;
const DEFAULT_PERIOD_DAYS = 35;

interface UpdateInput {
  TableName: string;
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: boolean; RecoveryPeriodInDays?: number };
}

export const updateContinuousBackups = operation<UpdateInput, unknown>({
  name: 'UpdateContinuousBackups',
  async run({ TableName, PointInTimeRecoverySpecification: wanted }, context) {
    const { TableStatus } = await existing(TableName, context);
    if (TableStatus === 'CREATING' || context.cloud.transitions.pending(context, 'tableBackups', TableName)) {
      throw new AwsError(
        'ContinuousBackupsUnavailableException',
        `Backups are being enabled for the table: ${TableName}. Please retry later`,
      );
    }
    // The live tests of https://github.com/go-to-k/cdkd got this error, and retry.
    if (TableStatus === 'UPDATING') throw inUse(TableName, TableStatus);
    const present = readSettings(context, TableName).recovery;
    const recovery = wanted.PointInTimeRecoveryEnabled
      ? {
          since: present?.since ?? context.cloud.clock.now(),
          periodInDays: wanted.RecoveryPeriodInDays ?? present?.periodInDays ?? DEFAULT_PERIOD_DAYS,
        }
      : undefined;
    changeSettings(context, TableName, { recovery });
    if (!recovery) await (await engineOf(context)).trimChanges(TableName);
    return { ContinuousBackupsDescription: describe(recovery, context) };
  },
});

export const describeContinuousBackups = operation<{ TableName: string }, unknown>({
  name: 'DescribeContinuousBackups',
  async run({ TableName }, context) {
    await existing(TableName, context);
    return { ContinuousBackupsDescription: describe(readSettings(context, TableName).recovery, context) };
  },
});

/** Throws TableNotFoundException, which only these two operations use. */
export async function existing(tableName: string, context: OperationContext) {
  return describeExisting(tableName, context).catch((error: unknown) => {
    if (!(error instanceof AwsError && error.code === 'ResourceNotFoundException')) throw error;
    throw new AwsError('TableNotFoundException', `Table not found: ${tableName}`);
  });
}

function describe(recovery: TableSettings['recovery'], context: OperationContext) {
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: recovery
      ? {
          PointInTimeRecoveryStatus: 'ENABLED',
          RecoveryPeriodInDays: recovery.periodInDays,
          EarliestRestorableDateTime: earliestRestorable(recovery, context) / 1000,
          LatestRestorableDateTime: latestRestorable(recovery, context) / 1000,
        }
      : { PointInTimeRecoveryStatus: 'DISABLED' },
  };
}

type Recovery = NonNullable<TableSettings['recovery']>;

/** epoch milliseconds */
export const earliestRestorable = ({ since, periodInDays }: Recovery, { cloud }: OperationContext): number =>
  Math.max(since, cloud.clock.now() - periodInDays * DAY_MS);

/** epoch milliseconds */
export const latestRestorable = ({ since }: Recovery, { cloud }: OperationContext): number =>
  Math.max(since, cloud.clock.now() - cloud.transitions.takes('tableRestorable'));
