/**
 * The tables of an engine. The database has their descriptions as they will be when a change is over, so that a process
 * that is killed has nothing to catch up with, except the deletion of data and the filling of indexes. The time that a
 * change takes is only in memory.
 */
import { AwsError } from '../../../cloud/aws-error.ts';
import type { IndexChange, Restore } from '../item-engine.ts';
import type { Members } from '../members.ts';
import { changePrefix } from '../recovery-changes.ts';
import { streamsPrefix } from '../stream-records.ts';
import { changedTable, checkIndexUpdates, isProvisioned, noUnits } from './changed-table.ts';
import { fillIndexes } from './fill-indexes.ts';
import type { GroupCommit } from './group-commit.ts';
import { type Level, type LevelWrite, rangeOf } from './level.ts';
import { checkDefinition, describeNew, globalIndex, type TableDefinition } from './new-table.ts';
import { restoreWrites } from './restore.ts';
import {
  type IndexRecord,
  indexPrefix,
  itemsPrefix,
  settledTable,
  TABLES,
  type Table,
  type TableRecord,
  tableOf,
} from './table.ts';

export interface TablesOptions {
  readonly account: string;
  readonly region: string;
  /** The time that a table stays CREATING, UPDATING or DELETING. */
  readonly transitionMs: number;
  now(): number;
}

type Status = 'CREATING' | 'UPDATING' | 'DELETING';

export class Tables {
  readonly #level: Level;
  readonly #committing: GroupCommit;
  readonly #options: TablesOptions;
  readonly #tables = new Map<string, Table>();
  /** The descriptions of tables that are changing. */
  readonly #changing = new Map<string, TableRecord>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(level: Level, committing: GroupCommit, options: TablesOptions) {
    this.#level = level;
    this.#committing = committing;
    this.#options = options;
  }

  /** Reads the tables from the database, and finishes what a kill has interrupted. */
  async open(): Promise<void> {
    for await (const [, value] of this.#level.iterator(rangeOf(TABLES))) {
      const record = JSON.parse(value) as TableRecord;
      this.#tables.set(record.TableName, tableOf(record));
    }
    for (const { record } of [...this.#tables.values()]) await this.#finish(record);
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  names(): string[] {
    const all = new Set([...this.#tables.keys(), ...this.#changing.keys()]);
    return [...all].sort();
  }

  /** Returns a table for items. Throws ResourceNotFoundException also for one that is being created or deleted. */
  active(name: unknown): Table {
    const table = this.#tables.get(String(name));
    const { TableStatus: status } = this.#changing.get(String(name)) ?? table?.record ?? {};
    if (table && status !== 'CREATING' && status !== 'DELETING') return table;
    throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
  }

  /** Throws ResourceNotFoundException. */
  describe(name: unknown): TableRecord {
    const record = this.#changing.get(String(name)) ?? this.#tables.get(String(name))?.record;
    if (record) return record;
    throw new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${String(name)} not found`);
  }

  /** Whether an index of an existing table is still being created. */
  isFilling(name: string, index: string): boolean {
    const { GlobalSecondaryIndexes = [] } = this.describe(name);
    return GlobalSecondaryIndexes.some(
      ({ IndexName, IndexStatus }) => IndexName === index && IndexStatus === 'CREATING',
    );
  }

  async create(definition: TableDefinition): Promise<TableRecord> {
    const { TableName } = definition;
    checkDefinition(definition);
    if (this.#isTaken(TableName)) {
      throw new AwsError('ResourceInUseException', `Table already exists: ${TableName}`);
    }
    const { account, region } = this.#options;
    const arn = `arn:aws:dynamodb:${region}:${account}:table/${TableName}`;
    const record = describeNew(definition, arn, this.#options.now());
    const shown = withStatus(record, 'CREATING', 'CREATING');
    this.#change(TableName, shown);
    await this.#save(record);
    return shown;
  }

  async update(input: Members): Promise<TableRecord> {
    const { TableName, GlobalSecondaryIndexUpdates } = input;
    checkIndexUpdates(GlobalSecondaryIndexUpdates as never);
    const record = changedTable(this.describe(TableName), input, this.#options.now());
    const shown = withStatus(record, 'UPDATING');
    this.#change(record.TableName, shown);
    await this.#save(record);
    return shown;
  }

  async delete(name: string): Promise<TableRecord> {
    const { TableStatus, ...record } = this.describe(name);
    if (TableStatus !== 'ACTIVE') throw inUse(name, TableStatus);
    const shown = withStatus(record as TableRecord, 'DELETING');
    this.#change(name, shown);
    await this.#save(shown);
    await this.#finish(shown);
    return shown;
  }

  async changeIndexes(name: string, change: IndexChange): Promise<TableRecord> {
    const { record } = this.active(name);
    const present = record.GlobalSecondaryIndexes ?? [];
    if ('remove' in change) {
      const indexes = present.map((index) =>
        index.IndexName === change.remove ? { ...index, IndexStatus: 'DELETING' } : index,
      );
      return await this.#changeTo({ ...record, GlobalSecondaryIndexes: indexes });
    }
    const created = change.create as unknown as IndexRecord;
    if (isProvisioned(record) && created.ProvisionedThroughput === undefined) throw noUnits(created);
    const index = globalIndex(record.TableArn, created);
    return await this.#changeTo({
      ...record,
      AttributeDefinitions: change.attributes as unknown as TableRecord['AttributeDefinitions'],
      GlobalSecondaryIndexes: [...present, { ...index, IndexStatus: 'CREATING', Backfilling: true }],
    });
  }

  /** Creates a table with the past state of another one, which the caller has checked. */
  async restore(restore: Restore): Promise<TableRecord> {
    const { target } = restore;
    if (this.#isTaken(target)) {
      throw new AwsError('TableAlreadyExistsException', `Table already exists: ${target}`);
    }
    const source = this.active(restore.source);
    const shown = (record: TableRecord) => withStatus(record, 'CREATING', 'CREATING');
    // The name is taken from now on.
    this.#change(target, shown({ ...source.record, TableName: target }), false);
    try {
      const { record, writes } = await restoreWrites(this.#level, source, restore, this.#options.now());
      await this.#committing.commit(new Map(writes.map((write) => [write.key, write])));
      this.#tables.set(target, tableOf(record));
      this.#change(target, shown(record));
      return shown(record);
    } catch (error) {
      this.#changing.delete(target);
      throw error;
    }
  }

  #isTaken(name: string): boolean {
    return this.#tables.has(name) || this.#changing.has(name);
  }

  /** Saves a record whose indexes are CREATING or DELETING, and does their work. No other change begins meanwhile. */
  async #changeTo(record: TableRecord): Promise<TableRecord> {
    const shown = withStatus(record, 'UPDATING');
    this.#change(record.TableName, shown, false);
    try {
      await this.#save(record);
      await this.#finish(record);
    } finally {
      this.#change(record.TableName, shown);
    }
    return shown;
  }

  /** From now on, items see the record, unless the database rejects it. */
  async #save(record: TableRecord): Promise<void> {
    const { TableName } = record;
    const former = this.#tables.get(TableName);
    this.#tables.set(TableName, tableOf(record));
    const write: LevelWrite = { type: 'put', key: TABLES + TableName, value: JSON.stringify(record) };
    try {
      await this.#committing.commit(new Map([[write.key, write]]));
    } catch (error) {
      if (former) this.#tables.set(TableName, former);
      else this.#tables.delete(TableName);
      throw error;
    }
  }

  /** Shows a description for the time of a transition. */
  #change(name: string, shown: TableRecord, endsByItself = true): void {
    const { transitionMs } = this.#options;
    if (endsByItself && transitionMs === 0) {
      this.#changing.delete(name);
      return;
    }
    this.#changing.set(name, shown);
    if (!endsByItself) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (this.#changing.get(name) === shown) this.#changing.delete(name);
    }, transitionMs).unref();
    this.#timers.add(timer);
  }

  /** Does the work that a record in the database says is left. It can be repeated. */
  async #finish(record: TableRecord): Promise<void> {
    const { TableName, TableStatus, GlobalSecondaryIndexes: indexes = [] } = record;
    if (TableStatus === 'DELETING') {
      for (const prefix of dataPrefixes(TableName)) await this.#level.clear(rangeOf(prefix));
      await this.#committing.commit(new Map([[TABLES + TableName, { type: 'del', key: TABLES + TableName }]]));
      this.#tables.delete(TableName);
      return;
    }
    const busy = indexes.filter(({ IndexStatus }) => IndexStatus !== 'ACTIVE');
    if (TableStatus === 'ACTIVE' && busy.length === 0) return;
    for (const { IndexName, IndexStatus } of busy) {
      if (IndexStatus === 'DELETING') await this.#level.clear(rangeOf(indexPrefix(true, TableName, IndexName)));
      else await this.#fill(TableName, IndexName);
    }
    await this.#save(settledTable(record));
  }

  /** Writes the entries of an index, which writers keep up to date already. */
  async #fill(tableName: string, indexName: string): Promise<void> {
    const table = this.#tables.get(tableName)!;
    const index = table.indexes.find(({ name }) => name === indexName)!;
    await fillIndexes(this.#level, this.#committing, table, [index]);
  }
}

/** The prefixes of everything that is deleted with a table. */
const dataPrefixes = (table: string): string[] => [
  itemsPrefix(table),
  `index-global~${table}~`,
  `index-local~${table}~`,
  changePrefix(table),
  streamsPrefix(table),
];

function withStatus(record: TableRecord, TableStatus: Status, IndexStatus?: Status): TableRecord {
  const { GlobalSecondaryIndexes: indexes } = record;
  return {
    ...record,
    TableStatus,
    ...(IndexStatus && indexes && { GlobalSecondaryIndexes: indexes.map((index) => ({ ...index, IndexStatus })) }),
  };
}

/** The error for a table that is already changing. */
export const inUse = (name: string, status: string): AwsError =>
  new AwsError(
    'ResourceInUseException',
    `Attempt to change a resource which is still in use: Table is being ${statusVerb(status)}: ${name}`,
  );

/** `updated` for `UPDATING`, as error messages write it. */
export const statusVerb = (status: string): string =>
  ({ CREATING: 'created', UPDATING: 'updated', DELETING: 'deleted' })[status] ?? 'changed';
