import {
  CreateEventBusCommand,
  DisableRuleCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventRule } from '../../../../src/aws/kinds/event-rule/definition.ts';
import { eventRuleKind, TARGET } from '../../../../src/aws/kinds/event-rule/event-rule.ts';
import type { Kind, Resource } from '../../../../src/engine/resource.ts';
import { service as events } from '../../../../src/local/services/events/service.ts';
import { callsOf, differencesOf, reconcile, resource, startWorld, TAGS, type World } from '../../kind-world.ts';

const BUS = 'items-api-dev-orders';
const RULE = 'items-api-dev-placed';
const NAME = `${BUS}/${RULE}`;
const target = 'arn:aws:lambda:eu-west-1:000000000000:function:items-api-dev-placed-event';
const place = { Rule: RULE, EventBusName: BUS };
let world: World;
let kind: Kind;

beforeEach(async () => {
  world = await startWorld([events]);
  kind = eventRuleKind(world);
  await (await world.clients.eventBridge()).send(new CreateEventBusCommand({ Name: BUS }));
});
afterEach(async () => await world.close());

const wanted = (pattern: object = { source: ['shop'], 'detail-type': ['Placed'] }, name = NAME): Resource =>
  resource('event-rule', name, { pattern: JSON.stringify(pattern), target, tags: TAGS });
const targets = async () => {
  const client = await world.clients.eventBridge();
  return (await client.send(new ListTargetsByRuleCommand(place))).Targets!;
};

describe('a rule', () => {
  it('is created with its target, and then has no changes', async () => {
    expect((await callsOf(world, () => reconcile(kind, wanted(), world))).writes).toBe(2);
    expect(await targets()).toEqual([{ Id: TARGET, Arn: target }]);
    expect(await callsOf(world, () => reconcile(kind, wanted(), world))).toEqual({ calls: 3, writes: 0 });
    expect(await differencesOf(kind, wanted({ 'detail-type': ['Placed'], source: ['shop'] }), world)).toEqual([]);
  });

  it('gets another pattern, and keeps the targets of other people', async () => {
    await reconcile(kind, wanted(), world);
    const client = await world.clients.eventBridge();
    const foreign = { Id: 'audit', Arn: 'arn:aws:sqs:eu-west-1:000000000000:audit' };
    await client.send(new PutTargetsCommand({ ...place, Targets: [foreign] }));
    const other = wanted({ source: ['shop', 'web'] });
    expect(await differencesOf(kind, other, world)).toEqual(['pattern.detail-type', 'pattern.source']);
    expect((await callsOf(world, () => reconcile(kind, other, world))).writes).toBe(1);
    expect(await differencesOf(kind, other, world)).toEqual([]);
    expect((await targets()).map(({ Id }) => Id).sort()).toEqual([TARGET, 'audit']);
  });

  it('changes only when the new release serves', async () => {
    const found = await reconcile(kind, wanted(), world);
    const other = wanted({ source: ['web'] });
    expect(await callsOf(world, () => kind.apply(other, found, world.context))).toEqual({ calls: 0, writes: 0 });
    expect(kind.follow!.due(other, found)).toBe(true);
    for (let time = 0; time < 2; time += 1) await kind.follow!.begin(other, found, world.context);
    expect(await differencesOf(kind, other, world)).toEqual([]);
  });

  it('is repaired if somebody disabled it, or changed or removed its target', async () => {
    await reconcile(kind, wanted(), world);
    const client = await world.clients.eventBridge();
    await client.send(new DisableRuleCommand({ Name: RULE, EventBusName: BUS }));
    await client.send(new PutTargetsCommand({ ...place, Targets: [{ Id: TARGET, Arn: target, Input: '{}' }] }));
    expect(await differencesOf(kind, wanted(), world)).toEqual(['enabled', 'whole']);
    await reconcile(kind, wanted(), world);
    await client.send(new RemoveTargetsCommand({ ...place, Ids: [TARGET] }));
    expect(await differencesOf(kind, wanted(), world)).toEqual(['target']);
    await reconcile(kind, wanted(), world);
    expect(await targets()).toEqual([{ Id: TARGET, Arn: target }]);
  });

  it('goes with all of its targets, and twice without harm', async () => {
    const found = await reconcile(kind, wanted(), world);
    const client = await world.clients.eventBridge();
    const foreign = { Id: 'audit', Arn: 'arn:aws:sqs:eu-west-1:000000000000:audit' };
    await client.send(new PutTargetsCommand({ ...place, Targets: [foreign] }));
    await kind.remove(wanted(), found, world.context);
    await kind.remove(wanted(), found, world.context);
    await kind.remove(wanted(undefined, `none/${RULE}`), found, world.context);
    expect((await client.send(new ListRulesCommand({ EventBusName: BUS }))).Rules).toEqual([]);
  });

  it('is found on the default bus and on those of stages', async () => {
    const onDefault = wanted(undefined, `default/${RULE}`);
    await reconcile(kind, wanted(), world);
    await reconcile(kind, onDefault, world);
    const search = eventRule.search!.in({ clients: world.clients, facts: world.target }, new Map() as never)!;
    expect(await search.all()).toEqual([onDefault.name, NAME]);
    expect(await search.tags(NAME)).toEqual(TAGS);
    expect(search.arn(NAME)).toBe(`arn:aws:events:eu-west-1:000000000000:rule/${NAME}`);
    expect(search.arn(onDefault.name)).toBe(`arn:aws:events:eu-west-1:000000000000:rule/${RULE}`);
    for (const { name } of [wanted(), onDefault]) expect(await search.ofArn(search.arn(name))).toBe(name);
  });
});
