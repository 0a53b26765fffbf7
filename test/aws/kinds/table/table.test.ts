import {
  CreateTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importedTableKind } from '../../../../src/aws/kinds/imported-table/imported-table.ts';
import type { TableProperties } from '../../../../src/aws/kinds/table/shape.ts';
import { tableKind } from '../../../../src/aws/kinds/table/table.ts';
import { tableInput } from '../../../../src/aws/kinds/table/table-settings.ts';
import { tableIndexKind } from '../../../../src/aws/kinds/table-index/table-index.ts';
import type { Kind, Resource } from '../../../../src/engine/resource.ts';
import { service as dynamodb } from '../../../../src/local/services/dynamodb/service.ts';
import { indexesLeftOver } from '../../../../src/stage/leftovers/former-consumers.ts';
import { refuseImportedTables } from '../../../../src/stage/prepare/imported-tables.ts';
import { callsOf, differencesOf, reconcile, resource, startWorld, TAGS, type World } from '../../kind-world.ts';

const NAME = 'items-api-dev-items';
let world: World;
let kind: Kind;

beforeEach(async () => {
  world = await startWorld([dynamodb]);
  kind = tableKind(world);
});
afterEach(async () => await world.close());

const wanted = (changes: Partial<TableProperties> = {}): Resource =>
  resource('table', NAME, {
    partitionKey: { name: 'id', type: 'S' },
    pointInTimeRecovery: true,
    deletionProtection: false,
    encryption: true,
    tags: TAGS,
    ...changes,
  } satisfies TableProperties);

const differences = (desired: Resource) => differencesOf(kind, desired, world);

describe('a table', () => {
  it('is created on demand, encrypted, tagged and recoverable, and then has no changes', async () => {
    const made = await reconcile(kind, wanted({ sortKey: { name: 'at', type: 'N' }, deletionProtection: true }), world);
    expect(made).toMatchObject({
      attributes: { arn: `arn:aws:dynamodb:eu-west-1:000000000000:table/${NAME}`, name: NAME },
      owned: true,
      state: 'ACTIVE',
    });
    const client = await world.clients.dynamodb();
    const { Table } = await client.send(new DescribeTableCommand({ TableName: NAME }));
    expect(Table).toMatchObject({
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      DeletionProtectionEnabled: true,
      SSEDescription: { Status: 'ENABLED' },
      KeySchema: [
        { AttributeName: 'id', KeyType: 'HASH' },
        { AttributeName: 'at', KeyType: 'RANGE' },
      ],
    });
    const { ContinuousBackupsDescription } = await client.send(
      new DescribeContinuousBackupsCommand({ TableName: NAME }),
    );
    expect(ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toBe('ENABLED');
    const again = wanted({ sortKey: { name: 'at', type: 'N' }, deletionProtection: true });
    expect(await callsOf(world, () => reconcile(kind, again, world))).toEqual({ calls: 3, writes: 0 });
  });

  it.each([
    ['ContinuousBackupsUnavailableException', 'Backups are being enabled for the table'],
    ['ResourceInUseException', 'Attempt to change a resource which is still in use: Table is being updated'],
  ])('can be used before its recovery can be turned on, and apikit says that it waits: %s', async (type, message) => {
    const made = await kind.apply(wanted(), undefined, world.context);
    expect(made).toMatchObject({ state: 'ACTIVE', properties: { pointInTimeRecovery: false } });
    const refuse = { status: 400, type, message };
    world.proxy.add({ method: 'POST', path: /./, times: 2, refuse });
    await kind.finish?.(wanted(), made, world.context);
    expect(world.notes).toContain('waiting until recovery can be turned on');
    expect(await differences(wanted())).toEqual([]);
    const settled = await reconcile(kind, wanted(), world);
    expect(await callsOf(world, async () => kind.finish?.(wanted(), settled, world.context))).toEqual({
      calls: 0,
      writes: 0,
    });
  });

  it('is created in two writes', async () => {
    expect((await callsOf(world, () => reconcile(kind, wanted(), world))).writes).toBe(2);
  });

  it.each<[string, Partial<TableProperties>]>([
    ['pointInTimeRecovery', { pointInTimeRecovery: false }],
    ['deletionProtection', { deletionProtection: true }],
    ['tags.team', { tags: { ...TAGS, team: 'blue' } }],
  ])('with a changed %s differs in that alone, and not afterwards', async (path, changes) => {
    await reconcile(kind, wanted(), world);
    expect(await differences(wanted(changes))).toEqual([path]);
    expect((await callsOf(world, () => reconcile(kind, wanted(changes), world))).writes).toBe(1);
    expect(await differences(wanted(changes))).toEqual([]);
    await reconcile(kind, wanted(), world);
    expect(await differences(wanted())).toEqual([]);
  });

  it('cannot change its keys in place', async () => {
    await reconcile(kind, wanted(), world);
    for (const changes of [
      { partitionKey: { name: 'other', type: 'S' } as const },
      { partitionKey: { name: 'id', type: 'N' } as const },
      { sortKey: { name: 'at', type: 'S' } as const },
    ]) {
      const desired = wanted(changes);
      const observed = await kind.read(desired, world.context);
      expect(observed && kind.diff(desired, observed).every(({ replace }) => replace)).toBe(true);
    }
  });

  it('without the tags of the stage does not belong to it', async () => {
    await reconcile(kind, wanted({ tags: { 'apikit:app': 'other', 'apikit:stage': 'dev' } }), world);
    expect((await kind.read(wanted(), world.context))?.owned).toBe(false);
  });

  it('that another run just created is used', async () => {
    await reconcile(kind, wanted({ pointInTimeRecovery: false }), world);
    const taken = await kind.apply(wanted(), undefined, world.context);
    await kind.finish?.(wanted(), taken, world.context);
    expect(await differences(wanted())).toEqual([]);
  });

  it('that an interrupted run left incomplete is waited for', async () => {
    const desired = wanted({ pointInTimeRecovery: false });
    const client = await world.clients.dynamodb();
    await client.send(new CreateTableCommand(tableInput(desired.name, desired.properties as TableProperties)));
    const observed = await kind.read(desired, world.context);
    const halfMade = observed && { ...observed, state: 'CREATING' };
    expect(halfMade && kind.diff(desired, halfMade).map(({ path }) => path)).toEqual(['state']);
    expect(await kind.apply(desired, halfMade, world.context)).toMatchObject({ state: 'ACTIVE' });
    expect(world.notes).toContain('waiting for the table to be active');
  });

  it('that a call with a lost response created is used, although its tags are visible late', async () => {
    await reconcile(kind, wanted(), world);
    const late = (answer: Record<string, unknown>) => ('Tags' in answer ? { ...answer, Tags: [] } : answer);
    // One refused creation, and two looks at the table, its backups and its tags.
    world.proxy.add({ method: 'POST', path: /^\/$/, times: 7, change: late });
    expect(await kind.apply(wanted(), undefined, world.context)).toMatchObject({ owned: true });
    expect(await differences(wanted())).toEqual([]);
  });

  it('that somebody else just created is not changed', async () => {
    await reconcile(kind, wanted({ tags: {} }), world);
    await expect(kind.apply(wanted(), undefined, world.context)).rejects.toMatchObject({ code: 'NotOurs' });
  });

  it('is deleted although protected, and a second deletion is not an error', async () => {
    const desired = wanted({ deletionProtection: true });
    const observed = await reconcile(kind, desired, world);
    await kind.remove(desired, observed, world.context);
    expect(await kind.read(desired, world.context)).toBeUndefined();
    await kind.remove(desired, observed, world.context);
  });

  it('that was protected by hand loses its protection', async () => {
    await reconcile(kind, wanted(), world);
    const client = await world.clients.dynamodb();
    await client.send(new UpdateTableCommand({ TableName: NAME, DeletionProtectionEnabled: true }));
    expect(await differences(wanted())).toEqual(['deletionProtection']);
  });

  const email = { partitionKey: { name: 'email', type: 'S' as const }, projection: 'all' as const };
  const byAge = { partitionKey: { name: 'team', type: 'S' as const }, sortKey: { name: 'age', type: 'N' as const } };
  const indexes = { byEmail: email, byAge: { ...byAge, projection: ['name', 'about'].sort() } };

  it('is created with its indexes in one call, and then has no changes', async () => {
    const { writes } = await callsOf(world, () =>
      reconcile(kind, wanted({ indexes, pointInTimeRecovery: false }), world),
    );
    expect(writes).toBe(1);
    expect(await differences(wanted({ indexes, pointInTimeRecovery: false }))).toEqual([]);
  });

  it('gets more indexes one at a time, each ACTIVE before the next', async () => {
    await reconcile(kind, wanted(), world);
    expect(await differences(wanted({ indexes }))).toEqual([
      'indexes.byAge.partitionKey.name',
      'indexes.byAge.partitionKey.type',
      'indexes.byAge.projection',
      'indexes.byAge.sortKey.name',
      'indexes.byAge.sortKey.type',
      'indexes.byEmail.partitionKey.name',
      'indexes.byEmail.partitionKey.type',
      'indexes.byEmail.projection',
    ]);
    expect((await callsOf(world, () => reconcile(kind, wanted({ indexes }), world))).writes).toBe(2);
    expect(world.notes).toContain('waiting for the index byEmail to be filled');
    expect(await differences(wanted({ indexes }))).toEqual([]);
  });

  it('keeps an unwanted index until the release that read it is pruned', async () => {
    await reconcile(kind, wanted({ indexes }), world);
    const desired = wanted({ indexes: { byEmail: email } });
    expect(await differences(desired)).toEqual([]);
    const observed = (await kind.read(desired, world.context))!;
    const [left] = indexesLeftOver([desired], new Map([[desired.id, observed]]));
    expect(left?.resource).toMatchObject({ id: 'table-index/table.byAge', name: `${NAME}/index/byAge` });
    const index: Kind = tableIndexKind(world);
    await index.remove(left!.resource, left!.observed, world.context);
    await index.remove(left!.resource, left!.observed, world.context);
    expect(indexesLeftOver([desired], new Map([[desired.id, (await kind.read(desired, world.context))!]]))).toEqual([]);
  });

  it('rejects another shape of an index, and says what to do instead', async () => {
    await reconcile(kind, wanted({ indexes }), world);
    const changed = wanted({ indexes: { ...indexes, byEmail: { ...email, projection: 'keys' } } });
    const observed = await kind.read(changed, world.context);
    expect(kind.diff(changed, observed!)).toMatchObject([
      { path: 'indexes.byEmail.projection', replace: true, instead: expect.stringContaining('another name') },
    ]);
  });

  it('gets its time to live if apikit.yaml has one, and otherwise keeps it', async () => {
    const plain = wanted({ pointInTimeRecovery: false });
    const expiring = wanted({ pointInTimeRecovery: false, timeToLive: 'expiresAt' });
    await reconcile(kind, expiring, world);
    expect(await differences(expiring)).toEqual([]);
    expect(await callsOf(world, () => reconcile(kind, expiring, world))).toEqual({ calls: 4, writes: 0 });
    expect(await callsOf(world, () => reconcile(kind, plain, world))).toEqual({ calls: 3, writes: 0 });
    const other = wanted({ timeToLive: 'goneAt' });
    const observed = await kind.read(other, world.context);
    expect(kind.diff(other, observed!)).toMatchObject([
      {},
      { path: 'timeToLive', replace: true, instead: expect.stringContaining('ttl: false') },
    ]);
  });

  it('reports that DynamoDB allows one change of time to live an hour', async () => {
    await reconcile(kind, wanted({ timeToLive: 'expiresAt' }), world);
    await expect(reconcile(kind, wanted({ timeToLive: false }), world)).rejects.toMatchObject({
      code: 'TtlChangedRecently',
    });
  });

  it('has a stream of old and new images with an ARN for others, and none when it is not wanted', async () => {
    await reconcile(kind, wanted(), world);
    const streaming = wanted({ stream: true });
    expect(await differences(streaming)).toEqual(['stream']);
    const { attributes } = await reconcile(kind, streaming, world);
    expect(attributes.streamArn).toMatch(`table/${NAME}/stream/`);
    expect(await differences(streaming)).toEqual([]);
    expect(await differences(wanted())).toEqual(['stream']);
    await reconcile(kind, wanted(), world);
    const off = (await kind.read(wanted(), world.context))!;
    expect(off.attributes).not.toHaveProperty('streamArn');
    expect(off.attributes.lastStreamArn).toBe(attributes.streamArn);
  });

  it('is encrypted with a customer managed key', async () => {
    const kmsKey = 'arn:aws:kms:eu-west-1:000000000000:key/1234';
    await reconcile(kind, wanted(), world);
    expect(await differences(wanted({ kmsKey }))).toEqual(['kmsKey']);
    await reconcile(kind, wanted({ kmsKey }), world);
    expect(await differences(wanted({ kmsKey }))).toEqual([]);
  });

  it('without the tags of the stage is only read when it is imported', async () => {
    await reconcile(kind, wanted({ tags: {}, indexes }), world);
    const imported: Kind = importedTableKind(world);
    const desired = resource('imported-table', NAME, {
      partitionKey: { name: 'id', type: 'S' },
      indexes: { byEmail: email },
    });
    const look = async (one: Resource) => {
      const observed = await imported.read(one, world.context);
      refuseImportedTables([one], new Map(observed && [[one.id, observed]]), new Map([[imported.kind, imported]]));
    };
    expect(await callsOf(world, () => look(desired))).toEqual({ calls: 1, writes: 0 });
    const otherKey = resource('imported-table', NAME, { partitionKey: { name: 'key', type: 'S' } });
    await expect(look(otherKey)).rejects.toThrow(`${NAME} has partitionKey.name "id", not "key"`);
    const absent = resource('imported-table', 'nobody', { partitionKey: { name: 'id', type: 'S' } });
    await expect(look(absent)).rejects.toMatchObject({ code: 'ImportedTable' });
  });

  it('without the tags of the stage is created in the embedded cloud, and does not belong to the stage there either', async () => {
    const imported: Kind = importedTableKind(world);
    const properties = { partitionKey: { name: 'id', type: 'S' }, indexes: { byEmail: email } };
    const desired = resource('imported-table', NAME, { ...properties, madeIfMissing: true });
    refuseImportedTables([desired], new Map(), new Map([[imported.kind, imported]]));
    const made = await imported.apply(desired, undefined, world.context);
    expect(imported.diff(desired, made)).toEqual([]);
    expect((await kind.read(wanted({ indexes }), world.context))?.owned).toBe(false);
    const elsewhere = resource('imported-table', 'nobody', properties);
    await expect(imported.apply(elsewhere, undefined, world.context)).rejects.toThrow('neither creates nor changes it');
  });
});
