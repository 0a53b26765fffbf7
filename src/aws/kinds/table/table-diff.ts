/** The changes of a table, and those that cannot be made in place, with advice. Pure. */
import type { FieldChange } from '../../../engine/resource.ts';
import { diffFields } from '../field-diff.ts';
import type { FoundTable, TableProperties } from './shape.ts';

/** A setting that apikit.yaml leaves out is not compared. */
export function diffTable(desired: TableProperties, observed: FoundTable): FieldChange[] {
  const { kmsKey, timeToLive, provisioned, ...compared } = observed;
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
    if (section === 'indexes' && provisioned) return { ...change, replace: true, instead: chosenCapacity };
    if (section === 'timeToLive' && desired.timeToLive !== false && observed.timeToLive) {
      return { ...change, replace: true, instead: twoDeploys };
    }
    return change;
  });
}

/** The names of existing indexes that are not wanted. */
export function formerIndexes(desired: Partial<TableProperties>, observed: Partial<TableProperties>): string[] {
  return Object.keys(observed.indexes ?? {}).filter(
    (name) => !desired.indexes || !Object.hasOwn(desired.indexes, name),
  );
}

function wantedOf(wanted: TableProperties['indexes'] = {}, had: TableProperties['indexes'] = {}): object {
  return Object.fromEntries(Object.entries(had).filter(([name]) => Object.hasOwn(wanted, name)));
}

/** Settings that are turned off, or changed, only when the new release serves. */
const LAST = /^(stream|kmsKey|encryption|pointInTimeRecovery|deletionProtection)$/;

const anotherIndex =
  'DynamoDB cannot change an index: declare it under another name beside the old one, deploy, let the handler use it, and then drop the old one from apikit.yaml.';
const chosenCapacity =
  'The table has provisioned capacity, so a new index needs a capacity, too, which apikit does not choose: create the index by hand (aws dynamodb update-table), or change the table to capacity on demand (--billing-mode PAY_PER_REQUEST), and deploy again.';
const twoDeploys =
  'DynamoDB allows one attribute at a time and one change an hour: set ttl: false and deploy, then, more than an hour later, set the new attribute and deploy again.';
