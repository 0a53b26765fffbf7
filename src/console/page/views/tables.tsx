/** The tables of a stage: their items, by a key of the table or of an index, and an editor for the local stage. */
import { useRef, useState } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { DocumentView, useDocument } from '../parts/document.tsx';
import { Table } from '../parts/table.tsx';
import { counted, visible } from '../parts/texts.ts';
import { type Item, ItemEditor, type Value } from './item-editor.tsx';
import type { ViewProps } from './view.ts';

interface Key {
  readonly partition: string;
  readonly sort: string | null;
}

interface ReadableTable extends Key {
  readonly table: string;
  readonly fault: null;
  readonly name: string;
  readonly indexes: readonly (Key & { readonly name: string })[];
  /** The types of keys by the names of their attributes. */
  readonly types: Readonly<Record<string, string>>;
}

type ShownTable = ReadableTable | { readonly table: string; readonly fault: string };

interface Tables {
  readonly tables: readonly ShownTable[];
  /** Whether the console may write. */
  readonly editable: boolean;
}

interface Items {
  readonly items: readonly Item[];
  readonly next: string | null;
}

export function TablesView({ rest }: ViewProps) {
  const loaded = useDocument<Tables>('/api/documents/tables');
  const found = loaded.value?.tables.find(({ table }) => table === rest);
  if (found?.fault === null && loaded.value)
    return <ItemsOf key={rest} table={found} editable={loaded.value.editable} />;
  return (
    <DocumentView title="Tables" loaded={loaded}>
      {({ tables }) => (
        <Table
          caption="Tables"
          columns={[{ name: 'Table' }, { name: 'Name in AWS', kind: 'code' }, { name: 'Key' }, { name: 'Indexes' }]}
          rows={tables.map((table) => ({
            key: table.table,
            cells: table.fault === null ? cellsOf(table) : [visible(table.table), visible(table.fault), '', ''],
          }))}
          none="The stage has no tables in apikit.yaml."
        />
      )}
    </DocumentView>
  );
}

const cellsOf = ({ table, name, indexes, ...key }: ReadableTable) => [
  <a key="table" href={`#/tables/${encodeURIComponent(table)}`}>
    {visible(table)}
  </a>,
  visible(name),
  keyText(key),
  indexes.map((index) => `${visible(index.name)} (${keyText(index)})`).join(', '),
];

const keyText = ({ partition, sort }: Key): string => visible(sort === null ? partition : `${partition}, ${sort}`);

function ItemsOf({ table, editable }: { table: ReadableTable; editable: boolean }) {
  const [wish, setWish] = useState<Readonly<Record<string, string>>>({});
  const [index, setIndex] = useState('');
  const [edited, setEdited] = useState<{ readonly key?: Item; readonly opener: Element | null }>();
  const creator = useRef<HTMLButtonElement>(null);
  const query = new URLSearchParams({ table: table.table, ...wish });
  const loaded = useDocument<Items>(`/api/documents/items?${query}`);
  const key = table.indexes.find(({ name }) => name === index) ?? table;
  const search = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const given = ['index', 'partition', 'sort'].map((name) => [name, String(form.get(name) ?? '')] as const);
    setWish(Object.fromEntries(given.filter(([, value]) => value !== '')));
  };
  const edit = (key?: Item) => setEdited({ ...(key && { key }), opener: document.activeElement });
  const close = (changed: boolean) => {
    // The row of an item that was changed can be gone.
    const next = changed ? creator.current : edited?.opener;
    setEdited(undefined);
    if (next instanceof HTMLElement) next.focus();
    if (changed) loaded.again?.();
  };
  const next = loaded.value?.next ?? null;
  return (
    <>
      <p>
        <a href="#/tables">All tables</a>
      </p>
      <DocumentView
        title={`Items of ${visible(table.table)}`}
        loaded={loaded}
        controls={
          <form class="search" onSubmit={search}>
            {table.indexes.length > 0 && (
              <label class="field">
                <span>Index</span>
                <select name="index" value={index} onChange={({ currentTarget }) => setIndex(currentTarget.value)}>
                  <option value="">(the table)</option>
                  {table.indexes.map(({ name }) => (
                    <option key={name} value={name}>
                      {visible(name)}
                    </option>
                  ))}
                </select>
              </label>
            )}
            <label class="field">
              <span>{visible(key.partition)}</span>
              <input name="partition" />
            </label>
            {key.sort !== null && (
              <label class="field">
                <span>{visible(key.sort)}</span>
                <input name="sort" />
              </label>
            )}
            <button type="submit">Query</button>
          </form>
        }
      >
        {({ items }) => <ItemTable table={table} items={items} {...(editable && { edit })} />}
      </DocumentView>
      <p class="title">
        <Button off={wish.after === undefined} onPress={() => setWish(({ after: _, ...first }) => first)}>
          First page
        </Button>
        <Button off={next === null} onPress={() => next !== null && setWish({ ...wish, after: next })}>
          Next page
        </Button>
        {editable && (
          <Button place={creator} onPress={() => edit()}>
            New item
          </Button>
        )}
      </p>
      {edited && (
        <ItemEditor
          key={JSON.stringify(edited.key ?? null)}
          table={table.table}
          {...(edited.key && { itemKey: edited.key })}
          start={emptyItem(table)}
          close={close}
        />
      )}
    </>
  );
}

/** A new item has the keys, with their types. */
const emptyItem = ({ partition, sort, types }: ReadableTable): Item =>
  Object.fromEntries([partition, ...(sort === null ? [] : [sort])].map((name) => [name, { [types[name] ?? 'S']: '' }]));

/** Attributes that have a column of their own. The others are in the item's JSON. */
const MOST_COLUMNS = 6;

interface ItemTableProps {
  readonly table: ReadableTable;
  readonly items: readonly Item[];
  /** Opens the editor for the item with this key. */
  edit?(key: Item): void;
}

function ItemTable({ table, items, edit }: ItemTableProps) {
  const keys = [table.partition, ...(table.sort === null ? [] : [table.sort])];
  const all = [...new Set(items.flatMap(Object.keys))].filter((name) => !keys.includes(name)).sort();
  const others = all.slice(0, MOST_COLUMNS - keys.length);
  const column = (name: string) => ({ name: visible(name), kind: 'code' as const });
  return (
    <Table
      caption={counted(items.length, 'item')}
      // The attributes come last, because many of them make the table wider than the window.
      columns={[...keys.map(column), { name: 'Item' }, ...others.map(column)]}
      rows={items.map((item) => {
        const id = keys.map((name) => plain(item[name])).join(', ');
        const key = Object.fromEntries(keys.map((name) => [name, item[name] ?? {}]));
        const cell = (name: string) => visible(plain(item[name]));
        return {
          key: JSON.stringify(key),
          cells: [
            ...keys.map(cell),
            <div key="item" class="item">
              {edit && (
                <Button label={`Edit ${visible(id)}`} onPress={() => edit(key)}>
                  Edit
                </Button>
              )}
              <details>
                <summary>JSON</summary>
                <pre>{visible(JSON.stringify(item, null, 2))}</pre>
              </details>
            </div>,
            ...others.map(cell),
          ],
        };
      })}
      none="There are no items."
    />
  );
}

/** The value without its type; lists and maps as JSON. */
function plain(value: Value | undefined): string {
  const [content] = Object.values(value ?? {});
  return content === undefined ? '' : typeof content === 'string' ? content : JSON.stringify(content);
}
