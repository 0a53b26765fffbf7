/** Returns the key of the item of a write: the `Key` itself, or part of the `Item` to put. */
import type { Writer } from './item-engine.ts';
import type { Members } from './members.ts';

/** Throws ResourceNotFoundException. Attributes that the item does not have are missing from the key. */
export function keyOf(writer: Writer, { TableName, Key, Item }: Members): Members {
  if (Key !== undefined) return Key as Members;
  const { Table } = writer.call('DescribeTable', { TableName });
  const names = (Table as { KeySchema: { AttributeName: string }[] }).KeySchema.map(
    ({ AttributeName }) => AttributeName,
  );
  const item = (Item ?? {}) as Members;
  return Object.fromEntries(names.filter((name) => item[name] !== undefined).map((name) => [name, item[name]]));
}
