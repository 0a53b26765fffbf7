/**
 * Notifications of a bucket: S3 calls a function for each new or deleted object whose key matches (S3 User Guide,
 * "Event message structure"). S3 must be allowed to by the policy of the function.
 */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { LambdaFunctionConfiguration } from '../../models/s3.ts';
import { invokeAsynchronously } from '../../state/functions/asynchronous-invoke.ts';
import { functionArn, lambdaState, policyKey } from '../../state/functions/model.ts';
import { checkResourcePolicy } from '../../state/functions/resource-policy.ts';
import { identityOf } from '../../state/identity/callers.ts';
import { sessionsOf } from '../../state/identity/sessions.ts';
import { invalidArgument, malformedXml } from './errors.ts';
import { type Bucket, bucketArn, bucketsOf, findBucket, type ObjectVersion } from './model.ts';
import { operation } from './operation.ts';
import { NULL_VERSION } from './versions.ts';

type Created = 'Put' | 'Post' | 'Copy' | 'CompleteMultipartUpload';
type Removed = 'Delete' | 'DeleteMarkerCreated';

/** The events that the embedded cloud sends. */
const EVENTS: ReadonlySet<string> = new Set([
  's3:ObjectCreated:*',
  's3:ObjectCreated:Put',
  's3:ObjectCreated:Post',
  's3:ObjectCreated:Copy',
  's3:ObjectCreated:CompleteMultipartUpload',
  's3:ObjectRemoved:*',
  's3:ObjectRemoved:Delete',
  's3:ObjectRemoved:DeleteMarkerCreated',
]);

export const putBucketNotificationConfiguration = operation('PutBucketNotificationConfiguration', (input, context) => {
  const { Bucket, NotificationConfiguration, SkipDestinationValidation } = input;
  const bucket = findBucket(context, Bucket);
  const {
    TopicConfigurations,
    QueueConfigurations,
    EventBridgeConfiguration,
    LambdaFunctionConfigurations = [],
  } = NotificationConfiguration;
  if (TopicConfigurations?.length) throw notImplemented('S3 notifications to SNS topics');
  if (QueueConfigurations?.length) throw notImplemented('S3 notifications to SQS queues');
  if (EventBridgeConfiguration !== undefined) throw notImplemented('S3 notifications to EventBridge');
  const named = LambdaFunctionConfigurations.map((each) => ({ ...each, Id: each.Id ?? context.cloud.ids.uuid() }));
  for (const { Events } of named) {
    const unknown = Events.find((event) => !EVENTS.has(event));
    if (unknown !== undefined) throw notImplemented(`S3 notifications of the event ${unknown}`);
  }
  for (const each of named) checkConfiguration(each);
  refuseOverlaps(named);
  if (SkipDestinationValidation !== true) for (const one of named) checkDestination(one, bucket, context);
  bucketsOf(context.cloud).put(Bucket, { ...bucket, notification: { LambdaFunctionConfigurations: named } });
});

export const getBucketNotificationConfiguration = operation(
  'GetBucketNotificationConfiguration',
  ({ Bucket }, context) => findBucket(context, Bucket).notification ?? {},
);

/** Throws MalformedXML or InvalidArgument, whether the destination is validated or not. */
function checkConfiguration({ LambdaFunctionArn, Filter }: LambdaFunctionConfiguration): void {
  if (!/^arn(:[^:]*){5}/.test(LambdaFunctionArn)) {
    throw invalidArgument('The ARN could not be parsed', 'CloudFunction', LambdaFunctionArn);
  }
  for (const { Name, Value } of Filter?.Key?.FilterRules ?? []) {
    if (Name === undefined || Value === undefined) throw malformedXml();
    if (!/^(prefix|suffix)$/i.test(Name)) {
      throw invalidArgument('filter rule name must be either prefix or suffix', 'FilterRule.Name', Name);
    }
  }
}

const FUNCTION_ARN = /^arn:aws:lambda:([a-z0-9-]+):(\d{12}):function:([\w-]+)(?::([\w$-]+))?$/;

function checkDestination(
  { LambdaFunctionArn }: LambdaFunctionConfiguration,
  bucket: Bucket,
  context: OperationContext,
) {
  const refused = () =>
    new AwsError('InvalidArgument', 'Unable to validate the following destination configurations', {
      members: {
        ArgumentName1: `${LambdaFunctionArn}, null`,
        ArgumentValue1: `Not authorized to invoke function [${LambdaFunctionArn}]`,
      },
    });
  const [, region, account, name, qualifier] = FUNCTION_ARN.exec(LambdaFunctionArn) ?? [];
  if (name === undefined || region !== bucket.region || account !== context.account) throw refused();
  const scope = { account, region };
  const policy = lambdaState(context.cloud, scope).policies.get(policyKey(name, qualifier));
  try {
    checkResourcePolicy(policy, callerOf(bucket), functionArn(scope, name, qualifier));
  } catch (error) {
    throw error instanceof AwsError ? refused() : error;
  }
}

const callerOf = ({ name }: Bucket) => ({ service: 's3.amazonaws.com', sourceArn: bucketArn(name) });

/** Two configurations of one event must not both match a key. */
function refuseOverlaps(all: readonly LambdaFunctionConfiguration[]): void {
  for (const [index, one] of all.entries()) {
    for (const other of all.slice(index + 1)) {
      const sameEvent = one.Events.some((a) => other.Events.some((b) => covers(a, b) || covers(b, a)));
      const [a, b] = [filterOf(one), filterOf(other)];
      const overlap =
        (a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix)) &&
        (a.suffix.endsWith(b.suffix) || b.suffix.endsWith(a.suffix));
      if (!sameEvent || !overlap) continue;
      throw new AwsError(
        'InvalidArgument',
        'Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.',
      );
    }
  }
}

const covers = (pattern: string, event: string): boolean =>
  pattern === event || (pattern.endsWith('*') && event.startsWith(pattern.slice(0, -1)));

function filterOf({ Filter }: LambdaFunctionConfiguration): { prefix: string; suffix: string } {
  const value = (name: string) =>
    Filter?.Key?.FilterRules?.find((rule) => rule.Name?.toLowerCase() === name)?.Value ?? '';
  return { prefix: value('prefix'), suffix: value('suffix') };
}

export function notifyCreated(
  context: OperationContext,
  bucket: Bucket,
  key: string,
  version: ObjectVersion,
  how: Created,
): void {
  const { size, etag } = version;
  send(context, bucket, key, `ObjectCreated:${how}`, { size, eTag: etag.slice(1, -1), ...idOf(version) });
}

export function notifyRemoved(
  context: OperationContext,
  bucket: Bucket,
  key: string,
  version: ObjectVersion | undefined,
  how: Removed,
): void {
  send(context, bucket, key, `ObjectRemoved:${how}`, version ? idOf(version) : {});
}

const idOf = ({ id }: ObjectVersion) => (id === NULL_VERSION ? {} : { versionId: id });

function send(context: OperationContext, bucket: Bucket, key: string, event: string, object: object): void {
  const { cloud, account } = context;
  for (const one of bucket.notification?.LambdaFunctionConfigurations ?? []) {
    const { prefix, suffix } = filterOf(one);
    if (!one.Events.some((pattern) => covers(pattern, `s3:${event}`))) continue;
    if (!key.startsWith(prefix) || !key.endsWith(suffix)) continue;
    const [, region, , functionName, qualifier] = FUNCTION_ARN.exec(one.LambdaFunctionArn) ?? [];
    invokeAsynchronously(cloud, {
      scope: { account, region: region! },
      functionName: functionName!,
      ...(qualifier !== undefined && { qualifier }),
      isJson: true,
      onBehalfOf: callerOf(bucket),
      payload: JSON.stringify({ Records: [record(context, bucket, key, event, object, one.Id ?? '')] }),
    });
  }
}

function record(
  { cloud, account, accessKeyId, requestId }: OperationContext,
  { name, region }: Bucket,
  key: string,
  eventName: string,
  object: object,
  configurationId: string,
): object {
  const caller = identityOf(account, sessionsOf(cloud).get(accessKeyId)?.role);
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: region,
    eventTime: new Date(cloud.clock.now()).toISOString(),
    eventName,
    userIdentity: { principalId: `AWS:${caller.UserId}` },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': requestId, 'x-amz-id-2': requestId },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId,
      bucket: { name, ownerIdentity: { principalId: account }, arn: bucketArn(name) },
      object: { key: formEncoded(key), ...object, sequencer: sequencer(cloud) },
    },
  };
}

/** Keys are encoded as in a form: a space is a plus. */
const formEncoded = (key: string): string => encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');

/** A later event of a key has a greater text. */
let count = 0;
function sequencer(cloud: Cloud): string {
  count = (count + 1) % 0x10000;
  const time = cloud.clock.now().toString(16).padStart(14, '0');
  return `${time}${count.toString(16).padStart(4, '0')}`.toUpperCase();
}
