/** The tags of a bucket: PutBucketTagging, GetBucketTagging, DeleteBucketTagging. Putting tags replaces all of them. */
import { AwsError } from '../../cloud/aws-error.ts';
import { checkMembers } from '../../cloud/constraints.ts';
import type { Tag } from '../../cloud/tag-list.ts';
import { bucketsOf, findBucket } from './model.ts';
import { operation } from './operation.ts';
import { checkTagTexts } from './tags.ts';

const MOST = 50;

/** Throws InvalidTag. `forSystemTags` is the text about a key that begins with `aws:`. */
export function checkTags(tags: readonly Tag[], forSystemTags: string): readonly Tag[] {
  checkMembers('InvalidTag', [['tags', tags, { maxLength: MOST }]]);
  return checkTagTexts(tags, forSystemTags);
}

export const putBucketTagging = operation('PutBucketTagging', ({ Bucket, Tagging }, context) => {
  const bucket = findBucket(context, Bucket);
  const tags = checkTags(Tagging.TagSet, 'System tags cannot be added/updated by requester');
  bucketsOf(context.cloud).put(Bucket, { ...bucket, tags });
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
