/** The capacity units that a request consumes (Developer Guide, "DynamoDB read and write operations"). */
import type { Members } from '../members.ts';
import type { TableIndex } from './table.ts';

const READ_BYTES = 4096;
const WRITE_BYTES = 1024;

export interface Units {
  readonly table: number;
  readonly indexes?: ReadonlyMap<TableIndex, number>;
}

export const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / WRITE_BYTES));

/** An eventually consistent read costs half of a consistent one. */
export const readUnits = (bytes: number, isConsistent: unknown): number =>
  Math.ceil(bytes / READ_BYTES) * (isConsistent === true ? 1 : 0.5);

/** Returns the member of the response that the request's `ReturnConsumedCapacity` asks for. */
export function consumedCapacity(
  wanted: unknown,
  TableName: string,
  { table, indexes = new Map() }: Units,
): { ConsumedCapacity?: Members } {
  if (wanted !== 'TOTAL' && wanted !== 'INDEXES') return {};
  const CapacityUnits = [...indexes.values()].reduce((sum, units) => sum + units, table);
  if (wanted === 'TOTAL') return { ConsumedCapacity: { TableName, CapacityUnits } };
  const byName = (isGlobal: boolean) => {
    const found = [...indexes].filter(([index]) => index.isGlobal === isGlobal);
    return found.length > 0 && Object.fromEntries(found.map(([{ name }, units]) => [name, { CapacityUnits: units }]));
  };
  const [global, local] = [byName(true), byName(false)];
  return {
    ConsumedCapacity: {
      TableName,
      CapacityUnits,
      Table: { CapacityUnits: table },
      ...(global && { GlobalSecondaryIndexes: global }),
      ...(local && { LocalSecondaryIndexes: local }),
    },
  };
}

/** Returns the sum of the units of several requests to one table. */
export function sumOf(all: readonly Units[]): Units {
  const indexes = new Map<TableIndex, number>();
  let table = 0;
  for (const units of all) {
    table += units.table;
    for (const [index, more] of units.indexes ?? []) indexes.set(index, (indexes.get(index) ?? 0) + more);
  }
  return { table, indexes };
}
