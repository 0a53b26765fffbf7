/** UpdateTable's `GlobalSecondaryIndexUpdates` that create or delete an index: one per call. */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { checkMembers, refuseMembers } from '../../cloud/constraints.ts';
import type { IndexChange } from './item-engine.ts';
import type { Members } from './members.ts';
import { noIndex } from './store/changed-table.ts';
import { checkKeys, checkProjection, MAX_GLOBAL_INDEXES } from './store/new-table.ts';
import type { KeyElement } from './store/table.ts';

interface Index {
  readonly IndexName: string;
  readonly IndexStatus?: string;
}

interface Definition {
  readonly AttributeName: string;
  readonly AttributeType: string;
}

/** Returns `undefined` if nothing is created or deleted. Throws AWS's errors. */
export function indexChange(updates: readonly Members[], input: Members, table: Members): IndexChange | undefined {
  const changes = updates.filter(({ Create, Delete }) => Create !== undefined || Delete !== undefined);
  const [change] = changes;
  if (!change) return undefined;
  if (changes.length > 1) throw tooMany();
  refuseOtherChanges(updates, input);
  const indexes = (table.GlobalSecondaryIndexes ?? []) as Index[];
  const busy = indexes.some(({ IndexStatus }) => IndexStatus === 'CREATING' || IndexStatus === 'DELETING');
  if (busy) throw tooMany();
  return change.Create === undefined
    ? removal(change.Delete as Members, indexes, table)
    : creation(change.Create as Members, indexes, input, table);
}

/**
 * A call makes one kind of change on AWS, too (API Reference, UpdateTable: "You can only perform one of the following
 * operations at once"), with an error that is not documented.
 */
function refuseOtherChanges(updates: readonly Members[], input: Members): void {
  const others = ['BillingMode', 'ProvisionedThroughput'].filter((member) => input[member] !== undefined);
  if (updates.some(({ Update }) => Update !== undefined)) others.push('GlobalSecondaryIndexUpdates.Update');
  if (others.length === 0) return;
  throw notImplemented(`DynamoDB UpdateTable with a new or deleted index and ${others.join(', ')} in one call`);
}

function removal({ IndexName }: Members, indexes: readonly Index[], table: Members): IndexChange {
  if (!indexes.some((index) => index.IndexName === IndexName)) {
    throw noIndex(String(IndexName), table);
  }
  return { remove: String(IndexName) };
}

function creation(create: Members, indexes: readonly Index[], input: Members, table: Members): IndexChange {
  refuseMembers('DynamoDB UpdateTable', create, ['OnDemandThroughput', 'WarmThroughput']);
  const { IndexName, KeySchema, Projection, ProvisionedThroughput } = create;
  checkMembers('ValidationException', [
    ['globalSecondaryIndexUpdates.1.member.create.keySchema', KeySchema, { minLength: 1 }],
  ]);
  checkProjection(Projection as Members);
  if (indexes.some((index) => index.IndexName === IndexName)) {
    throw invalid('Attempting to create an index which already exists');
  }
  if (indexes.length >= MAX_GLOBAL_INDEXES) {
    throw invalid(
      `One or more parameter values were invalid: GlobalSecondaryIndex count exceeds the per-table limit of ${MAX_GLOBAL_INDEXES}`,
    );
  }
  const attributes = definitions(input, table);
  checkKeys(KeySchema as KeyElement[], attributes);
  return {
    create: { IndexName, KeySchema, Projection, ProvisionedThroughput },
    attributes: attributes as unknown as Members[],
  };
}

/**
 * Returns the definitions of the table, then those of the request. Throws ValidationException for two types of one
 * attribute.
 */
function definitions(input: Members, table: Members): Definition[] {
  const present = (table.AttributeDefinitions ?? []) as Definition[];
  const given = (input.AttributeDefinitions ?? []) as Definition[];
  for (const { AttributeName, AttributeType } of given) {
    const type = present.find((one) => one.AttributeName === AttributeName)?.AttributeType;
    if (type === undefined || type === AttributeType) continue;
    throw invalid(
      `One or more parameter values were invalid: Attribute ${AttributeName} is defined as ${type} and cannot be ${AttributeType}`,
    );
  }
  return [
    ...present,
    ...given.filter((one) => !present.some(({ AttributeName }) => AttributeName === one.AttributeName)),
  ];
}

const tooMany = () =>
  new AwsError(
    'LimitExceededException',
    'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
  );
const invalid = (message: string) => new AwsError('ValidationException', message);
