/**
 * The time that changes of tables take (docs/aws/dynamodb.md). A change under way continues after a restart of the
 * cloud.
 */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BatchGetItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  GetItemCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { refusal, startAdverseCloud } from './adverse-cloud.ts';

const TABLE = { TableName: 'items' };
const create = () =>
  new CreateTableCommand({
    ...TABLE,
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
const Item = { id: { S: '1' } };
const backups = () =>
  new UpdateContinuousBackupsCommand({
    ...TABLE,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });

type Rig = Awaited<ReturnType<typeof startAdverseCloud>>;
const statusOf = async ({ dynamodb }: Pick<Rig, 'dynamodb'>) =>
  (await dynamodb.send(new DescribeTableCommand(TABLE))).Table!.TableStatus;

const start = () => startAdverseCloud({ factor: 1, latency: false });

describe('a new table', () => {
  it('is CREATING for 7 s, and accepts neither items nor changes', async () => {
    const rig = await start();
    const { clock, dynamodb } = rig;
    await dynamodb.send(create());
    clock.advance(6999);
    expect(await statusOf(rig)).toBe('CREATING');
    const refusals = [
      [new PutItemCommand({ ...TABLE, Item }), 'ResourceNotFoundException'],
      [new GetItemCommand({ ...TABLE, Key: Item }), 'ResourceNotFoundException'],
      [new BatchGetItemCommand({ RequestItems: { items: { Keys: [Item] } } }), 'ResourceNotFoundException'],
      [new UpdateTableCommand({ ...TABLE, DeletionProtectionEnabled: true }), 'ResourceInUseException'],
      [
        new UpdateTimeToLiveCommand({ ...TABLE, TimeToLiveSpecification: { Enabled: true, AttributeName: 't' } }),
        'ResourceInUseException',
      ],
      [new DeleteTableCommand(TABLE), 'ResourceInUseException'],
      [create(), 'ResourceInUseException'],
    ] as const;
    for (const [command, name] of refusals)
      expect((await refusal(dynamodb.send(command as PutItemCommand))).name).toBe(name);
    clock.advance(1);
    expect(await statusOf(rig)).toBe('ACTIVE');
    await dynamodb.send(new PutItemCommand({ ...TABLE, Item }));
  });

  it('has no recovery for 20 s', async () => {
    const { clock, dynamodb } = await start();
    await dynamodb.send(create());
    clock.advance(19_999);
    expect(await refusal(dynamodb.send(backups()))).toMatchObject({
      name: 'ContinuousBackupsUnavailableException',
      message: 'Backups are being enabled for the table: items. Please retry later',
    });
    clock.advance(1);
    await dynamodb.send(backups());
  });
});

it('lists the tags of a new table after a second', async () => {
  const { clock, dynamodb } = await start();
  const { TableDescription } = await dynamodb.send(
    new CreateTableCommand({ ...create().input, Tags: [{ Key: 'a', Value: 'b' }] }),
  );
  const tags = async () =>
    (await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: TableDescription?.TableArn }))).Tags;
  expect(await tags()).toEqual([]);
  clock.advance(1000);
  expect(await tags()).toEqual([{ Key: 'a', Value: 'b' }]);
});

describe('a deleted table', () => {
  it('is DELETING for 5 s, and its name is not available until then', async () => {
    const rig = await start();
    const { clock, dynamodb } = rig;
    await dynamodb.send(create());
    clock.advance(7000);
    await dynamodb.send(new DeleteTableCommand(TABLE));
    clock.advance(4999);
    expect(await statusOf(rig)).toBe('DELETING');
    expect((await refusal(dynamodb.send(create()))).name).toBe('ResourceInUseException');
    expect((await refusal(dynamodb.send(new DeleteTableCommand(TABLE)))).name).toBe('ResourceInUseException');
    clock.advance(1);
    await expect(statusOf(rig)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await dynamodb.send(create());
  });
});

describe('a pending change', () => {
  it('ends at the same time in a cloud that is started again without delays', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'apikit-test-'));
    const clock = fakeClock();
    const before = await startAdverseCloud({ factor: 1, latency: false }, { dataDir, clock });
    await before.dynamodb.send(create());
    await before.close();
    clock.advance(6000);
    const after = await startAdverseCloud({}, { dataDir, clock });
    expect(await statusOf(after)).toBe('CREATING');
    clock.advance(1000);
    expect(await statusOf(after)).toBe('ACTIVE');
  });

  it('is complete after a reset of adversity', async () => {
    const rig = await start();
    await rig.dynamodb.send(create());
    rig.adversity.reset();
    expect(await statusOf(rig)).toBe('ACTIVE');
  });
});
