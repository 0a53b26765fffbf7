/** GetObject and HeadObject, with ranges and conditions. */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { GetObjectRequest, HeadObjectRequest } from '../../models/s3.ts';
import { checkReadConditions } from './conditions.ts';
import { readContent } from './contents.ts';
import { invalidRequest, notFound } from './errors.ts';
import { findVersion } from './find-version.ts';
import { findBucket, type ObjectVersion } from './model.ts';
import { describe } from './new-object.ts';
import { operation } from './operation.ts';
import { checksumMembers } from './received-digests.ts';
import { NULL_VERSION } from './versions.ts';

const UNSUPPORTED = ['SSECustomerAlgorithm', 'SSECustomerKey', 'SSECustomerKeyMD5'] as const;

export const getObject = operation('GetObject', (input, context) => {
  const { version, start, end, members } = read('GetObject', input, context);
  const body = end < start ? EMPTY : readContent(context.cloud, version.parts, start, end);
  return { ...members, Body: body };
});

async function* nothing(): AsyncGenerator<Buffer> {}
const EMPTY = { [Symbol.asyncIterator]: nothing };

/** A response to HEAD has no body, so an error is only its status. */
export const headObject = operation('HeadObject', (input, context) => {
  try {
    return read('HeadObject', input, context).members;
  } catch (error) {
    if (!(error instanceof AwsError) || error.status !== 404) throw error;
    throw new AwsError('NotFound', notFound().message, { status: 404, headers: error.headers });
  }
});

interface ReadResult {
  readonly version: ObjectVersion;
  /** The first and the last byte; the last one comes before the first one if there are none. */
  readonly start: number;
  readonly end: number;
  readonly members: ReturnType<typeof responseMembers>;
}

function read(name: string, input: GetObjectRequest | HeadObjectRequest, context: OperationContext): ReadResult {
  refuseMembers(`S3 ${name}`, input, UNSUPPORTED);
  if (input.PartNumber !== undefined) throw notImplemented(`S3 ${name} with PartNumber`);
  const { Bucket, Key, VersionId, Range } = input;
  findBucket(context, Bucket);
  refuseAnonymousNames(input, context);
  const version = findVersion(context, Bucket, Key, VersionId);
  checkReadConditions(version, input);
  const range = Range === undefined ? undefined : rangeOf(Range, version.size);
  const { start, end } = range ?? { start: 0, end: version.size - 1 };
  return { version, start, end, members: responseMembers(version, input, range) };
}

function responseMembers(
  version: ObjectVersion,
  input: GetObjectRequest | HeadObjectRequest,
  range: { start: number; end: number } | undefined,
) {
  const { start, end } = range ?? { start: 0, end: version.size - 1 };
  const withChecksums = input.ChecksumMode === 'ENABLED' && range === undefined;
  return {
    AcceptRanges: 'bytes',
    LastModified: new Date(version.modifiedAt),
    ContentLength: end - start + 1,
    ETag: version.etag,
    ...(version.id !== NULL_VERSION && { VersionId: version.id }),
    ServerSideEncryption: 'AES256' as const,
    ...describe(version),
    ...namedByRequest(input),
    ...(range && { ContentRange: `bytes ${start}-${end}/${version.size}` }),
    ...(withChecksums && Object.keys(version.checksums).length > 0 && { ChecksumType: version.checksumType }),
    ...(withChecksums && checksumMembers(version.checksums)),
  };
}

/** A signed request can set headers of its response: a file name, for example. */
function namedByRequest(input: GetObjectRequest | HeadObjectRequest) {
  const named = {
    CacheControl: input.ResponseCacheControl,
    ContentDisposition: input.ResponseContentDisposition,
    ContentEncoding: input.ResponseContentEncoding,
    ContentLanguage: input.ResponseContentLanguage,
    ContentType: input.ResponseContentType,
    Expires: input.ResponseExpires?.toUTCString(),
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

function refuseAnonymousNames(input: GetObjectRequest | HeadObjectRequest, { accessKeyId }: OperationContext): void {
  if (accessKeyId !== '' || Object.keys(namedByRequest(input)).length === 0) return;
  throw invalidRequest('Request specific response headers cannot be used for anonymous GET requests.');
}

/**
 * Returns the bytes of one range; `undefined` for a header that is not one range of bytes, which has no effect. Throws
 * InvalidRange for a range behind the end.
 */
function rangeOf(header: string, size: number): { start: number; end: number } | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header.trim()) ?? [];
  if (first === '' && last === '') return undefined;
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end) {
    throw new AwsError('InvalidRange', 'The requested range is not satisfiable', {
      status: 416,
      members: { RangeRequested: header, ActualObjectSize: size },
      headers: { 'content-range': `bytes */${size}` },
    });
  }
  return { start, end };
}
