/** What must change of a table, and what cannot be changed in place, with what to do instead. Pure. */
import type { FieldChange } from '../../../engine/resource.ts';
import { diffFields } from '../field-diff.ts';
import type { TableProperties } from './shape.ts';

/** Settings that say nothing where they are left out: what is there besides is not a difference. */
export function diffTable(desired: TableProperties, observed: TableProperties): FieldChange[] {
  const { kmsKey, timeToLive, ...compared } = observed;
  const had = {
    ...compared,
    ...(desired.kmsKey !== undefined && { kmsKey }),
    ...(desired.timeToLive !== undefined && { timeToLive }),
    indexes: wantedOf(desired.indexes, observed.indexes),
  };
  return diffFields({ ...desired, indexes: desired.indexes ?? {} }, had).map((change) => {
    if (LAST.test(change.path) && change.to !== true) return { ...change, last: true };
    if (/^(partitionKey|sortKey)(\.|$)/.test(change.path)) return { ...change, replace: true };
    const [section, index = ''] = change.path.split('.');
    if (section === 'indexes' && observed.indexes?.[index]) return { ...change, replace: true, instead: anotherIndex };
    if (section === 'timeToLive' && desired.timeToLive !== false && observed.timeToLive) {
      return { ...change, replace: true, instead: twoDeploys };
    }
    return change;
  });
}

/** Names of indexes that are there and not wanted. */
export function formerIndexes(desired: Partial<TableProperties>, observed: Partial<TableProperties>): string[] {
  return Object.keys(observed.indexes ?? {}).filter(
    (name) => !desired.indexes || !Object.hasOwn(desired.indexes, name),
  );
}

function wantedOf(wanted: TableProperties['indexes'] = {}, had: TableProperties['indexes'] = {}): object {
  return Object.fromEntries(Object.entries(had).filter(([name]) => Object.hasOwn(wanted, name)));
}

/** Settings whose end, or change, waits until the new release serves. */
const LAST = /^(stream|kmsKey|encryption|pointInTimeRecovery|deletionProtection)$/;

const anotherIndex =
  'DynamoDB changes no index: declare it under another name beside the old one, deploy, let the handler use it, and then drop the old one from apikit.yaml.';
const twoDeploys =
  'DynamoDB knows one attribute at a time and takes one change an hour: set ttl: false and deploy, then, more than an hour later, set the new attribute and deploy again.';
