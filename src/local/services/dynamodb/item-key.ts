/** The key of the item that a write is about: given as `Key`, or part of the `Item` that is put. */
import type { Members, Writer } from './item-engine.ts';

/** Throws ResourceNotFoundException. Attributes that are missing from the item are missing from the key. */
export async function keyOf(writer: Writer, { TableName, Key, Item }: Members): Promise<Members> {
  if (Key !== undefined) return Key as Members;
  const { Table } = await writer.call('DescribeTable', { TableName });
  const names = (Table as { KeySchema: { AttributeName: string }[] }).KeySchema.map(
    ({ AttributeName }) => AttributeName,
  );
  const item = (Item ?? {}) as Members;
  return Object.fromEntries(names.filter((name) => item[name] !== undefined).map((name) => [name, item[name]]));
}
