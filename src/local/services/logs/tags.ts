/** TagResource, UntagResource, ListTagsForResource, and their older forms by group name. */
import { noResourcePolicy } from '../../authorization/no-resource-policy.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import { type OperationContext, operation } from '../../cloud/operation.ts';
import { check, checkTags, GROUP_NAME } from './checks.ts';
import { findGroup, groupsOf, type LogGroup } from './model.ts';

type Tags = Record<string, string>;

export const tagResource = operation<{ resourceArn: string; tags: Tags }, void>({
  name: 'TagResource',
  run: ({ resourceArn, tags }, context) => addTags(byArn('TagResource', resourceArn, context), tags, context),
});

export const untagResource = operation<{ resourceArn: string; tagKeys: string[] }, void>({
  name: 'UntagResource',
  run: ({ resourceArn, tagKeys }, context) =>
    removeTags(byArn('UntagResource', resourceArn, context), tagKeys, context),
});

export const listTagsForResource = operation<{ resourceArn: string }, unknown>({
  name: 'ListTagsForResource',
  run: ({ resourceArn }, context) => ({ tags: byArn('ListTagsForResource', resourceArn, context).tags }),
});

export const tagLogGroup = operation<{ logGroupName: string; tags: Tags }, void>({
  name: 'TagLogGroup',
  run: ({ logGroupName, tags }, context) => addTags(byName(logGroupName, context), tags, context),
});

export const untagLogGroup = operation<{ logGroupName: string; tags: string[] }, void>({
  name: 'UntagLogGroup',
  run: ({ logGroupName, tags }, context) => removeTags(byName(logGroupName, context), tags, context),
});

export const listTagsLogGroup = operation<{ logGroupName: string }, unknown>({
  name: 'ListTagsLogGroup',
  run: ({ logGroupName }, context) => ({ tags: byName(logGroupName, context).tags }),
});

function byName(name: string, context: OperationContext): LogGroup {
  check(['logGroupName', name, GROUP_NAME]);
  return findGroup(context.cloud, context, name);
}

/**
 * Accepts `logGroupArn` of DescribeLogGroups; its `arn`, which ends in `:*`, is "Invalid resourceArn"
 * (docs/aws/logs.md).
 */
function byArn(operation: string, arn: string, context: OperationContext): LogGroup {
  check(['resourceArn', arn, { required: true, minLength: 1, maxLength: 1011 }]);
  const [, region, account, name] = /^arn:aws[a-z-]*:logs:([^:]*):([^:]*):log-group:([^:*]+)$/.exec(arn) ?? [];
  if (name === undefined || region !== context.region) throw new AwsError('ValidationException', 'Invalid resourceArn');
  if (account !== context.account) throw noResourcePolicy('logs', operation, arn, context);
  return findGroup(context.cloud, context, name);
}

function addTags(group: LogGroup, added: Tags, context: OperationContext): void {
  check(['tags', added, { required: true }]);
  const tags = { ...group.tags, ...added };
  checkTags(tags);
  groupsOf(context.cloud, context).put(group.logGroupName, { ...group, tags });
}

function removeTags(group: LogGroup, keys: readonly string[], context: OperationContext): void {
  check(['tagKeys', keys, { required: true }]);
  const tags = Object.fromEntries(Object.entries(group.tags).filter(([key]) => !keys.includes(key)));
  groupsOf(context.cloud, context).put(group.logGroupName, { ...group, tags });
}
