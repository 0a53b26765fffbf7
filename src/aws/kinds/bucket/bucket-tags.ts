/** Reads the tags of a bucket, which also tells whether it exists. */
import type { S3Client } from '@aws-sdk/client-s3';
import type { Tags } from '../../../naming/tags.ts';
import { fromTagList } from '../../ownership/ownership.ts';
import { isAwsError } from '../../sdk/errors/sdk-error.ts';

/** Resolves to `undefined` if there is no such bucket. */
export async function bucketTags(client: S3Client, Bucket: string): Promise<Tags | undefined> {
  const { GetBucketTaggingCommand } = await import('@aws-sdk/client-s3');
  try {
    return fromTagList((await client.send(new GetBucketTaggingCommand({ Bucket }))).TagSet);
  } catch (error) {
    if (isAwsError(error, 'NoSuchTagSet')) return {};
    if (isAwsError(error, 'NoSuchBucket')) return undefined;
    throw error;
  }
}
