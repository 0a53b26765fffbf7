/** RestoreTableToPointInTime: creates a new table from the past state of another one. */
import { noResourcePolicy } from '../../authorization/no-resource-policy.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import { type OperationContext, operation } from '../../cloud/operation.ts';
import { earliestRestorable, existing, latestRestorable } from './continuous-backups.ts';
import { engineOf } from './engines.ts';
import type { Members } from './members.ts';
import { tableInArn } from './table-arns.ts';
import { describe, readSettings, settingsOf, type TableSettings } from './table-settings.ts';
import { describeExisting, encryption } from './tables.ts';

interface RestoreInput {
  SourceTableArn?: string;
  SourceTableName?: string;
  TargetTableName: string;
  UseLatestRestorableTime?: boolean;
  RestoreDateTime?: Date;
  BillingModeOverride?: 'PROVISIONED' | 'PAY_PER_REQUEST';
  GlobalSecondaryIndexOverride?: Members[];
  LocalSecondaryIndexOverride?: Members[];
  ProvisionedThroughputOverride?: Members;
  SSESpecificationOverride?: { Enabled?: boolean; SSEType?: string; KMSMasterKeyId?: string };
}

export const restoreTableToPointInTime = operation<RestoreInput & Members, unknown>({
  name: 'RestoreTableToPointInTime',
  async run(input, context) {
    refuseMembers('DynamoDB RestoreTableToPointInTime', input, ['OnDemandThroughputOverride', 'VectorIndexOverride']);
    const { TargetTableName: target } = input;
    const source = sourceOf(input, context);
    const table = await existing(source, context);
    const settings = readSettings(context, source);
    if (!settings.recovery)
      throw new AwsError(
        'PointInTimeRecoveryUnavailableException',
        `Point in time recovery is not enabled for table '${source}'`,
      );
    await refuseTaken(target, context);
    const at = timeOf(input, settings.recovery, context);
    const engine = await engineOf(context);
    const made = await engine.restoreTable({ source, target, at, adapt: (record) => adapted(record, input) });
    const restored: TableSettings = {
      id: context.cloud.ids.uuid(),
      tags: [],
      deletionProtection: false,
      ...(settings.tableClass !== undefined && { tableClass: settings.tableClass }),
      ...(settings.kmsKeyArn !== undefined && { kmsKeyArn: settings.kmsKeyArn }),
      ...encryption(input.SSESpecificationOverride, context),
      restored: { source: String(table.TableArn), at },
    };
    settingsOf(context.cloud, context).put(target, restored);
    context.cloud.transitions.begin(context, 'tableRestored', target);
    context.cloud.transitions.begin(context, 'tableBackups', target);
    return { TableDescription: describe(made, restored) };
  },
});

function sourceOf({ SourceTableArn, SourceTableName }: RestoreInput, context: OperationContext): string {
  if ((SourceTableArn === undefined) === (SourceTableName === undefined))
    throw invalid('Exactly one of SourceTableName and SourceTableArn has to be given');
  if (SourceTableArn === undefined) return SourceTableName!;
  const meant = tableInArn(SourceTableArn);
  if (!meant) throw invalid(`Invalid TableArn: Invalid ResourceArn provided as input ${SourceTableArn}`);
  if (meant.account !== context.account)
    throw noResourcePolicy('dynamodb', 'RestoreTableToPointInTime', SourceTableArn, context);
  if (meant.region !== context.region) throw new AwsError('TableNotFoundException', `Table not found: ${meant.name}`);
  return meant.name;
}

/** Throws if the name is taken by a table in any state. */
async function refuseTaken(target: string, context: OperationContext): Promise<void> {
  const present = await describeExisting(target, context).catch((error: unknown) => {
    if (!(error instanceof AwsError && error.code === 'ResourceNotFoundException')) throw error;
    return undefined;
  });
  if (!present) return;
  const inUse = present.TableStatus === 'CREATING' || present.TableStatus === 'DELETING';
  throw inUse
    ? new AwsError('TableInUseException', `Table is in use: ${target}`)
    : new AwsError('TableAlreadyExistsException', `Table already exists: ${target}`);
}

/** epoch milliseconds */
function timeOf(
  { UseLatestRestorableTime: latest = false, RestoreDateTime: time }: RestoreInput,
  recovery: NonNullable<TableSettings['recovery']>,
  context: OperationContext,
): number {
  if (latest === (time !== undefined))
    throw invalid('Exactly one of RestoreDateTime and UseLatestRestorableTime has to be given');
  if (time === undefined) return latestRestorable(recovery, context);
  const at = time.getTime();
  if (at >= earliestRestorable(recovery, context) && at <= latestRestorable(recovery, context)) return at;
  throw new AwsError(
    'InvalidRestoreTimeException',
    'An invalid restore time was specified. RestoreDateTime must be between EarliestRestorableDateTime and LatestRestorableDateTime.',
  );
}

/** Returns the record of the source with the overrides: indexes can be left out, but not changed. */
function adapted(record: Members, input: RestoreInput): Members {
  const { GlobalSecondaryIndexes: globals, LocalSecondaryIndexes: locals, ...table } = record;
  const { BillingModeOverride: billing, ProvisionedThroughputOverride: throughput } = input;
  const onDemand = billing === 'PAY_PER_REQUEST';
  if (billing === 'PROVISIONED' && !throughput)
    throw invalid('ProvisionedThroughputOverride has to be given when BillingModeOverride is PROVISIONED');
  if (onDemand && throughput)
    throw invalid('ProvisionedThroughputOverride cannot be given when BillingModeOverride is PAY_PER_REQUEST');
  const { BillingModeSummary: _mode, TableThroughputModeSummary: _summary, ...plain } = table;
  const units = throughput ?? { ReadCapacityUnits: 0, WriteCapacityUnits: 0 };
  return {
    ...(billing === undefined ? table : plain),
    ...(onDemand && {
      BillingModeSummary: { BillingMode: billing },
      TableThroughputModeSummary: { TableThroughputMode: billing },
    }),
    ...((billing !== undefined || throughput) && { ProvisionedThroughput: { ...units, NumberOfDecreasesToday: 0 } }),
    ...kept('GlobalSecondaryIndexes', globals as Members[] | undefined, input.GlobalSecondaryIndexOverride),
    ...kept('LocalSecondaryIndexes', locals as Members[] | undefined, input.LocalSecondaryIndexOverride),
  };
}

function kept(member: string, present: Members[] = [], wanted: Members[] | undefined): Members {
  for (const { IndexName } of wanted ?? []) {
    if (!present.some((index) => index.IndexName === IndexName))
      throw invalid(`The source table has no index ${String(IndexName)}`);
  }
  const left = wanted ? present.filter(({ IndexName }) => wanted.some((one) => one.IndexName === IndexName)) : present;
  return left.length > 0 ? { [member]: left } : {};
}

const invalid = (words: string) =>
  new AwsError('ValidationException', `One or more parameter values were invalid: ${words}`);
