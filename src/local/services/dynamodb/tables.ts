/** CreateTable, DescribeTable, UpdateTable, DeleteTable, ListTables. */
import { AwsError } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import { type OperationContext, operation } from '../../cloud/operation.ts';
import type { Tag } from '../../cloud/tag-list.ts';
import { engineOf } from './engines.ts';
import { indexChange } from './index-updates.ts';
import type { IndexChange } from './item-engine.ts';
import { isMembers, type Members } from './members.ts';
import { inUse } from './store/tables.ts';
import { type StreamSpecification, streamChange } from './streams.ts';
import { checkTableForm, refuseCompositeKeys, requireTableName } from './table-form.ts';
import { changeSettings, describe, readSettings, settingsOf, type TableSettings } from './table-settings.ts';
import { checkTags } from './tags.ts';
import { withWarmThroughput } from './warm-throughput.ts';

interface TableOptions {
  TableName: string;
  Tags?: Tag[];
  DeletionProtectionEnabled?: boolean;
  TableClass?: string;
  StreamSpecification?: StreamSpecification;
  SSESpecification?: { Enabled?: boolean; SSEType?: string; KMSMasterKeyId?: string };
}

/** Members that neither the engine nor the service supports, so they must not be accepted. */
const REFUSED = [
  'ResourcePolicy',
  'OnDemandThroughput',
  'WarmThroughput',
  'ReplicaUpdates',
  'GlobalTableSourceArn',
  'GlobalTableSettingsReplicationMode',
  'GlobalTableWitnessUpdates',
  'MultiRegionConsistency',
  'VectorIndexes',
  'VectorIndexUpdates',
  'DisassociationProtectionEnabled',
];

export const createTable = operation<TableOptions & Members, unknown>({
  name: 'CreateTable',
  async run(input, context) {
    requireTableName(input);
    refuseUnsupported('CreateTable', input);
    checkTableForm(input);
    refuseCompositeKeys('CreateTable', input);
    const { Tags = [], DeletionProtectionEnabled, TableClass, SSESpecification, StreamSpecification, ...rest } = input;
    checkTags(Tags);
    const { transitions } = context.cloud;
    if (transitions.pending(context, 'tableDeleted', input.TableName)) throw alreadyExists(input.TableName);
    const engine = await engineOf(context);
    const stream = StreamSpecification?.StreamEnabled
      ? streamChange(StreamSpecification, rest, undefined, engine, context)
      : {};
    const { TableDescription } = await engine.call('CreateTable', rest);
    const settings: TableSettings = {
      id: context.cloud.ids.uuid(),
      tags: Tags,
      deletionProtection: DeletionProtectionEnabled ?? false,
      ...(TableClass !== undefined && { tableClass: TableClass }),
      ...encryption(SSESpecification, context),
      ...stream,
    };
    settingsOf(context.cloud, context).put(input.TableName, settings);
    transitions.begin(context, 'tableCreated', input.TableName);
    transitions.begin(context, 'tableBackups', input.TableName);
    transitions.begin(context, 'tableTags', input.TableName);
    return { TableDescription: beingMade(describe(TableDescription as Members, settings)) };
  },
});

export const describeTable = operation<{ TableName: string }, unknown>({
  name: 'DescribeTable',
  async run(input, context) {
    requireTableName(input);
    return { Table: withWarmThroughput(await describeExisting(input.TableName, context)) };
  },
});

export const updateTable = operation<TableOptions & Members, unknown>({
  name: 'UpdateTable',
  async run(input, context) {
    requireTableName(input);
    refuseUnsupported('UpdateTable', input);
    refuseCompositeKeys('UpdateTable', input);
    const { TableName, DeletionProtectionEnabled, TableClass, SSESpecification, StreamSpecification, ...rest } = input;
    const table = await describeExisting(TableName, context);
    const { TableStatus } = table;
    const engine = await engineOf(context);
    const change: Partial<TableSettings> = {
      ...(DeletionProtectionEnabled !== undefined && { deletionProtection: DeletionProtectionEnabled }),
      ...(TableClass !== undefined && { tableClass: TableClass }),
      ...encryption(SSESpecification, context),
    };
    if (TableStatus !== 'ACTIVE') {
      throw inUse(TableName, String(TableStatus));
    }
    const indexUpdates = (rest.GlobalSecondaryIndexUpdates ?? []) as Members[];
    const index = indexChange(indexUpdates, rest, table);
    const stream = streamChange(StreamSpecification, table, readSettings(context, TableName).stream, engine, context);
    if (index) await changeIndex(index, TableName, context);
    else {
      const ours = Object.keys(change).length > 0 || StreamSpecification !== undefined;
      if (!ours || Object.keys(rest).length > 0) await engine.call('UpdateTable', { TableName, ...rest });
    }
    changeSettings(context, TableName, { ...change, ...stream });
    return { TableDescription: await describeExisting(TableName, context) };
  },
});

export const deleteTable = operation<{ TableName: string }, unknown>({
  name: 'DeleteTable',
  async run(input, context) {
    requireTableName(input);
    const settings = readSettings(context, input.TableName);
    if (settings.deletionProtection) {
      throw new AwsError(
        'ValidationException',
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
      );
    }
    const { transitions } = context.cloud;
    if (isBeingCreated(context, input.TableName)) throw inUse(input.TableName, 'CREATING');
    if (transitions.pending(context, 'tableDeleted', input.TableName)) throw inUse(input.TableName, 'DELETING');
    const engine = await engineOf(context);
    const { TableDescription } = await engine.call('DeleteTable', { TableName: input.TableName });
    // Nothing may wait here: the name is free, and a new table of this name has settings of its own.
    settingsOf(context.cloud, context).delete(input.TableName);
    const deleting = describe(TableDescription as Members, settings);
    transitions.begin(context, 'tableDeleted', input.TableName, deleting);
    // This response has no keys and no creation time (recorded: LocalStack's `test_table_crud`, run on AWS), and no
    // global indexes (dynalite's tests, which ran against DynamoDB).
    const {
      AttributeDefinitions: _,
      KeySchema: _keys,
      CreationDateTime: _time,
      GlobalSecondaryIndexes: _indexes,
      ...shown
    } = deleting;
    return { TableDescription: shown };
  },
});

export const listTables = operation<Members, unknown>({
  name: 'ListTables',
  run: async (input, context) => (await engineOf(context)).call('ListTables', input),
});

/** Throws ResourceNotFoundException. */
export async function describeExisting(tableName: string, context: OperationContext): Promise<Members> {
  const { transitions } = context.cloud;
  const deleting = transitions.effective<Members | undefined>(context, 'tableDeleted', tableName, undefined);
  if (deleting) return deleting;
  const { Table } = await (await engineOf(context)).call('DescribeTable', { TableName: tableName });
  const table = withIndexDelays(describe(Table as Members, readSettings(context, tableName)), context);
  return isBeingCreated(context, tableName) ? beingMade(table) : table;
}

/** Whether a state delay keeps the table in CREATING. */
export const isBeingCreated = (context: OperationContext, tableName: string): boolean =>
  (['tableCreated', 'tableRestored'] as const).some((kind) =>
    context.cloud.transitions.pending(context, kind, tableName),
  );

/** The billing mode has no time yet (LocalStack's `test_gsi_with_billing_mode`, run on AWS). */
const beingMade = ({ RestoreSummary, BillingModeSummary, ...table }: Members): Members => ({
  ...table,
  ...(isMembers(BillingModeSummary) && { BillingModeSummary: { BillingMode: BillingModeSummary.BillingMode } }),
  TableStatus: 'CREATING',
  ...(isMembers(RestoreSummary) && { RestoreSummary: { ...RestoreSummary, RestoreInProgress: true } }),
});

const alreadyExists = (tableName: string) =>
  new AwsError('ResourceInUseException', `Table already exists: ${tableName}`);

function refuseUnsupported(name: string, input: TableOptions & Members): void {
  refuseMembers(`DynamoDB ${name}`, input, REFUSED);
  const { GlobalSecondaryIndexes, GlobalSecondaryIndexUpdates } = input;
  const updated = ((GlobalSecondaryIndexUpdates ?? []) as Members[]).map(({ Update }) => (Update ?? {}) as Members);
  for (const index of [...((GlobalSecondaryIndexes ?? []) as Members[]), ...updated]) {
    refuseMembers(`DynamoDB ${name}`, index, ['OnDemandThroughput', 'WarmThroughput']);
  }
}

/** Besides the short time that the engine needs, an index is CREATING for the state delay. */
async function changeIndex(change: IndexChange, tableName: string, context: OperationContext): Promise<void> {
  await (await engineOf(context)).changeIndexes(tableName, change);
  if ('create' in change) {
    const name = String(change.create.IndexName);
    context.cloud.transitions.begin(context, 'tableIndex', `${tableName}/${name}`);
  }
}

/** Shows indexes as CREATING for as long as the state delay lasts. */
function withIndexDelays(table: Members, context: OperationContext): Members {
  const indexes = (table.GlobalSecondaryIndexes ?? []) as Members[];
  const { transitions } = context.cloud;
  const isFilling = ({ IndexName }: Members) =>
    transitions.pending(context, 'tableIndex', `${String(table.TableName)}/${String(IndexName)}`);
  if (!indexes.some(isFilling)) return table;
  return {
    ...table,
    GlobalSecondaryIndexes: indexes.map((index) =>
      isFilling(index) ? { ...index, IndexStatus: 'CREATING', Backfilling: true } : index,
    ),
  };
}

/** Returns the change that the specification makes; nothing if it is absent. */
export function encryption(
  specification: TableOptions['SSESpecification'],
  { account, region }: OperationContext,
): Partial<TableSettings> {
  if (!specification) return {};
  if (!specification.Enabled) return { kmsKeyArn: undefined };
  const key = specification.KMSMasterKeyId ?? 'alias/aws/dynamodb';
  return { kmsKeyArn: key.startsWith('arn:') ? key : `arn:aws:kms:${region}:${account}:key/${key}` };
}
