/** How event buses and rules leave, with the target of a rule. */
import type { EventBusShape } from '../../kinds/event-bus/shape.ts';
import { TARGET } from '../../kinds/event-rule/event-rule.ts';
import { rulePath } from '../../kinds/event-rule/rule-path.ts';
import type { EventRuleShape } from '../../kinds/event-rule/shape.ts';
import { toTagList } from '../../ownership/ownership.ts';
import type { Leaving } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

export const eventBus: Leaving<EventBusShape> = {
  cloudFormation: ({ resource: { id, name, properties }, attributes: { arn } }) => [
    {
      logicalId: logicalId(id),
      type: 'AWS::Events::EventBus',
      properties: { Name: name, Tags: toTagList(properties.tags) },
      identifier: { Name: name },
      values: { Ref: name, Arn: arn },
    },
  ],

  terraform: ({ resource: { id, name, properties }, attributes: { arn } }) => [
    {
      type: 'aws_cloudwatch_event_bus',
      name: terraformName(id),
      body: { name, tags: properties.tags },
      importId: name,
      values: { arn },
    },
  ],
};

export const eventRule: Leaving<EventRuleShape> = {
  cloudFormation({ resource: { id, name, properties }, attributes: { arn } }) {
    const { bus, rule } = rulePath(name);
    return [
      {
        logicalId: logicalId(id),
        type: 'AWS::Events::Rule',
        properties: {
          Name: rule,
          EventBusName: bus,
          EventPattern: JSON.parse(properties.pattern) as object,
          State: 'ENABLED',
          Targets: [{ Id: TARGET, Arn: properties.target }],
        },
        identifier: { Arn: arn },
        values: { Arn: arn },
      },
    ];
  },

  terraform({ resource: { id, name, properties }, attributes: { arn } }) {
    const { bus, rule } = rulePath(name);
    return [
      {
        type: 'aws_cloudwatch_event_rule',
        name: terraformName(id),
        body: { name: rule, event_bus_name: bus, event_pattern: properties.pattern, tags: properties.tags },
        importId: `${bus}/${rule}`,
        values: { arn },
      },
      {
        type: 'aws_cloudwatch_event_target',
        name: terraformName(id, 'consumer'),
        body: { rule, event_bus_name: bus, target_id: TARGET, arn: properties.target },
        importId: `${bus}/${rule}/${TARGET}`,
      },
    ];
  },
};
