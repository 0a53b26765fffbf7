/** CreateLogGroup, DeleteLogGroup, DescribeLogGroups, PutRetentionPolicy, DeleteRetentionPolicy. */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { checkMembers, refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { checkGroupKey } from './group-key.ts';
import { logStoreOf } from './log-store.ts';
import { checkNameLength, findGroup, groupArn, groupsOf, type LogGroup, page } from './model.ts';
import { operation } from './operation.ts';

export const createLogGroup = operation('CreateLogGroup', (input, context) => {
  const { logGroupClass = 'STANDARD' } = input;
  checkNameLength(input.logGroupName);
  if (logGroupClass === 'DELIVERY' || logGroupClass === 'ESSENTIALS') {
    throw notImplemented(`Logs CreateLogGroup with logGroupClass ${logGroupClass}`);
  }
  if (input.kmsKeyId !== undefined) checkGroupKey(input.kmsKeyId, input.logGroupName, context);
  const groups = groupsOf(context.cloud, context);
  if (groups.has(input.logGroupName)) {
    throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
  }
  groups.put(input.logGroupName, {
    logGroupName: input.logGroupName,
    creationTime: context.cloud.clock.now(),
    kmsKeyId: input.kmsKeyId,
    logGroupClass,
    deletionProtection: input.deletionProtectionEnabled ?? false,
    tags: input.tags ?? {},
  });
});

export const deleteLogGroup = operation('DeleteLogGroup', ({ logGroupName }, context) => {
  if (findGroup(context.cloud, context, logGroupName).deletionProtection) {
    throw new AwsError(
      'ValidationException',
      'The specified log group cannot be deleted because deletion protection is enabled.',
    );
  }
  logStoreOf(context.cloud).removeGroup(context, logGroupName);
});

/**
 * A pattern is a case-sensitive part of the name. With a pattern, the response has neither the retention nor other
 * settings of a group: "only arn, creationTime, and logGroupName" (botocore's logs model, DescribeLogGroups), and three
 * more members in 2026 (recorded: LocalStack's test_describe_log_groups_with_pattern). "The results are ASCII-sorted by
 * log group name."
 */
export const describeLogGroups = operation('DescribeLogGroups', (input, context) => {
  refuseMembers('Logs DescribeLogGroups', input, [
    'accountIdentifiers',
    'includeLinkedAccounts',
    'logGroupIdentifiers',
  ]);
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, limit } = input;
  if (prefix !== undefined && pattern !== undefined) {
    throw new AwsError(
      'InvalidParameterException',
      'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    );
  }
  const matching = groupsOf(context.cloud, context)
    .values()
    .filter(({ logGroupName }) => logGroupName.startsWith(prefix ?? '') && logGroupName.includes(pattern ?? ''))
    .filter(({ logGroupClass }) => input.logGroupClass === undefined || logGroupClass === input.logGroupClass)
    .sort((a, b) => (a.logGroupName < b.logGroupName ? -1 : 1));
  const { items, next } = page(matching, limit ?? 50, input.nextToken);
  const shown = items.map((group) => onWire(group, context));
  if (pattern === undefined) return { logGroups: shown, nextToken: next };
  return {
    logGroups: shown.map(({ arn, creationTime, logGroupName, logGroupArn, logGroupClass, metricFilterCount }) => ({
      arn,
      creationTime,
      logGroupName,
      logGroupArn,
      logGroupClass,
      metricFilterCount,
    })),
    nextToken: next,
  };
});

/** The values that PutRetentionPolicy accepts, in days (docs/aws/logs.md). */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const putRetentionPolicy = operation('PutRetentionPolicy', ({ logGroupName, retentionInDays }, context) => {
  checkMembers('InvalidParameterException', [['retentionInDays', retentionInDays, { oneOf: RETENTIONS.map(String) }]]);
  const group = findGroup(context.cloud, context, logGroupName);
  groupsOf(context.cloud, context).put(logGroupName, { ...group, retentionInDays });
});

export const deleteRetentionPolicy = operation('DeleteRetentionPolicy', ({ logGroupName }, context) => {
  const { retentionInDays: _days, ...group } = findGroup(context.cloud, context, logGroupName);
  groupsOf(context.cloud, context).put(logGroupName, group);
});

function onWire(group: LogGroup, context: OperationContext) {
  const arn = groupArn(context, group.logGroupName);
  return {
    logGroupName: group.logGroupName,
    creationTime: group.creationTime,
    retentionInDays: group.retentionInDays,
    metricFilterCount: group.metricFilters?.length ?? 0,
    arn: `${arn}:*`,
    storedBytes: 0,
    kmsKeyId: group.kmsKeyId,
    logGroupClass: group.logGroupClass,
    logGroupArn: arn,
    deletionProtectionEnabled: group.deletionProtection,
  };
}
