import { GetTopicAttributesCommand, SetTopicAttributesCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TopicProperties } from '../../../../src/aws/kinds/topic/shape.ts';
import { topicKind } from '../../../../src/aws/kinds/topic/topic.ts';
import type { Kind, Resource } from '../../../../src/engine/resource.ts';
import { service as sns } from '../../../../src/local/services/sns/service.ts';
import { callsOf, differencesOf, reconcile, resource, startWorld, TAGS, type World } from '../../kind-world.ts';

const NAME = 'items-api-dev-alarms';
const ARN = `arn:aws:sns:eu-west-1:000000000000:${NAME}`;
let world: World;
let kind: Kind;

beforeEach(async () => {
  world = await startWorld([sns]);
  kind = topicKind(world);
});
afterEach(async () => await world.close());

const wanted = (changes: Partial<TopicProperties> = {}): Resource =>
  resource('topic', NAME, { emails: ['ops@example.com'], tags: TAGS, ...changes });

const differences = (desired: Resource) => differencesOf(kind, desired, world);

describe('a topic', () => {
  it('is created with its policy, tags and subscriptions in two writes, and then has no changes', async () => {
    expect((await callsOf(world, () => reconcile(kind, wanted(), world))).writes).toBe(2);
    const client = await world.clients.sns();
    const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn: ARN }));
    expect(JSON.parse(Attributes?.Policy ?? '{}').Statement).toMatchObject([
      { Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish', Resource: ARN },
    ]);
    expect(await callsOf(world, () => reconcile(kind, wanted(), world))).toEqual({ calls: 3, writes: 0 });
  });

  it('sends an e-mail that the recipient has to confirm, and says so', async () => {
    await reconcile(kind, wanted(), world);
    expect(world.notes).toEqual(['ops@example.com has been sent a message to confirm']);
  });

  it('gets new addresses, and ignores old ones that nobody confirmed', async () => {
    await reconcile(kind, wanted(), world);
    const both = wanted({ emails: ['ops@example.com', 'dev@example.com'] });
    expect(await differences(both)).toEqual(['emails']);
    await reconcile(kind, both, world);
    expect(await differences(both)).toEqual([]);
    expect(await differences(wanted())).toEqual([]);
  });

  it('does not change subscriptions of other kinds', async () => {
    await reconcile(kind, wanted(), world);
    const client = await world.clients.sns();
    await client.send(new SubscribeCommand({ TopicArn: ARN, Protocol: 'email-json', Endpoint: 'bot@example.com' }));
    expect(await differences(wanted())).toEqual([]);
  });

  it('is repaired after its policy or tags were changed', async () => {
    await reconcile(kind, wanted(), world);
    const client = await world.clients.sns();
    const open = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sns:Publish', Resource: ARN }],
    };
    await client.send(
      new SetTopicAttributesCommand({ TopicArn: ARN, AttributeName: 'Policy', AttributeValue: JSON.stringify(open) }),
    );
    const changed = wanted({ tags: { ...TAGS, team: 'blue' } });
    expect(await differences(changed)).toEqual(['tags.team', 'policy']);
    await reconcile(kind, changed, world);
    expect(await differences(changed)).toEqual([]);
  });

  it('without the tags of the stage does not belong to it', async () => {
    await reconcile(kind, wanted({ tags: { ...TAGS, 'apikit:stage': 'prod' } }), world);
    expect((await kind.read(wanted(), world.context))?.owned).toBe(false);
  });

  it('is deleted, and a second deletion is not an error', async () => {
    const observed = await reconcile(kind, wanted(), world);
    await kind.remove(wanted(), observed, world.context);
    expect(await kind.read(wanted(), world.context)).toBeUndefined();
    await kind.remove(wanted(), observed, world.context);
  });
});
