/** The store of the tests: keeps what src/store.ts promises, in memory. */
import type { Store, Stored__Item__ } from '../src/store.ts';

export function createMemoryStore(): Store {
  const stored = new Map<string, Stored__Item__>();
  return {
    async list(limit, after = '') {
      const ids = [...stored.keys()].sort().filter((id) => id > after);
      const items = ids.slice(0, limit).map((id) => stored.get(id) as Stored__Item__);
      return { items, last: ids.length > limit ? items.at(-1)?.id : undefined };
    },
    async get(id) {
      return stored.get(id);
    },
    async save(next, overVersion) {
      if (stored.get(next.id)?._version !== overVersion) return false;
      stored.set(next.id, next);
      return true;
    },
    async remove({ id, _version }) {
      return stored.get(id)?._version === _version && stored.delete(id);
    },
  };
}
