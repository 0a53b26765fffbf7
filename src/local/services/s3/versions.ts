/** Adds and removes versions of objects, by the versioning of the bucket, and removes the bytes that nothing needs. */
import type { CloudBase } from '../../cloud/cloud.ts';
import { removeContent } from './contents.ts';
import { type Bucket, type ObjectVersion, objectsOf, type Versions } from './model.ts';

/** The ID of a version in a bucket that is not versioned. */
export const NULL_VERSION = 'null';

/** Versions of a bucket that is versioned have an ID of their own; all others replace the version `null`. */
export const nextVersionId = ({ versioning }: Bucket, cloud: CloudBase): string =>
  versioning === 'Enabled' ? cloud.ids.short(32) : NULL_VERSION;

/** Makes a version the current one. */
export function addVersion(cloud: CloudBase, { name }: Bucket, key: string, version: ObjectVersion): void {
  const objects = objectsOf(cloud, name);
  const { kept, replaced } = split(objects.get(key) ?? [], version.id);
  objects.put(key, [version, ...kept]);
  for (const { parts } of replaced) removeContent(cloud, parts);
}

/** Removes one version and its bytes. Returns the version, or `undefined` if there is none. */
export function removeVersion(cloud: CloudBase, bucket: string, key: string, id: string): ObjectVersion | undefined {
  const objects = objectsOf(cloud, bucket);
  const { kept, replaced } = split(objects.get(key) ?? [], id);
  if (kept.length === 0) objects.delete(key);
  else objects.put(key, kept);
  for (const { parts } of replaced) removeContent(cloud, parts);
  return replaced[0];
}

/**
 * Deletes an object without naming a version: in a bucket that is or was versioned, a delete marker becomes the current
 * version. Returns the marker.
 */
export function deleteCurrent(cloud: CloudBase, bucket: Bucket, key: string): ObjectVersion | undefined {
  if (bucket.versioning === undefined) {
    removeVersion(cloud, bucket.name, key, NULL_VERSION);
    return undefined;
  }
  const marker: ObjectVersion = {
    id: nextVersionId(bucket, cloud),
    modifiedAt: cloud.clock.now(),
    isDeleteMarker: true,
    etag: '',
    size: 0,
    parts: [],
    headers: {},
    metadata: {},
    tags: [],
    checksums: {},
  };
  addVersion(cloud, bucket, key, marker);
  return marker;
}

function split(versions: Versions, id: string): { kept: ObjectVersion[]; replaced: ObjectVersion[] } {
  return {
    kept: versions.filter((version) => version.id !== id),
    replaced: versions.filter((version) => version.id === id),
  };
}
