/** Adds every default to a table, its indexes and its stream. Pure. */
import { parseDuration } from '../text/duration.ts';
import type { IndexConfig, StageConfig, StreamConfig, TableConfig } from './config.ts';
import { consumerRuntime } from './queues.ts';
import type { RawStream, RawTable } from './raw-config.ts';

/** `key` is empty if the file has none; `check.ts` then reports it. */
export function resolveTable(
  { indexes, stream, ...table }: RawTable,
  isProtected: boolean,
  fn: StageConfig['function'],
): TableConfig {
  return {
    key: '',
    keyType: 'string',
    sortKeyType: 'string',
    recovery: true,
    encryption: true,
    deletionProtection: isProtected,
    ...table,
    ...(indexes && {
      indexes: Object.fromEntries(Object.entries(indexes).map(([name, index]) => [name, resolveIndex(index, table)])),
    }),
    ...(stream && { stream: resolveStream(stream, fn) }),
  };
}

/** Without a limit of retries, one bad record would block all later ones for a day. */
const RETRIES = 10;

function resolveStream({ consumer = '', maxAge, ...stream }: RawStream, fn: StageConfig['function']): StreamConfig {
  const age = maxAge === undefined ? undefined : parseDuration(maxAge);
  return {
    batchSize: 100,
    startingPosition: 'trimHorizon',
    bisect: true,
    retries: RETRIES,
    ...stream,
    ...(age !== undefined && { maxAge: age / 1000 }),
    consumer,
    runtime: consumerRuntime(consumer, fn),
  };
}

/** An attribute has one type in a table, so an index can leave out a type that the table's own keys have. */
function resolveIndex(index: Partial<IndexConfig>, table: Partial<TableConfig>): IndexConfig {
  const typeOf = (attribute: string | undefined) => {
    if (attribute !== undefined && attribute === table.key) return table.keyType ?? 'string';
    if (attribute !== undefined && attribute === table.sortKey) return table.sortKeyType ?? 'string';
    return 'string';
  };
  const { key = '', sortKey } = index;
  return { key, keyType: typeOf(key), sortKeyType: typeOf(sortKey), projection: 'all', ...index };
}
