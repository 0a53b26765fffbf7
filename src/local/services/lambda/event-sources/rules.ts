/** Lambda's rules for event source mappings, and those for streams of tables. */
import { roleAllows } from '../../../authorization/service-role.ts';
import { AwsError, notImplemented } from '../../../cloud/aws-error.ts';
import type { Cloud, Scope } from '../../../cloud/cloud.ts';
import { refuseMembers } from '../../../cloud/constraints.ts';
import type { CreateEventSourceMappingRequest } from '../../../models/lambda.ts';
import { invalidParameter } from '../../../state/functions/errors.ts';
import { getVersion } from '../../../state/functions/lookup.ts';
import { lambdaState } from '../../../state/functions/model.ts';
import type { EventSource } from './model.ts';

/** The settings of both requests. */
export type Settings = Partial<Omit<CreateEventSourceMappingRequest, 'FunctionName'>>;

const REFUSED = [
  ...(['FilterCriteria', 'Queues', 'Topics', 'SourceAccessConfigurations'] as const),
  ...(['SelfManagedEventSource', 'AmazonManagedKafkaEventSourceConfig', 'SelfManagedKafkaEventSourceConfig'] as const),
  ...(['DocumentDBEventSourceConfig', 'KMSKeyArn', 'MetricsConfig'] as const),
  ...(['ProvisionedPollerConfig', 'StartingPositionTimestamp', 'LoggingConfig'] as const),
];

/** Throws NotImplemented for settings that are not emulated, InvalidParameterValueException for values out of range. */
export function checkSettings(operation: string, input: Settings): void {
  refuseMembers(`Lambda ${operation}`, input, REFUSED);
  const { OnSuccess, OnFailure } = input.DestinationConfig ?? {};
  if (OnFailure && OnFailure.Destination === undefined) {
    throw invalidParameter('The Destination field is required for an OnFailure configuration.');
  }
  const { Destination = '' } = OnFailure ?? {};
  if (OnSuccess?.Destination) throw notImplemented(`Lambda ${operation} with DestinationConfig.OnSuccess`);
  if (Destination !== '' && !/^arn:aws[a-z-]*:sqs:/.test(Destination)) {
    throw notImplemented(`Lambda ${operation} with the destination ${Destination}`);
  }
  if ((input.MaximumBatchingWindowInSeconds ?? 0) > 0) {
    throw notImplemented(`Lambda ${operation} with MaximumBatchingWindowInSeconds`);
  }
  if ((input.ParallelizationFactor ?? 1) > 1) throw notImplemented(`Lambda ${operation} with ParallelizationFactor`);
  if ((input.TumblingWindowInSeconds ?? 0) > 0)
    throw notImplemented(`Lambda ${operation} with TumblingWindowInSeconds`);
  // Without a batching window, AWS's limit for a batch from DynamoDB is 1,000 records.
  if ((input.BatchSize ?? 0) > 1000) {
    throw invalidParameter(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 1000',
    );
  }
  const age = input.MaximumRecordAgeInSeconds ?? -1;
  if (age !== -1 && age < 60) throw invalidParameter('MaximumRecordAgeInSeconds must be -1 or at least 60.');
}

/** Applies the settings to a mapping; settings that are absent do not change. */
export function withSettings<T extends Omit<EventSource, 'modifiedAt'>>(source: T, input: Settings): T {
  return {
    ...source,
    batchSize: input.BatchSize ?? source.batchSize,
    enabled: input.Enabled ?? source.enabled,
    bisect: input.BisectBatchOnFunctionError ?? source.bisect,
    retries: input.MaximumRetryAttempts ?? source.retries,
    maxAge: input.MaximumRecordAgeInSeconds ?? source.maxAge,
    reportsFailures: input.FunctionResponseTypes
      ? input.FunctionResponseTypes.includes('ReportBatchItemFailures')
      : source.reportsFailures,
    // An empty text removes the earlier destination.
    ...(input.DestinationConfig?.OnFailure && {
      onFailure: input.DestinationConfig.OnFailure.Destination || undefined,
    }),
    ...(input.ScalingConfig && { concurrency: input.ScalingConfig.MaximumConcurrency }),
  };
}

const READING = ['DescribeStream', 'GetShardIterator', 'GetRecords', 'ListStreams'];

/**
 * Returns `undefined` if the function's role may read the stream; throws ResourceNotFoundException without a function.
 */
export function readingRefusal(
  cloud: Cloud,
  scope: Scope,
  source: Pick<EventSource, 'functionName' | 'qualifier' | 'sourceArn'>,
): string | undefined {
  const { settings } = getVersion(lambdaState(cloud, scope), scope, source.functionName, source.qualifier);
  const canRead = READING.every((name) =>
    roleAllows(cloud, settings.role, source.functionName, { action: `dynamodb:${name}`, resource: source.sourceArn }),
  );
  if (canRead) return undefined;
  return `Cannot access stream ${source.sourceArn}. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.`;
}

/** Throws InvalidParameterValueException if the source is not a stream of a table. */
export function checkSource(cloud: Cloud, scope: Scope, arn: string): void {
  if (/^arn:aws[a-z-]*:(kinesis|kafka|mq|rds):/.test(arn)) {
    throw notImplemented(`Lambda event source mappings of ${arn.split(':')[2]}`);
  }
  if (!/^arn:aws[a-z-]*:dynamodb:[^:]+:\d{12}:table\/[^/]+\/stream\//.test(arn)) {
    throw new AwsError('InvalidParameterValueException', `Unrecognized event source: ${arn}`, {
      members: { Type: 'User' },
    });
  }
  if (!cloud.streams.find(scope, arn)) throw invalidParameter(`Stream not found: ${arn}`);
}
