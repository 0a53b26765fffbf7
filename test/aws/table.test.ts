import {
  CreateTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tableKind } from '../../src/aws/table.ts';
import { tableInput } from '../../src/aws/table-settings.ts';
import type { Kind, Resource } from '../../src/engine/resource.ts';
import { service as dynamodb } from '../../src/local/services/dynamodb/service.ts';
import type { TableProperties } from '../../src/stack/properties.ts';
import { callsOf, reconcile, resource, startWorld, TAGS, type World } from './kind-world.ts';

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

async function differences(desired: Resource): Promise<string[]> {
  const observed = await kind.read(desired, world.context);
  return observed ? kind.diff(desired, observed).map(({ path }) => path) : ['nothing there'];
}

describe('a table', () => {
  it('is created on demand, encrypted, tagged and recoverable, and then there is nothing to do', async () => {
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

  it('can be used before its recovery can be turned on, and that is said and waited for', async () => {
    const made = await kind.apply(wanted(), undefined, world.context);
    expect(made).toMatchObject({ state: 'ACTIVE', properties: { pointInTimeRecovery: false } });
    const message = 'Backups are being enabled for the table';
    const refuse = { status: 400, type: 'ContinuousBackupsUnavailableException', message };
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

  it('takes two writes to make', async () => {
    expect((await callsOf(world, () => reconcile(kind, wanted(), world))).writes).toBe(2);
  });

  it.each<[string, Partial<TableProperties>]>([
    ['pointInTimeRecovery', { pointInTimeRecovery: false }],
    ['deletionProtection', { deletionProtection: true }],
    ['tags.team', { tags: { ...TAGS, team: 'blue' } }],
  ])('differs in its %s alone when that changes, and not after', async (path, changes) => {
    await reconcile(kind, wanted(), world);
    expect(await differences(wanted(changes))).toEqual([path]);
    expect((await callsOf(world, () => reconcile(kind, wanted(changes), world))).writes).toBe(1);
    expect(await differences(wanted(changes))).toEqual([]);
    await reconcile(kind, wanted(), world);
    expect(await differences(wanted())).toEqual([]);
  });

  it('cannot have its keys changed in place', async () => {
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

  it('of someone else is seen as not ours', async () => {
    await reconcile(kind, wanted({ tags: { 'apikit:app': 'other', 'apikit:stage': 'dev' } }), world);
    expect((await kind.read(wanted(), world.context))?.owned).toBe(false);
  });

  it('that another run made in this moment is taken up', async () => {
    await reconcile(kind, wanted({ pointInTimeRecovery: false }), world);
    const taken = await kind.apply(wanted(), undefined, world.context);
    await kind.finish?.(wanted(), taken, world.context);
    expect(await differences(wanted())).toEqual([]);
  });

  it('that an interrupted run left half-made is waited for', async () => {
    const desired = wanted({ pointInTimeRecovery: false });
    const client = await world.clients.dynamodb();
    await client.send(new CreateTableCommand(tableInput(desired)));
    const observed = await kind.read(desired, world.context);
    const halfMade = observed && { ...observed, state: 'CREATING' };
    expect(halfMade && kind.diff(desired, halfMade).map(({ path }) => path)).toEqual(['state']);
    expect(await kind.apply(desired, halfMade, world.context)).toMatchObject({ state: 'ACTIVE' });
    expect(world.notes).toContain('waiting for the table to be active');
  });

  it('that someone else made in this moment is left alone', async () => {
    await reconcile(kind, wanted({ tags: {} }), world);
    await expect(kind.apply(wanted(), undefined, world.context)).rejects.toMatchObject({ code: 'NotOurs' });
  });

  it('is removed although protected, and removing it again is no error', async () => {
    const desired = wanted({ deletionProtection: true });
    const observed = await reconcile(kind, desired, world);
    await kind.remove(desired, observed, world.context);
    expect(await kind.read(desired, world.context)).toBeUndefined();
    await kind.remove(desired, observed, world.context);
  });

  it('protected by hand is unprotected again', async () => {
    await reconcile(kind, wanted(), world);
    const client = await world.clients.dynamodb();
    await client.send(new UpdateTableCommand({ TableName: NAME, DeletionProtectionEnabled: true }));
    expect(await differences(wanted())).toEqual(['deletionProtection']);
  });
});
