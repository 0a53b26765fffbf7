/** Describes the kind `table`. */
import type { Observed } from '../../../engine/resource.ts';
import { baseName, type StageIdentity } from '../../../naming/names.ts';
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
    // those of a first deploy that failed.
    leftOver({ owner, desired, observed }, listed) {
      const missing = desired.some(({ id, kind }) => kind === 'table' && !observed.has(id));
      return missing ? listed() : tablesInUse(owner, observed);
    },
  },
  search: tableSearch,
};

/** The names in AWS of the stage's tables in the environment of the live function. */
export function tablesInUse(owner: StageIdentity, observed: ReadonlyMap<string, Observed>): string[] {
  const ours = Object.entries(functionEnvironment(observed)).filter(
    ([variable, name]) => variable.startsWith('TABLE_') && name.startsWith(`${baseName(owner)}-`),
  );
  return [...new Set(ours.map(([, name]) => name))];
}

/** The environment of the live function, which contains the names of its tables. */
export function functionEnvironment(observed: ReadonlyMap<string, Observed>): Readonly<Record<string, string>> {
  return (observed.get('function')?.properties.environment ?? {}) as Record<string, string>;
}
