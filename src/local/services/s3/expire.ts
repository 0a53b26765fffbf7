/**
 * Carries out the lifecycle rules of all buckets: deletes objects and old versions that have expired, and uploads that
 * were never completed. S3 counts whole days, and acts once a day (S3 User Guide, "Expiring objects").
 */
import type { Cloud } from '../../cloud/cloud.ts';
import type { LifecycleRule } from '../../models/s3.ts';
import type { Store } from '../../storage/store.ts';
import { abort } from './abort-upload.ts';
import { type Bucket, bucketsOf, type ObjectVersion, objectsOf, uploadsOf, type Versions } from './model.ts';
import { deleteCurrent, removeVersion } from './versions.ts';

const DAY_MS = 86_400_000;
/** The cloud looks once an hour, so that a day that ends while it runs is noticed soon. */
const ROUND_MS = 3_600_000;

const rounds = new WeakMap<Store, () => void>();

/** Begins the rounds, the first of them at once: the cloud may have been off for days. */
export function startExpiring(cloud: Cloud): void {
  const round = () => {
    expireAll(cloud);
    rounds.set(cloud.store, cloud.clock.after(ROUND_MS, round));
  };
  round();
}

export function stopExpiring(store: Store): void {
  rounds.get(store)?.();
  rounds.delete(store);
}

function expireAll(cloud: Cloud): void {
  const now = cloud.clock.now();
  for (const bucket of bucketsOf(cloud).values()) {
    for (const rule of bucket.lifecycle ?? []) if (rule.Status === 'Enabled') expire(cloud, bucket, rule, now);
  }
}

function expire(cloud: Cloud, bucket: Bucket, rule: LifecycleRule, now: number): void {
  const abortDays = rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
  for (const upload of uploadsOf(cloud).values()) {
    const isOld = abortDays !== undefined && isOver(upload.startedAt, abortDays, now);
    if (upload.bucket === bucket.name && isOld && upload.key.startsWith(prefixOf(rule))) abort(cloud, upload);
  }
  const objects = objectsOf(cloud, bucket.name);
  for (const key of objects.keys()) {
    if (!key.startsWith(prefixOf(rule))) continue;
    expireNoncurrent(cloud, bucket, rule, key, objects.get(key) ?? [], now);
    expireCurrent(cloud, bucket, rule, key, objects.get(key) ?? [], now);
  }
}

function expireCurrent(
  cloud: Cloud,
  bucket: Bucket,
  { Expiration, ...rule }: LifecycleRule,
  key: string,
  versions: Versions,
  now: number,
): void {
  const [current] = versions;
  if (!Expiration || !current) return;
  if (current.isDeleteMarker) {
    // A marker that hides nothing any more goes with the rule that says so, or with the age of the object.
    if (versions.length === 1) removeVersion(cloud, bucket.name, key, current.id);
    return;
  }
  const { Days, Date: at } = Expiration;
  const isDue =
    (Days !== undefined && isOver(current.modifiedAt, Days, now)) ||
    (at !== undefined && now >= new Date(at).getTime());
  if (isDue && fits(rule, current)) deleteCurrent(cloud, bucket, key);
}

/** A version is noncurrent since the next one was written. */
function expireNoncurrent(
  cloud: Cloud,
  bucket: Bucket,
  { NoncurrentVersionExpiration, ...rule }: LifecycleRule,
  key: string,
  versions: Versions,
  now: number,
): void {
  const { NoncurrentDays, NewerNoncurrentVersions = 0 } = NoncurrentVersionExpiration ?? {};
  if (NoncurrentDays === undefined) return;
  for (const [index, version] of versions.entries()) {
    const newer = versions[index - 1];
    if (!newer || index <= NewerNoncurrentVersions) continue;
    if (isOver(newer.modifiedAt, NoncurrentDays, now) && fits(rule, version))
      removeVersion(cloud, bucket.name, key, version.id);
  }
}

const prefixOf = ({ Prefix, Filter }: LifecycleRule): string => Prefix ?? Filter?.Prefix ?? Filter?.And?.Prefix ?? '';

function fits({ Filter }: Pick<LifecycleRule, 'Filter'>, { size, tags }: ObjectVersion): boolean {
  const { And, Tag, ObjectSizeGreaterThan, ObjectSizeLessThan } = Filter ?? {};
  const wanted = [...(Tag ? [Tag] : []), ...(And?.Tags ?? [])];
  const above = ObjectSizeGreaterThan ?? And?.ObjectSizeGreaterThan;
  const below = ObjectSizeLessThan ?? And?.ObjectSizeLessThan;
  return (
    wanted.every(({ Key, Value }) => tags.some((tag) => tag.Key === Key && tag.Value === Value)) &&
    (above === undefined || size > above) &&
    (below === undefined || size < below)
  );
}

/** The time is rounded up to the next midnight UTC. */
const isOver = (since: number, days: number, now: number): boolean =>
  now >= Math.ceil((since + days * DAY_MS) / DAY_MS) * DAY_MS;
