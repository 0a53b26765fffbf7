/**
 * Multipart uploads: CreateMultipartUpload, UploadPart, CompleteMultipartUpload, AbortMultipartUpload, ListParts and
 * ListMultipartUploads. The object consists of the files of its parts.
 */
import { createHash } from 'node:crypto';
import { AwsError } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { CompletedPart, CompleteMultipartUploadRequest } from '../../models/s3.ts';
import { abort } from './abort-upload.ts';
import { CHECKSUM_MEMBERS, DIGESTS, REFUSED_CHECKSUMS } from './checksums.ts';
import { checkWriteConditions } from './conditions.ts';
import { copyContent, readContent, removeContent } from './contents.ts';
import { invalidArgument, invalidRequest, malformedXml, noSuchUpload } from './errors.ts';
import {
  currentOf,
  findBucket,
  type MultipartUpload,
  type ObjectVersion,
  objectsOf,
  type UploadedPart,
  uploadsOf,
} from './model.ts';
import { readNewObject } from './new-object.ts';
import { notifyCreated } from './notifications.ts';
import { operation } from './operation.ts';
import { ownerId } from './owner.ts';
import { receivedBy } from './put-object.ts';
import { checksumMembers } from './received-digests.ts';
import { addVersion, NULL_VERSION, nextVersionId } from './versions.ts';

/** Every part but the last one has at least 5 MB. */
const SMALLEST_PART = 5 * 1024 ** 2;
const MOST_PARTS = 10_000;
const PAGE = 1000;

export const createMultipartUpload = operation('CreateMultipartUpload', (input, context) => {
  const { Bucket, Key, ChecksumAlgorithm, ChecksumType } = input;
  const { cloud } = context;
  findBucket(context, Bucket);
  if (ChecksumAlgorithm !== undefined && !Object.hasOwn(DIGESTS, ChecksumAlgorithm))
    throw invalidRequest('Checksum algorithm provided is unsupported. Please try again with any of the valid types');
  const upload: MultipartUpload = {
    ...readNewObject('CreateMultipartUpload', input, context),
    id: cloud.ids.short(48),
    bucket: Bucket,
    key: Key,
    startedAt: cloud.clock.now(),
    ...(ChecksumAlgorithm !== undefined && {
      checksumAlgorithm: ChecksumAlgorithm,
      checksumType: ChecksumType ?? (ChecksumAlgorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE'),
    }),
    parts: {},
  };
  uploadsOf(cloud).put(upload.id, upload);
  return {
    Bucket,
    Key,
    UploadId: upload.id,
    ServerSideEncryption: 'AES256' as const,
    ...(ChecksumAlgorithm !== undefined && { ChecksumAlgorithm, ChecksumType: upload.checksumType }),
  };
});

function findUpload({ cloud }: OperationContext, bucket: string, key: string, id: string): MultipartUpload {
  const upload = uploadsOf(cloud).get(id);
  if (!upload || upload.bucket !== bucket || upload.key !== key) throw noSuchUpload(id);
  return upload;
}

const UNSUPPORTED = ['SSECustomerAlgorithm', 'SSECustomerKey', 'SSECustomerKeyMD5', ...REFUSED_CHECKSUMS] as const;

export const uploadPart = operation('UploadPart', (input, context) => {
  const { Bucket, Key, UploadId, PartNumber } = input;
  const { cloud } = context;
  refuseMembers('S3 UploadPart', input, UNSUPPORTED);
  findBucket(context, Bucket);
  if (PartNumber < 1 || PartNumber > MOST_PARTS) {
    throw invalidArgument(
      `Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`,
      'partNumber',
      String(PartNumber),
    );
  }
  const upload = findUpload(context, Bucket, Key, UploadId);
  const content = receivedBy(context);
  const [copy] = copyContent(cloud, [content]);
  const part: UploadedPart = {
    ...copy!,
    etag: `"${content.md5}"`,
    modifiedAt: cloud.clock.now(),
    checksums: content.checksums,
  };
  const replaced = upload.parts[PartNumber];
  uploadsOf(cloud).put(UploadId, { ...upload, parts: { ...upload.parts, [PartNumber]: part } });
  if (replaced) removeContent(cloud, [replaced]);
  return { ETag: part.etag, ServerSideEncryption: 'AES256' as const, ...checksumMembers(content.checksums) };
});

export const completeMultipartUpload = operation('CompleteMultipartUpload', async (input, context) => {
  refuseMembers('S3 CompleteMultipartUpload', input, UNSUPPORTED);
  const { Bucket, Key, UploadId, MultipartUpload: completed, MpuObjectSize } = input;
  const { cloud } = context;
  const bucket = findBucket(context, Bucket);
  const upload = findUpload(context, Bucket, Key, UploadId);
  const parts = chosenParts(upload, completed?.Parts ?? []);
  checkWriteConditions(currentOf(objectsOf(cloud, Bucket).get(Key)), input);
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (MpuObjectSize !== undefined && MpuObjectSize !== size) {
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${MpuObjectSize} does not match what was computed: ${size}`,
    );
  }
  const hash = createHash('md5');
  for (const { etag } of parts) hash.update(Buffer.from(etag.slice(1, -1), 'hex'));
  const checksums = await checksumOf(upload, parts, context);
  checkWhole(input, checksums);
  const { headers, metadata, tags, checksumType } = upload;
  const version: ObjectVersion = {
    id: nextVersionId(bucket, cloud),
    modifiedAt: cloud.clock.now(),
    etag: `"${hash.digest('hex')}-${parts.length}"`,
    size,
    parts: parts.map(({ file, size }) => ({ file, size })),
    headers,
    metadata,
    tags,
    checksums,
    ...(checksumType !== undefined && { checksumType }),
  };
  const used = new Set(parts.map(({ file }) => file));
  uploadsOf(cloud).delete(UploadId);
  addVersion(cloud, bucket, Key, version);
  removeContent(
    cloud,
    Object.values(upload.parts).filter(({ file }) => !used.has(file)),
  );
  notifyCreated(context, bucket, Key, version, 'CompleteMultipartUpload');
  return {
    Location: `${cloud.endpoint()}/${Bucket}/${encodeURIComponent(Key)}`,
    Bucket,
    Key,
    ETag: version.etag,
    ServerSideEncryption: 'AES256' as const,
    ...(version.id !== NULL_VERSION && { VersionId: version.id }),
    ...(checksumType !== undefined && { ChecksumType: checksumType }),
    ...checksumMembers(checksums),
  };
});

/** Throws BadDigest if the client has sent another checksum of the object. */
function checkWhole(input: CompleteMultipartUploadRequest, checksums: Readonly<Record<string, string>>): void {
  for (const [algorithm, member] of Object.entries(CHECKSUM_MEMBERS)) {
    const sent = input[member];
    if (sent === undefined || sent === checksums[algorithm]) continue;
    throw new AwsError('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  }
}

/** Throws MalformedXML, InvalidPartOrder, InvalidPart or EntityTooSmall. */
function chosenParts(upload: MultipartUpload, given: readonly CompletedPart[]): UploadedPart[] {
  if (given.length === 0 || given.length > MOST_PARTS) throw malformedXml();
  const numbers = given.map(({ PartNumber = 0 }) => PartNumber);
  if (numbers.some((number, index) => index > 0 && number <= numbers[index - 1]!)) {
    throw new AwsError(
      'InvalidPartOrder',
      'The list of parts was not in ascending order. The parts list must be specified in order by part number.',
      { members: { UploadId: upload.id } },
    );
  }
  return given.map(({ PartNumber, ETag }, index) => {
    if (PartNumber === undefined || ETag === undefined) throw malformedXml();
    const part = upload.parts[PartNumber];
    if (part?.etag.slice(1, -1) !== ETag.replaceAll('"', '')) {
      throw new AwsError(
        'InvalidPart',
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        { members: { UploadId: upload.id, PartNumber, ETag } },
      );
    }
    if (part.size < SMALLEST_PART && index < given.length - 1) {
      throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
        members: { ProposedSize: part.size, MinSizeAllowed: SMALLEST_PART, PartNumber, ETag },
      });
    }
    return part;
  });
}

/** The checksum of the whole object, or, if it is a composite one, of the checksums of the parts. */
async function checksumOf(
  { checksumAlgorithm, checksumType }: MultipartUpload,
  parts: readonly UploadedPart[],
  { cloud }: OperationContext,
): Promise<Readonly<Record<string, string>>> {
  if (checksumAlgorithm === undefined) return {};
  const digest = DIGESTS[checksumAlgorithm]!();
  if (checksumType === 'FULL_OBJECT') {
    const size = parts.reduce((sum, part) => sum + part.size, 0);
    for await (const chunk of readContent(cloud, parts, 0, size - 1)) digest.update(chunk);
    return { [checksumAlgorithm]: digest.value() };
  }
  for (const { checksums } of parts) {
    const own = checksums[checksumAlgorithm];
    if (own === undefined)
      throw invalidRequest(
        `The upload was created using a ${checksumAlgorithm.toLowerCase()} checksum. The complete request must include the checksum for each part.`,
      );
    digest.update(Buffer.from(own, 'base64'));
  }
  return { [checksumAlgorithm]: `${digest.value()}-${parts.length}` };
}

export const abortMultipartUpload = operation('AbortMultipartUpload', (input, context) => {
  refuseMembers('S3 AbortMultipartUpload', input, ['IfMatchInitiatedTime'] as const);
  const { Bucket, Key, UploadId } = input;
  findBucket(context, Bucket);
  abort(context.cloud, findUpload(context, Bucket, Key, UploadId));
  return {};
});

export const listParts = operation('ListParts', (input, context) => {
  const { Bucket, Key, UploadId, MaxParts = PAGE, PartNumberMarker = '0' } = input;
  findBucket(context, Bucket);
  const upload = findUpload(context, Bucket, Key, UploadId);
  const all = Object.entries(upload.parts).filter(([number]) => Number(number) > Number(PartNumberMarker));
  const most = Math.min(MaxParts, PAGE);
  const page = all.slice(0, most);
  return {
    Bucket,
    Key,
    UploadId,
    PartNumberMarker,
    MaxParts: most,
    IsTruncated: all.length > most,
    ...(page.length > 0 && { NextPartNumberMarker: page.at(-1)![0] }),
    Parts: page.map(([number, { etag, size, modifiedAt, checksums }]) => ({
      PartNumber: Number(number),
      ETag: etag,
      Size: size,
      LastModified: new Date(modifiedAt),
      ...checksumMembers(checksums),
    })),
    StorageClass: 'STANDARD' as const,
    Owner: { ID: ownerId(context.account) },
  };
});

export const listMultipartUploads = operation('ListMultipartUploads', (input, context) => {
  refuseMembers('S3 ListMultipartUploads', input, ['Delimiter', 'UploadIdMarker'] as const);
  const { Bucket, Prefix = '', KeyMarker = '', MaxUploads = PAGE } = input;
  findBucket(context, Bucket);
  const owner = { ID: ownerId(context.account) };
  const all = uploadsOf(context.cloud)
    .values()
    .filter(({ bucket, key }) => bucket === Bucket && key.startsWith(Prefix) && key > KeyMarker)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const most = Math.min(MaxUploads, PAGE);
  const page = all.slice(0, most);
  return {
    Bucket,
    Prefix,
    KeyMarker,
    MaxUploads: most,
    IsTruncated: all.length > most,
    ...(all.length > most && { NextKeyMarker: page.at(-1)!.key }),
    Uploads: page.map(({ id, key, startedAt }) => ({
      UploadId: id,
      Key: key,
      Initiated: new Date(startedAt),
      StorageClass: 'STANDARD' as const,
      Owner: owner,
      Initiator: owner,
    })),
  };
});
