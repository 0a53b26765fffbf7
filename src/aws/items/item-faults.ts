/** The reasons why DynamoDB would reject an item for a table: its keys and its size. Pure. */
import type { AttributeValue, TableDescription } from '@aws-sdk/client-dynamodb';
import type { Item } from './typed-item.ts';

/** Bytes of an item, of a partition key and of a sort key (docs/aws/dynamodb.md). */
const LARGEST_ITEM = 409_600;
const LARGEST_KEYS = { HASH: 2048, RANGE: 1024 } as const;

const TYPES = { S: 'text', N: 'number', B: 'binary' } as const;

/** Returns a sentence, or `undefined` if no fault is known. */
export function itemFault(
  item: Item,
  { KeySchema = [], AttributeDefinitions = [] }: TableDescription,
): string | undefined {
  for (const { AttributeName: name = '', AttributeType = 'S' } of AttributeDefinitions) {
    const value = ownValue(item, name);
    const kind = KeySchema.find((key) => key.AttributeName === name)?.KeyType;
    if (value === undefined) {
      if (kind) return `It has no ${name}, which is a key of the table.`;
      continue;
    }
    const content = value[AttributeType];
    if (content === undefined)
      return `${name} is a key of the table${kind ? '' : "'s indexes"}, with the type ${AttributeType} (${TYPES[AttributeType]}); here it has the type ${Object.keys(value)[0]}.`;
    const size = sizeOf(value);
    if (AttributeType !== 'N' && size === 0) return `${name} is a key, and must not be empty.`;
    const most = LARGEST_KEYS[kind ?? 'HASH'];
    if (size > most) return `${name} is a key of ${size} bytes, and DynamoDB accepts ${most}.`;
  }
  const size = itemSize(item);
  return size > LARGEST_ITEM ? `It has ${size} bytes, and DynamoDB accepts ${LARGEST_ITEM} (400 KB).` : undefined;
}

const ownValue = (item: Item, name: string) => (Object.hasOwn(item, name) ? item[name] : undefined);

/** The size of names and values together (Developer Guide, "DynamoDB item sizes and formats"). */
function itemSize(item: Item): number {
  return sum(Object.entries(item).map(([name, value]) => Buffer.byteLength(name) + sizeOf(value)));
}

function sizeOf(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return value.B.length;
  if (value.SS !== undefined) return sum(value.SS.map((member) => Buffer.byteLength(member)));
  if (value.NS !== undefined) return sum(value.NS.map(numberSize));
  if (value.BS !== undefined) return sum(value.BS.map((member) => member.length));
  if (value.L !== undefined) return 3 + sum(value.L.map((member) => 1 + sizeOf(member)));
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemSize(value.M);
  return 1;
}

/**
 * DynamoDB's guide says "approximately" one byte for each two digits and one more. This is the least size, so that
 * nothing is rejected that DynamoDB accepts.
 */
function numberSize(text: string): number {
  const [mantissa = ''] = text.split(/e/i);
  const digits = mantissa.replaceAll(/\D/g, '').replace(/^0+/, '').replace(/0+$/, '').length;
  return 1 + Math.ceil(digits / 2);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
