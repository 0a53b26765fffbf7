import {
  CreateEventBusCommand,
  DeleteRuleCommand,
  ListEventBusesCommand,
  ListTagsForResourceCommand,
  PutRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventBus } from '../../../../src/aws/kinds/event-bus/definition.ts';
import { eventBusKind } from '../../../../src/aws/kinds/event-bus/event-bus.ts';
import type { Kind, Resource } from '../../../../src/engine/resource.ts';
import { service as events } from '../../../../src/local/services/events/service.ts';
import { callsOf, differencesOf, reconcile, resource, startWorld, TAGS, type World } from '../../kind-world.ts';

const NAME = 'items-api-dev-orders';
const ResourceARN = `arn:aws:events:eu-west-1:000000000000:event-bus/${NAME}`;
let world: World;
let kind: Kind;

beforeEach(async () => {
  world = await startWorld([events]);
  kind = eventBusKind(world);
});
afterEach(async () => await world.close());

const wanted = (tags: object = TAGS): Resource => resource('event-bus', NAME, { tags });
const names = async () => {
  const client = await world.clients.eventBridge();
  return (await client.send(new ListEventBusesCommand({}))).EventBuses!.map(({ Name }) => Name);
};

describe('an event bus', () => {
  it('is created with its tags, and then has no changes', async () => {
    expect((await callsOf(world, () => reconcile(kind, wanted(), world))).writes).toBe(1);
    expect(await names()).toEqual(['default', NAME]);
    expect(await callsOf(world, () => reconcile(kind, wanted(), world))).toEqual({ calls: 1, writes: 0 });
  });

  it('gets the tags that apikit.yaml has', async () => {
    await reconcile(kind, wanted(), world);
    const tagged = wanted({ ...TAGS, team: 'shop' });
    expect(await differencesOf(kind, tagged, world)).toEqual(['tags.team']);
    await reconcile(kind, tagged, world);
    await reconcile(kind, wanted(), world);
    const client = await world.clients.eventBridge();
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN }));
    expect(Tags?.map(({ Key }) => Key)).not.toContain('team');
  });

  it('is not taken over from somebody else', async () => {
    const client = await world.clients.eventBridge();
    await client.send(new CreateEventBusCommand({ Name: NAME }));
    expect((await kind.read(wanted(), world.context))?.owned).toBe(false);
    await expect(kind.apply(wanted(), undefined, world.context)).rejects.toThrow(NAME);
  });

  it('goes when its last rule has gone', async () => {
    const found = await reconcile(kind, wanted(), world);
    const client = await world.clients.eventBridge();
    await client.send(new PutRuleCommand({ Name: 'r', EventBusName: NAME, EventPattern: '{"source":["a"]}' }));
    const removed = kind.remove(wanted(), found, world.context);
    await client.send(new DeleteRuleCommand({ Name: 'r', EventBusName: NAME }));
    await removed;
    expect(await names()).toEqual(['default']);
    await kind.remove(wanted(), found, world.context);
  });

  it('is found by its name', async () => {
    await reconcile(kind, wanted(), world);
    const search = eventBus.search!.in({ clients: world.clients, facts: world.target }, new Map() as never)!;
    expect(await search.all()).toEqual([NAME]);
    expect(await search.tags(NAME)).toEqual(TAGS);
    expect(await search.tags('none')).toBeUndefined();
    expect(await search.ofArn(ResourceARN)).toBe(NAME);
    expect(await search.ofArn('arn:aws:events:eu-west-1:000000000000:rule/x')).toBeUndefined();
  });
});
