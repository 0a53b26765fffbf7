/** S3 over time: lifecycle rules, a restart of the cloud, and calls of functions for new objects. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect, it, onTestFinished, vi } from 'vitest';
import { tempDir } from '../../helpers/cli.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';
import { trusting } from '../lambda/lambda-cloud.ts';
import { makeZip } from '../lambda/zip.ts';

const DAY = 86_400_000;
const Bucket = 'documents';
const configOf = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
});

it('objects, old versions and unfinished uploads expire at midnight after their days', async () => {
  const clock = fakeClock();
  const cloud = await startTestCloud({ clock: clock.cloud });
  onTestFinished(() => cloud.close());
  const s3 = new S3Client(configOf(cloud.endpoint));
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  const rule = (ID: string, action: object) => ({ ID, Status: 'Enabled' as const, Filter: { Prefix: '' }, ...action });
  const Rules = [
    rule('objects', { Expiration: { Days: 3 } }),
    rule('versions', { NoncurrentVersionExpiration: { NoncurrentDays: 1 } }),
    rule('uploads', { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }),
  ];
  await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'first' }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'second' }));
  await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'b' }));
  const state = async () => {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
    return [Versions.length, DeleteMarkers.length, Uploads.length];
  };
  clock.advance(DAY / 2);
  expect(await state()).toEqual([2, 0, 1]);
  clock.advance(2 * DAY);
  expect(await state()).toEqual([1, 0, 0]);
  clock.advance(2 * DAY);
  expect(await state()).toEqual([1, 1, 0]);
  // The hidden version expires, and then the marker that hides nothing.
  clock.advance(3 * DAY);
  expect(await state()).toEqual([0, 0, 0]);
});

it('objects are there after a restart, and files without an object are not', async () => {
  const dataDir = tempDir();
  const first = await startTestCloud({ dataDir });
  const s3 = new S3Client(configOf(first.endpoint));
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'kept' }));
  await first.close();
  writeFileSync(join(dataDir, 'objects', 'left-by-a-kill'), 'x');
  const second = await startTestCloud({ dataDir });
  onTestFinished(() => second.close());
  const { Body } = await new S3Client(configOf(second.endpoint)).send(new GetObjectCommand({ Bucket, Key: 'a' }));
  expect(await Body!.transformToString()).toBe('kept');
  expect(readdirSync(join(dataDir, 'objects'))).toHaveLength(1);
});

it('a function is called for new objects whose keys match, if it allows S3', async () => {
  const cloud = await startTestCloud();
  onTestFinished(() => cloud.close());
  const config = configOf(cloud.endpoint);
  const [s3, lambda, iam] = [new S3Client(config), new LambdaClient(config), new IAMClient(config)];
  const trust = { RoleName: 'runner', AssumeRolePolicyDocument: trusting('lambda.amazonaws.com') };
  const { Role } = await iam.send(new CreateRoleCommand(trust));
  const events = join(tempDir(), 'events');
  const code = `import { writeFileSync } from 'node:fs';
    export const handler = async (event) => writeFileSync(${JSON.stringify(events)}, JSON.stringify(event.Records[0]));`;
  const { FunctionArn } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'worker',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: Role!.Arn!,
      Code: { ZipFile: makeZip({ 'index.mjs': code }) },
    }),
  );
  await s3.send(new CreateBucketCommand({ Bucket }));
  const one = {
    LambdaFunctionArn: FunctionArn!,
    Events: ['s3:ObjectCreated:*' as const],
    Filter: { Key: { FilterRules: [{ Name: 'prefix' as const, Value: 'in/' }] } },
  };
  const NotificationConfiguration = { LambdaFunctionConfigurations: [one] };
  const configure = () => s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
  await expect(configure()).rejects.toThrow('Unable to validate the following destination configurations');
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: 'worker',
      StatementId: 's3',
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
      SourceArn: `arn:aws:s3:::${Bucket}`,
    }),
  );
  await configure();
  await s3.send(new PutObjectCommand({ Bucket, Key: 'out/a', Body: 'x' }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'in/a b', Body: 'hello' }));
  await vi.waitFor(() => expect(existsSync(events)).toBe(true), { timeout: 20_000 });
  expect(JSON.parse(readFileSync(events, 'utf8'))).toMatchObject({
    eventName: 'ObjectCreated:Put',
    s3: { bucket: { name: Bucket }, object: { key: 'in/a+b', size: 5 } },
  });
});
