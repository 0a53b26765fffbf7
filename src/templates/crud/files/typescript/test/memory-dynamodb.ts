/**
 * An in-memory DynamoDB with the features that src/crud/ uses: tables with items by key, and the conditions of writes.
 */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';

type Item = Record<string, AttributeValue>;
interface Write {
  TableName?: string | undefined;
  Item?: Item | undefined;
  Key?: Item | undefined;
  ConditionExpression?: string | undefined;
  ExpressionAttributeNames?: Record<string, string> | undefined;
  ExpressionAttributeValues?: Item | undefined;
}

/** `keys` contains the key attributes of each table, by name. */
export function memoryDynamoDb(keys: ReadonlyMap<string, string[]>): DynamoDBClient {
  const tables = new Map([...keys.keys()].map((name) => [name, new Map<string, Item>()]));
  const idOf = (table: string, item: Item) => JSON.stringify(keys.get(table)!.map((name) => item[name]));
  const at = ({ TableName = '', Item, Key }: Write) => {
    const table = tables.get(TableName)!;
    const id = idOf(TableName, Item ?? Key ?? {});
    return { table, id, found: table.get(id) };
  };
  const fits = (write: Write) => {
    const {
      ConditionExpression: text,
      ExpressionAttributeNames: names = {},
      ExpressionAttributeValues: values = {},
    } = write;
    const { found } = at(write);
    return (text ?? '').split(' OR ').some((part) => {
      const [, absent] = /^attribute_not_exists\((#?\w+)\)$/.exec(part) ?? [];
      if (absent) return found === undefined;
      const [, name = '', value = ''] = /^(#\w+) = (:\w+)$/.exec(part) ?? [];
      return part === '' || JSON.stringify(found?.[names[name]!]) === JSON.stringify(values[value]);
    });
  };
  const write = (each: Write) => {
    const { table, id } = at(each);
    if (each.Item) table.set(id, each.Item);
    else table.delete(id);
  };
  const page = (table: string, limit: number, after: Item | undefined, wanted: (item: Item) => boolean) => {
    const ids = [...tables.get(table)!.keys()].sort().filter((id) => !after || id > idOf(table, after));
    const found = ids.map((id) => tables.get(table)!.get(id)!).filter(wanted);
    return { Items: found.slice(0, limit), LastEvaluatedKey: found.length > limit ? found[limit - 1] : undefined };
  };
  const failed = (message = 'The conditional request failed') => ({ message, $metadata: {} });

  async function send(command: unknown): Promise<unknown> {
    if (command instanceof GetItemCommand) return { Item: at(command.input).found };
    if (command instanceof PutItemCommand || command instanceof DeleteItemCommand) {
      if (!fits(command.input)) throw new ConditionalCheckFailedException(failed());
      return write(command.input) ?? {};
    }
    if (command instanceof TransactWriteItemsCommand) {
      const writes = (command.input.TransactItems ?? []).flatMap(({ Put, Delete }) => Put ?? Delete ?? []);
      const reasons = writes.map((each) => ({ Code: fits(each) ? 'None' : 'ConditionalCheckFailed' }));
      if (reasons.some(({ Code }) => Code !== 'None')) {
        throw new TransactionCanceledException({ ...failed(), CancellationReasons: reasons });
      }
      writes.forEach(write);
      return {};
    }
    if (command instanceof ScanCommand) {
      const { TableName = '', Limit = 0, ExclusiveStartKey } = command.input;
      return page(TableName, Limit, ExclusiveStartKey, () => true);
    }
    if (command instanceof QueryCommand) {
      const { TableName = '', Limit = 0, ExclusiveStartKey, ExpressionAttributeNames: names = {} } = command.input;
      const { ExpressionAttributeValues: values = {} } = command.input;
      const wanted = Object.values(names).map((name, index) => [name, JSON.stringify(values[`:v${index}`])] as const);
      return page(TableName, Limit, ExclusiveStartKey, (item) =>
        wanted.every(([name, value]) => JSON.stringify(item[name]) === value),
      );
    }
    throw new Error('The DynamoDB of the tests does not know this command.');
  }
  return { send } as unknown as DynamoDBClient;
}
