/** The placeholders of `apikit.yaml`, such as `${table.items}`, for values that depend on the stage. Pure. */
import type { ArnScope } from '../naming/arn-scope.ts';
import { functionName } from '../naming/names.ts';
import type { StageConfig } from './config.ts';
import { physicalQueue } from './physical-queue.ts';
import { physicalTable } from './physical-table.ts';

/** Values by the names between the braces. */
type Values = ReadonlyMap<string, string>;

const PLACEHOLDER = /\$\{([^{}]*)\}/g;

/** The values for `function.environment`. */
export function environmentValues(config: StageConfig): Values {
  return new Map([
    ['app', config.app],
    ['stage', config.stage],
    ['region', config.region],
    ['function', functionName(config)],
    ...Object.keys(config.tables).map((table): [string, string] => [`table.${table}`, physicalTable(config, table)]),
    ...Object.keys(config.queues).map((queue): [string, string] => [`queue.${queue}`, physicalQueue(config, queue)]),
  ]);
}

/** The values for `function.permissions`: those of a variable, and the parts of an ARN. */
export function permissionValues(config: StageConfig, { partition, region, account }: ArnScope): Values {
  const arns = Object.keys(config.tables).map((table): [string, string] => [
    `table.${table}.arn`,
    `arn:${partition}:dynamodb:${region}:${account}:table/${physicalTable(config, table)}`,
  ]);
  const queues = Object.entries(config.queues).map(([queue, { import: imported }]): [string, string] => [
    `queue.${queue}.arn`,
    imported ?? `arn:${partition}:sqs:${region}:${account}:${physicalQueue(config, queue)}`,
  ]);
  // The names of tables come last: a table may have the name `items.arn`.
  return new Map([...arns, ...queues, ['partition', partition], ['account', account], ...environmentValues(config)]);
}

/** Replaces each placeholder that has a value. The others stay. */
export function filled(text: string, values: Values): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => values.get(name) ?? whole);
}

/** Returns the names of the placeholders that have no value. */
export function unknownPlaceholders(text: string, values: Values): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name]) => name!).filter((name) => !values.has(name));
}
