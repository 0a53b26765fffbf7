/**
 * DynamoDB's side of the lock in memory: one table whose writes take effect one after the other, each as a whole. It
 * evaluates the expressions that the lock sends, so a condition that the lock omits is not checked. It refuses all
 * other expressions.
 */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';

type Item = Record<string, AttributeValue>;
type Client = Pick<DynamoDBClient, 'send'>;

export interface MemoryDynamoDb {
  readonly items: Map<string, Item>;
  /** The time in ms since the epoch from which the table can be used; `undefined`: there is no table. */
  tableFrom: number | undefined;
  send(command: object): Promise<object>;
}

interface Expressions {
  Key?: Item | undefined;
  UpdateExpression?: string | undefined;
  ConditionExpression?: string | undefined;
  ExpressionAttributeNames?: Record<string, string> | undefined;
  ExpressionAttributeValues?: Record<string, AttributeValue> | undefined;
}

/** The ms that the creation of the table takes. */
export const TABLE_CREATION = 2_000;

export function memoryDynamoDb(now: () => number): MemoryDynamoDb {
  const items = new Map<string, Item>();
  const cloud: MemoryDynamoDb = {
    items,
    tableFrom: 0,
    async send(command) {
      if (command instanceof CreateTableCommand) {
        if (cloud.tableFrom !== undefined) throw new ResourceInUseException(because('Table already exists'));
        cloud.tableFrom = now() + TABLE_CREATION;
        return {};
      }
      if (cloud.tableFrom === undefined || now() < cloud.tableFrom)
        throw new ResourceNotFoundException(because('Requested resource not found'));
      const { input } = command as { input: Expressions };
      const key = Object.values(input.Key ?? {})[0]?.S ?? '';
      const item = items.get(key);
      if (command instanceof GetItemCommand) return { Item: item };
      if (!holds(input, item)) {
        throw new ConditionalCheckFailedException({ ...because('The conditional request failed'), Item: item });
      }
      if (command instanceof DeleteItemCommand) items.delete(key);
      else if (command instanceof UpdateItemCommand) items.set(key, updated(input, item ?? {}));
      else throw new Error(`not a command of the lock: ${command.constructor.name}`);
      return { Attributes: item };
    },
  };
  return cloud;
}

const because = (message: string) => ({ message, $metadata: {} });

export const clientOf = ({ send }: Pick<MemoryDynamoDb, 'send'>): Client => ({ send }) as Client;

function holds({ ConditionExpression, ...input }: Expressions, item: Item | undefined): boolean {
  if (ConditionExpression === undefined) return true;
  return ConditionExpression.split(' OR ').some((clause) => {
    const [, absent] = /^attribute_not_exists\((\S+)\)$/.exec(clause) ?? [];
    if (absent) return at(absent, input, item) === undefined;
    const [, path = '', operator, operands = ''] = /^(\S+) (=|<=|IN) \(?([^)]+)\)?$/.exec(clause) ?? [];
    const actual = at(path, input, item);
    const wanted = operands.split(', ').map((name) => placedValue(name, input));
    if (actual === undefined) return false;
    if (operator === '<=') return Number(actual.N) <= Number(wanted[0]?.N);
    if (operator === '=' || operator === 'IN') return wanted.some(({ S }) => S === actual.S);
    throw new Error(`not a condition of the lock: ${clause}`);
  });
}

function updated({ UpdateExpression = '', ...input }: Expressions, item: Item): Item {
  const [, sets = '', removes = ''] = /^SET (.*?)(?: REMOVE (.*))?$/.exec(UpdateExpression) ?? [];
  const set = sets.split(', ').map((part) => {
    const [path = '', value = ''] = part.split(' = ');
    return [placedName(path, input), placedValue(value, input)] as const;
  });
  const removed = removes.split(', ').map((path) => (path === '' ? '' : placedName(path, input)));
  const kept = Object.entries(item).filter(([name]) => !removed.includes(name));
  return { ...Object.fromEntries(kept), ...Object.fromEntries(set) };
}

function at(path: string, input: Expressions, item: Item | undefined): AttributeValue | undefined {
  const [first = '', ...rest] = path.split('.').map((part) => placedName(part, input));
  return rest.reduce((value, part) => value?.M?.[part], item?.[first]);
}

function placedName(placeholder: string, { ExpressionAttributeNames }: Expressions): string {
  const name = ExpressionAttributeNames?.[placeholder];
  if (name === undefined) throw new Error(`no name for ${placeholder}`);
  return name;
}

function placedValue(placeholder: string, { ExpressionAttributeValues }: Expressions): AttributeValue {
  const value = ExpressionAttributeValues?.[placeholder];
  if (value === undefined) throw new Error(`no value for ${placeholder}`);
  return value;
}
