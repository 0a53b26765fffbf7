/**
 * Kind `table`: a DynamoDB table on demand. Its keys can never change, so a change of them is a replacement, which the
 * engine refuses. A removal first turns off the deletion protection; other code decides whether to remove it at all.
 * `apply` takes nothing away that the live release may need: the stream, protections and a change of the encryption
 * wait for `retire`.
 */
import {
  CreateTableCommand,
  DeleteTableCommand,
  type DynamoDBClient,
  type TableDescription,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-dynamodb';
import type { Kind, Observed, Resource } from '../../../engine/resource.ts';
import { baseName } from '../../../naming/names.ts';
import { identityIn } from '../../../naming/tags.ts';
import { ownTable } from '../../arns/own-arns.ts';
import { describeTable } from '../../dynamodb/describe-table.ts';
import { tagChanges, toTagList } from '../../ownership/ownership.ts';
import { isAwsError } from '../../sdk/errors/sdk-error.ts';
import { retry, waitUntil } from '../../sdk/retry.ts';
import { createdMeanwhile } from '../created-meanwhile.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { attributesOf, FILLING, observedAs, readTable } from './read-table.ts';
import { setRecovery } from './recovery.ts';
import type { TableProperties, TableShape } from './shape.ts';
import { diffTable } from './table-diff.ts';
import { tableNames } from './table-names.ts';
import { definitionsOf, describedTable, encryptionInput, indexInput, STREAM_ON, tableInput } from './table-settings.ts';
import {
  createIndex,
  isBusy,
  retryLimits,
  settleIndexes,
  type TableWork,
  updateTable,
  waitUntilActive,
} from './table-updates.ts';
import { setTimeToLive } from './time-to-live.ts';

/** How often a table that seems to belong to somebody else is read again, and milliseconds between two reads. */
const LOOKS = 10;
const LOOK_PAUSE = 1_000;

export function tableKind({ clients, clock }: KindDependencies): Kind<TableShape> {
  async function untilGone(work: TableWork, name: string): Promise<void> {
    work.context.note('waiting for the table to be deleted');
    await waitUntil(retryLimits(work, `wait for table ${name} to be deleted`), async () => {
      return (await describeTable(work.client, name)) === undefined ? true : undefined;
    });
  }

  /** Returns `undefined` if a table of this name exists. */
  async function create(client: DynamoDBClient, resource: Resource<TableShape>): Promise<TableDescription | undefined> {
    try {
      return (await client.send(new CreateTableCommand(tableInput(resource.name, resource.properties))))
        .TableDescription;
    } catch (error) {
      if (isAwsError(error, 'ResourceInUseException')) return undefined;
      throw error;
    }
  }

  /** Returns the table as it is at the end, if it changed. */
  async function sync(
    work: TableWork,
    resource: Resource<TableShape>,
    observed: Observed<TableShape>,
  ): Promise<TableDescription | undefined> {
    const desired = resource.properties;
    const had = observed.properties;
    const { name } = resource;
    let table: TableDescription | undefined;
    if (desired.deletionProtection && !had.deletionProtection) {
      table = await updateTable(work, name, { DeletionProtectionEnabled: true });
    }
    if (desired.stream && !had.stream) table = await updateTable(work, name, { StreamSpecification: STREAM_ON });
    for (const [index, shape] of Object.entries(desired.indexes ?? {})) {
      if (had.indexes && Object.hasOwn(had.indexes, index)) continue;
      table = await createIndex(work, name, index, {
        AttributeDefinitions: definitionsOf([desired, ...Object.values(had.indexes ?? {}), shape]),
        GlobalSecondaryIndexUpdates: [{ Create: indexInput(index, shape) }],
      });
    }
    const { set, remove } = tagChanges(desired.tags, had.tags);
    const ResourceArn = String(observed.attributes.arn);
    if (Object.keys(set).length > 0) {
      await work.client.send(new TagResourceCommand({ ResourceArn, Tags: toTagList(set) }));
    }
    if (remove.length > 0) await work.client.send(new UntagResourceCommand({ ResourceArn, TagKeys: remove }));
    return table;
  }

  /**
   * Creates the table, or finds the one that was created meanwhile. That one may be ours, from a call whose response
   * was lost, and descriptions and tags are eventually consistent
   * (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html). So it is read again before
   * the user is told that it belongs to somebody else.
   */
  async function ensure(work: TableWork, resource: Resource<TableShape>): Promise<Observed<TableShape>> {
    const { client } = work;
    let created = await create(client, resource);
    for (let looks = 1; !created; looks += 1) {
      const found = await readTable(client, resource);
      if (found?.owned) return found;
      if (looks > LOOKS) throw createdMeanwhile('table', resource.name);
      if (!found) await untilGone(work, resource.name);
      await work.clock.sleep(LOOK_PAUSE, work.context.signal);
      if (!found) created = await create(client, resource);
    }
    const table = created.TableStatus === 'ACTIVE' ? created : await waitUntilActive(work, resource.name);
    const { tags, timeToLive } = resource.properties;
    return observedAs(resource, table, {
      ...describedTable(table),
      pointInTimeRecovery: false,
      ...(timeToLive !== undefined && { timeToLive: false as const }),
      tags,
    });
  }

  return {
    kind: 'table',
    rights: [
      { actions: ['dynamodb:ListTables'] },
      {
        actions: [
          'dynamodb:DescribeTable',
          'dynamodb:DescribeContinuousBackups',
          'dynamodb:ListTagsOfResource',
          'dynamodb:CreateTable',
          'dynamodb:UpdateTable',
          'dynamodb:UpdateContinuousBackups',
          'dynamodb:DescribeTimeToLive',
          'dynamodb:UpdateTimeToLive',
          'dynamodb:TagResource',
          'dynamodb:UntagResource',
          'dynamodb:DeleteTable',
        ],
        on: ownTable,
      },
    ],
    async ownedNames(tags) {
      const prefix = `${baseName(identityIn(tags))}-`;
      return (await tableNames(await clients.dynamodb())).filter((name) => name.startsWith(prefix));
    },
    read: async (resource) => readTable(await clients.dynamodb(), resource),
    diff(desired, { properties, state }) {
      const changes = diffTable(desired.properties, properties);
      // An interrupted run left it in this state. Nobody can use it before the wait is over.
      return state === 'CREATING' || state === FILLING
        ? [...changes, { path: 'state', from: state, to: 'ACTIVE' }]
        : changes;
    },
    async apply(resource, observed, context) {
      const work: TableWork = { client: await clients.dynamodb(), clock, context };
      const present = observed ?? (await ensure(work, resource));
      if (present.state === 'CREATING') await waitUntilActive(work, resource.name);
      if (present.state === FILLING) await settleIndexes(work, resource.name);
      const table = await sync(work, resource, present);
      const had = present.properties;
      return {
        ...present,
        ...(table && { attributes: attributesOf(table) }),
        properties: { ...resource.properties, ...unchangedSettings(resource.properties, had) },
        owned: true,
        state: 'ACTIVE',
      };
    },
    /** The table is usable long before DynamoDB allows recovery to be enabled, and the time to live can wait, too. */
    async finish(resource, { properties }, context) {
      const wanted = resource.properties;
      const had = properties;
      const work: TableWork = { client: await clients.dynamodb(), clock, context };
      if (wanted.timeToLive && wanted.timeToLive !== had.timeToLive) {
        await setTimeToLive(work, resource.name, wanted.timeToLive, String(had.timeToLive));
      }
      if (wanted.pointInTimeRecovery && !had.pointInTimeRecovery) await setRecovery(work, resource.name, true);
    },
    retire: {
      due: (resource, { properties }) => removesSettings(resource.properties, properties),
      async begin({ name, properties }, applied, context) {
        const wanted = properties;
        const had = applied.properties;
        const work: TableWork = { client: await clients.dynamodb(), clock, context };
        if (had.stream && !wanted.stream)
          await updateTable(work, name, { StreamSpecification: { StreamEnabled: false } });
        if (isOtherEncryption(wanted, had)) {
          await updateTable(work, name, { SSESpecification: encryptionInput(wanted) });
        }
        if (had.timeToLive && wanted.timeToLive === false) await setTimeToLive(work, name, false, had.timeToLive);
        if (had.pointInTimeRecovery && !wanted.pointInTimeRecovery) await setRecovery(work, name, false);
        if (had.deletionProtection && !wanted.deletionProtection) {
          await updateTable(work, name, { DeletionProtectionEnabled: false });
        }
      },
    },
    async remove(resource, observed, context) {
      const client = await clients.dynamodb();
      const work: TableWork = { client, clock, context };
      try {
        if (observed.properties.deletionProtection) {
          await updateTable(work, resource.name, { DeletionProtectionEnabled: false });
        }
        await retry({ ...retryLimits(work, `delete table ${resource.name}`), retryable: isBusy }, () =>
          client.send(new DeleteTableCommand({ TableName: resource.name })),
        );
      } catch (error) {
        if (isAwsError(error, 'ResourceNotFoundException')) return;
        throw error;
      }
      await untilGone(work, resource.name);
    },
  };
}

/** The settings that `apply` has not changed: `finish` turns some on, and `retire` turns some off. */
function unchangedSettings(wanted: TableProperties, had: TableProperties): Partial<TableProperties> {
  const { pointInTimeRecovery, timeToLive, encryption, kmsKey } = had;
  return {
    pointInTimeRecovery,
    ...(timeToLive !== undefined && { timeToLive }),
    encryption,
    ...(kmsKey !== undefined && { kmsKey }),
    ...(had.stream && { stream: true }),
    deletionProtection: had.deletionProtection || wanted.deletionProtection,
  };
}

function removesSettings(wanted: TableProperties, had: TableProperties): boolean {
  return (
    (had.stream === true && !wanted.stream) ||
    isOtherEncryption(wanted, had) ||
    (Boolean(had.timeToLive) && wanted.timeToLive === false) ||
    (had.pointInTimeRecovery && !wanted.pointInTimeRecovery) ||
    (had.deletionProtection && !wanted.deletionProtection)
  );
}

/** The users of the table need the permission to its key. The live release has it only for the present key. */
function isOtherEncryption(wanted: TableProperties, had: TableProperties): boolean {
  return had.encryption !== wanted.encryption || (wanted.kmsKey !== undefined && had.kmsKey !== wanted.kmsKey);
}
