/** Returns the description of a table after an UpdateTable of its billing mode and throughput. */
import { AwsError } from '../../../cloud/aws-error.ts';
import type { Members } from '../members.ts';
import { checkUnits } from './new-table.ts';
import type { IndexRecord, TableRecord } from './table.ts';

interface Throughput {
  readonly ReadCapacityUnits: number;
  readonly WriteCapacityUnits: number;
  readonly NumberOfDecreasesToday?: number;
}

interface Change extends Members {
  readonly BillingMode?: 'PROVISIONED' | 'PAY_PER_REQUEST';
  readonly ProvisionedThroughput?: Throughput;
  readonly GlobalSecondaryIndexUpdates?: readonly {
    readonly Update?: { readonly IndexName: string; readonly ProvisionedThroughput?: Throughput };
    readonly Create?: { readonly IndexName: string };
    readonly Delete?: { readonly IndexName: string };
  }[];
}

/** Throws ValidationException with the texts that dynalite's tests recorded. */
export function changedTable(table: TableRecord, input: Members, now: number): TableRecord {
  const change = input as Change;
  checkChange(change);
  const { BillingMode: mode, ProvisionedThroughput: wanted } = change;
  const present = isProvisioned(table) ? 'PROVISIONED' : 'PAY_PER_REQUEST';
  const updates = (change.GlobalSecondaryIndexUpdates ?? []).flatMap(({ Update }) => Update ?? []);
  const hasUnits = wanted !== undefined || updates.some(({ ProvisionedThroughput }) => ProvisionedThroughput);
  if (hasUnits && (mode ?? present) === 'PAY_PER_REQUEST') {
    throw invalidValue(
      'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
    );
  }
  for (const { IndexName } of updates) {
    if (!table.GlobalSecondaryIndexes?.some((index) => index.IndexName === IndexName)) throw noIndex(IndexName, table);
  }
  const isOnDemand = mode === 'PAY_PER_REQUEST' && present !== mode;
  const indexes = table.GlobalSecondaryIndexes?.map((index) => {
    if (isOnDemand) return { ...index, ProvisionedThroughput: onDemand(index.ProvisionedThroughput, now) };
    const units = updates.find(({ IndexName }) => IndexName === index.IndexName)?.ProvisionedThroughput;
    if (units) return { ...index, ProvisionedThroughput: changedUnits(index.ProvisionedThroughput, units, now) };
    if (mode === 'PROVISIONED' && present !== mode) throw noUnits(index);
    return index;
  });
  return {
    ...table,
    ...(indexes && { GlobalSecondaryIndexes: indexes }),
    ...(wanted && { ProvisionedThroughput: changedUnits(table.ProvisionedThroughput, wanted, now) }),
    ...(isOnDemand && { ProvisionedThroughput: onDemand(table.ProvisionedThroughput, now) }),
    ...(mode !== undefined && mode !== present && modeSummaries(table, mode, now)),
  };
}

/** A table that was always provisioned has no summary. */
export const isProvisioned = ({ BillingModeSummary }: TableRecord): boolean =>
  ((BillingModeSummary as { BillingMode?: string } | undefined)?.BillingMode ?? 'PROVISIONED') === 'PROVISIONED';

function checkChange({ ProvisionedThroughput, BillingMode, GlobalSecondaryIndexUpdates: updates }: Change): void {
  if (!ProvisionedThroughput && !BillingMode && !updates?.length) {
    throw invalid(
      'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required',
    );
  }
  if (BillingMode === 'PROVISIONED' && !ProvisionedThroughput) {
    throw invalidValue('ProvisionedThroughput must be specified when BillingMode is PROVISIONED');
  }
  if (ProvisionedThroughput) checkUnits(ProvisionedThroughput);
  for (const { Update } of updates ?? []) if (Update?.ProvisionedThroughput) checkUnits(Update.ProvisionedThroughput);
}

/** Throws ValidationException for changes of indexes that are empty, or two of one index. */
export function checkIndexUpdates(updates: Change['GlobalSecondaryIndexUpdates'] = []): void {
  const names = new Set<string>();
  for (const { Update, Create, Delete } of updates) {
    const name = (Update ?? Create ?? Delete)?.IndexName;
    if (name === undefined) {
      throw invalidValue(
        'One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null',
      );
    }
    if (names.has(name)) {
      throw invalidValue(`Only one global secondary index update per index is allowed simultaneously. Index: ${name}`);
    }
    names.add(name);
  }
}

function changedUnits(present: unknown, wanted: Throughput, now: number): Members {
  const had = present as Throughput;
  const reads = wanted.ReadCapacityUnits - had.ReadCapacityUnits;
  const writes = wanted.WriteCapacityUnits - had.WriteCapacityUnits;
  if (reads === 0 && writes === 0) {
    throw invalid(
      `The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: ${had.ReadCapacityUnits}. Requested ReadCapacityUnits: ${wanted.ReadCapacityUnits}. Current WriteCapacityUnits provisioned for the table: ${had.WriteCapacityUnits}. Requested WriteCapacityUnits: ${wanted.WriteCapacityUnits}. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.`,
    );
  }
  const isDecrease = reads < 0 || writes < 0;
  return {
    ...had,
    ...wanted,
    NumberOfDecreasesToday: (had.NumberOfDecreasesToday ?? 0) + (isDecrease ? 1 : 0),
    ...((reads > 0 || writes > 0) && { LastIncreaseDateTime: now / 1000 }),
    ...(isDecrease && { LastDecreaseDateTime: now / 1000 }),
  };
}

const onDemand = (present: unknown, now: number): Members => ({
  ...(present as Members),
  ReadCapacityUnits: 0,
  WriteCapacityUnits: 0,
  LastDecreaseDateTime: now / 1000,
});

function modeSummaries(
  { BillingModeSummary: billing, TableThroughputModeSummary: throughput }: TableRecord,
  mode: string,
  now: number,
) {
  const since = mode === 'PAY_PER_REQUEST' && { LastUpdateToPayPerRequestDateTime: now / 1000 };
  return {
    BillingModeSummary: { ...(billing as Members), BillingMode: mode, ...since },
    TableThroughputModeSummary: { ...(throughput as Members), TableThroughputMode: mode, ...since },
  };
}

/** The error for a change of an index that the table does not have. */
export const noIndex = (name: string, { TableName }: Members): AwsError =>
  new AwsError(
    'ResourceNotFoundException',
    `Requested resource not found: Index: ${name} of table ${String(TableName)} not found`,
  );

export const noUnits = ({ IndexName }: IndexRecord): AwsError =>
  invalidValue(`ProvisionedThroughput must be specified for index: ${IndexName}`);

const invalidValue = (words: string): AwsError => invalid(`One or more parameter values were invalid: ${words}`);

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
