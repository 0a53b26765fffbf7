/** PutObject. The bytes are in a file already (`receive.ts`); their hashes must be those that the client sent. */
import { AwsError } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext, ReceivedContent } from '../../cloud/operation.ts';
import { REFUSED_CHECKSUMS } from './checksums.ts';
import { checkWriteConditions } from './conditions.ts';
import { copyContent } from './contents.ts';
import { currentOf, findBucket, type ObjectVersion, objectsOf } from './model.ts';
import { readNewObject } from './new-object.ts';
import { notifyCreated } from './notifications.ts';
import { operation } from './operation.ts';
import { MAX_PART_BYTES } from './receive.ts';
import { checkDigests, checksumMembers } from './received-digests.ts';
import { addVersion, NULL_VERSION, nextVersionId } from './versions.ts';

export const putObject = operation('PutObject', (input, context) => {
  refuseMembers('S3 PutObject', input, ['WriteOffsetBytes', ...REFUSED_CHECKSUMS] as const);
  const { Bucket, Key } = input;
  const { cloud, http } = context;
  const bucket = findBucket(context, Bucket);
  const described = readNewObject('PutObject', input, context);
  const content = receivedBy(context);
  checkWriteConditions(currentOf(objectsOf(cloud, Bucket).get(Key)), input);
  const version: ObjectVersion = {
    ...described,
    id: nextVersionId(bucket, cloud),
    modifiedAt: cloud.clock.now(),
    etag: `"${content.md5}"`,
    size: content.size,
    parts: copyContent(cloud, [content]),
    checksums: content.checksums,
    checksumType: 'FULL_OBJECT',
  };
  addVersion(cloud, bucket, Key, version);
  notifyCreated(context, bucket, Key, version, http.signer === undefined ? 'Put' : 'Post');
  return {
    ETag: version.etag,
    ServerSideEncryption: 'AES256' as const,
    ...(version.id !== NULL_VERSION && { VersionId: version.id }),
    ...(Object.keys(content.checksums).length > 0 && { ChecksumType: 'FULL_OBJECT' as const }),
    ...checksumMembers(content.checksums),
  };
});

/** Returns the received body after all its checks. */
export function receivedBy({ http }: OperationContext): ReceivedContent {
  const { content } = http;
  if (content === undefined) {
    throw new AwsError('MissingContentLength', 'You must provide the Content-Length HTTP header.', { status: 411 });
  }
  if (content.size > MAX_PART_BYTES) {
    throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      members: { ProposedSize: http.headers['content-length'], MaxSizeAllowed: MAX_PART_BYTES },
    });
  }
  checkDigests(http, content);
  return content;
}
