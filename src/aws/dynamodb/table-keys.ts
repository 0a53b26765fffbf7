/** The keys of a table and of its indexes. Types only. */

type KeyAttribute = { name: string; type: 'S' | 'N' | 'B' };

export type KeyProperties = {
  partitionKey: KeyAttribute;
  sortKey?: KeyAttribute;
};

/**
 * A global secondary index. `projection` is all attributes, the keys only, or the keys and these attributes, sorted.
 */
export type TableIndex = KeyProperties & {
  projection: 'all' | 'keys' | string[];
};
