/** The event buses of a stage to which operations send, and the rules that bring events to its functions. Pure. */
import type { EventBusShape } from '../aws/kinds/event-bus/shape.ts';
import type { EventRuleShape } from '../aws/kinds/event-rule/shape.ts';
import type { InvokePermissionShape } from '../aws/kinds/invoke-permission/invoke-permission.ts';
import type { StageConfig } from '../config/config.ts';
import { eventBusArnOf, physicalEventBus } from '../config/physical-event-bus.ts';
import type { Resource } from '../engine/resource.ts';
import type { ArnScope } from '../naming/arn-scope.ts';
import { eventRuleArn, functionArn } from '../naming/arns.ts';
import { DEFAULT_BUS } from '../naming/default-bus.ts';
import { consumerName, eventConsumer, eventRulePath } from '../naming/names.ts';
import type { Tags } from '../naming/tags.ts';

export const eventResources = (config: StageConfig, facts: ArnScope, tags: Tags): Resource[] => [
  ...eventBuses(config, tags),
  ...Object.keys(config.eventRules).flatMap((name) => eventRule(name, config, facts, tags)),
];

function eventBuses(config: StageConfig, tags: Tags): Resource<EventBusShape>[] {
  const own = Object.entries(config.eventBuses).filter(
    ([name, bus]) => name !== DEFAULT_BUS && bus.import === undefined,
  );
  return own.map(([name]) => ({
    id: `event-bus/${name}`,
    kind: 'event-bus',
    name: physicalEventBus(config, name),
    properties: { tags },
  }));
}

function eventRule(rule: string, config: StageConfig, facts: ArnScope, tags: Tags): Resource[] {
  const { bus, pattern } = config.eventRules[rule]!;
  const id = eventConsumer(rule);
  const called = consumerName(config, id);
  const name = eventRulePath(config, physicalEventBus(config, bus), rule);
  const permission: Resource<InvokePermissionShape> = {
    id: `invoke-permission/${id}`,
    kind: 'invoke-permission',
    name: called,
    properties: {
      service: 'events.amazonaws.com',
      source: eventRuleArn(facts, name),
    },
    after: [`consumer/${id}`],
  };
  const resource: Resource<EventRuleShape> = {
    id: `event-rule/${rule}`,
    kind: 'event-rule',
    name,
    properties: { pattern: JSON.stringify(pattern), target: functionArn(facts, called), tags },
    after: [permission.id, ...(bus === DEFAULT_BUS ? [] : [`event-bus/${bus}`])],
  };
  return [permission, resource];
}

/** The ARNs of all event buses that operations may send to. */
export const eventBusArns = (config: StageConfig, facts: ArnScope): string[] =>
  Object.keys(config.eventBuses).map((name) => eventBusArnOf(config, name, facts));
