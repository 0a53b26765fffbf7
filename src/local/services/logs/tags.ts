/** TagResource, UntagResource, ListTagsForResource, and their older forms by group name. */
import { noResourcePolicy } from '../../authorization/no-resource-policy.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { type Tagged, tagMapOperations } from '../../cloud/tag-operations.ts';
import type { ListTagsForResourceRequest, ListTagsLogGroupRequest } from '../../models/logs.ts';
import { findGroup, groupsOf } from './model.ts';

type Tags = Readonly<Record<string, string>>;

const MAX_TAGS = 50;

function check(tags: Tags): void {
  if (Object.keys(tags).length > MAX_TAGS) {
    throw new AwsError('InvalidParameterException', `A resource can have at most ${MAX_TAGS} tags.`);
  }
}

export const resources = tagMapOperations({
  members: { tags: 'tags', keys: 'tagKeys' },
  find: ({ resourceArn }: ListTagsForResourceRequest, context, operation) =>
    tagged(nameIn(resourceArn, operation, context), context),
  check,
});

export const groups = tagMapOperations({
  names: ['TagLogGroup', 'UntagLogGroup', 'ListTagsLogGroup'],
  members: { tags: 'tags', keys: 'tags' },
  find: ({ logGroupName }: ListTagsLogGroupRequest, context) => tagged(logGroupName, context),
  check,
});

function tagged(name: string, context: OperationContext): Tagged<Tags> {
  const group = findGroup(context.cloud, context, name);
  return { tags: group.tags, put: (tags) => groupsOf(context.cloud, context).put(name, { ...group, tags }) };
}

/**
 * Accepts `logGroupArn` of DescribeLogGroups; its `arn`, which ends in `:*`, is "Invalid resourceArn"
 * (docs/aws/logs.md).
 */
function nameIn(arn: string, operation: string, context: OperationContext): string {
  const [, region, account, name] = /^arn:aws[a-z-]*:logs:([^:]*):([^:]*):log-group:([^:*]+)$/.exec(arn) ?? [];
  if (name === undefined || region !== context.region) throw new AwsError('ValidationException', 'Invalid resourceArn');
  if (account !== context.account) throw noResourcePolicy('logs', operation, arn, context);
  return name;
}
