/** The lifecycle configuration of a bucket. Every rule that is accepted is carried out (`expire.ts`). */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import type { LifecycleRule } from '../../models/s3.ts';
import { invalidArgument, invalidRequest, malformedXml } from './errors.ts';
import { bucketsOf, findBucket } from './model.ts';
import { operation } from './operation.ts';

const MOST_RULES = 1000;

export const putBucketLifecycleConfiguration = operation(
  'PutBucketLifecycleConfiguration',
  ({ Bucket, LifecycleConfiguration, TransitionDefaultMinimumObjectSize }, context) => {
    const bucket = findBucket(context, Bucket);
    const rules = LifecycleConfiguration?.Rules ?? [];
    if (rules.length === 0 || rules.length > MOST_RULES) throw malformedXml();
    const named = rules.map((rule) => ({ ...rule, ID: rule.ID ?? context.cloud.ids.uuid() }));
    if (new Set(named.map(({ ID }) => ID)).size < named.length) {
      throw invalidArgument('Rule ID must be unique. Found same ID for more than one rule', 'ID', named[0]!.ID);
    }
    for (const rule of named) checkRule(rule);
    bucketsOf(context.cloud).put(Bucket, { ...bucket, lifecycle: named });
    return TransitionDefaultMinimumObjectSize === undefined ? {} : { TransitionDefaultMinimumObjectSize };
  },
);

function checkRule(rule: LifecycleRule): void {
  const { Prefix, Filter, Transitions, NoncurrentVersionTransitions, Expiration, NoncurrentVersionExpiration } = rule;
  if (Transitions?.length || NoncurrentVersionTransitions?.length)
    throw notImplemented('S3 lifecycle transitions to other storage classes');
  if ((Prefix === undefined) === (Filter === undefined)) throw malformedXml();
  if (Object.keys(Filter ?? {}).length > 1) throw malformedXml();
  const keys = (Filter?.And?.Tags ?? []).map(({ Key }) => Key);
  if (new Set(keys).size < keys.length) throw invalidRequest('Duplicate Tag Keys are not allowed.');
  if (NoncurrentVersionExpiration && Object.keys(NoncurrentVersionExpiration).length === 0) throw malformedXml();
  const actions = [Expiration, NoncurrentVersionExpiration, rule.AbortIncompleteMultipartUpload];
  if (actions.every((action) => action === undefined)) {
    throw invalidRequest('At least one action needs to be specified in a rule.');
  }
  const { Days, Date: at, ExpiredObjectDeleteMarker } = Expiration ?? {};
  if (Expiration && [Days, at, ExpiredObjectDeleteMarker].filter((one) => one !== undefined).length !== 1)
    throw malformedXml();
  const days = [
    Days,
    NoncurrentVersionExpiration?.NoncurrentDays,
    rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
  ];
  if (days.some((one) => one !== undefined && one <= 0)) {
    throw invalidArgument(
      "'Days' for Expiration action must be a positive integer",
      'Days',
      String(days.find((one) => one! <= 0)),
    );
  }
  if (at !== undefined && at.getTime() % 86_400_000 !== 0) {
    throw invalidArgument("'Date' must be at midnight GMT", 'Date', at.toISOString());
  }
  if (rule.AbortIncompleteMultipartUpload && hasTagFilter(rule)) {
    throw invalidRequest('AbortIncompleteMultipartUpload cannot be specified with Tags.');
  }
}

const hasTagFilter = ({ Filter }: LifecycleRule): boolean =>
  Filter?.Tag !== undefined || (Filter?.And?.Tags?.length ?? 0) > 0;

export const getBucketLifecycleConfiguration = operation('GetBucketLifecycleConfiguration', ({ Bucket }, context) => {
  const { lifecycle } = findBucket(context, Bucket);
  if (!lifecycle) {
    throw new AwsError('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', {
      status: 404,
      members: { BucketName: Bucket },
    });
  }
  // A stored date is text.
  const Rules = lifecycle.map(({ Expiration, ...rule }) => ({
    ...rule,
    ...(Expiration && {
      Expiration: { ...Expiration, ...(Expiration.Date && { Date: new Date(Expiration.Date) }) },
    }),
  }));
  return { Rules };
});

export const deleteBucketLifecycle = operation('DeleteBucketLifecycle', ({ Bucket }, context) => {
  bucketsOf(context.cloud).put(Bucket, { ...findBucket(context, Bucket), lifecycle: undefined });
});
