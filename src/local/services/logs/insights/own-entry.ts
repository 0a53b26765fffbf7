/** What a table has under a name that is written in a query; `constructor` and its like are not the table's own. */
export const ownEntry = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
