/** The alarms that watch the tables of a stage. Their names are checked before the deploy creates anything. Pure. */
import type { StageConfig } from './config.ts';

export interface TableAlarm {
  /** The name without the prefix of the stage. */
  readonly alarm: string;
  /** The table's name in apikit.yaml. */
  readonly table: string;
  readonly watches: 'read-throttles' | 'write-throttles' | 'system-errors' | 'stream-age';
  /** The index that a throttle alarm watches, if it does not watch the table itself. */
  readonly index?: string;
}

/** Returns none if the stage has no alarms. */
export function tableAlarms(config: StageConfig): TableAlarm[] {
  return config.alarms.enabled ? Object.keys(config.tables).flatMap((table) => alarmsOfTable(config, table)) : [];
}

/** Does not check whether the stage has alarms. */
export function alarmsOfTable(config: StageConfig, table: string): TableAlarm[] {
  const { tableThrottles, tableErrors, iteratorAge } = config.alarms;
  const { indexes = {}, stream } = config.tables[table] ?? {};
  const alarms: TableAlarm[] = tableThrottles
    ? [undefined, ...Object.keys(indexes)].flatMap((index) => throttleAlarms(table, index))
    : [];
  if (tableErrors) alarms.push({ alarm: `table-${table}-system-errors`, table, watches: 'system-errors' });
  if (stream && iteratorAge !== undefined) {
    alarms.push({ alarm: `${table}-stream-iterator-age`, table, watches: 'stream-age' });
  }
  return alarms;
}

/** Reads and writes have separate alarms, because their throttles have different remedies. */
function throttleAlarms(table: string, index: string | undefined): TableAlarm[] {
  const place = index === undefined ? table : `${table}/${index}`;
  return [
    { alarm: `table-${place}-read-throttles`, table, watches: 'read-throttles', ...(index !== undefined && { index }) },
    {
      alarm: `table-${place}-write-throttles`,
      table,
      watches: 'write-throttles',
      ...(index !== undefined && { index }),
    },
  ];
}
