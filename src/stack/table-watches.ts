/** What is watched of tables and of what their streams are brought to, where `alarms` asks for it. Pure. */
import type { StageConfig } from '../config/config.ts';
import { AT_ONCE, one, THREE_OF_FIVE, type Watch } from './alarm-watch.ts';
import { consumerName } from './names.ts';
import type { AlarmMetric } from './properties.ts';
import { physicalTable } from './tables.ts';

/** DynamoDB counts its own errors by operation; an alarm has room for ten metrics (docs/aws/cloudwatch.md). */
const OPERATIONS = [
  'GetItem',
  'BatchGetItem',
  'Query',
  'Scan',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactGetItems',
  'TransactWriteItems',
];

/** By the names of the alarms, which have those of the tables in them. */
export function tableWatches(config: StageConfig): Record<string, Watch> {
  return Object.fromEntries(Object.keys(config.tables).flatMap((table) => watchesOf(config, table)));
}

/** The names alone, with the tables that they are made of. */
export function tableAlarms(config: StageConfig): { alarm: string; table: string }[] {
  if (!config.alarms.enabled) return [];
  return Object.keys(config.tables).flatMap((table) => watchesOf(config, table).map(([alarm]) => ({ alarm, table })));
}

function watchesOf(config: StageConfig, table: string): [string, Watch][] {
  const { tableThrottles, tableErrors, iteratorAge } = config.alarms;
  const { indexes = {}, stream } = config.tables[table] ?? {};
  const found: [string, Watch][] = [];
  if (tableThrottles) {
    const places = [table, ...Object.keys(indexes).map((index) => `${table}/${index}`)];
    found.push(...places.flatMap((place) => throttleWatches(config, place)));
  }
  if (tableErrors) found.push([`table-${table}-system-errors`, errorWatch(config, table)]);
  if (stream && iteratorAge !== undefined) {
    found.push([`${table}-stream-iterator-age`, ageWatch(config, table, iteratorAge)]);
  }
  return found;
}

/** Reads and writes each, since an index or a table that refuses either has another remedy. `place`: `items`, `items/byOwner`. */
function throttleWatches(config: StageConfig, place: string): [string, Watch][] {
  const [table = '', index] = place.split('/');
  const dimensions = {
    TableName: physicalTable(config, table),
    ...(index !== undefined && { GlobalSecondaryIndexName: index }),
  };
  const called = index === undefined ? `table ${table}` : `index ${index} of table ${table}`;
  return (['read', 'write'] as const).map((kind) => [
    `table-${place}-${kind}-throttles`,
    {
      description: `DynamoDB refuses ${kind}s of ${called} for lack of capacity.`,
      ...one({
        namespace: 'AWS/DynamoDB',
        dimensions,
        name: kind === 'read' ? 'ReadThrottleEvents' : 'WriteThrottleEvents',
        stat: 'Sum',
      }),
      threshold: 0,
      ...AT_ONCE,
      after: `table/${table}`,
    },
  ]);
}

function errorWatch(config: StageConfig, table: string): Watch {
  const metrics = OPERATIONS.map((Operation, index): AlarmMetric => {
    const dimensions = { TableName: physicalTable(config, table), Operation };
    return { id: `m${index}`, namespace: 'AWS/DynamoDB', dimensions, name: 'SystemErrors', stat: 'Sum' };
  });
  return {
    description: `DynamoDB fails to carry out operations on table ${table}.`,
    metrics,
    // Each has a point only where there was an error.
    expression: `SUM([${metrics.map(({ id }) => `FILL(${id}, 0)`).join(', ')}])`,
    threshold: 0,
    ...AT_ONCE,
    after: `table/${table}`,
  };
}

function ageWatch(config: StageConfig, table: string, age: number): Watch {
  return {
    description: `Records of the stream of table ${table} wait more than ${age} ms for their consumer.`,
    ...one({
      namespace: 'AWS/Lambda',
      dimensions: { FunctionName: consumerName(config, table) },
      name: 'IteratorAge',
      stat: 'Maximum',
    }),
    threshold: age,
    ...THREE_OF_FIVE,
    after: `event-source/${table}-stream`,
  };
}
