/** The alarms on tables and on the consumers of their streams, if `alarms` asks for them. Pure. */
import type { AlarmMetric } from '../aws/kinds/alarm/shape.ts';
import type { StageConfig } from '../config/config.ts';
import { physicalTable } from '../config/physical-table.ts';
import { alarmsOfTable, type TableAlarm } from '../config/table-alarms.ts';
import { consumerName, streamConsumer } from '../naming/names.ts';
import { AT_ONCE, one, THREE_OF_FIVE, type Watch } from './alarm-watch.ts';

/** DynamoDB counts its own errors by operation. An alarm takes at most ten metrics (docs/aws/cloudwatch.md). */
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

/** The alarms by their names, which contain the table's name. */
export function tableWatches(config: StageConfig): Record<string, Watch> {
  const alarms = Object.keys(config.tables).flatMap((table) => alarmsOfTable(config, table));
  return Object.fromEntries(alarms.map((alarm) => [alarm.alarm, watchOf(config, alarm)]));
}

function watchOf(config: StageConfig, { table, watches, index }: TableAlarm): Watch {
  switch (watches) {
    case 'read-throttles':
      return throttleWatch(config, 'read', table, index);
    case 'write-throttles':
      return throttleWatch(config, 'write', table, index);
    case 'system-errors':
      return errorWatch(config, table);
    case 'stream-age':
      return ageWatch(config, table);
  }
}

function throttleWatch(config: StageConfig, kind: 'read' | 'write', table: string, index: string | undefined): Watch {
  const called = index === undefined ? `table ${table}` : `index ${index} of table ${table}`;
  return {
    description: `DynamoDB refuses ${kind}s of ${called} for lack of capacity.`,
    ...one({
      namespace: 'AWS/DynamoDB',
      dimensions: {
        TableName: physicalTable(config, table),
        ...(index !== undefined && { GlobalSecondaryIndexName: index }),
      },
      name: kind === 'read' ? 'ReadThrottleEvents' : 'WriteThrottleEvents',
      stat: 'Sum',
    }),
    threshold: 0,
    ...AT_ONCE,
    after: `table/${table}`,
  };
}

function errorWatch(config: StageConfig, table: string): Watch {
  const metrics = OPERATIONS.map((Operation, index): AlarmMetric => {
    const dimensions = { TableName: physicalTable(config, table), Operation };
    return { id: `m${index}`, namespace: 'AWS/DynamoDB', dimensions, name: 'SystemErrors', stat: 'Sum' };
  });
  return {
    description: `DynamoDB fails to carry out operations on table ${table}.`,
    metrics,
    // Each metric has a data point only if there was an error.
    expression: `SUM([${metrics.map(({ id }) => `FILL(${id}, 0)`).join(', ')}])`,
    threshold: 0,
    ...AT_ONCE,
    after: `table/${table}`,
  };
}

function ageWatch(config: StageConfig, table: string): Watch {
  const age = config.alarms.iteratorAge ?? 0;
  return {
    description: `Records of the stream of table ${table} wait more than ${age} ms for their consumer.`,
    ...one({
      namespace: 'AWS/Lambda',
      dimensions: { FunctionName: consumerName(config, streamConsumer(table)) },
      name: 'IteratorAge',
      stat: 'Maximum',
    }),
    threshold: age,
    ...THREE_OF_FIVE,
    after: `event-source/${table}-stream`,
  };
}
