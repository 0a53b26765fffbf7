/** `${table.items}` and its like in `apikit.yaml`: texts that stand for what only the stage knows. Pure. */
import { functionName } from '../naming/names.ts';
import type { StageConfig } from './config.ts';
import { physicalTable } from './physical-table.ts';

/** Values by the names between the braces. */
type Values = ReadonlyMap<string, string>;

const PLACEHOLDER = /\$\{([^{}]*)\}/g;

/** What a variable of `function.environment` may name. */
export function environmentValues(config: StageConfig): Values {
  return new Map([
    ['app', config.app],
    ['stage', config.stage],
    ['region', config.region],
    ['function', functionName(config)],
    ...Object.keys(config.tables).map((table): [string, string] => [`table.${table}`, physicalTable(config, table)]),
  ]);
}

/** What `function.permissions` may name: all that a variable may, and what an ARN is made of. */
export function permissionValues(
  config: StageConfig,
  { partition, region, account }: { partition: string; region: string; account: string },
): Values {
  const arns = Object.keys(config.tables).map((table): [string, string] => [
    `table.${table}.arn`,
    `arn:${partition}:dynamodb:${region}:${account}:table/${physicalTable(config, table)}`,
  ]);
  // The names of tables come last: a table may be called `items.arn`.
  return new Map([...arns, ['partition', partition], ['account', account], ...environmentValues(config)]);
}

/** The text with the value of each placeholder that has one; the others stay. */
export function filled(text: string, values: Values): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => values.get(name) ?? whole);
}

/** The names of the placeholders in the text that have no value. */
export function unknownPlaceholders(text: string, values: Values): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name]) => name!).filter((name) => !values.has(name));
}
