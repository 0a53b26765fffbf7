/**
 * S3's state: buckets, whose names are unique in all regions, their objects with all versions, and multipart uploads
 * that are not completed. The bytes of objects are in files (`contents.ts`).
 */
import type { CloudBase } from '../../cloud/cloud.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { Tag } from '../../cloud/tag-list.ts';
import type {
  CORSRule,
  LifecycleRule,
  NotificationConfiguration,
  ObjectOwnership,
  PublicAccessBlockConfiguration,
  ServerSideEncryptionConfiguration,
} from '../../models/s3.ts';
import type { Collection } from '../../storage/store.ts';
import { noSuchBucket } from './errors.ts';

/** Collection `s3.buckets`, keyed by name. */
export interface Bucket {
  readonly name: string;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly tags: readonly Tag[];
  /** Absent: the bucket has never been versioned. */
  readonly versioning?: 'Enabled' | 'Suspended';
  readonly encryption: ServerSideEncryptionConfiguration;
  /** Absent: the configuration was deleted. */
  readonly publicAccess?: PublicAccessBlockConfiguration;
  readonly ownership?: ObjectOwnership;
  readonly cors?: readonly CORSRule[];
  readonly lifecycle?: readonly LifecycleRule[];
  /** The bucket policy, as JSON. */
  readonly policy?: string;
  readonly notification?: NotificationConfiguration;
}

/** A part of the bytes of an object. Each file belongs to one object. */
export interface ContentPart {
  /** The name of the file. */
  readonly file: string;
  readonly size: number;
}

/** The headers that S3 stores with an object and returns with it. */
export interface StoredHeaders {
  readonly CacheControl?: string;
  readonly ContentDisposition?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  readonly ContentType?: string;
  readonly Expires?: string;
}

export interface ObjectVersion {
  /** `null` if the bucket was not versioned when the object was written. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
  /** Present for a delete marker, which has nothing else. */
  readonly isDeleteMarker?: true;
  /** With quotes. */
  readonly etag: string;
  readonly size: number;
  readonly parts: readonly ContentPart[];
  readonly headers: StoredHeaders;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
  /** In base64, by algorithm: `CRC32`. */
  readonly checksums: Readonly<Record<string, string>>;
  readonly checksumType?: 'FULL_OBJECT' | 'COMPOSITE';
}

/** All versions of a key, the newest first. Collection `s3.objects.<bucket>`, keyed by key. */
export type Versions = readonly ObjectVersion[];

/** Collection `s3.uploads`, keyed by ID. */
export interface MultipartUpload {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly startedAt: number;
  readonly headers: StoredHeaders;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
  readonly checksumAlgorithm?: string;
  readonly checksumType?: 'FULL_OBJECT' | 'COMPOSITE';
  readonly parts: Readonly<Record<string, UploadedPart>>;
}

export interface UploadedPart extends ContentPart {
  readonly etag: string;
  readonly modifiedAt: number;
  readonly checksums: Readonly<Record<string, string>>;
}

type State = Pick<CloudBase, 'collection' | 'options'>;

const everywhere = ({ options }: State) => ({ account: options.account, region: 'global' });

export const bucketsOf = (cloud: State): Collection<Bucket> =>
  cloud.collection<Bucket>(everywhere(cloud), 's3.buckets');

export const objectsOf = (cloud: State, bucket: string): Collection<Versions> =>
  cloud.collection<Versions>(everywhere(cloud), `s3.objects.${bucket}`);

export const uploadsOf = (cloud: State): Collection<MultipartUpload> =>
  cloud.collection<MultipartUpload>(everywhere(cloud), 's3.uploads');

export const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`;

/** Throws NoSuchBucket. */
export function findBucket({ cloud }: Pick<OperationContext, 'cloud'>, name: string): Bucket {
  const bucket = bucketsOf(cloud).get(name);
  if (!bucket) throw noSuchBucket(name);
  return bucket;
}

/** The names of all files that objects and uploads have. */
export function filesInUse(cloud: State): Set<string> {
  const ofObjects = bucketsOf(cloud)
    .keys()
    .flatMap((bucket) => objectsOf(cloud, bucket).values().flat())
    .flatMap(({ parts }) => parts);
  const ofUploads = uploadsOf(cloud)
    .values()
    .flatMap(({ parts }) => Object.values(parts));
  return new Set([...ofObjects, ...ofUploads].map(({ file }) => file));
}

/** The version that a request without a version ID gets: `undefined` if there is none or a delete marker. */
export const currentOf = (versions: Versions | undefined): ObjectVersion | undefined =>
  versions?.[0]?.isDeleteMarker ? undefined : versions?.[0];
