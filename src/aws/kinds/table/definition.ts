/** Describes the kind `table`. */
import type { Observed, Resource } from '../../../engine/resource.ts';
import { baseName } from '../../../naming/names.ts';
import type { KindDefinition } from '../definition.ts';
import { tableSearch } from './search.ts';
import type { TableShape } from './shape.ts';
import { tableKind } from './table.ts';

export const table: KindDefinition<TableShape> = {
  kind: 'table',
  plural: 'tables',
  create: tableKind,
  former: {
    keep: 'data',
    // The environment of the function names the tables in use. It does not name tables that were dropped earlier, or
    // those of a first deploy that failed. Only the environment names a table that the stage took over.
    async leftOver({ owner, desired, observed }, listed) {
      const isOwn = (name: string) => name.startsWith(`${baseName(owner)}-`);
      const known = namesInNextRelease(desired);
      const inUse = tablesInUse(observed).filter((name) => isOwn(name) || (TABLE_NAME.test(name) && !known.has(name)));
      const missing = desired.some(({ id, kind }) => kind === 'table' && !observed.has(id));
      return missing ? [...new Set([...(await listed()), ...inUse])] : inUse;
    },
    // A name that the stage took over says nothing about the name in apikit.yaml, which another table may have.
    id: (name, owner) => (name.startsWith(`${baseName(owner)}-`) ? undefined : `former-table/${name}`),
  },
  search: tableSearch,
};

/** DynamoDB refuses to describe a table with another name. */
const TABLE_NAME = /^[a-zA-Z0-9_.-]{3,255}$/;

/**
 * The names in AWS of the tables in the environment of the live function. Imported tables and variables of the user are
 * among them.
 */
export function tablesInUse(observed: ReadonlyMap<string, Observed>): string[] {
  const tables = Object.entries(functionEnvironment(observed)).filter(([variable]) => variable.startsWith('TABLE_'));
  return [...new Set(tables.map(([, name]) => name))];
}

/** The values in the environment of the wanted function: its tables, the imported ones, and texts of the user. */
function namesInNextRelease(desired: readonly Resource[]): Set<unknown> {
  const environment = desired.find(({ id }) => id === 'function')?.properties.environment ?? {};
  return new Set(Object.values(environment));
}

/** The environment of the live function, which contains the names of its tables. */
export function functionEnvironment(observed: ReadonlyMap<string, Observed>): Readonly<Record<string, string>> {
  return (observed.get('function')?.properties.environment ?? {}) as Record<string, string>;
}
