/** Checks the definition of a new table, and makes its description. */
import { AwsError } from '../../../cloud/aws-error.ts';
import type { Members } from '../members.ts';
import type { IndexRecord, KeyElement, TableRecord } from './table.ts';

interface Throughput {
  readonly ReadCapacityUnits: number;
  readonly WriteCapacityUnits: number;
}

/** A request whose members have the types of AWS's model. */
export interface TableDefinition extends Members {
  readonly TableName: string;
  readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
  readonly KeySchema: readonly KeyElement[];
  readonly BillingMode?: 'PROVISIONED' | 'PAY_PER_REQUEST';
  readonly ProvisionedThroughput?: Throughput;
  readonly GlobalSecondaryIndexes?: readonly IndexDefinition[];
  readonly LocalSecondaryIndexes?: readonly IndexDefinition[];
}

interface IndexDefinition extends IndexRecord {
  readonly ProvisionedThroughput?: Throughput;
}

const MAX_UNITS = 1_000_000_000_000;
const MAX_LOCAL_INDEXES = 5;
export const MAX_GLOBAL_INDEXES = 20;

/** Throws ValidationException with the texts that dynalite's tests recorded. */
export function checkDefinition(definition: TableDefinition): void {
  checkBilling(definition);
  const {
    AttributeDefinitions,
    KeySchema,
    GlobalSecondaryIndexes: globals,
    LocalSecondaryIndexes: locals,
  } = definition;
  if (KeySchema.length > AttributeDefinitions.length) {
    throw invalid('Invalid KeySchema: Some index key attribute have no definition');
  }
  checkKeys(KeySchema, AttributeDefinitions);
  if (!globals && !locals && KeySchema.length !== AttributeDefinitions.length) {
    throw invalidValue(
      'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
    );
  }
  const names = new Set<string>();
  if (locals) checkLocalIndexes(definition, locals, names);
  if (globals) checkGlobalIndexes(definition, globals, names);
}

function checkBilling({ BillingMode, ProvisionedThroughput: throughput }: TableDefinition): void {
  if (BillingMode === 'PAY_PER_REQUEST') {
    if (!throughput) return;
    throw invalidValue(
      'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
    );
  }
  if (!throughput) {
    throw invalidValue(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    );
  }
  checkUnits(throughput);
}

/** Throws ValidationException for a throughput that no table can have. */
export function checkUnits(throughput: Throughput): void {
  for (const member of ['ReadCapacityUnits', 'WriteCapacityUnits'] as const) {
    if (throughput[member] <= MAX_UNITS) continue;
    throw invalid(`Given value ${throughput[member]} for ${member} is out of bounds`);
  }
}

/** Throws ValidationException for a key schema that fits neither a table nor an index. */
export function checkKeys(
  schema: readonly KeyElement[],
  definitions: readonly { readonly AttributeName: string }[],
): void {
  const names = schema.map(({ AttributeName }) => AttributeName);
  const defined = definitions.map(({ AttributeName }) => AttributeName);
  if (names.some((name) => !defined.includes(name))) {
    const shown = `Keys: [${names.join(', ')}], AttributeDefinitions: [${defined.join(', ')}]`;
    throw invalidValue(`Some index key attributes are not defined in AttributeDefinitions. ${shown}`);
  }
  if (names.length > 1 && names[0] === names[1]) {
    throw invalid('Both the Hash Key and the Range Key element in the KeySchema have the same name');
  }
  if (schema[0]!.KeyType !== 'HASH') {
    throw invalid('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  if (schema[1] && schema[1].KeyType !== 'RANGE') {
    throw invalid('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
}

function checkLocalIndexes(table: TableDefinition, indexes: readonly IndexDefinition[], names: Set<string>): void {
  if (indexes.length === 0) throw invalidValue('List of LocalSecondaryIndexes is empty');
  if (table.KeySchema.length !== 2) {
    throw invalidValue(
      'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
    );
  }
  const [{ AttributeName: tableHash }] = table.KeySchema as [KeyElement];
  for (const index of indexes) {
    checkKeys(index.KeySchema, table.AttributeDefinitions);
    if (index.KeySchema.length !== 2) {
      throw invalidValue(`Index KeySchema does not have a range key for index: ${index.IndexName}`);
    }
    const hash = index.KeySchema[0]!.AttributeName;
    if (hash !== tableHash) {
      const keys = `index hash key: ${hash}, table hash key: ${tableHash}`;
      const words = 'Index KeySchema does not have the same leading hash key as table KeySchema for index';
      throw invalidValue(`${words}: ${index.IndexName}. ${keys}`);
    }
    checkIndex(index, names);
  }
  if (indexes.length > MAX_LOCAL_INDEXES) {
    throw invalidValue(`Number of LocalSecondaryIndexes exceeds per-table limit of ${MAX_LOCAL_INDEXES}`);
  }
}

function checkGlobalIndexes(table: TableDefinition, indexes: readonly IndexDefinition[], names: Set<string>): void {
  if (indexes.length === 0) throw invalidValue('List of GlobalSecondaryIndexes is empty');
  for (const index of indexes) {
    checkKeys(index.KeySchema, table.AttributeDefinitions);
    checkProjection(index.Projection);
    if (table.BillingMode === 'PAY_PER_REQUEST' && index.ProvisionedThroughput) {
      const when = 'when BillingMode is PAY_PER_REQUEST';
      throw invalidValue(`ProvisionedThroughput should not be specified for index: ${index.IndexName} ${when}`);
    }
    checkIndex(index, names);
  }
  if (indexes.length > MAX_GLOBAL_INDEXES) {
    throw invalidValue(`GlobalSecondaryIndex count exceeds the per-table limit of ${MAX_GLOBAL_INDEXES}`);
  }
}

function checkIndex({ IndexName, Projection }: IndexDefinition, names: Set<string>): void {
  checkProjection(Projection);
  if (names.has(IndexName)) throw invalidValue(`Duplicate index name: ${IndexName}`);
  names.add(IndexName);
}

export function checkProjection({ ProjectionType, NonKeyAttributes }: Partial<IndexRecord['Projection']>): void {
  if (ProjectionType === undefined) throw invalidValue('Unknown ProjectionType: null');
  if (NonKeyAttributes && ProjectionType !== 'INCLUDE') {
    throw invalidValue(`ProjectionType is ${ProjectionType}, but NonKeyAttributes is specified`);
  }
}

export function describeNew(definition: TableDefinition, arn: string, now: number): TableRecord {
  const { TableName, AttributeDefinitions, KeySchema, BillingMode, ProvisionedThroughput } = definition;
  const { GlobalSecondaryIndexes: globals, LocalSecondaryIndexes: locals } = definition;
  const mode = 'PAY_PER_REQUEST';
  return {
    AttributeDefinitions,
    TableName,
    KeySchema,
    ...(locals && { LocalSecondaryIndexes: locals.map((index) => ({ ...index, ...newIndex(arn, index.IndexName) })) }),
    ...(globals && { GlobalSecondaryIndexes: globals.map((index) => globalIndex(arn, index)) }),
    ProvisionedThroughput: units(ProvisionedThroughput),
    ...(BillingMode === mode && {
      BillingModeSummary: { BillingMode: mode, LastUpdateToPayPerRequestDateTime: now / 1000 },
      TableThroughputModeSummary: { TableThroughputMode: mode },
    }),
    TableArn: arn,
    CreationDateTime: now / 1000,
    ItemCount: 0,
    TableSizeBytes: 0,
    TableStatus: 'ACTIVE',
  };
}

/** Returns the description of a global index. */
export function globalIndex(arn: string, { ProvisionedThroughput, ...index }: IndexDefinition): IndexRecord {
  return {
    ...index,
    ...newIndex(arn, index.IndexName),
    IndexStatus: 'ACTIVE',
    ProvisionedThroughput: units(ProvisionedThroughput),
  };
}

const newIndex = (arn: string, name: string) => ({ IndexArn: `${arn}/index/${name}`, IndexSizeBytes: 0, ItemCount: 0 });

/** On demand, the units are 0. */
const units = (throughput: Throughput = { ReadCapacityUnits: 0, WriteCapacityUnits: 0 }) => ({
  ...throughput,
  NumberOfDecreasesToday: 0,
});

const invalidValue = (words: string): AwsError => invalid(`One or more parameter values were invalid: ${words}`);

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
