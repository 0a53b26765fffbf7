/** Writes one item of a table, as a person edits it in the console. */
import type { LineFault } from '../../../aws/items/batch-lines.ts';
import { keyOf, readItem } from '../../../aws/items/batch-lines.ts';
import { createItem, deleteItem, updateItem } from '../../../aws/items/edit-item.ts';
import type { DescribedTable } from '../../../aws/items/find-table.ts';
import { sameText } from '../../../aws/items/same-item.ts';
import type { Item } from '../../../aws/items/typed-item.ts';
import { isAwsError } from '../../../aws/sdk/errors/sdk-error.ts';
import type { Context, Target } from '../../../context.ts';
import { ApikitError, usageError } from '../../../errors.ts';
import { describedTable } from './browse-tables.ts';

/** A change, as the editor sends it. */
interface Edit {
  /** The item as it was read, in DynamoDB's JSON format; absent for a new one. */
  readonly before?: object;
  /** The text of the item as it shall be; absent to delete it. */
  readonly after?: string;
}

/** Throws `ItemChanged` if somebody else changed what the edit changes. */
export async function editItem(
  { table, edit }: { readonly table: string; readonly edit: string },
  target: Target,
  context: Context,
): Promise<object> {
  const described = await describedTable(table, target, context);
  const { before, after } = JSON.parse(edit) as Edit;
  const was = before && itemOf(JSON.stringify(before), described);
  const shall = after === undefined ? undefined : itemOf(after, described);
  const client = await target.clients.dynamodb();
  const { TableName: name = '' } = described;
  try {
    if (was && shall) await updateItem(client, { table: name, key: sameKey(was, shall, described), was, shall });
    else if (was) await deleteItem(client, name, keyOf(was, described));
    else if (shall) await createItem(client, { table: name, key: keyOf(shall, described), item: shall });
  } catch (error) {
    if (!isAwsError(error, 'ConditionalCheckFailedException')) throw error;
    throw was ? changed() : exists();
  }
  return {};
}

function itemOf(text: string, table: DescribedTable): Item {
  const read: { item: Item } | LineFault | undefined = readItem({ number: 1, text: `{"Item":${text}}` }, table);
  if (!read || 'fault' in read) throw usageError(read?.fault ?? 'There is no item.');
  return read.item;
}

function sameKey(was: Item, shall: Item, table: DescribedTable): Item {
  const key = keyOf(was, table);
  if (sameText(key) === sameText(keyOf(shall, table))) return key;
  throw usageError(
    'The key of an item cannot be changed.',
    'Create a new item with the other key, and delete this one.',
  );
}

const changed = () =>
  new ApikitError('ItemChanged', 'Somebody else has changed the item since it was read, so nothing was written.', {
    hint: 'Cancel, and edit it again.',
  });

const exists = () =>
  new ApikitError('ItemExists', 'There is already an item with this key, so nothing was written.', {
    hint: 'Edit that item, or choose another key.',
  });
