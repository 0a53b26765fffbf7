/** Actions and resources of S3 (Service Authorization Reference, "Amazon S3"). Several operations share an action. */
import { eitherKeys, fixedKeys, type Permission, type PermissionsOf, textOf } from '../../authorization/permission.ts';
import { tagKeys } from '../../authorization/tag-keys.ts';

/** The actions that have other names than their operations. */
const ACTIONS: Readonly<Record<string, string>> = {
  ListBuckets: 'ListAllMyBuckets',
  HeadBucket: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  ListObjectVersions: 'ListBucketVersions',
  GetBucketCors: 'GetBucketCORS',
  PutBucketCors: 'PutBucketCORS',
  DeleteBucketCors: 'PutBucketCORS',
  GetBucketEncryption: 'GetEncryptionConfiguration',
  PutBucketEncryption: 'PutEncryptionConfiguration',
  GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
  DeletePublicAccessBlock: 'PutBucketPublicAccessBlock',
  DeleteBucketTagging: 'PutBucketTagging',
  GetBucketLifecycleConfiguration: 'GetLifecycleConfiguration',
  PutBucketLifecycleConfiguration: 'PutLifecycleConfiguration',
  DeleteBucketLifecycle: 'PutLifecycleConfiguration',
  GetBucketNotificationConfiguration: 'GetBucketNotification',
  PutBucketNotificationConfiguration: 'PutBucketNotification',
  HeadObject: 'GetObject',
  CopyObject: 'PutObject',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
  ListParts: 'ListMultipartUploadParts',
  ListMultipartUploads: 'ListBucketMultipartUploads',
};

/** The actions with another name for a version. */
const OF_VERSIONS: Readonly<Record<string, string>> = {
  GetObject: 'GetObjectVersion',
  DeleteObject: 'DeleteObjectVersion',
  GetObjectTagging: 'GetObjectVersionTagging',
  PutObjectTagging: 'PutObjectVersionTagging',
  DeleteObjectTagging: 'DeleteObjectVersionTagging',
};

type Input = Readonly<Record<string, unknown>>;

export const s3Permissions: PermissionsOf = (operation, input) => {
  const bucket = `arn:aws:s3:::${textOf(input.Bucket)}`;
  const name = ACTIONS[operation] ?? operation;
  const action = `s3:${input.VersionId === undefined ? name : (OF_VERSIONS[name] ?? name)}`;
  if (operation === 'ListBuckets') return [{ action, resource: '*' }];
  if (operation === 'CreateBucket') return creation(bucket, action, input);
  if (operation === 'DeleteObjects') return deletions(bucket, input);
  if (textOf(input.Key) === '') return [{ action, resource: bucket, keys: listKeys(input) }];
  const own: Permission = { action, resource: `${bucket}/${textOf(input.Key)}`, keys: objectKeys(input) };
  const tagging = input.Tagging !== undefined && operation !== 'PutObjectTagging';
  return [
    own,
    ...(tagging ? [{ ...own, action: 's3:PutObjectTagging' }] : []),
    ...(operation === 'CopyObject' ? [copied(textOf(input.CopySource))] : []),
  ];
};

/** A bucket that is created with tags needs the permission to tag it. */
function creation(resource: string, action: string, input: Input): Permission[] {
  const { Tags } = (input.CreateBucketConfiguration ?? {}) as { Tags?: readonly unknown[] };
  const tags = () => tagKeys({ Tags });
  const named = fixedKeys({ 's3:x-amz-bucket-namespace': textOf(input.BucketNamespace) || undefined });
  const keys = () => eitherKeys(named(), tags());
  const create: Permission = { action, resource, keys };
  return Tags && Tags.length > 0 ? [create, { action: 's3:TagResource', resource, keys: tags }] : [create];
}

function deletions(bucket: string, { Delete }: Input): Permission[] {
  const { Objects = [] } = (Delete ?? {}) as { Objects?: readonly { Key: string; VersionId?: string }[] };
  return Objects.map(({ Key, VersionId }) => ({
    action: VersionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion',
    resource: `${bucket}/${Key}`,
  }));
}

const listKeys = (input: Input) =>
  fixedKeys({
    's3:prefix': typeof input.Prefix === 'string' ? input.Prefix : undefined,
    's3:delimiter': typeof input.Delimiter === 'string' ? input.Delimiter : undefined,
    's3:max-keys': typeof input.MaxKeys === 'number' ? String(input.MaxKeys) : undefined,
  });

const objectKeys = (input: Input) =>
  fixedKeys({
    's3:x-amz-server-side-encryption': textOf(input.ServerSideEncryption) || undefined,
    's3:x-amz-acl': textOf(input.ACL) || undefined,
    's3:versionid': textOf(input.VersionId) || undefined,
  });

/** `bucket/key?versionId=…`, encoded, maybe with a slash first. */
function copied(source: string): Permission {
  const [path = '', query = ''] = source.replace(/^\//, '').split('?', 2);
  const action = query.startsWith('versionId=') ? 's3:GetObjectVersion' : 's3:GetObject';
  return { action, resource: `arn:aws:s3:::${decodeURIComponent(path)}` };
}
