/** Reads the description of a new object from PutObject, CreateMultipartUpload or CopyObject. */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { Tag } from '../../cloud/tag-list.ts';
import type { CreateMultipartUploadRequest } from '../../models/s3.ts';
import type { ObjectVersion, StoredHeaders } from './model.ts';
import { tagsFromHeader } from './object-tags.ts';

const UNSUPPORTED = [
  'GrantFullControl',
  'GrantRead',
  'GrantReadACP',
  'GrantWriteACP',
  'WebsiteRedirectLocation',
  'SSECustomerAlgorithm',
  'SSECustomerKey',
  'SSECustomerKeyMD5',
  'SSEKMSKeyId',
  'SSEKMSEncryptionContext',
  'ObjectLockMode',
  'ObjectLockRetainUntilDate',
  'ObjectLockLegalHoldStatus',
  'ObjectLockEventHold',
  'ObjectLockEventHoldDurationDays',
  'ObjectLockEventHoldDurationYears',
] as const;

/** Bytes of the names and values of `x-amz-meta-` headers. */
const METADATA_LIMIT = 2048;
/** Bytes of a key in UTF-8. */
const KEY_LIMIT = 1024;

/** The members that the requests of these operations share. */
type Described = { readonly Key: string } & Partial<
  Pick<
    CreateMultipartUploadRequest,
    | (typeof UNSUPPORTED)[number]
    | Exclude<keyof StoredHeaders, 'Expires'>
    | 'ACL'
    | 'Metadata'
    | 'ServerSideEncryption'
    | 'StorageClass'
    | 'Tagging'
  >
>;

export interface NewObject {
  readonly headers: StoredHeaders;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
}

/** Throws the errors of S3, and refuses settings that are not emulated by name. */
export function readNewObject(name: string, input: Described, { http }: OperationContext): NewObject {
  refuseMembers(`S3 ${name}`, input, UNSUPPORTED);
  const { ACL, Key, Metadata = {}, ServerSideEncryption = 'AES256', StorageClass = 'STANDARD', Tagging } = input;
  if (Buffer.byteLength(Key) > KEY_LIMIT) throw new AwsError('KeyTooLongError', 'Your key is too long');
  if (ACL !== undefined && ACL !== 'private' && ACL !== 'bucket-owner-full-control') {
    throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs');
  }
  if (ServerSideEncryption !== 'AES256') throw notImplemented(`S3 ${name} with the encryption ${ServerSideEncryption}`);
  if (StorageClass !== 'STANDARD') throw notImplemented(`S3 ${name} with the storage class ${StorageClass}`);
  const bytes = Object.entries(Metadata).reduce((sum, [key, text]) => sum + Buffer.byteLength(key + text), 0);
  if (bytes > METADATA_LIMIT) {
    throw new AwsError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size');
  }
  const { CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, ContentType } = input;
  const encoding = withoutChunks(ContentEncoding);
  const expires = http.headers.expires;
  return {
    headers: {
      ...(CacheControl !== undefined && { CacheControl }),
      ...(ContentDisposition !== undefined && { ContentDisposition }),
      ...(encoding !== undefined && { ContentEncoding: encoding }),
      ...(ContentLanguage !== undefined && { ContentLanguage }),
      ContentType: ContentType ?? 'binary/octet-stream',
      ...(expires !== undefined && { Expires: String(expires) }),
    },
    metadata: Metadata,
    tags: Tagging === undefined ? [] : tagsFromHeader(Tagging),
  };
}

/** `aws-chunked` describes how the request was sent, and not the object. */
function withoutChunks(encoding: string | undefined): string | undefined {
  const kept = encoding
    ?.split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && one !== 'aws-chunked');
  return kept && kept.length > 0 ? kept.join(',') : undefined;
}

/** The headers of a response that describe an object. */
export const describe = ({ headers, metadata, tags }: ObjectVersion) => ({
  ...headers,
  ...(Object.keys(metadata).length > 0 && { Metadata: metadata }),
  ...(tags.length > 0 && { TagCount: tags.length }),
});
