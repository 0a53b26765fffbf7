/** Objects of S3, over HTTP with the real SDK. */
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { service } from '../../../src/local/services/s3/service.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

let services: Services;
let s3: S3Client;
beforeAll(async () => {
  services = await startServices([service]);
  s3 = new S3Client({
    endpoint: services.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
});
afterAll(() => services.close());

let count = 0;
let Bucket = '';
beforeEach(async () => {
  count += 1;
  Bucket = `bucket-${count}`;
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }));
});

const put = (Key: string, Body: string, more: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const read = async (Key: string, more: object = {}) => {
  const { Body, ...rest } = await s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return { text: await Body!.transformToString(), ...rest };
};
const errorOf = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (thrown: Error & { $metadata?: { httpStatusCode?: number } }) => thrown,
  );
  return error && `${error.$metadata?.httpStatusCode} ${error.name}`;
};

describe('a bucket', () => {
  it('belongs to one account and one region', async () => {
    const again = { Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' as const } };
    expect(await errorOf(s3.send(new CreateBucketCommand(again)))).toBe('409 BucketAlreadyOwnedByYou');
    const wrong = { ...again, Bucket: 'Upper_Case' };
    expect(await errorOf(s3.send(new CreateBucketCommand(wrong)))).toBe('400 InvalidBucketName');
    expect(await s3.send(new HeadBucketCommand({ Bucket }))).toMatchObject({ BucketRegion: 'eu-west-1' });
    expect(await errorOf(s3.send(new HeadBucketCommand({ Bucket: 'missing' })))).toBe('404 NotFound');
    expect((await s3.send(new ListBucketsCommand({}))).Buckets!.map(({ Name }) => Name)).toContain(Bucket);
  });

  it('must have the suffix of account and region in the namespace of the account', async () => {
    const settings = {
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' as const },
      BucketNamespace: 'account-regional' as const,
    };
    const Good = 'photos-000000000000-eu-west-1-an';
    await s3.send(new CreateBucketCommand({ Bucket: Good, ...settings }));
    expect(await errorOf(s3.send(new CreateBucketCommand({ Bucket: 'photos', ...settings })))).toBe(
      '400 InvalidBucketName',
    );
  });

  it('is deleted only if it is empty', async () => {
    await put('a', 'x');
    expect(await errorOf(s3.send(new DeleteBucketCommand({ Bucket })))).toBe('409 BucketNotEmpty');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
    expect(await errorOf(put('a', 'x'))).toBe('404 NoSuchBucket');
  });
});

describe('an object', () => {
  it('comes back with its bytes, its type and its metadata', async () => {
    const Key = 'a folder/ä + b&c(1).txt';
    const { ETag } = await put(Key, 'hello', { ContentType: 'text/plain', Metadata: { owner: 'ann' }, Tagging: 'a=1' });
    expect(ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    const found = await read(Key);
    expect(found).toMatchObject({ text: 'hello', ContentType: 'text/plain', Metadata: { owner: 'ann' }, TagCount: 1 });
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({ ContentLength: 5, ETag });
    expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet).toEqual([{ Key: 'a', Value: '1' }]);
    expect(await errorOf(read('missing'))).toBe('404 NoSuchKey');
    expect(await errorOf(s3.send(new HeadObjectCommand({ Bucket, Key: 'missing' })))).toBe('404 NotFound');
  });

  it('can be sent as a stream, whose checksum follows the body', async () => {
    const Body = Readable.from([Buffer.from('streamed '), Buffer.from('body')]);
    await s3.send(new PutObjectCommand({ Bucket, Key: 's', Body, ContentLength: 13 }));
    const found = await read('s', { ChecksumMode: 'ENABLED' });
    expect(found).toMatchObject({ text: 'streamed body', ChecksumType: 'FULL_OBJECT' });
    expect(found.ChecksumCRC32).toBeDefined();
    expect(found.ContentEncoding).toBeUndefined();
  });

  it.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    'has the checksum %s',
    async (ChecksumAlgorithm) => {
      await put('c', '123456789', { ChecksumAlgorithm });
      const found = await read('c', { ChecksumMode: 'ENABLED' });
      const expected = {
        CRC32: 'y/Q5Jg==',
        CRC32C: '4waSgw==',
        CRC64NVME: 'rosUhgp5mIg=',
        SHA1: '98O8HYCOBHMq32eZZczDTKeuNEE=',
        SHA256: 'FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=',
      };
      expect(found[`Checksum${ChecksumAlgorithm}`]).toBe(expected[ChecksumAlgorithm]);
    },
  );

  it('is not stored if a hash is wrong', async () => {
    expect(await errorOf(put('bad', 'x', { ChecksumCRC32: 'AAAAAA==' }))).toBe('400 BadDigest');
    expect(await errorOf(put('bad', 'x', { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }))).toBe('400 BadDigest');
    expect(await errorOf(read('bad'))).toBe('404 NoSuchKey');
  });

  it('is read in ranges', async () => {
    await put('r', '0123456789');
    expect(await read('r', { Range: 'bytes=2-4' })).toMatchObject({ text: '234', ContentRange: 'bytes 2-4/10' });
    expect(await read('r', { Range: 'bytes=-3' })).toMatchObject({ text: '789' });
    expect(await read('r', { Range: 'bytes=8-100' })).toMatchObject({ text: '89', ContentLength: 2 });
    expect(await errorOf(read('r', { Range: 'bytes=10-' }))).toBe('416 InvalidRange');
  });

  it('is read and written under conditions', async () => {
    const { ETag } = await put('k', 'one');
    expect(await errorOf(read('k', { IfNoneMatch: ETag }))).toMatch(/^304/);
    expect(await errorOf(read('k', { IfMatch: '"other"' }))).toBe('412 PreconditionFailed');
    expect(await errorOf(put('k', 'two', { IfNoneMatch: '*' }))).toBe('412 PreconditionFailed');
    await put('k', 'two', { IfMatch: ETag });
    expect(await errorOf(put('k', 'three', { IfMatch: ETag }))).toBe('412 PreconditionFailed');
    expect((await read('k')).text).toBe('two');
  });

  it('is copied with its bytes and, unless they are replaced, its headers', async () => {
    await put('from', 'x', { ContentType: 'text/plain' });
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/from` }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'from' }));
    expect(await read('to')).toMatchObject({ text: 'x', ContentType: 'text/plain' });
  });
});

describe('a listing', () => {
  it('has keys in the order of their bytes, folders as one entry, and pages', async () => {
    for (const key of ['b/2', 'a', 'b/1', 'c', 'é']) await put(key, 'x');
    const all = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }));
    expect(all.Contents!.map(({ Key }) => Key)).toEqual(['a', 'c', 'é']);
    expect(all.CommonPrefixes).toEqual([{ Prefix: 'b/' }]);
    const first = await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 2 }));
    expect(first).toMatchObject({ KeyCount: 2, IsTruncated: true });
    const next = await s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken: first.NextContinuationToken! }));
    expect(next.Contents!.map(({ Key }) => Key)).toEqual(['b/2', 'c', 'é']);
    expect((await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'b/' }))).KeyCount).toBe(2);
  });
});

describe('a versioned bucket', () => {
  it('keeps old versions, and a deletion hides them', async () => {
    await put('v', 'before');
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    const { VersionId } = await put('v', 'after');
    const deletion = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'v' }));
    expect(deletion.DeleteMarker).toBe(true);
    expect(await errorOf(read('v'))).toBe('404 NoSuchKey');
    expect((await read('v', { VersionId: 'null' })).text).toBe('before');
    expect((await read('v', { VersionId })).text).toBe('after');
    expect(await errorOf(read('v', { VersionId: deletion.VersionId }))).toBe('405 MethodNotAllowed');
    const listed = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    expect(listed.Versions!.map((each) => each.VersionId)).toEqual([VersionId, 'null']);
    expect(listed.DeleteMarkers).toMatchObject([{ VersionId: deletion.VersionId, IsLatest: true }]);
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'v', VersionId: deletion.VersionId }));
    expect((await read('v')).text).toBe('after');
    const Objects = [
      { Key: 'v', VersionId: VersionId! },
      { Key: 'v', VersionId: 'null' },
    ];
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
  });
});

describe('a multipart upload', () => {
  const large = Buffer.alloc(5 * 1024 * 1024, 'a');
  const start = async () => (await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'm' }))).UploadId!;
  const part = async (UploadId: string, PartNumber: number, Body: Buffer) => {
    const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key: 'm', UploadId, PartNumber, Body }));
    return { ETag: ETag!, PartNumber };
  };
  const complete = (UploadId: string, Parts: object[]) =>
    s3.send(new CompleteMultipartUploadCommand({ Bucket, Key: 'm', UploadId, MultipartUpload: { Parts } }));

  it('becomes one object, which ranges cross', async () => {
    const UploadId = await start();
    const parts = [await part(UploadId, 1, large), await part(UploadId, 2, Buffer.from('end'))];
    expect((await s3.send(new ListPartsCommand({ Bucket, Key: 'm', UploadId }))).Parts).toHaveLength(2);
    const { ETag } = await complete(UploadId, parts);
    expect(ETag).toMatch(/-2"$/);
    expect((await read('m', { Range: `bytes=${large.length - 2}-` })).text).toBe('aaend');
    expect(await errorOf(complete(UploadId, parts))).toBe('404 NoSuchUpload');
  });

  it('is refused with small parts, wrong parts or a wrong order, and can be aborted', async () => {
    const UploadId = await start();
    const one = await part(UploadId, 1, Buffer.from('small'));
    const two = await part(UploadId, 2, Buffer.from('x'));
    expect(await errorOf(complete(UploadId, [one, two]))).toBe('400 EntityTooSmall');
    expect(await errorOf(complete(UploadId, [two, one]))).toBe('400 InvalidPartOrder');
    expect(await errorOf(complete(UploadId, [{ ...one, ETag: '"x"' }]))).toBe('400 InvalidPart');
    expect(await errorOf(complete(UploadId, []))).toBe('400 MalformedXML');
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'm', UploadId }));
    expect((await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads).toBeUndefined();
  });
});

it.each(['publicAccessBlock', 'ownershipControls', 'versioning'])(
  'a change of %s without a body is refused',
  async (setting) => {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0';
    const url = `${services.endpoint}/${Bucket}?${setting}`;
    const response = await fetch(url, { method: 'PUT', headers: { authorization } });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('<Code>MissingRequestBodyError</Code>');
  },
);

it('an operation that is not emulated is refused by name', async () => {
  const response = await fetch(`${services.endpoint}/${Bucket}?website`);
  expect(response.status).toBe(501);
  expect(await response.text()).toContain('is not emulated by apikit');
});
