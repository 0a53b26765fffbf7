/**
 * DynamoDB accepts a table's ARN in place of its name (API Reference: "You can also provide the Amazon Resource Name
 * (ARN) of the table in this parameter"). It then returns the ARN, too: in `ConsumedCapacity`, and in the responses of
 * batches.
 */
import { noResourcePolicy } from '../../authorization/no-resource-policy.ts';
import { notImplemented } from '../../cloud/aws-error.ts';
import type { Operation, OperationContext } from '../../cloud/operation.ts';
import { isMembers, type Members } from './members.ts';

/** Returns the operation, which gets only table names. */
export function withTableArns(operation: Operation): Operation {
  return {
    ...operation,
    async run(input, context) {
      if (!tablesIn(input).some(isArn)) return operation.run(input, context);
      /** The ARNs of the request by table name. */
      const arns = new Map<string, string>();
      const named = nameTables(input, (table) => {
        const name = nameOfTable(table, operation.name, context);
        if (name !== table) arns.set(name, table);
        return name;
      });
      const output = await operation.run(named, context);
      return arns.size === 0 ? output : tellByArn(output as Members, arns);
    },
  };
}

const TABLE_ARN = /^arn:aws[a-z-]*:dynamodb:([a-z0-9-]*):(\d{12}):table\/([A-Za-z0-9_.-]+)$/;

/** Returns `undefined` if the text is not the ARN of a table. */
export function tableInArn(arn: string): { account: string; region: string; name: string } | undefined {
  const [, region = '', account = '', name] = TABLE_ARN.exec(arn) ?? [];
  return name === undefined ? undefined : { account, region, name };
}

/** Returns the name of the table for a name or an ARN. The operation itself rejects any other text. */
function nameOfTable(table: string, operation: string, context: OperationContext): string {
  const meant = tableInArn(table);
  if (!meant) return table;
  if (meant.account !== context.account) throw noResourcePolicy('dynamodb', operation, table, context);
  if (meant.region === context.region) return meant.name;
  throw notImplemented(`DynamoDB ${operation} with the ARN of a table in another region`);
}

const isArn = (table: unknown): boolean => typeof table === 'string' && table.startsWith('arn:');

/** Returns the table names of a request: its own, those of its parts, or those of a batch. */
function tablesIn({ TableName, RequestItems, TransactItems }: Members): unknown[] {
  const parts = Array.isArray(TransactItems) ? TransactItems.filter(isMembers).flatMap(Object.values) : [];
  return [
    TableName,
    ...(isMembers(RequestItems) ? Object.keys(RequestItems) : []),
    ...parts.filter(isMembers).map((part) => part.TableName),
  ];
}

function nameTables(input: Members, name: (table: string) => string): Members {
  const { RequestItems, TransactItems } = input;
  const named = (request: unknown): unknown =>
    isMembers(request) && typeof request.TableName === 'string'
      ? { ...request, TableName: name(request.TableName) }
      : request;
  return {
    ...(named(input) as Members),
    ...(isMembers(RequestItems) && { RequestItems: renamed(RequestItems, name) }),
    ...(Array.isArray(TransactItems) && {
      TransactItems: TransactItems.map((item: unknown) =>
        isMembers(item)
          ? Object.fromEntries(Object.entries(item).map(([kind, request]) => [kind, named(request)]))
          : item,
      ),
    }),
  };
}

/** Members of responses whose keys are table names. */
const BY_TABLE = ['Responses', 'UnprocessedKeys', 'UnprocessedItems', 'ItemCollectionMetrics'];

function tellByArn(output: Members, arns: ReadonlyMap<string, string>): Members {
  const tell = (table: string) => arns.get(table) ?? table;
  const capacity = (consumed: unknown): unknown =>
    isMembers(consumed) ? { ...consumed, TableName: tell(String(consumed.TableName)) } : consumed;
  const { ConsumedCapacity } = output;
  const told = Object.entries(output).map(([member, value]) => [
    member,
    BY_TABLE.includes(member) && isMembers(value) ? renamed(value, tell) : value,
  ]);
  return {
    ...Object.fromEntries(told),
    ...(ConsumedCapacity !== undefined && {
      ConsumedCapacity: Array.isArray(ConsumedCapacity) ? ConsumedCapacity.map(capacity) : capacity(ConsumedCapacity),
    }),
  };
}

const renamed = (map: Members, name: (key: string) => string): Members =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [name(key), value]));
