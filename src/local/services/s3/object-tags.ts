/** The tags of objects: in a header of an upload, and GetObjectTagging, PutObjectTagging, DeleteObjectTagging. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { Tag } from '../../cloud/tag-list.ts';
import { invalidArgument } from './errors.ts';
import { findVersion } from './find-version.ts';
import { findBucket, type ObjectVersion, objectsOf } from './model.ts';
import { operation } from './operation.ts';
import { checkTagTexts } from './tags.ts';

/** An object can have ten tags. */
const MOST = 10;

function check(tags: readonly Tag[]): readonly Tag[] {
  if (tags.length > MOST) throw new AwsError('BadRequest', `Object tags cannot be greater than ${MOST}`);
  return checkTagTexts(tags, 'Your TagKey cannot be prefixed with aws:');
}

/** Reads `a=1&b=2`. */
export function tagsFromHeader(text: string): readonly Tag[] {
  if (text.split('&').some((pair) => pair !== '' && pair.startsWith('='))) {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      text,
    );
  }
  return check([...new URLSearchParams(text)].map(([Key, Value]) => ({ Key, Value })));
}

export const getObjectTagging = operation('GetObjectTagging', ({ Bucket, Key, VersionId }, context) => {
  findBucket(context, Bucket);
  const { tags, id } = findVersion(context, Bucket, Key, VersionId);
  return { TagSet: tags, VersionId: id };
});

export const putObjectTagging = operation('PutObjectTagging', ({ Bucket, Key, VersionId, Tagging }, context) => ({
  VersionId: changeTags(context, { Bucket, Key, VersionId }, check(Tagging.TagSet)),
}));

export const deleteObjectTagging = operation('DeleteObjectTagging', ({ Bucket, Key, VersionId }, context) => ({
  VersionId: changeTags(context, { Bucket, Key, VersionId }, []),
}));

function changeTags(
  context: Parameters<typeof findVersion>[0],
  { Bucket, Key, VersionId }: { Bucket: string; Key: string; VersionId: string | undefined },
  tags: readonly Tag[],
): string {
  findBucket(context, Bucket);
  const found = findVersion(context, Bucket, Key, VersionId);
  const objects = objectsOf(context.cloud, Bucket);
  const changed = (version: ObjectVersion) => (version.id === found.id ? { ...version, tags } : version);
  objects.put(Key, (objects.get(Key) ?? []).map(changed));
  return found.id;
}
