import {
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { logGroupKind } from '../../../../src/aws/kinds/log-group/log-group.ts';
import type { LogGroupProperties } from '../../../../src/aws/kinds/log-group/shape.ts';
import { type Kind, type Resource, ref } from '../../../../src/engine/resource.ts';
import { service as logs } from '../../../../src/local/services/logs/service.ts';
import { callsOf, differencesOf, reconcile, resource, startWorld, TAGS, type World } from '../../kind-world.ts';

const FUNCTION = '/aws/lambda/items-api-dev';
const ACCESS = '/aws/apigateway/items-api-dev';
let world: World;
let kind: Kind;

beforeEach(async () => {
  world = await startWorld([logs]);
  kind = logGroupKind(world);
});
afterEach(async () => await world.close());

const wanted = (name = FUNCTION, changes: Partial<LogGroupProperties> = {}): Resource =>
  resource('log-group', name, { retentionDays: 14, tags: TAGS, ...changes });

const differences = (desired: Resource) => differencesOf(kind, desired, world);

describe('a log group', () => {
  it('is created with retention and tags in two writes', async () => {
    expect((await callsOf(world, () => reconcile(kind, wanted(), world))).writes).toBe(2);
    const client = await world.clients.logs();
    const { logGroups } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: FUNCTION }));
    expect(logGroups).toMatchObject([{ logGroupName: FUNCTION, retentionInDays: 14 }]);
    const resourceArn = `arn:aws:logs:eu-west-1:000000000000:log-group:${FUNCTION}`;
    expect((await client.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual(TAGS);
  });

  it('needs two reads, for its retention and for its tags', async () => {
    const made = await reconcile(kind, wanted(), world);
    expect(made.attributes).toEqual({
      arn: `arn:aws:logs:eu-west-1:000000000000:log-group:${FUNCTION}`,
      name: FUNCTION,
    });
    await reconcile(kind, wanted(ACCESS), world);
    const both = () => Promise.all([reconcile(kind, wanted(), world), reconcile(kind, wanted(ACCESS), world)]);
    expect(await callsOf(world, both)).toEqual({ calls: 4, writes: 0 });
  });

  it('shares the listing with the groups of other functions of the stage', async () => {
    const groups = [FUNCTION, `${FUNCTION}-feed-stream`, `${FUNCTION}-jobs-queue`].map((name) => wanted(name));
    for (const group of groups) await reconcile(kind, group, world);
    const all = () => Promise.all(groups.map((group) => reconcile(kind, group, world)));
    expect(await callsOf(world, all)).toEqual({ calls: 4, writes: 0 });
  });

  it('is found behind more groups than a listing has', async () => {
    const last = `${FUNCTION}-zeta-queue`;
    await reconcile(kind, wanted(last), world);
    const client = await world.clients.logs();
    for (let n = 10; n < 65; n += 1) await client.send(new CreateLogGroupCommand({ logGroupName: `${FUNCTION}-${n}` }));
    expect(await differences(wanted(last))).toEqual([]);
  });

  it.each<[string, Partial<LogGroupProperties>]>([
    ['retentionDays', { retentionDays: 30 }],
    ['tags.team', { tags: { ...TAGS, team: 'blue' } }],
  ])(
    'with a changed %s differs in that alone, needs one write, and has no changes afterwards',
    async (path, changes) => {
      await reconcile(kind, wanted(), world);
      expect(await differences(wanted(FUNCTION, changes))).toEqual([path]);
      const desired = wanted(FUNCTION, changes);
      expect((await callsOf(world, () => reconcile(kind, desired, world))).writes).toBe(1);
      expect(await differences(desired)).toEqual([]);
    },
  );

  it('does not read the retention of a group whose name starts the same', async () => {
    await reconcile(kind, wanted(), world);
    await reconcile(kind, wanted(`${FUNCTION}-canary`, { retentionDays: 3 }), world);
    expect(await differences(wanted())).toEqual([]);
  });

  it('with the ID of an API in its name is read and created after the API', async () => {
    const name = 'API-Gateway-Execution-Logs_{api}/dev';
    const without = resource('log-group', name, { retentionDays: 14, api: ref('api', 'id'), tags: TAGS });
    expect(await kind.read(without, world.context)).toBeUndefined();
    const desired = resource('log-group', name, { retentionDays: 14, api: 'a1b2c3', tags: TAGS });
    const made = await reconcile(kind, desired, world);
    expect(made.attributes.name).toBe('API-Gateway-Execution-Logs_a1b2c3/dev');
    expect(await differences(desired)).toEqual([]);
    await kind.remove(desired, made, world.context);
    expect(await kind.read(desired, world.context)).toBeUndefined();
  });

  it('that Lambda created before belongs to the stage', async () => {
    const client = await world.clients.logs();
    await client.send(new CreateLogGroupCommand({ logGroupName: FUNCTION }));
    expect((await kind.read(wanted(), world.context))?.owned).toBe(true);
    await reconcile(kind, wanted(), world);
    expect(await differences(wanted())).toEqual([]);
  });

  it('that Lambda creates between read and create belongs to the stage too', async () => {
    const client = await world.clients.logs();
    await client.send(new CreateLogGroupCommand({ logGroupName: FUNCTION }));
    await kind.apply(wanted(), undefined, world.context);
    expect(await differences(wanted())).toEqual([]);
  });

  it('with the tags of another stage does not belong to this stage', async () => {
    await reconcile(kind, wanted(FUNCTION, { tags: { ...TAGS, 'apikit:stage': 'prod' } }), world);
    expect((await kind.read(wanted(), world.context))?.owned).toBe(false);
  });

  it('is repaired after changes by hand', async () => {
    await reconcile(kind, wanted(), world);
    const client = await world.clients.logs();
    await client.send(new PutRetentionPolicyCommand({ logGroupName: FUNCTION, retentionInDays: 1 }));
    await world.clock.sleep(10_000);
    expect(await differences(wanted())).toEqual(['retentionDays']);
  });

  it('is deleted, and a second deletion is not an error', async () => {
    const observed = await reconcile(kind, wanted(), world);
    await kind.remove(wanted(), observed, world.context);
    expect(await kind.read(wanted(), world.context)).toBeUndefined();
    await kind.remove(wanted(), observed, world.context);
  });

  it('waits for another change of the same group', async () => {
    const observed = await reconcile(kind, wanted(), world);
    const message = 'A conflicting operation is currently in progress against this resource. Please try again.';
    world.proxy.add({
      method: 'POST',
      path: /^\/$/,
      times: 2,
      refuse: { status: 400, type: 'OperationAbortedException', message },
    });
    await kind.remove(wanted(), observed, world.context);
    expect(world.clock.slept).toHaveLength(2);
    expect(await kind.read(wanted(), world.context)).toBeUndefined();
  });
});
