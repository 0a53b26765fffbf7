/** CopyObject: the copy has the same bytes, and the description of the source or a new one. */
import { AwsError } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import { checkReadConditions, checkWriteConditions } from './conditions.ts';
import { copyContent } from './contents.ts';
import { invalidArgument, invalidRequest } from './errors.ts';
import { findVersion } from './find-version.ts';
import { currentOf, findBucket, type ObjectVersion, objectsOf } from './model.ts';
import { readNewObject } from './new-object.ts';
import { notifyCreated } from './notifications.ts';
import { operation } from './operation.ts';
import { checksumMembers } from './received-digests.ts';
import { addVersion, NULL_VERSION, nextVersionId } from './versions.ts';

const UNSUPPORTED = [
  'CopySourceSSECustomerAlgorithm',
  'CopySourceSSECustomerKey',
  'CopySourceSSECustomerKeyMD5',
  'ChecksumAlgorithm',
  'ExpectedSourceBucketOwner',
  'AnnotationDirective',
] as const;

export const copyObject = operation('CopyObject', (input, context) => {
  refuseMembers('S3 CopyObject', input, UNSUPPORTED);
  const { Bucket, Key, CopySource, MetadataDirective = 'COPY', TaggingDirective = 'COPY' } = input;
  const { cloud } = context;
  const bucket = findBucket(context, Bucket);
  const source = readSource(CopySource);
  findBucket(context, source.bucket);
  const found = findVersion(context, source.bucket, source.key, source.versionId);
  try {
    checkReadConditions(found, {
      IfMatch: input.CopySourceIfMatch,
      IfNoneMatch: input.CopySourceIfNoneMatch,
      IfModifiedSince: input.CopySourceIfModifiedSince,
      IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
    });
  } catch (error) {
    // A copy that is not made fails, where a GET only says that nothing has changed.
    if (!(error instanceof AwsError) || error.status !== 304) throw error;
    throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
      status: 412,
    });
  }
  const isSame = source.bucket === Bucket && source.key === Key && source.versionId === undefined;
  if (isSame && MetadataDirective === 'COPY') {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  checkWriteConditions(currentOf(objectsOf(cloud, Bucket).get(Key)), input);
  const described = readNewObject('CopyObject', input, context);
  const copiesMetadata = MetadataDirective === 'COPY';
  const version: ObjectVersion = {
    ...found,
    ...(!copiesMetadata && { headers: described.headers, metadata: described.metadata }),
    ...(TaggingDirective === 'REPLACE' && { tags: described.tags }),
    id: nextVersionId(bucket, cloud),
    modifiedAt: cloud.clock.now(),
    parts: copyContent(cloud, found.parts),
  };
  addVersion(cloud, bucket, Key, version);
  notifyCreated(context, bucket, Key, version, 'Copy');
  return {
    CopyObjectResult: {
      ETag: version.etag,
      LastModified: new Date(version.modifiedAt),
      ...(version.checksumType !== undefined && { ChecksumType: version.checksumType }),
      ...checksumMembers(version.checksums),
    },
    ServerSideEncryption: 'AES256' as const,
    ...(found.id !== NULL_VERSION && { CopySourceVersionId: found.id }),
    ...(version.id !== NULL_VERSION && { VersionId: version.id }),
  };
});

/** Reads `bucket/key?versionId=…`, which is encoded and may begin with a slash. */
function readSource(text: string): { bucket: string; key: string; versionId: string | undefined } {
  const [path = '', query = ''] = text.replace(/^\//, '').split('?', 2);
  const slash = path.indexOf('/');
  try {
    const versionId = new URLSearchParams(query).get('versionId') ?? undefined;
    return { bucket: path.slice(0, slash), key: decodeURIComponent(path.slice(slash + 1)), versionId };
  } catch {
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      text,
    );
  }
}
