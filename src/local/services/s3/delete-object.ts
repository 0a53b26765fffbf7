/** DeleteObject and DeleteObjects. Deleting a missing object succeeds. */
import { notImplemented } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { checkWriteConditions } from './conditions.ts';
import { malformedXml } from './errors.ts';
import { currentOf, findBucket, objectsOf } from './model.ts';
import { notifyRemoved } from './notifications.ts';
import { operation } from './operation.ts';
import { deleteCurrent, removeVersion } from './versions.ts';

/** The keys of one DeleteObjects. */
const MOST = 1000;

export const deleteObject = operation('DeleteObject', (input, context) => {
  if (input.IfMatchLastModifiedTime !== undefined || input.IfMatchSize !== undefined)
    throw notImplemented('S3 DeleteObject with IfMatchLastModifiedTime or IfMatchSize');
  const { Bucket, Key, VersionId, IfMatch } = input;
  if (IfMatch !== undefined)
    checkWriteConditions(currentOf(objectsOf(context.cloud, Bucket).get(Key)), { Key, IfMatch });
  const { DeleteMarker, DeleteMarkerVersionId } = remove(context, Bucket, Key, VersionId);
  return { DeleteMarker, VersionId: VersionId ?? DeleteMarkerVersionId };
});

export const deleteObjects = operation('DeleteObjects', ({ Bucket, Delete }, context) => {
  findBucket(context, Bucket);
  if (Delete.Objects.length > MOST) throw malformedXml();
  const Deleted = Delete.Objects.map(({ Key, VersionId, ETag, LastModifiedTime, Size }) => {
    if (ETag !== undefined || LastModifiedTime !== undefined || Size !== undefined)
      throw notImplemented('S3 DeleteObjects with ETag, LastModifiedTime or Size');
    return { Key, VersionId, ...remove(context, Bucket, Key, VersionId) };
  });
  return Delete.Quiet === true ? {} : { Deleted };
});

function remove(context: OperationContext, name: string, key: string, id: string | undefined) {
  const { cloud } = context;
  const bucket = findBucket(context, name);
  if (id !== undefined) {
    const removed = removeVersion(cloud, name, key, id);
    notifyRemoved(context, bucket, key, removed, 'Delete');
    return removed?.isDeleteMarker ? { DeleteMarker: true, DeleteMarkerVersionId: id } : {};
  }
  const marker = deleteCurrent(cloud, bucket, key);
  notifyRemoved(context, bucket, key, marker, marker ? 'DeleteMarkerCreated' : 'Delete');
  return marker ? { DeleteMarker: true, DeleteMarkerVersionId: marker.id } : {};
}
