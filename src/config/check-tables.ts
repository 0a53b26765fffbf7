/**
 * Checks the tables of a resolved stage: keys, indexes, streams, and settings that an existing table cannot have. Pure.
 */
import { tableVariable } from '../naming/names.ts';
import { checkFunctionFile } from './check-function-file.ts';
import { checkOwnerSettings } from './check-owner-settings.ts';
import type { StageConfig, StreamConfig, TableConfig } from './config.ts';
import type { Path } from './problem.ts';
import type { ReportProblem } from './stage-report.ts';
import { uniqueVariables } from './unique-variables.ts';

export function checkTables({ tables, queues, function: fn }: StageConfig, report: ReportProblem): void {
  const checkVariable = uniqueVariables({ section: 'tables', plural: 'Tables', variableOf: tableVariable }, report);
  for (const [name, table] of Object.entries(tables)) {
    const path = ['tables', name];
    if (table.key === '')
      report([...path, 'key'], `tables.${name} has no key.`, 'Add the partition key, e.g. key: id.');
    if (table.sortKey === table.key && table.key !== '') {
      report([...path, 'sortKey'], `tables.${name} has ${table.key} as both keys.`, 'Use another attribute.');
    }
    checkIndexes(path, table, report);
    checkStream(path, table, fn, report);
    if (table.stream) checkSkipping([...path, 'stream'], table.stream, queues, report);
    checkExisting(path, table, report);
    if (table.kmsKey !== undefined && !table.encryption && table.import === undefined) {
      const message = `tables.${name} has a kmsKey, but encryption is false.`;
      report([...path, 'kmsKey'], message, 'Leave encryption out, or the key.');
    }
    checkVariable(name);
  }
}

type Types = Map<string, { readonly type: string; readonly where: string }>;

/** DynamoDB defines an attribute once for the table and all its indexes. */
function checkIndexes(path: Path, { indexes = {}, ...table }: TableConfig, report: ReportProblem): void {
  const types: Types = new Map([[table.key, { type: table.keyType, where: 'the table' }]]);
  if (table.sortKey !== undefined) types.set(table.sortKey, { type: table.sortKeyType, where: 'the table' });
  for (const [name, index] of Object.entries(indexes)) {
    const own = [...path, 'indexes', name];
    const title = own.join('.');
    if (index.key === '') report([...own, 'key'], `${title} has no key.`, 'Add the partition key of the index.');
    if (index.sortKey === index.key && index.key !== '') {
      report([...own, 'sortKey'], `${title} has ${index.key} as both keys.`, 'Use another attribute.');
    }
    checkType([...own, 'keyType'], index.key, index.keyType, title, types, report);
    if (index.sortKey !== undefined) {
      checkType([...own, 'sortKeyType'], index.sortKey, index.sortKeyType, title, types, report);
    }
  }
}

function checkType(
  path: Path,
  attribute: string,
  type: string,
  where: string,
  types: Types,
  report: ReportProblem,
): void {
  const known = types.get(attribute);
  if (known && known.type !== type) {
    const message = `${where} has ${attribute} as a ${type}, and ${known.where} as a ${known.type}: an attribute has only one type in a table.`;
    report(path, message, `Give ${attribute} the same type everywhere, or use another attribute.`);
  }
  types.set(attribute, known ?? { type, where });
}

function checkStream(path: Path, { stream }: TableConfig, fn: StageConfig['function'], report: ReportProblem): void {
  if (!stream) return;
  const own = [...path, 'stream', 'consumer'];
  if (stream.consumer === '') {
    report(own, `${[...path, 'stream'].join('.')} has no consumer.`, 'Add one, e.g. consumer: src/consumers/items.ts.');
  } else {
    const because = 'Lambda would call it with records instead of requests';
    checkFunctionFile({ file: stream.consumer, path: own, what: 'consumer', because }, fn, report);
  }
}

/** Seconds. DynamoDB keeps the records of a stream for a day, and Lambda takes no shorter age than a minute. */
const AGES = { least: 60, most: 86_400 };

/** Lambda delivers to standard queues only (docs/aws/lambda.md). */
function checkSkipping(
  path: Path,
  { maxAge = AGES.least, onFailure }: StreamConfig,
  queues: StageConfig['queues'],
  report: ReportProblem,
): void {
  if (maxAge < AGES.least || maxAge > AGES.most) {
    const message = `${path.join('.')}.maxAge is longer than 24 hours, and DynamoDB keeps the records of a stream for 24 hours.`;
    report([...path, 'maxAge'], message, 'Use 24h or less, or leave it out.');
  }
  if (onFailure === undefined) return;
  const queue = queues[onFailure];
  const title = `${path.join('.')}.onFailure`;
  if (!queue) {
    const names = Object.keys(queues);
    const known = names.length === 0 ? 'apikit.yaml has no queues' : `the queues are ${names.join(', ')}`;
    report(
      [...path, 'onFailure'],
      `${title} is ${onFailure}, but ${known}.`,
      `Add it: queues: { ${onFailure}: { deadLetter: false } }.`,
    );
  } else if (queue.fifo) {
    const message = `${title} is ${onFailure}, a FIFO queue, and Lambda reports failures to standard queues only.`;
    report([...path, 'onFailure'], message, 'Use a queue without fifo.');
  }
}

/** Settings that only the owner of a table may change. */
const OWNERS = ['ttl', 'stream'] as const;

function checkExisting(path: Path, table: TableConfig, report: ReportProblem): void {
  if (table.import !== undefined) checkOwnerSettings({ path, what: 'table', settings: OWNERS }, table, report);
}
