/** The tables of a stage and their items, page by page, for the console. Reads only. */
import type { DescribedTable } from '../../../aws/items/find-table.ts';
import type { Item } from '../../../aws/items/typed-item.ts';
import { LOCAL_STAGE } from '../../../config/config.ts';
import type { Context, Target } from '../../../context.ts';
import { ApikitError, usageError } from '../../../errors.ts';
import { namedTable, servedTable } from './table-argument.ts';

interface ShownKey {
  /** The names of the attributes; `sort` is `null` without a sort key. */
  readonly partition: string;
  readonly sort: string | null;
}

/** Its members that DynamoDB knows are absent if the table cannot be read. */
interface ShownTable extends Partial<ShownKey> {
  /** The name in apikit.yaml. */
  readonly table: string;
  /** Why the table cannot be read; `null` if it can. */
  readonly fault: string | null;
  /** The name in AWS. */
  readonly name?: string;
  readonly indexes?: readonly (ShownKey & { readonly name: string })[];
  /** The types of keys by the names of their attributes. */
  readonly types?: Readonly<Record<string, string>>;
}

interface TablesDocument {
  readonly tables: readonly ShownTable[];
  /** Whether the console may write. */
  readonly editable: boolean;
}

/** Items in DynamoDB's JSON format: `{"id":{"S":"a"}}`. */
export interface ItemsDocument {
  readonly items: readonly object[];
  /** The place where the next page begins; `null` at the end. */
  readonly next: string | null;
}

/** Items of a page. A page of large items has fewer. */
const PAGE = 50;

export async function tablesDocument(target: Target, context: Context): Promise<TablesDocument> {
  const names = Object.keys(target.config.tables);
  const tables = names.map(async (table): Promise<ShownTable> => {
    try {
      return shownTable(table, await describedTable(table, target, context));
    } catch (error) {
      // One that is not deployed yet hides no other.
      if (error instanceof ApikitError) return { table, fault: error.message };
      throw error;
    }
  });
  return { tables: await Promise.all(tables), editable: target.config.stage === LOCAL_STAGE };
}

function shownTable(
  table: string,
  { TableName: name = '', KeySchema, GlobalSecondaryIndexes = [], AttributeDefinitions = [] }: DescribedTable,
): ShownTable {
  return {
    ...{ table, fault: null, name, ...keyOf(KeySchema) },
    indexes: GlobalSecondaryIndexes.map((index) => ({ name: index.IndexName ?? '', ...keyOf(index.KeySchema) })),
    types: Object.fromEntries(
      AttributeDefinitions.map(({ AttributeName = '', AttributeType = 'S' }) => [AttributeName, AttributeType]),
    ),
  };
}

/** The query has `table`, and may have `index`, `partition`, `sort` (the values of keys) and `after`. */
export async function itemsDocument(query: URLSearchParams, target: Target, context: Context): Promise<ItemsDocument> {
  const [{ browseItems }, { lineOf, parseLine }] = await Promise.all([
    import('../../../aws/items/browse-items.ts'),
    import('../../../aws/items/typed-item.ts'),
  ]);
  const described = await describedTable(query.get('table') ?? '', target, context);
  const index = query.get('index') || undefined;
  const place = query.get('after');
  const after = place === null ? undefined : parseLine(place);
  if (after && 'fault' in after) throw usageError(after.fault);
  const key = keyCondition(described, index, query);
  const { items, next } = await browseItems(await target.clients.dynamodb(), {
    table: described.TableName ?? '',
    limit: PAGE,
    ...(index !== undefined && { index }),
    ...(key && { key }),
    ...(after && { after: after.item }),
  });
  const written = (item: Item) => (JSON.parse(lineOf(item)) as { Item: object }).Item;
  return { items: items.map(written), next: next ? lineOf(next) : null };
}

/** One whole item: an index can have only some of its attributes. The query has `table` and `key`. */
export async function itemDocument(query: URLSearchParams, target: Target, context: Context): Promise<object> {
  const [{ readWholeItem }, { lineOf, parseLine }] = await Promise.all([
    import('../../../aws/items/edit-item.ts'),
    import('../../../aws/items/typed-item.ts'),
  ]);
  const key = parseLine(query.get('key') ?? '');
  if ('fault' in key) throw usageError(key.fault);
  const { TableName: name = '' } = await describedTable(query.get('table') ?? '', target, context);
  const item = await readWholeItem(await target.clients.dynamodb(), name, key.item);
  if (!item) throw new ApikitError('NoItem', 'The item does not exist any more.', { hint: 'Read the items again.' });
  return { item: (JSON.parse(lineOf(item)) as { Item: object }).Item };
}

/** Throws `NoTable`, and a usage error for an unknown name. */
export async function describedTable(table: string, target: Target, context: Context): Promise<DescribedTable> {
  const { findTable } = await import('../../../aws/items/find-table.ts');
  const { name } = await servedTable(namedTable(target.config, table), table, target, context);
  const hint = `Deploy the stage first: apikit deploy --stage ${target.config.stage}`;
  return await findTable(await target.clients.dynamodb(), name, hint);
}

function keyOf(schema: DescribedTable['KeySchema'] = []): ShownKey {
  const named = (type: string) => schema.find(({ KeyType }) => KeyType === type)?.AttributeName;
  return { partition: named('HASH') ?? '', sort: named('RANGE') ?? null };
}

function keyCondition(
  { KeySchema, GlobalSecondaryIndexes = [], AttributeDefinitions = [] }: DescribedTable,
  index: string | undefined,
  query: URLSearchParams,
) {
  const text = query.get('partition') || undefined;
  if (text === undefined) return undefined;
  const found = GlobalSecondaryIndexes.find(({ IndexName }) => IndexName === index);
  const { partition, sort } = keyOf(index === undefined ? KeySchema : found?.KeySchema);
  const typeOf = (name: string) =>
    AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
  const start = query.get('sort') || undefined;
  return {
    partition: { name: partition, value: typed(typeOf(partition), text) },
    ...(sort !== null &&
      start !== undefined && { sort: { name: sort, value: typed(typeOf(sort), start), begins: typeOf(sort) === 'S' } }),
  };
}

/** The value of a key, which is written as in DynamoDB's JSON format: bytes are base64. */
function typed(type: string | undefined, text: string) {
  if (type === 'N') return { N: text };
  return type === 'B' ? { B: Buffer.from(text, 'base64') } : { S: text };
}
