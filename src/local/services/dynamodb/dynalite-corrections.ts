/**
 * Corrects dynalite's handling of keys, indexes and sizes. Its actions look these functions up on its `db` module at
 * every request, so they can be replaced here.
 */
import { itemSize } from './item-size.ts';
import {
  emptyKeyFault,
  indexKeyFault,
  isIndexed,
  type KeyedIndex,
  type KeyedTable,
  tableKeyFault,
  updatedIndexKeyFault,
} from './key-values.ts';
import type { Members } from './members.ts';

type Done = (error?: unknown) => void;

/** The stores of one request, which `createStorage` makes. */
interface Stores {
  getIndexDb(kind: string, table: string, index: string): IndexStore;
}

interface IndexStore {
  put(key: string, item: unknown, done: Done): void;
  del(key: string, done: Done): void;
}

interface Table extends KeyedTable {
  readonly TableName: string;
}

/** The functions of dynalite's `db/index.js` that are corrected, and those that the corrections use. */
export interface DynaliteFunctions {
  corrected?: true;
  validateKey(key: Members, table: KeyedTable, schema?: unknown): unknown;
  validateItem(item: Members, table: KeyedTable): unknown;
  /** With `compress`, returns the size that counts towards a page. */
  itemSize(item: Members, compress?: boolean, addMetaSize?: boolean, rangeKey?: string): number;
  updateIndexes(
    stores: Stores,
    table: Table,
    before: Members | undefined,
    after: Members | undefined,
    done: Done,
  ): void;
  getIndexActions(indexes: readonly KeyedIndex[], before: unknown, after: unknown, table: KeyedTable): IndexActions;
  validationError(message: string): Error;
}

interface IndexActions {
  readonly puts: readonly { readonly key: string; readonly item: unknown }[];
  readonly deletes: readonly { readonly key: string }[];
}

export function correctOnce(dynalite: DynaliteFunctions): void {
  if (dynalite.corrected) return;
  dynalite.corrected = true;
  const { validateKey, validateItem, itemSize: pageSize, validationError } = dynalite;
  const refusal = (message: string | undefined) => message && validationError(message);

  dynalite.validateKey = (key, table, schema) =>
    refusal(emptyKeyFault(key, table)) ?? validateKey(key, table, schema) ?? refusal(tableKeyFault(key, table));
  dynalite.validateItem = (item, table) =>
    validateItem(item, table) ?? refusal(tableKeyFault(item, table) ?? indexKeyFault(item, table));
  dynalite.itemSize = (item, compress, addMetaSize, rangeKey) =>
    compress || addMetaSize ? pageSize(item, compress, addMetaSize, rangeKey) : itemSize(item);

  // dynalite's own function assumes that every item fits every index, and fails for an item that is older than the
  // index.
  dynalite.updateIndexes = (stores, table, before, after, done) => {
    const fault = after && refusal(updatedIndexKeyFault(before, after, table));
    if (fault) {
      done(fault);
      return;
    }
    const writes = (['Local', 'Global'] as const).flatMap((kind) =>
      (table[`${kind}SecondaryIndexes`] ?? []).flatMap((index) => {
        const [had, has] = [before, after].map((item) => (item && isIndexed(item, index, table) ? item : undefined));
        const { puts, deletes } = dynalite.getIndexActions([index], had, has, table);
        const store = stores.getIndexDb(kind, table.TableName, index.IndexName);
        return [
          ...deletes.map(
            ({ key }) =>
              (written: Done) =>
                store.del(key, written),
          ),
          ...puts.map(
            ({ key, item }) =>
              (written: Done) =>
                store.put(key, item, written),
          ),
        ];
      }),
    );
    inOrder(writes, done);
  };
}

function inOrder([first, ...rest]: readonly ((done: Done) => void)[], done: Done): void {
  if (first) first((error) => (error ? done(error) : inOrder(rest, done)));
  else done();
}
