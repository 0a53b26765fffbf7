/** CreateBucket, HeadBucket, GetBucketLocation, ListBuckets, DeleteBucket. */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { pagesOf } from '../../cloud/page.ts';
import type { CreateBucketRequest } from '../../models/s3.ts';
import { abort } from './abort-upload.ts';
import { checkBucketName } from './bucket-name.ts';
import { checkTags } from './bucket-tags.ts';
import { invalidArgument, notFound } from './errors.ts';
import { bucketArn, bucketsOf, findBucket, objectsOf, uploadsOf } from './model.ts';
import { operation } from './operation.ts';
import { ownerId } from './owner.ts';

const UNSUPPORTED = [
  'GrantFullControl',
  'GrantRead',
  'GrantReadACP',
  'GrantWrite',
  'GrantWriteACP',
  'ObjectLockEnabledForBucket',
] as const;

const SYSTEM_TAGS =
  'User-defined tag keys can\'t start with "aws:". This prefix is reserved for system tags. Remove "aws:" from your tag keys and try again.';

/** Every new bucket is private and encrypted, and has no access control lists (since April 2023). */
export const createBucket = operation('CreateBucket', (input, context) => {
  refuseMembers('S3 CreateBucket', input, UNSUPPORTED);
  const { Bucket, ACL, CreateBucketConfiguration, ObjectOwnership, BucketNamespace } = input;
  if (ACL !== undefined && ACL !== 'private') throw notImplemented(`S3 CreateBucket with the ACL ${ACL}`);
  refuseMembers('S3 CreateBucketConfiguration', CreateBucketConfiguration ?? {}, ['Location', 'Bucket'] as const);
  checkBucketName(Bucket, BucketNamespace, context);
  checkLocation(CreateBucketConfiguration, context);
  const { cloud, region } = context;
  const buckets = bucketsOf(cloud);
  if (buckets.has(Bucket)) {
    throw new AwsError(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      { status: 409, members: { BucketName: Bucket } },
    );
  }
  buckets.put(Bucket, {
    name: Bucket,
    region,
    createdAt: cloud.clock.now(),
    tags: checkTags(CreateBucketConfiguration?.Tags ?? [], SYSTEM_TAGS),
    encryption: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
    },
    publicAccess: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
    ownership: ObjectOwnership ?? 'BucketOwnerEnforced',
  });
  return { Location: `/${Bucket}`, BucketArn: bucketArn(Bucket) };
});

const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** In us-east-1 no location is given; everywhere else it is the region of the endpoint. */
function checkLocation(
  configuration: CreateBucketRequest['CreateBucketConfiguration'],
  { region }: OperationContext,
): void {
  const location = configuration?.LocationConstraint;
  if (location === (region === 'us-east-1' ? undefined : region)) return;
  if (region === 'us-east-1' && (location === region || !REGION.test(location!))) {
    throw new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid', {
      members: { LocationConstraint: location },
    });
  }
  throw new AwsError(
    'IllegalLocationConstraintException',
    `The ${location ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}

export const headBucket = operation('HeadBucket', ({ Bucket }, { cloud }) => {
  const bucket = bucketsOf(cloud).get(Bucket);
  if (!bucket) throw notFound();
  return { BucketRegion: bucket.region, BucketArn: bucketArn(Bucket), AccessPointAlias: false };
});

export const getBucketLocation = operation('GetBucketLocation', ({ Bucket }, context) => {
  const { region } = findBucket(context, Bucket);
  return region === 'us-east-1' ? {} : { LocationConstraint: region };
});

const page = pagesOf((token) =>
  invalidArgument('The continuation token provided is incorrect', 'continuation-token', token),
);

export const listBuckets = operation(
  'ListBuckets',
  ({ MaxBuckets, ContinuationToken, Prefix = '', BucketRegion }, { cloud, account }) => {
    const all = bucketsOf(cloud)
      .values()
      .filter(({ name, region }) => name.startsWith(Prefix) && (BucketRegion ?? region) === region)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, next } = page(all, MaxBuckets ?? 10_000, ContinuationToken);
    const Buckets = items.map(({ name, region, createdAt }) => ({
      Name: name,
      CreationDate: new Date(createdAt),
      BucketRegion: region,
      BucketArn: bucketArn(name),
    }));
    return { Buckets, Owner: { ID: ownerId(account) }, ContinuationToken: next, ...(Prefix !== '' && { Prefix }) };
  },
);

export const deleteBucket = operation('DeleteBucket', ({ Bucket }, context) => {
  const { cloud } = context;
  findBucket(context, Bucket);
  const uploads = uploadsOf(cloud);
  if (objectsOf(cloud, Bucket).size > 0) {
    throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', {
      status: 409,
      members: { BucketName: Bucket },
    });
  }
  // Uploads that were never completed do not keep a bucket.
  for (const upload of uploads.values()) if (upload.bucket === Bucket) abort(cloud, upload);
  bucketsOf(cloud).delete(Bucket);
});
