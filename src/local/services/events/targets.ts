/** PutTargets, RemoveTargets, ListTargetsByRule: functions and queues that get the events of a rule. */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { Target as GivenTarget } from '../../models/events.ts';
import { isFunctionArn } from '../../state/functions/invoke-for-service.ts';
import { isQueueArn } from '../../state/queues/send-for-service.ts';
import { findRule, invalid, PAGE, page, ruleKey, rulesOf, type Target } from './model.ts';
import { operation } from './operation.ts';

/** The default quota of a rule (docs/aws/events.md). */
const MOST = 5;

const UNSUPPORTED = [
  'RoleArn',
  'InputPath',
  'InputTransformer',
  'KinesisParameters',
  'RunCommandParameters',
  'EcsParameters',
  'BatchParameters',
  'SqsParameters',
  'HttpParameters',
  'RedshiftDataParameters',
  'SageMakerPipelineParameters',
  'DeadLetterConfig',
  'RetryPolicy',
  'AppSyncParameters',
] as const;

/** A target with a known ID is replaced. */
export const putTargets = operation('PutTargets', ({ Rule, EventBusName, Targets }, context) => {
  const rule = findRule(context, Rule, EventBusName);
  const given = Targets.map(checked);
  const kept = rule.targets.filter(({ Id }) => !given.some((target) => target.Id === Id));
  if (kept.length + given.length > MOST) {
    throw new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
  }
  rulesOf(context).put(ruleKey(rule), { ...rule, targets: [...kept, ...given] });
  return { FailedEntryCount: 0, FailedEntries: [] };
});

function checked(target: GivenTarget): Target {
  refuseMembers('EventBridge PutTargets', target, UNSUPPORTED);
  const { Id, Arn, Input } = target;
  if (!/^arn:[\w-]+:[\w-]+:[^:]*:[^:]*:.+$/.test(Arn)) {
    throw invalid(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`);
  }
  if (!isFunctionArn(Arn) && !isQueueArn(Arn)) throw notImplemented(`EventBridge PutTargets with the target ${Arn}`);
  if (Arn.endsWith('.fifo')) throw invalid(`Parameter(s) SqsParameters must be specified for target: ${Id}.`);
  if (Input !== undefined && !isJson(Input)) throw invalid(`JSON syntax error in input for target ${Id}`);
  return { Id, Arn, ...(Input !== undefined && { Input }) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** `Force` is for rules that services of AWS manage. Removing a missing target succeeds. */
export const removeTargets = operation('RemoveTargets', (input, context) => {
  refuseMembers('EventBridge RemoveTargets', input, ['Force']);
  const rule = findRule(context, input.Rule, input.EventBusName);
  const targets = rule.targets.filter(({ Id }) => !input.Ids.includes(Id));
  rulesOf(context).put(ruleKey(rule), { ...rule, targets });
  return { FailedEntryCount: 0, FailedEntries: [] };
});

export const listTargetsByRule = operation('ListTargetsByRule', (input, context) => {
  const { Rule, EventBusName, NextToken, Limit } = input;
  const { items, next } = page(findRule(context, Rule, EventBusName).targets, Limit ?? PAGE, NextToken);
  return { Targets: items, NextToken: next };
});
