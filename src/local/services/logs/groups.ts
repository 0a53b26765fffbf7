/** CreateLogGroup, DeleteLogGroup, DescribeLogGroups, PutRetentionPolicy, DeleteRetentionPolicy. */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import { type OperationContext, operation } from '../../cloud/operation.ts';
import { check, checkRetention, checkTags, GROUP_NAME, page } from './checks.ts';
import { logStoreOf } from './log-store.ts';
import { findGroup, groupArn, groupsOf, type LogGroup } from './model.ts';

interface CreateInput {
  logGroupName: string;
  kmsKeyId?: string;
  tags?: Record<string, string>;
  logGroupClass?: string;
  deletionProtectionEnabled?: boolean;
}

export const createLogGroup = operation<CreateInput, void>({
  name: 'CreateLogGroup',
  run(input, context) {
    // This is recorded in LocalStack's `test_create_log_group_invalid_name_length`, which was run on AWS.
    if (input.logGroupName?.length > 512) {
      throw new AwsError(
        'InvalidParameterException',
        'Invalid LogGroup or LogStream, both must have length less than or equal to 512.',
      );
    }
    check(
      ['logGroupName', input.logGroupName, GROUP_NAME],
      ['logGroupClass', input.logGroupClass, { oneOf: ['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY'] }],
    );
    if (input.logGroupClass === 'DELIVERY') throw notImplemented('Logs CreateLogGroup with logGroupClass DELIVERY');
    checkTags(input.tags ?? {});
    const groups = groupsOf(context.cloud, context);
    if (groups.has(input.logGroupName)) {
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
    }
    groups.put(input.logGroupName, {
      logGroupName: input.logGroupName,
      creationTime: context.cloud.clock.now(),
      ...(input.kmsKeyId !== undefined && { kmsKeyId: input.kmsKeyId }),
      logGroupClass: (input.logGroupClass ?? 'STANDARD') as LogGroup['logGroupClass'],
      deletionProtection: input.deletionProtectionEnabled ?? false,
      tags: input.tags ?? {},
    });
  },
});

export const deleteLogGroup = operation<{ logGroupName: string }, void>({
  name: 'DeleteLogGroup',
  run({ logGroupName }, context) {
    check(['logGroupName', logGroupName, GROUP_NAME]);
    if (findGroup(context.cloud, context, logGroupName).deletionProtection) {
      throw new AwsError(
        'ValidationException',
        'The specified log group cannot be deleted because deletion protection is enabled.',
      );
    }
    logStoreOf(context.cloud).removeGroup(context, logGroupName);
  },
});

interface DescribeInput {
  logGroupNamePrefix?: string;
  logGroupNamePattern?: string;
  logGroupClass?: string;
  limit?: number;
  nextToken?: string;
}

/**
 * A pattern is a case-sensitive part of the name. With a pattern, the response has neither the retention nor other
 * settings of a group: "only arn, creationTime, and logGroupName" (botocore's logs model, DescribeLogGroups), and three
 * more members in 2026 (recorded: LocalStack's test_describe_log_groups_with_pattern). "The results are ASCII-sorted by
 * log group name."
 */
export const describeLogGroups = operation<DescribeInput, unknown>({
  name: 'DescribeLogGroups',
  run(input, context) {
    refuseMembers('Logs DescribeLogGroups', input, [
      'accountIdentifiers',
      'includeLinkedAccounts',
      'logGroupIdentifiers',
    ]);
    const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, limit } = input;
    check(['limit', limit, { min: 1, max: 50 }]);
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
    const { items, ...rest } = page(matching, limit ?? 50, input.nextToken);
    const shown = items.map((group) => onWire(group, context));
    if (pattern === undefined) return { logGroups: shown, ...rest };
    return {
      logGroups: shown.map(({ arn, creationTime, logGroupName, logGroupArn, logGroupClass, metricFilterCount }) => ({
        arn,
        creationTime,
        logGroupName,
        logGroupArn,
        logGroupClass,
        metricFilterCount,
      })),
      ...rest,
    };
  },
});

export const putRetentionPolicy = operation<{ logGroupName: string; retentionInDays: number }, void>({
  name: 'PutRetentionPolicy',
  run({ logGroupName, retentionInDays }, context) {
    check(['logGroupName', logGroupName, GROUP_NAME]);
    checkRetention(retentionInDays);
    const group = findGroup(context.cloud, context, logGroupName);
    groupsOf(context.cloud, context).put(logGroupName, { ...group, retentionInDays });
  },
});

export const deleteRetentionPolicy = operation<{ logGroupName: string }, void>({
  name: 'DeleteRetentionPolicy',
  run({ logGroupName }, context) {
    check(['logGroupName', logGroupName, GROUP_NAME]);
    const { retentionInDays: _days, ...group } = findGroup(context.cloud, context, logGroupName);
    groupsOf(context.cloud, context).put(logGroupName, group);
  },
});

function onWire(group: LogGroup, context: OperationContext) {
  const arn = groupArn(context, group.logGroupName);
  return {
    logGroupName: group.logGroupName,
    creationTime: group.creationTime,
    ...(group.retentionInDays !== undefined && { retentionInDays: group.retentionInDays }),
    metricFilterCount: group.metricFilters?.length ?? 0,
    arn: `${arn}:*`,
    storedBytes: 0,
    ...(group.kmsKeyId !== undefined && { kmsKeyId: group.kmsKeyId }),
    logGroupClass: group.logGroupClass,
    logGroupArn: arn,
    deletionProtectionEnabled: group.deletionProtection,
  };
}
