/** PutRule, DescribeRule, ListRules, EnableRule, DisableRule, DeleteRule. */
import { notImplemented } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import {
  checkTags,
  findBus,
  findRule,
  invalid,
  PAGE,
  page,
  type Rule,
  ruleArn,
  ruleKey,
  rulesOf,
  rulesOfBus,
} from './model.ts';
import { operation } from './operation.ts';
import { compilePattern } from './pattern.ts';

/** An update replaces everything but the targets and the tags. */
export const putRule = operation('PutRule', (input, context) => {
  refuseMembers('EventBridge PutRule', input, ['ScheduleExpression', 'RoleArn']);
  const { Name: name, EventPattern: pattern, Description: description, State = 'ENABLED', Tags } = input;
  if (!pattern) throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  if (State !== 'ENABLED' && State !== 'DISABLED') throw notImplemented(`EventBridge PutRule with the state ${State}`);
  const bus = findBus(context, input.EventBusName).name;
  compilePattern(pattern);
  const known = rulesOf(context).get(ruleKey({ bus, name }));
  const tags = checkTags(Tags);
  const rule: Rule = {
    name,
    bus,
    pattern,
    ...(description !== undefined && { description }),
    enabled: State === 'ENABLED',
    targets: known?.targets ?? [],
    tags: known?.tags ?? tags,
  };
  rulesOf(context).put(ruleKey(rule), rule);
  return { RuleArn: ruleArn(context, rule) };
});

export const describeRule = operation('DescribeRule', ({ Name, EventBusName }, context) => ({
  ...onWire(findRule(context, Name, EventBusName), context),
  CreatedBy: context.account,
}));

export const listRules = operation('ListRules', ({ NamePrefix = '', EventBusName, NextToken, Limit }, context) => {
  const { name: bus } = findBus(context, EventBusName);
  const all = rulesOfBus(context, bus).filter(({ name }) => name.startsWith(NamePrefix));
  const { items, next } = page(all, Limit ?? PAGE, NextToken);
  return { Rules: items.map((rule) => onWire(rule, context)), NextToken: next };
});

export const enableRule = operation('EnableRule', ({ Name, EventBusName }, context) => {
  switchRule(findRule(context, Name, EventBusName), true, context);
});

export const disableRule = operation('DisableRule', ({ Name, EventBusName }, context) => {
  switchRule(findRule(context, Name, EventBusName), false, context);
});

function switchRule(rule: Rule, enabled: boolean, context: OperationContext): void {
  rulesOf(context).put(ruleKey(rule), { ...rule, enabled });
}

/** Deleting a missing rule succeeds. `Force` is for rules that services of AWS manage. */
export const deleteRule = operation('DeleteRule', (input, context) => {
  refuseMembers('EventBridge DeleteRule', input, ['Force']);
  const bus = findBus(context, input.EventBusName).name;
  const key = ruleKey({ bus, name: input.Name });
  if ((rulesOf(context).get(key)?.targets.length ?? 0) > 0)
    throw invalid("Rule can't be deleted since it has targets.");
  rulesOf(context).delete(key);
});

const onWire = (rule: Rule, context: OperationContext) => ({
  Name: rule.name,
  Arn: ruleArn(context, rule),
  EventPattern: rule.pattern,
  State: rule.enabled ? ('ENABLED' as const) : ('DISABLED' as const),
  Description: rule.description,
  EventBusName: rule.bus,
});
