/**
 * Kind `table`: a DynamoDB table on demand. Its keys are for ever, so a change of them is a replacement, which the engine
 * refuses. Removing one turns its deletion protection off first; whether to remove it at all is decided elsewhere.
 */
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  type TableDescription,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import type { Kind, KindContext, Observed, Resource } from '../engine/resource.ts';
import { ApikitError } from '../errors.ts';
import type { TableProperties, Tags } from '../stack/properties.ts';
import { APP_TAG, STAGE_TAG } from '../stack/tags.ts';
import { diffFields } from './field-diff.ts';
import type { KindDependencies } from './kind-dependencies.ts';
import { fromTagList, owns, tagChanges, toTagList } from './ownership.ts';
import { type Patience, retry, waitUntil } from './retry.ts';
import { ifThere, isAwsError } from './sdk-error.ts';
import { describedTable, tableInput } from './table-settings.ts';

/** ms. Tables are there in seconds; DynamoDB's own waiter stops after about eight minutes. */
const TABLE_PATIENCE = 480_000;
/** ms. Recovery can be asked for only when DynamoDB has set the table's backups up (aws-facts §9). */
const RECOVERY_PATIENCE = 600_000;
const SEE_TABLE =
  'Look at the table in the DynamoDB console, then run the same command again: it continues where it stopped.';

export function tableKind({ clients, clock }: KindDependencies): Kind {
  async function describeTable(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
    return (await ifThere(client.send(new DescribeTableCommand({ TableName: name }))))?.Table;
  }

  async function hasRecovery(client: DynamoDBClient, { TableName, TableStatus }: TableDescription): Promise<boolean> {
    if (TableStatus === 'CREATING') return false;
    const answer = await client.send(new DescribeContinuousBackupsCommand({ TableName }));
    const recovery = answer.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
    return recovery?.PointInTimeRecoveryStatus === 'ENABLED';
  }

  async function tagsOf(client: DynamoDBClient, { TableArn }: TableDescription): Promise<Tags> {
    const list = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new ListTagsOfResourceCommand({ ResourceArn: TableArn, NextToken }));
      list.push(...(page.Tags ?? []));
      NextToken = page.NextToken;
    } while (NextToken);
    return fromTagList(list);
  }

  function patience(what: string, within: number, { signal }: KindContext): Patience {
    return { what, within, firstDelay: 300, longestDelay: 2_000, hint: SEE_TABLE, clock, signal };
  }

  async function untilActive(client: DynamoDBClient, name: string, context: KindContext): Promise<TableDescription> {
    context.note('waiting for the table to be active');
    // The answer before this said that it is not: asking at once would be a call for nothing.
    await clock.sleep(250, context.signal);
    return await waitUntil(patience(`wait for table ${name} to be active`, TABLE_PATIENCE, context), async () => {
      const table = await describeTable(client, name);
      return table?.TableStatus === 'ACTIVE' ? table : undefined;
    });
  }

  async function untilGone(client: DynamoDBClient, name: string, context: KindContext): Promise<void> {
    context.note('waiting for the table to be gone');
    const what = `wait for table ${name} to be deleted`;
    await waitUntil(patience(what, TABLE_PATIENCE, context), async () => {
      return (await describeTable(client, name)) === undefined ? true : undefined;
    });
  }

  /** `undefined`: a table of this name is there. */
  async function create(client: DynamoDBClient, resource: Resource): Promise<TableDescription | undefined> {
    try {
      return (await client.send(new CreateTableCommand(tableInput(resource)))).TableDescription;
    } catch (error) {
      if (isAwsError(error, 'ResourceInUseException')) return undefined;
      throw error;
    }
  }

  async function update(
    client: DynamoDBClient,
    name: string,
    change: { DeletionProtectionEnabled: boolean } | { SSESpecification: { Enabled: boolean } },
    context: KindContext,
  ): Promise<void> {
    const what = `change table ${name}`;
    const retryable = (error: unknown) => isAwsError(error, 'ResourceInUseException', 'LimitExceededException');
    const answer = await retry({ ...patience(what, TABLE_PATIENCE, context), retryable }, () =>
      client.send(new UpdateTableCommand({ TableName: name, ...change })),
    );
    if (answer.TableDescription?.TableStatus !== 'ACTIVE') await untilActive(client, name, context);
  }

  async function setRecovery(client: DynamoDBClient, name: string, on: boolean, context: KindContext): Promise<void> {
    const command = new UpdateContinuousBackupsCommand({
      TableName: name,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: on },
    });
    await retry(
      {
        ...patience(`turn point-in-time recovery of table ${name} ${on ? 'on' : 'off'}`, RECOVERY_PATIENCE, context),
        longestDelay: 1_000,
        retryable: (error) => isAwsError(error, 'ContinuousBackupsUnavailableException'),
        onRetry: (tries) => tries === 1 && context.note('waiting until recovery can be turned on'),
      },
      () => client.send(command),
    );
  }

  async function sync(
    client: DynamoDBClient,
    resource: Resource,
    observed: Observed,
    context: KindContext,
  ): Promise<void> {
    const desired = resource.properties as unknown as TableProperties;
    const had = observed.properties as unknown as TableProperties;
    const { deletionProtection, encryption } = desired;
    if (had.deletionProtection !== deletionProtection) {
      await update(client, resource.name, { DeletionProtectionEnabled: deletionProtection }, context);
    }
    if (had.encryption !== encryption) {
      await update(client, resource.name, { SSESpecification: { Enabled: encryption } }, context);
    }
    const { set, remove } = tagChanges(desired.tags, had.tags);
    const ResourceArn = String(observed.attributes.arn);
    if (Object.keys(set).length > 0) await client.send(new TagResourceCommand({ ResourceArn, Tags: toTagList(set) }));
    if (remove.length > 0) await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: remove }));
  }

  async function read(resource: Resource): Promise<Observed | undefined> {
    const client = await clients.dynamodb();
    const table = await describeTable(client, resource.name);
    if (!table || table.TableStatus === 'DELETING') return undefined;
    const [pointInTimeRecovery, tags] = await Promise.all([hasRecovery(client, table), tagsOf(client, table)]);
    return observedAs(resource, table, { ...describedTable(table), pointInTimeRecovery, tags });
  }

  /** Makes the table, or finds the one that came about in the meantime. */
  async function ensure(client: DynamoDBClient, resource: Resource, context: KindContext): Promise<Observed> {
    let created = await create(client, resource);
    if (!created) {
      const found = await read(resource);
      if (found?.owned) return found;
      if (found) throw madeByOthers(resource.name);
      await untilGone(client, resource.name, context);
      created = await create(client, resource);
      if (!created) throw madeByOthers(resource.name);
    }
    const table = created.TableStatus === 'ACTIVE' ? created : await untilActive(client, resource.name, context);
    const { tags } = resource.properties as unknown as TableProperties;
    return observedAs(resource, table, { ...describedTable(table), pointInTimeRecovery: false, tags });
  }

  return {
    kind: 'table',
    actions: [
      'dynamodb:DescribeTable',
      'dynamodb:ListTables',
      'dynamodb:DescribeContinuousBackups',
      'dynamodb:ListTagsOfResource',
      'dynamodb:CreateTable',
      'dynamodb:UpdateTable',
      'dynamodb:UpdateContinuousBackups',
      'dynamodb:TagResource',
      'dynamodb:UntagResource',
      'dynamodb:DeleteTable',
    ],
    async ownedNames(tags) {
      const prefix = `${tags[APP_TAG]}-${tags[STAGE_TAG]}-`;
      return (await tableNames(await clients.dynamodb())).filter((name) => name.startsWith(prefix));
    },
    read,
    diff(desired, { properties, state }) {
      const changes = diffFields(desired.properties, properties).map((change) =>
        /^(partitionKey|sortKey)(\.|$)/.test(change.path) ? { ...change, replace: true } : change,
      );
      // Left behind by a run that was interrupted: nobody can use it before it is waited for.
      return state === 'CREATING' ? [...changes, { path: 'state', from: state, to: 'ACTIVE' }] : changes;
    },
    async apply(resource, observed, context) {
      const client = await clients.dynamodb();
      const present = observed ?? (await ensure(client, resource, context));
      if (present.state === 'CREATING') await untilActive(client, resource.name, context);
      await sync(client, resource, present, context);
      const { pointInTimeRecovery } = present.properties;
      return {
        ...present,
        properties: { ...resource.properties, pointInTimeRecovery },
        owned: true,
        state: 'ACTIVE',
      };
    },
    /** A table can be used long before DynamoDB lets its recovery be turned on. */
    async finish(resource, { properties }, context) {
      const { pointInTimeRecovery } = resource.properties as unknown as TableProperties;
      if (properties.pointInTimeRecovery === pointInTimeRecovery) return;
      await setRecovery(await clients.dynamodb(), resource.name, pointInTimeRecovery, context);
    },
    async remove(resource, observed, context) {
      const client = await clients.dynamodb();
      try {
        if (observed.properties.deletionProtection) {
          await update(client, resource.name, { DeletionProtectionEnabled: false }, context);
        }
        const retryable = (error: unknown) => isAwsError(error, 'ResourceInUseException', 'LimitExceededException');
        await retry({ ...patience(`delete table ${resource.name}`, TABLE_PATIENCE, context), retryable }, () =>
          client.send(new DeleteTableCommand({ TableName: resource.name })),
        );
      } catch (error) {
        if (isAwsError(error, 'ResourceNotFoundException')) return;
        throw error;
      }
      await untilGone(client, resource.name, context);
    },
  };
}

/** Of the whole account and region, a hundred a call: DynamoDB promises no order, so there is no shorter way. */
export async function tableNames(client: DynamoDBClient): Promise<string[]> {
  const names: string[] = [];
  let ExclusiveStartTableName: string | undefined;
  do {
    const page = await client.send(new ListTablesCommand({ ExclusiveStartTableName }));
    names.push(...(page.TableNames ?? []));
    ExclusiveStartTableName = page.LastEvaluatedTableName;
  } while (ExclusiveStartTableName);
  return names;
}

function observedAs(resource: Resource, table: TableDescription, properties: TableProperties): Observed {
  const desired = resource.properties as unknown as TableProperties;
  return {
    attributes: { arn: table.TableArn, name: table.TableName },
    properties: { ...properties },
    owned: owns(desired.tags, properties.tags),
    ...(table.TableStatus && { state: table.TableStatus }),
  };
}

function madeByOthers(name: string): ApikitError {
  return new ApikitError('NotOurs', `A table named ${name} was made by someone else in this moment.`, {
    hint: 'Choose another app name in apikit.yaml, or take the table over with --adopt.',
  });
}
