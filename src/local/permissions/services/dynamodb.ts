/** Actions, resources and condition keys of DynamoDB (Service Authorization Reference, "Amazon DynamoDB"). */
import { type Permission, type PermissionsOf, regionalArn, textOf } from '../../authorization/permission.ts';
import { withTagging } from '../../authorization/tag-keys.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { itemKeys } from './dynamodb-keys.ts';
import { keyPermission } from './kms.ts';

type Input = Readonly<Record<string, unknown>>;

const WITHOUT_RESOURCE = new Set(['DescribeEndpoints', 'DescribeLimits', 'ListTables']);

/** A transaction needs the permission for each of its parts. */
const TRANSACTION_PARTS: Readonly<Record<string, string>> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

export const dynamodbPermissions: PermissionsOf = (operation, input, context) => {
  switch (operation) {
    case 'BatchGetItem':
    case 'BatchWriteItem':
      return batch(operation, input, context);
    case 'TransactGetItems':
    case 'TransactWriteItems':
      return transaction(operation, input, context);
    case 'CreateTable':
      return [
        ...withTagging(input, single(operation, input, context), 'dynamodb:TagResource'),
        ...usedKey(input.SSESpecification, context),
      ];
    case 'UpdateTable':
      return [single(operation, input, context), ...usedKey(input.SSESpecification, context)];
    case 'RestoreTableToPointInTime':
      return [...restore(operation, input, context), ...usedKey(input.SSESpecificationOverride, context)];
    default:
      return [single(operation, input, context)];
  }
};

/** DynamoDB uses a customer managed key as the caller who chooses it (docs/aws/kms.md). */
const KEY_OPERATIONS = [
  'CreateGrant',
  'Decrypt',
  'DescribeKey',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
];

function usedKey(specification: unknown, context: OperationContext): Permission[] {
  const key = textOf(structure(specification).KMSMasterKeyId);
  if (key === '' || key.includes('alias/aws/')) return [];
  return KEY_OPERATIONS.map((operation) => keyPermission(operation, key, context));
}

function single(operation: string, input: Input, context: OperationContext): Permission {
  const action = `dynamodb:${operation}`;
  if (WITHOUT_RESOURCE.has(operation)) return { action, resource: '*' };
  if (input.ResourceArn !== undefined) return { action, resource: textOf(input.ResourceArn) };
  return onTable(action, input, context);
}

function onTable(action: string, input: Input, context: OperationContext, enclosing?: string): Permission {
  const name = textOf(input.TableName);
  const table = name.startsWith('arn:') ? name : regionalArn('dynamodb', context, `table/${name}`);
  const resource = input.IndexName === undefined ? table : `${table}/index/${textOf(input.IndexName)}`;
  return { action, resource, keys: () => itemKeys(input, context, enclosing) };
}

function batch(operation: string, { RequestItems }: Input, context: OperationContext): Permission[] {
  return Object.entries(structure(RequestItems)).map(([TableName, requests]) => {
    const input = operation === 'BatchGetItem' ? structure(requests) : { WriteRequests: requests };
    return onTable(`dynamodb:${operation}`, { ...input, TableName }, context);
  });
}

function transaction(operation: string, { TransactItems }: Input, context: OperationContext): Permission[] {
  return [TransactItems].flat().flatMap((item) =>
    Object.entries(structure(item)).map(([part, input]) => {
      const action = `dynamodb:${TRANSACTION_PARTS[part] ?? operation}`;
      return onTable(action, structure(input), context, operation);
    }),
  );
}

/**
 * The caller needs permissions to read and write the target table (Developer Guide, "Using IAM with DynamoDB backup and
 * restore").
 */
function restore(operation: string, input: Input, context: OperationContext): Permission[] {
  const source = { TableName: input.SourceTableArn ?? input.SourceTableName };
  return [
    onTable(`dynamodb:${operation}`, source, context),
    ...RESTORED_BY.map((action) => onTable(`dynamodb:${action}`, { TableName: input.TargetTableName }, context)),
  ];
}

const RESTORED_BY = ['PutItem', 'UpdateItem', 'DeleteItem', 'GetItem', 'Query', 'Scan', 'BatchWriteItem'];

const structure = (value: unknown): Input => (typeof value === 'object' && value !== null ? (value as Input) : {});
