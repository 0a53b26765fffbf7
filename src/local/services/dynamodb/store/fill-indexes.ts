/** Fills indexes from the items of their table. */
import type { Item } from '../items/attribute-value.ts';
import type { GroupCommit } from './group-commit.ts';
import { entryPlace } from './item-place.ts';
import { type Level, type LevelWrite, rangeOf } from './level.ts';
import { entryOf } from './replace-item.ts';
import type { Table, TableIndex } from './table.ts';

/** The number of items that are read at once, unless these bytes are reached. */
const BATCH = 500;
const BATCH_BYTES = 256 * 1024;

/** Writes the entries of all items into indexes that writers keep up to date already. */
export async function fillIndexes(
  level: Level,
  committing: GroupCommit,
  table: Table,
  indexes: readonly TableIndex[],
): Promise<void> {
  const items = level.iterator({ ...rangeOf(table.prefix), highWaterMarkBytes: BATCH_BYTES });
  for (let page = await items.nextv(BATCH); page.length > 0; page = await items.nextv(BATCH)) {
    const writes = new Map<string, LevelWrite>();
    for (const [key, text] of page) {
      // An item that was written since has its entry already.
      const pending = committing.find(key);
      if ((pending ? pending.type === 'put' && pending.value : level.getSync(key)) !== text) continue;
      const item = JSON.parse(text) as Item;
      for (const index of indexes) {
        const entry = entryOf(item, index);
        if (!entry) continue;
        const place = entryPlace(item, index, table);
        writes.set(place, { type: 'put', key: place, value: JSON.stringify(entry) });
      }
    }
    await committing.commit(writes);
  }
  await items.close();
}
