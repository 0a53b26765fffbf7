/**
 * Kind `event-rule`: a rule of EventBridge that brings the events of a bus to a function of the stage. A rule has no
 * versions, so a deploy changes it as soon as the new release serves (docs/events.md). Targets that other people add to
 * the rule stay until the rule goes.
 */
import type { EventBridgeClient, Target } from '@aws-sdk/client-eventbridge';
import type { Kind, Observed, ResolvedResource, Resource } from '../../../engine/resource.ts';
import { ApikitError } from '../../../errors.ts';
import { eventRuleArn } from '../../../naming/arns.ts';
import type { Tags } from '../../../naming/tags.ts';
import { ownEventRules } from '../../arns/own-arns.ts';
import { owns, toTagList } from '../../ownership/ownership.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { eventTags, syncEventTags } from '../event-bus/event-tags.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { rulePath } from './rule-path.ts';
import type { EventRuleShape } from './shape.ts';

/** The ID of apikit's own target. */
export const TARGET = 'apikit-consumer';

type Found = EventRuleShape['found'];
type Desired = ResolvedResource<EventRuleShape>;

export function eventRuleKind({ clients, target: facts }: KindDependencies): Kind<EventRuleShape> {
  const arnOf = (name: string) => eventRuleArn(facts, name);

  async function read({ name, properties: { tags: wanted } }: Resource<EventRuleShape>) {
    const { DescribeRuleCommand } = await import('@aws-sdk/client-eventbridge');
    const client = await clients.eventBridge();
    const { bus: EventBusName, rule: Name } = rulePath(name);
    const found = await undefinedIfNotFound(client.send(new DescribeRuleCommand({ Name, EventBusName })));
    if (!found) return undefined;
    const [tags = {}, targets] = await Promise.all([eventTags(client, arnOf(name)), targetsOf(client, name)]);
    const own = targets.find(({ Id }) => Id === TARGET);
    return observedAs(name, wanted, {
      pattern: found.EventPattern ?? '',
      enabled: found.State !== 'DISABLED',
      ...(own?.Arn !== undefined && { target: own.Arn }),
      whole: !own?.Input && !own?.InputPath && !own?.InputTransformer,
      tags,
    });
  }

  function observedAs(name: string, wanted: Tags, properties: Found): Observed<EventRuleShape> {
    return { attributes: { arn: arnOf(name), name }, properties, owned: owns(wanted, properties.tags) };
  }

  /** Creates the rule, or changes its pattern and apikit's target if they differ. */
  async function deliver({ name, properties: { pattern, target, tags } }: Desired, had?: Found): Promise<void> {
    const client = await clients.eventBridge();
    const { bus: EventBusName, rule: Name } = rulePath(name);
    const { PutRuleCommand } = await import('@aws-sdk/client-eventbridge');
    if (!had?.enabled || diffFields(parsed(pattern), parsed(had.pattern)).length > 0) {
      await client.send(
        new PutRuleCommand({
          Name,
          EventBusName,
          EventPattern: pattern,
          State: 'ENABLED',
          ...(!had && { Tags: toTagList(tags) }),
        }),
      );
    }
    if (had?.target !== target || !had.whole) await putTarget(client, name, target);
  }

  return {
    kind: 'event-rule',
    rights: [
      {
        actions: [
          'events:DescribeRule',
          'events:ListTargetsByRule',
          'events:ListTagsForResource',
          'events:PutRule',
          'events:PutTargets',
          'events:RemoveTargets',
          'events:DeleteRule',
          'events:TagResource',
          'events:UntagResource',
        ],
        on: ownEventRules,
      },
    ],
    readsBy: [],
    read,
    diff: ({ properties }, { properties: had }) => [
      ...deliveryChanges(properties, had),
      ...diffFields(properties.tags, had.tags, 'tags'),
    ],
    async apply(resource, observed) {
      const { name, properties } = resource;
      const { tags } = properties;
      if (!observed) {
        await deliver(resource);
        return observedAs(name, tags, { ...properties, enabled: true, whole: true });
      }
      const had = observed.properties;
      await syncEventTags(await clients.eventBridge(), arnOf(name), tags, had.tags);
      return observedAs(name, tags, { ...had, tags });
    },
    follow: {
      due: ({ properties }, applied) => deliveryChanges(properties, applied.properties).length > 0,
      begin: async (resource, applied) => await deliver(resource, applied.properties),
    },
    async remove({ name }) {
      const client = await clients.eventBridge();
      const { bus: EventBusName, rule: Name } = rulePath(name);
      const { DeleteRuleCommand, RemoveTargetsCommand } = await import('@aws-sdk/client-eventbridge');
      const targets = (await undefinedIfNotFound(targetsOf(client, name))) ?? [];
      if (targets.length > 0) {
        const Ids = targets.map(({ Id = '' }) => Id);
        await undefinedIfNotFound(client.send(new RemoveTargetsCommand({ Rule: Name, EventBusName, Ids })));
      }
      await undefinedIfNotFound(client.send(new DeleteRuleCommand({ Name, EventBusName })));
    },
  };
}

/** The differences in what the rule delivers, and to whom. */
const deliveryChanges = ({ pattern, target }: EventRuleShape['properties'], had: Found) =>
  diffFields(
    { pattern: parsed(pattern), enabled: true, target, whole: true },
    { pattern: parsed(had.pattern), enabled: had.enabled, target: had.target, whole: had.whole },
  );

/** Two patterns are the same whatever the order of their members is. */
function parsed(pattern: string): unknown {
  try {
    return JSON.parse(pattern);
  } catch {
    return pattern;
  }
}

/** A rule has at most five targets, so they are on one page. */
async function targetsOf(client: EventBridgeClient, name: string): Promise<Target[]> {
  const { ListTargetsByRuleCommand } = await import('@aws-sdk/client-eventbridge');
  const { bus: EventBusName, rule: Rule } = rulePath(name);
  const found = await undefinedIfNotFound(client.send(new ListTargetsByRuleCommand({ Rule, EventBusName })));
  return found?.Targets ?? [];
}

/** PutTargets answers 200 also if it did not take the target. */
async function putTarget(client: EventBridgeClient, name: string, Arn: string): Promise<void> {
  const { PutTargetsCommand } = await import('@aws-sdk/client-eventbridge');
  const { bus: EventBusName, rule: Rule } = rulePath(name);
  const answer = await client.send(new PutTargetsCommand({ Rule, EventBusName, Targets: [{ Id: TARGET, Arn }] }));
  const [failed] = answer.FailedEntries ?? [];
  if (!failed) return;
  throw new ApikitError(
    'TargetRefused',
    `EventBridge did not take the function ${Arn} as the target of the rule ${Rule}: ${failed.ErrorMessage ?? failed.ErrorCode}.`,
    { hint: 'Run the same command again: it continues where it stopped.' },
  );
}
