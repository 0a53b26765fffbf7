/**
 * Kind `bucket`: a private S3 bucket in the namespace of the account, so that nobody else can have taken its name. It
 * is encrypted, as every new bucket is, and accepts only TLS. A removal first deletes every object with all versions;
 * other code decides whether to remove it at all (docs/aws/s3.md).
 *
 * All releases share one bucket. `apply` only adds pages, and turns versions on. `retire` makes the changes after which
 * pages may do less or objects are deleted earlier, when the new release serves.
 */
import type { BucketLocationConstraint, S3Client } from '@aws-sdk/client-s3';
import type { FieldChange, Kind, KindContext, Observed, Resource } from '../../../engine/resource.ts';
import { bucketArn } from '../../../naming/arns.ts';
import { APP_TAG } from '../../../naming/tags.ts';
import { objectsInOwnBuckets, ownBuckets } from '../../arns/own-arns.ts';
import { owns, toTagList } from '../../ownership/ownership.ts';
import { isAwsError } from '../../sdk/errors/sdk-error.ts';
import { createdMeanwhile } from '../created-meanwhile.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { markLast } from '../made-last.ts';
import {
  demandsTls,
  isPrivate,
  lifecycleRules,
  type Managed,
  managedBy,
  PRIVATE,
  readCors,
  readLifecycle,
  untilTakenOver,
  withTlsOnly,
} from './bucket-settings.ts';
import { bucketTags } from './bucket-tags.ts';
import type { BucketProperties, BucketShape } from './shape.ts';

export function bucketKind({ clients, target }: KindDependencies): Kind<BucketShape> {
  const arnOf = (name: string) => bucketArn(target, name);

  async function read(resource: Resource<BucketShape>): Promise<Observed<BucketShape> | undefined> {
    const client = await clients.s3();
    const Bucket = resource.name;
    const tags = await bucketTags(client, Bucket);
    if (tags === undefined) return undefined;
    const {
      GetBucketCorsCommand,
      GetBucketLifecycleConfigurationCommand,
      GetBucketPolicyCommand,
      GetBucketVersioningCommand,
      GetPublicAccessBlockCommand,
    } = await import('@aws-sdk/client-s3');
    const [versioning, lifecycle, cors, access, policy] = await Promise.all([
      client.send(new GetBucketVersioningCommand({ Bucket })),
      absentIf('NoSuchLifecycleConfiguration', client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))),
      absentIf('NoSuchCORSConfiguration', client.send(new GetBucketCorsCommand({ Bucket }))),
      absentIf('NoSuchPublicAccessBlockConfiguration', client.send(new GetPublicAccessBlockCommand({ Bucket }))),
      absentIf('NoSuchBucketPolicy', client.send(new GetBucketPolicyCommand({ Bucket }))),
    ]);
    const arn = arnOf(Bucket);
    return observedAs(resource, arn, {
      versioning: versioning.Status === 'Enabled',
      ...readLifecycle(lifecycle?.Rules ?? []),
      ...readCors(cors?.CORSRules ?? []),
      tags,
      private: isPrivate(access?.PublicAccessBlockConfiguration),
      tlsOnly: demandsTls(policy?.Policy, arn),
      ...(policy?.Policy !== undefined && { policy: policy.Policy }),
    });
  }

  /** Returns what a new bucket has. The tags come with it, so that a deploy that is cut off leaves nothing unmarked. */
  async function create(client: S3Client, resource: Resource<BucketShape>) {
    const { name, properties } = resource;
    const { region } = target;
    // In us-east-1, the location must be left out.
    const location = region === 'us-east-1' ? {} : { LocationConstraint: region as BucketLocationConstraint };
    const { CreateBucketCommand } = await import('@aws-sdk/client-s3');
    const command = new CreateBucketCommand({
      Bucket: name,
      BucketNamespace: 'account-regional',
      CreateBucketConfiguration: { ...location, Tags: toTagList(properties.tags) },
    });
    try {
      await client.send(command);
    } catch (error) {
      if (!isAwsError(error, 'BucketAlreadyOwnedByYou', 'BucketAlreadyExists')) throw error;
      const found = await read(resource);
      if (found?.owned) return found;
      throw createdMeanwhile('bucket', name);
    }
    const { tags } = properties;
    return observedAs(resource, arnOf(name), {
      versioning: false,
      otherRules: true,
      ...readCors([]),
      tags,
      private: true,
      tlsOnly: false,
    });
  }

  /** Makes these changes, as far as they are still needed. */
  async function sync(Bucket: string, wanted: Managed, had: BucketShape['found']): Promise<void> {
    const client = await clients.s3();
    const {
      DeleteBucketCorsCommand,
      PutBucketCorsCommand,
      PutBucketLifecycleConfigurationCommand,
      PutBucketVersioningCommand,
    } = await import('@aws-sdk/client-s3');
    if (wanted.versioning !== had.versioning) {
      const Status = wanted.versioning ? ('Enabled' as const) : ('Suspended' as const);
      await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
    }
    if (wanted.otherRules !== had.otherRules || diffFields(expiry(wanted), expiry(had)).length > 0) {
      const LifecycleConfiguration = { Rules: lifecycleRules(wanted) };
      await client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
    }
    const CORSRules = [...wanted.corsRules];
    if (diffFields({ ...CORSRules }, { ...had.corsRules }).length === 0) return;
    const CORSConfiguration = { CORSRules };
    if (CORSRules.length > 0) await client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration }));
    else await client.send(new DeleteBucketCorsCommand({ Bucket }));
  }

  async function apply(
    resource: Resource<BucketShape>,
    observed: Observed<BucketShape> | undefined,
  ): Promise<Observed<BucketShape>> {
    const client = await clients.s3();
    const Bucket = resource.name;
    const wanted = resource.properties;
    const { properties: had, attributes } = observed ?? (await create(client, resource));
    const arn = String(attributes.arn);
    const { PutBucketPolicyCommand, PutBucketTaggingCommand, PutPublicAccessBlockCommand } = await import(
      '@aws-sdk/client-s3'
    );
    if (!had.private) {
      await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: PRIVATE }));
    }
    if (!had.tlsOnly) {
      const Policy = withTlsOnly(had.policy, arn);
      await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    }
    // Nothing uses a new bucket yet.
    const managed = observed ? untilTakenOver(wanted, had) : managedBy(wanted);
    await sync(Bucket, managed, had);
    if (diffFields(wanted.tags, had.tags).length > 0) {
      const Tagging = { TagSet: toTagList(wanted.tags) };
      await client.send(new PutBucketTaggingCommand({ Bucket, Tagging }));
    }
    const { tags } = wanted;
    return { ...observedAs(resource, arn, { ...managed, tags, private: true, tlsOnly: true }), owned: true };
  }

  return {
    kind: 'bucket',
    rights: [
      {
        actions: [
          's3:CreateBucket',
          's3:TagResource',
          's3:DeleteBucket',
          's3:GetBucketTagging',
          's3:PutBucketTagging',
          's3:GetBucketVersioning',
          's3:PutBucketVersioning',
          's3:GetLifecycleConfiguration',
          's3:PutLifecycleConfiguration',
          's3:GetBucketCORS',
          's3:PutBucketCORS',
          's3:GetBucketPublicAccessBlock',
          's3:PutBucketPublicAccessBlock',
          's3:GetBucketPolicy',
          's3:PutBucketPolicy',
          's3:ListBucketVersions',
        ],
        on: ownBuckets,
      },
      // Every object is deleted by the ID of its version, which is `null` in a bucket without versions.
      { actions: ['s3:DeleteObjectVersion'], on: objectsInOwnBuckets },
    ],
    read,
    diff({ properties }, observed) {
      const { private: isClosed, tlsOnly } = observed.properties;
      const left = changesOf(properties, {
        ...observed.properties,
        ...untilTakenOver(properties, observed.properties),
      });
      return [
        ...markLast(changesOf(properties, observed.properties), left),
        ...(isClosed ? [] : [{ path: 'private', from: false, to: true }]),
        ...(tlsOnly ? [] : [{ path: 'tlsOnly', from: false, to: true }]),
      ];
    },
    apply,
    retire: {
      due: ({ properties }, applied) => changesOf(properties, applied.properties).length > 0,
      async begin({ name, properties }, applied) {
        await sync(name, managedBy(properties), applied.properties);
      },
    },
    async remove({ name: Bucket }, _observed, context) {
      const client = await clients.s3();
      const { DeleteBucketCommand } = await import('@aws-sdk/client-s3');
      try {
        await empty(client, Bucket, context);
        await client.send(new DeleteBucketCommand({ Bucket }));
      } catch (error) {
        if (!isAwsError(error, 'NoSuchBucket')) throw error;
      }
    },
  };
}

const expiry = ({ expireAfterDays, oldVersionDays }: Managed) => ({ expireAfterDays, oldVersionDays });

/** The differences of everything that is not repaired at once. */
function changesOf(wanted: BucketProperties, had: BucketShape['found']): FieldChange[] {
  const { private: _, tlsOnly: __, policy: ___, corsRules: ____, otherRules, otherCors, ...found } = had;
  return [
    ...diffFields(wanted, found),
    ...(otherRules ? [{ path: 'lifecycle', from: 'other rules', to: "apikit's own" }] : []),
    ...(otherCors && wanted.cors ? [{ path: 'cors', from: 'other rules', to: "apikit's own" }] : []),
  ];
}

/** Deletes every object with all its versions, a page of up to 1,000 at a time. */
async function empty(client: S3Client, Bucket: string, context: KindContext): Promise<void> {
  let deleted = 0;
  const { DeleteObjectsCommand, ListObjectVersionsCommand } = await import('@aws-sdk/client-s3');
  for (;;) {
    context.signal.throwIfAborted();
    const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return;
    const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    const [first] = Errors;
    if (first) throw new Error(`S3 did not delete ${first.Key} in bucket ${Bucket}: ${first.Message ?? first.Code}`);
    deleted += Objects.length;
    context.note(`${deleted} objects deleted`);
  }
}

async function absentIf<T>(code: string, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isAwsError(error, code)) return undefined;
    throw error;
  }
}

/** A bucket of this name without tags is ours: the name has the account, and only apikit names buckets like this. */
function observedAs(
  { name, properties: { tags } }: Resource<BucketShape>,
  arn: string,
  found: BucketShape['found'],
): Observed<BucketShape> {
  return {
    attributes: { arn, name },
    properties: found,
    owned: found.tags[APP_TAG] === undefined || owns(tags, found.tags),
  };
}
