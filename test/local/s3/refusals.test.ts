/** S3's own errors for requests that break its model, as LocalStack's tests recorded them on AWS (docs/aws/s3.md). */
import {
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  ListObjectsV2Command,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { service } from '../../../src/local/services/s3/service.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

const Bucket = 'refusals';
const Key = 'a';

let services: Services;
const clients = new Map<string, S3Client>();
const client = (region: string): S3Client => clients.get(region)!;
beforeAll(async () => {
  services = await startServices([service]);
  for (const region of ['us-east-1', 'eu-west-1']) {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    clients.set(region, new S3Client({ endpoint: services.endpoint, region, credentials, maxAttempts: 1 }));
  }
  await client('us-east-1').send(new CreateBucketCommand({ Bucket }));
  await client('us-east-1').send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
});
afterAll(() => services.close());

/** A value that the types of the SDK do not have. */
const wrong = 'NO_SUCH_VALUE' as never;

async function refusal(command: object, region = 'us-east-1'): Promise<object> {
  const error: Record<string, unknown> = await client(region)
    .send(command as PutObjectCommand)
    .then(
      () => ({}),
      (thrown: unknown) => thrown as Record<string, unknown>,
    );
  const { name, message, ArgumentName, ArgumentValue, ArgumentName1, ArgumentValue1, TagKey, TagValue } = error;
  const members = { ArgumentName, ArgumentValue, ArgumentName1, ArgumentValue1, TagKey, TagValue };
  return { error: `${name}: ${message}`, ...JSON.parse(JSON.stringify(members)) };
}

describe('a parameter', () => {
  test.each([
    [
      'storage class',
      () => new PutObjectCommand({ Bucket, Key, StorageClass: wrong }),
      { error: 'InvalidStorageClass: The storage class you specified is not valid' },
    ],
    [
      'object lock mode',
      () => new PutObjectCommand({ Bucket, Key, ObjectLockMode: wrong }),
      {
        error: 'InvalidArgument: Unknown wormMode directive.',
        ArgumentName: 'x-amz-object-lock-mode',
        ArgumentValue: 'NO_SUCH_VALUE',
      },
    ],
    [
      'checksum algorithm',
      () => new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: wrong }),
      {
        error:
          'InvalidRequest: Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
      },
    ],
    [
      'source of a copy',
      () => new CopyObjectCommand({ Bucket, Key, CopySource: 'no-key' }),
      {
        error: 'InvalidArgument: Invalid copy source object key',
        ArgumentName: 'x-amz-copy-source',
        ArgumentValue: 'x-amz-copy-source',
      },
    ],
    [
      'encoding',
      () => new ListObjectsV2Command({ Bucket, EncodingType: wrong }),
      {
        error: 'InvalidArgument: Invalid Encoding Method specified in Request',
        ArgumentName: 'encoding-type',
        ArgumentValue: 'NO_SUCH_VALUE',
      },
    ],
    [
      'ownership',
      () => new CreateBucketCommand({ Bucket: 'another', ObjectOwnership: wrong }),
      {
        error: 'InvalidArgument: Invalid x-amz-object-ownership header: NO_SUCH_VALUE',
        ArgumentName: 'x-amz-object-ownership',
      },
    ],
    [
      'size for transitions',
      () => new PutBucketLifecycleConfigurationCommand({ Bucket, TransitionDefaultMinimumObjectSize: wrong }),
      { error: 'InvalidRequest: Invalid TransitionDefaultMinimumObjectSize found: NO_SUCH_VALUE' },
    ],
  ])('has an error of its own: %s', async (_, command, expected) => {
    expect(await refusal(command())).toEqual(expected);
  });

  it('is named without a text if it is a canned ACL', async () => {
    const refused = await refusal(new PutObjectCommand({ Bucket, Key, ACL: wrong }));
    expect(refused).toMatchObject({ ArgumentName: 'x-amz-acl', ArgumentValue: 'NO_SUCH_VALUE' });
  });
});

describe('a location', () => {
  test.each([
    ['us-east-1', 'us-east-1', 'InvalidLocationConstraint: The specified location-constraint is not valid'],
    ['us-east-1', 'foo', 'InvalidLocationConstraint: The specified location-constraint is not valid'],
    [
      'eu-west-1',
      'bar',
      'IllegalLocationConstraintException: The bar location constraint is incompatible for the region specific endpoint this request was sent to.',
    ],
  ])('in %s is not %s', async (region, location, error) => {
    const CreateBucketConfiguration = { LocationConstraint: location as never };
    const command = new CreateBucketCommand({ Bucket: 'elsewhere', CreateBucketConfiguration });
    expect(await refusal(command, region)).toEqual({ error });
  });
});

describe('a tag', () => {
  const ofBucket = (...TagSet: { Key: string; Value: string }[]) =>
    new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } });
  const ofObject = (...TagSet: { Key: string; Value: string }[]) =>
    new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } });
  const one = (key: string, value: string) => ({ Key: key, Value: value });
  const created = (tag: { Key: string; Value: string }) =>
    new CreateBucketCommand({ Bucket: 'tagged', CreateBucketConfiguration: { Tags: [tag] } });

  test.each([
    [
      'twice',
      () => ofBucket(one('a', '1'), one('a', '1')),
      { error: 'InvalidTag: Cannot provide multiple Tags with the same key', TagKey: 'a' },
    ],
    [
      'with a comma in its key',
      () => ofBucket(one('a,b', '1')),
      { error: 'InvalidTag: The TagKey you have provided is invalid', TagKey: 'a,b' },
    ],
    [
      'with a comma in its value',
      () => ofBucket(one('a', '1,2')),
      { error: 'InvalidTag: The TagValue you have provided is invalid', TagKey: 'a', TagValue: '1,2' },
    ],
    [
      'of AWS on a bucket',
      () => ofBucket(one('aws:a', '1')),
      { error: 'InvalidTag: System tags cannot be added/updated by requester', TagKey: 'aws:a' },
    ],
    [
      'of AWS on an object',
      () => ofObject(one('aws:a', '1')),
      { error: 'InvalidTag: Your TagKey cannot be prefixed with aws:', TagKey: 'aws:a' },
    ],
    [
      'of AWS on a new bucket',
      () => created(one('aws:a', '1')),
      {
        error:
          'InvalidTag: User-defined tag keys can\'t start with "aws:". This prefix is reserved for system tags. Remove "aws:" from your tag keys and try again.',
        TagKey: 'aws:a',
      },
    ],
  ])('is refused %s', async (_, command, expected) => {
    expect(await refusal(command())).toEqual(expected);
  });
});

describe('a setting of a bucket', () => {
  const rule = { ID: 'one', Status: 'Enabled' as const };
  const lifecycle = (more: object) =>
    new PutBucketLifecycleConfigurationCommand({
      Bucket,
      LifecycleConfiguration: { Rules: [{ ...rule, Filter: { Prefix: '' }, Expiration: { Days: 1 }, ...more }] },
    });
  const notification = (more: object) =>
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      SkipDestinationValidation: true,
      NotificationConfiguration: {
        LambdaFunctionConfigurations: [
          {
            LambdaFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
            Events: ['s3:ObjectCreated:*'],
            ...more,
          },
        ],
      },
    });
  const filter = (one: object) => notification({ Filter: { Key: { FilterRules: [one] } } });
  const tag = { Key: 'a', Value: '1' };
  const malformed = {
    error: 'MalformedXML: The XML you provided was not well-formed or did not validate against our published schema',
  };

  test.each([
    [
      'versioning without a status',
      () => new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: {} }),
      { error: 'IllegalVersioningConfigurationException: The Versioning element must be specified' },
    ],
    ['a lifecycle filter with two conditions', () => lifecycle({ Filter: { Prefix: 'a', Tag: tag } }), malformed],
    ['an expiration of old versions without a time', () => lifecycle({ NoncurrentVersionExpiration: {} }), malformed],
    [
      'a lifecycle filter with a tag twice',
      () => lifecycle({ Filter: { And: { Prefix: 'a', Tags: [tag, tag] } } }),
      { error: 'InvalidRequest: Duplicate Tag Keys are not allowed.' },
    ],
    ['a filter rule without a value', () => filter({ Name: 'prefix' }), malformed],
    [
      'a filter rule with another name',
      () => filter({ Name: 'INVALID', Value: 'a' }),
      {
        error: 'InvalidArgument: filter rule name must be either prefix or suffix',
        ArgumentName: 'FilterRule.Name',
        ArgumentValue: 'INVALID',
      },
    ],
    [
      'a destination that is not an ARN',
      () => notification({ LambdaFunctionArn: 'invalid-queue' }),
      {
        error: 'InvalidArgument: The ARN could not be parsed',
        ArgumentName: 'CloudFunction',
        ArgumentValue: 'invalid-queue',
      },
    ],
  ])('is refused: %s', async (_, command, expected) => {
    expect(await refusal(command())).toEqual(expected);
  });

  it('names a function that S3 cannot call', async () => {
    const { input } = notification({});
    const { SkipDestinationValidation: _, ...checked } = input;
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
    expect(await refusal(new PutBucketNotificationConfigurationCommand(checked))).toEqual({
      error: 'InvalidArgument: Unable to validate the following destination configurations',
      ArgumentName1: `${arn}, null`,
      ArgumentValue1: `Not authorized to invoke function [${arn}]`,
    });
  });
});
