/** The changes of one release compared with another, from the records of both. Pure. */
import type { KeptRelease } from '../../aws/releases/kept-release.ts';
import type { HistoryEntry } from '../../aws/releases/release-record.ts';

export interface ReleaseChanges {
  /** Operations, as `GET /items`. */
  readonly operations: { readonly added: string[]; readonly removed: string[]; readonly changed: string[] };
  /** Whether the parts that operations share differ: the components of the contract. */
  readonly components: boolean;
  readonly code: boolean;
  /** The names of settings that differ: `memory`, `environment.TOKEN_URL`. */
  readonly settings: string[];
}

export interface ComparedRelease {
  readonly record: HistoryEntry['record'];
  readonly kept: KeptRelease;
}

export function releaseChanges(before: ComparedRelease, after: ComparedRelease): ReleaseChanges {
  const [had, has] = [before.kept.operations, after.kept.operations];
  return {
    operations: {
      added: Object.keys(has).filter((name) => !Object.hasOwn(had, name)),
      removed: Object.keys(had).filter((name) => !Object.hasOwn(has, name)),
      changed: Object.keys(has).filter((name) => Object.hasOwn(had, name) && had[name] !== has[name]),
    },
    components: before.kept.components !== after.kept.components,
    code: before.record.code !== after.record.code,
    settings: differing(before.kept.settings, after.kept.settings),
  };
}

function differing(one: KeptRelease['settings'], other: KeptRelease['settings']): string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => one[name] !== other[name]).sort();
}

/** For example `code, 1 operation added, memory`, or `nothing` if no difference is known. */
export function changesLine({ operations, components, code, settings }: ReleaseChanges): string {
  const count = (names: readonly string[], what: string) =>
    names.length === 0 ? [] : [`${names.length} ${names.length === 1 ? 'operation' : 'operations'} ${what}`];
  const parts = [
    ...(code ? ['code'] : []),
    ...count(operations.added, 'added'),
    ...count(operations.removed, 'removed'),
    ...count(operations.changed, 'changed'),
    ...(components ? ['schemas'] : []),
    ...settings,
  ];
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}
