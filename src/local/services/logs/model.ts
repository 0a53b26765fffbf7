/** The state of CloudWatch Logs: groups and streams. The log store has their events. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { CloudBase, Scope } from '../../cloud/cloud.ts';
import { pagesOf } from '../../cloud/page.ts';
import type { MetricTransformation } from '../../models/logs.ts';
import type { Collection } from '../../storage/store.ts';

/** Collection `logs.groups`, keyed by name. */
export interface LogGroup {
  readonly logGroupName: string;
  /** epoch milliseconds */
  readonly creationTime: number;
  readonly retentionInDays?: number;
  readonly kmsKeyId?: string;
  readonly logGroupClass: 'STANDARD' | 'INFREQUENT_ACCESS';
  readonly deletionProtection: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** Filters in the order of their names; they are deleted with the group. */
  readonly metricFilters?: readonly MetricFilter[];
}

export interface MetricFilter {
  readonly filterName: string;
  readonly filterPattern: string;
  /** Each matching line is one data point of the metric. */
  readonly metricTransformations: readonly [MetricTransformation];
  readonly creationTime: number;
}

/** Collection `logs.streams`, keyed by `streamKey`. */
export interface LogStream {
  readonly group: string;
  readonly logStreamName: string;
  readonly creationTime: number;
}

export const page = pagesOf(() => new AwsError('InvalidParameterException', 'The specified nextToken is invalid.'));

export const groupsOf = (cloud: CloudBase, scope: Scope): Collection<LogGroup> =>
  cloud.collection<LogGroup>(scope, 'logs.groups');

export const streamsOf = (cloud: CloudBase, scope: Scope): Collection<LogStream> =>
  cloud.collection<LogStream>(scope, 'logs.streams');

/** Neither name can have a colon (their patterns), so the key is unambiguous. */
export const streamKey = (group: string, stream: string): string => `${group}:${stream}`;

export const groupArn = ({ account, region }: Scope, name: string): string =>
  `arn:aws:logs:${region}:${account}:log-group:${name}`;

/** Creates a missing group as AWS's services do: without retention and tags. */
export function ensureGroup(cloud: CloudBase, scope: Scope, logGroupName: string): LogGroup {
  const groups = groupsOf(cloud, scope);
  const known = groups.get(logGroupName);
  if (known) return known;
  const made: LogGroup = {
    logGroupName,
    creationTime: cloud.clock.now(),
    logGroupClass: 'STANDARD',
    deletionProtection: false,
    tags: {},
  };
  groups.put(logGroupName, made);
  return made;
}

/** Throws InvalidParameterException, or ResourceNotFoundException. */
export function findGroup(cloud: CloudBase, scope: Scope, name: string): LogGroup {
  checkNameLength(name);
  const group = groupsOf(cloud, scope).get(name);
  if (!group) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
  return group;
}

/** The text is recorded in LocalStack's `test_create_log_group_invalid_name_length`, which was run on AWS. */
export function checkNameLength(group: string): void {
  if (group.length <= 512) return;
  throw new AwsError(
    'InvalidParameterException',
    'Invalid LogGroup or LogStream, both must have length less than or equal to 512.',
  );
}

/** Throws InvalidParameterException, or ResourceNotFoundException. */
export function findStream(cloud: CloudBase, scope: Scope, group: string, name: string): LogStream {
  findGroup(cloud, scope, group);
  const stream = streamsOf(cloud, scope).get(streamKey(group, name));
  if (!stream) throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
  return stream;
}

/**
 * Returns the group of a `logGroupName`, or of a `logGroupIdentifier` (name or ARN). The ARN of another account or
 * region names no group here.
 */
export function groupNameOf(input: { logGroupName?: string; logGroupIdentifier?: string }, scope: Scope): string {
  const { logGroupName, logGroupIdentifier } = input;
  // The code is recorded in LocalStack's `test_describe_log_streams_with_log_group_identifier`, which was run on AWS.
  if (logGroupName !== undefined && logGroupIdentifier !== undefined) {
    throw new AwsError('ValidationException', 'LogGroup name and LogGroup ARN are mutually exclusive parameters.');
  }
  if (logGroupName === undefined && logGroupIdentifier === undefined) {
    throw new AwsError('InvalidParameterException', 'Exactly one of logGroupName and logGroupIdentifier is required.');
  }
  return logGroupName ?? withoutPrefix(logGroupIdentifier!, groupArn(scope, ''));
}

const withoutPrefix = (text: string, prefix: string): string =>
  text.startsWith(prefix) ? text.slice(prefix.length) : text;
