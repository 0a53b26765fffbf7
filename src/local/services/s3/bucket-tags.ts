/** The tags of a bucket: PutBucketTagging, GetBucketTagging, DeleteBucketTagging. Putting tags replaces all of them. */
import { AwsError } from '../../cloud/aws-error.ts';
import { type Tag, tagsCheckedAs } from '../../cloud/tag-list.ts';
import { bucketsOf, findBucket } from './model.ts';
import { operation } from './operation.ts';

const checked = tagsCheckedAs('InvalidTag');

/** Throws InvalidTag. */
export function checkTags(tags: readonly Tag[]): readonly Tag[] {
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) {
    throw new AwsError('InvalidTag', 'Cannot provide multiple Tags with the same key');
  }
  if (tags.some(({ Key }) => /^aws:/i.test(Key))) {
    throw new AwsError('InvalidTag', 'System tags cannot be added/updated by requester');
  }
  return checked(tags);
}

export const putBucketTagging = operation('PutBucketTagging', ({ Bucket, Tagging }, context) => {
  const bucket = findBucket(context, Bucket);
  bucketsOf(context.cloud).put(Bucket, { ...bucket, tags: checkTags(Tagging.TagSet) });
});

export const getBucketTagging = operation('GetBucketTagging', ({ Bucket }, context) => {
  const { tags } = findBucket(context, Bucket);
  if (tags.length === 0) {
    throw new AwsError('NoSuchTagSet', 'The TagSet does not exist', { status: 404, members: { BucketName: Bucket } });
  }
  return { TagSet: tags };
});

export const deleteBucketTagging = operation('DeleteBucketTagging', ({ Bucket }, context) => {
  const bucket = findBucket(context, Bucket);
  bucketsOf(context.cloud).put(Bucket, { ...bucket, tags: [] });
});
