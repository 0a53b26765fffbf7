/** ListObjectsV2 and ListObjectVersions: keys in the order of their bytes, with prefixes up to a delimiter as one. */
import { refuseMembers } from '../../cloud/constraints.ts';
import type { ObjectStorageClass } from '../../models/s3.ts';
import { invalidArgument } from './errors.ts';
import { currentOf, findBucket, type ObjectVersion, objectsOf } from './model.ts';
import { operation } from './operation.ts';
import { ownerId } from './owner.ts';

const MOST = 1000;

export const listObjectsV2 = operation('ListObjectsV2', (input, context) => {
  refuseMembers('S3 ListObjectsV2', input, ['OptionalObjectAttributes'] as const);
  const { Bucket, Prefix = '', Delimiter = '', ContinuationToken, StartAfter, EncodingType, FetchOwner } = input;
  findBucket(context, Bucket);
  const most = limitOf(input.MaxKeys);
  const after = ContinuationToken === undefined ? (StartAfter ?? '') : keyOf(ContinuationToken);
  const objects = objectsOf(context.cloud, Bucket);
  const keys = objects.keys().filter((key) => currentOf(objects.get(key)) !== undefined);
  const { entries, isTruncated } = listed(keys, { prefix: Prefix, delimiter: Delimiter, after, most });
  const encode = (text: string) => (EncodingType === 'url' ? encodeKey(text) : text);
  const found = entries.filter((entry) => !entry.isPrefix);
  return {
    Name: Bucket,
    Prefix: encode(Prefix),
    ...(Delimiter !== '' && { Delimiter: encode(Delimiter) }),
    MaxKeys: most,
    ...(EncodingType !== undefined && { EncodingType }),
    KeyCount: entries.length,
    IsTruncated: isTruncated,
    ...(ContinuationToken !== undefined && { ContinuationToken }),
    ...(isTruncated && entries.length > 0 && { NextContinuationToken: tokenOf(entries.at(-1)!.key) }),
    ...(StartAfter !== undefined && { StartAfter: encode(StartAfter) }),
    Contents: found.map(({ key }) => ({
      Key: encode(key),
      ...listedObject(currentOf(objects.get(key))!),
      ...(FetchOwner === true && { Owner: { ID: ownerId(context.account) } }),
    })),
    CommonPrefixes: prefixesOf(entries, encode),
  };
});

export const listObjectVersions = operation('ListObjectVersions', (input, context) => {
  refuseMembers('S3 ListObjectVersions', input, ['OptionalObjectAttributes'] as const);
  const { Bucket, Prefix = '', Delimiter = '', KeyMarker = '', VersionIdMarker, EncodingType } = input;
  findBucket(context, Bucket);
  if (VersionIdMarker !== undefined && KeyMarker === '') {
    throw invalidArgument(
      'A version-id marker cannot be specified without a key marker.',
      'version-id-marker',
      VersionIdMarker,
    );
  }
  const most = limitOf(input.MaxKeys);
  const encode = (text: string) => (EncodingType === 'url' ? encodeKey(text) : text);
  const objects = objectsOf(context.cloud, Bucket);
  const { entries } = listed(objects.keys(), {
    prefix: Prefix,
    delimiter: Delimiter,
    // The page before may have ended among the versions of its last key.
    after: KeyMarker,
    inclusive: VersionIdMarker !== undefined,
    most: Number.POSITIVE_INFINITY,
  });
  const all = entries.flatMap((entry): VersionEntry[] => {
    if (entry.isPrefix) return [entry];
    const versions = objects.get(entry.key) ?? [];
    const marked = entry.key === KeyMarker ? versions.findIndex(({ id }) => id === VersionIdMarker) + 1 : 0;
    return versions.map((version, index) => ({ ...entry, version, isLatest: index === 0 })).slice(marked);
  });
  const page = all.slice(0, most);
  const last = page.at(-1);
  const isTruncated = page.length < all.length;
  const versions = page.filter((entry) => entry.version !== undefined) as Required<VersionEntry>[];
  const owner = { Owner: { ID: ownerId(context.account) } };
  return {
    Name: Bucket,
    Prefix: encode(Prefix),
    KeyMarker: encode(KeyMarker),
    ...(VersionIdMarker !== undefined && { VersionIdMarker }),
    ...(Delimiter !== '' && { Delimiter: encode(Delimiter) }),
    MaxKeys: most,
    ...(EncodingType !== undefined && { EncodingType }),
    IsTruncated: isTruncated,
    ...(isTruncated && last && { NextKeyMarker: encode(last.key), NextVersionIdMarker: last.version?.id }),
    Versions: versions
      .filter(({ version }) => !version.isDeleteMarker)
      .map(({ key, version, isLatest }) => ({
        Key: encode(key),
        VersionId: version.id,
        IsLatest: isLatest,
        ...listedObject(version),
        StorageClass: 'STANDARD' as const,
        ...owner,
      })),
    DeleteMarkers: versions
      .filter(({ version }) => version.isDeleteMarker)
      .map(({ key, version, isLatest }) => ({
        Key: encode(key),
        VersionId: version.id,
        IsLatest: isLatest,
        LastModified: new Date(version.modifiedAt),
        ...owner,
      })),
    CommonPrefixes: prefixesOf(page, encode),
  };
});

interface Entry {
  readonly key: string;
  readonly isPrefix: boolean;
}

interface VersionEntry extends Entry {
  readonly version?: ObjectVersion;
  readonly isLatest?: boolean;
}

interface Listing {
  readonly prefix: string;
  readonly delimiter: string;
  readonly after: string;
  /** Whether the key `after` itself is listed. */
  readonly inclusive?: boolean;
  readonly most: number;
}

function listed(
  keys: readonly string[],
  { prefix, delimiter, after, inclusive, most }: Listing,
): { entries: Entry[]; isTruncated: boolean } {
  const entries: Entry[] = [];
  for (const key of keys.filter((each) => each.startsWith(prefix)).sort(byBytes)) {
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const entry = end < 0 ? { key, isPrefix: false } : { key: key.slice(0, end + delimiter.length), isPrefix: true };
    const order = byBytes(entry.key, after);
    if (order < 0 || (order === 0 && !inclusive) || entries.at(-1)?.key === entry.key) continue;
    if (entries.length === most) return { entries, isTruncated: true };
    entries.push(entry);
  }
  return { entries, isTruncated: false };
}

/** Keys are ordered by their bytes in UTF-8, which differs from JavaScript's order for characters beyond U+FFFF. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const prefixesOf = (entries: readonly Entry[], encode: (text: string) => string) =>
  entries.filter(({ isPrefix }) => isPrefix).map(({ key }) => ({ Prefix: encode(key) }));

const listedObject = ({ modifiedAt, etag, size, checksums, checksumType }: ObjectVersion) => ({
  LastModified: new Date(modifiedAt),
  ETag: etag,
  Size: size,
  StorageClass: 'STANDARD' as ObjectStorageClass,
  ...(Object.keys(checksums).length > 0 && {
    ChecksumAlgorithm: Object.keys(checksums) as 'CRC32'[],
    ChecksumType: checksumType,
  }),
});

function limitOf(MaxKeys: number | undefined): number {
  if (MaxKeys !== undefined && MaxKeys < 0) {
    throw invalidArgument('Argument maxKeys must be an integer between 0 and 2147483647', 'maxKeys', String(MaxKeys));
  }
  return Math.min(MaxKeys ?? MOST, MOST);
}

const encodeKey = (key: string): string => encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+');

const tokenOf = (key: string): string => Buffer.from(key).toString('base64url');
const keyOf = (token: string): string => Buffer.from(token, 'base64url').toString();
