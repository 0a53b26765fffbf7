/** TagResource, UntagResource, ListTagsForResource, and their older forms by group name. */
import { noResourcePolicy } from '../../authorization/no-resource-policy.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import { type OperationContext, operation } from '../../cloud/operation.ts';
import { findGroup, groupsOf, type LogGroup } from './model.ts';

type Tags = Record<string, string>;

const MAX_TAGS = 50;

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

const byName = (name: string, context: OperationContext): LogGroup => findGroup(context.cloud, context, name);

/**
 * Accepts `logGroupArn` of DescribeLogGroups; its `arn`, which ends in `:*`, is "Invalid resourceArn"
 * (docs/aws/logs.md).
 */
function byArn(operation: string, arn: string, context: OperationContext): LogGroup {
  const [, region, account, name] = /^arn:aws[a-z-]*:logs:([^:]*):([^:]*):log-group:([^:*]+)$/.exec(arn) ?? [];
  if (name === undefined || region !== context.region) throw new AwsError('ValidationException', 'Invalid resourceArn');
  if (account !== context.account) throw noResourcePolicy('logs', operation, arn, context);
  return findGroup(context.cloud, context, name);
}

function addTags(group: LogGroup, added: Tags, context: OperationContext): void {
  const tags = { ...group.tags, ...added };
  if (Object.keys(tags).length > MAX_TAGS) {
    throw new AwsError('InvalidParameterException', `A resource can have at most ${MAX_TAGS} tags.`);
  }
  groupsOf(context.cloud, context).put(group.logGroupName, { ...group, tags });
}

function removeTags(group: LogGroup, keys: readonly string[], context: OperationContext): void {
  const tags = Object.fromEntries(Object.entries(group.tags).filter(([key]) => !keys.includes(key)));
  groupsOf(context.cloud, context).put(group.logGroupName, { ...group, tags });
}
