/** Checks that the tables that apikit.yaml imports are as it says. Only the local cloud creates them. Pure. */
import type { Kind, Observed, Resource } from '../../engine/resource.ts';
import { ApikitError } from '../../errors.ts';

/** Throws `ImportedTable` with all problems of all imported tables. */
export function refuseImportedTables(
  resources: readonly Resource[],
  observed: ReadonlyMap<string, Observed>,
  kinds: ReadonlyMap<string, Kind>,
): void {
  const problems = resources
    .filter(({ kind }) => kind === 'imported-table')
    .flatMap((table) => {
      const found = observed.get(table.id);
      if (!found && table.properties.madeIfMissing) return [];
      if (!found) return [`${table.name} does not exist in this account and region`];
      const fields = kinds.get(table.kind)?.diff(table, found) ?? [];
      return fields.map(({ path, from, to }) => `${table.name} has ${path} ${text(from)}, not ${text(to)}`);
    });
  if (problems.length === 0) return;
  throw new ApikitError(
    'ImportedTable',
    `apikit.yaml imports a table that differs from its settings: ${problems.join('; ')}. An imported table is used as it is, so nothing was changed.`,
    {
      hint: 'Correct the table in apikit.yaml, or change the table itself where it is managed. Without `import`, apikit creates a table of its own, and the handler finds its name in TABLE_<NAME>.',
    },
  );
}

const text = (value: unknown): string => (value === undefined ? 'none' : JSON.stringify(value));
