/** Requests of web pages to S3: presigned URLs, forms with a policy, CORS, and who may do what. */
import { createHmac } from 'node:crypto';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketCorsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { HttpRequest } from '@smithy/core/protocols';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningCloud } from '../../../src/local/start-cloud.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { roleCredentials } from '../../helpers/role-credentials.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';

const PAGE = 'https://shop.example';
const Bucket = 'shop-dev-documents';
const region = 'eu-west-1';
const clock = fakeClock();

let cloud: RunningCloud;
let root: S3Client;
/** The client of a role that may write and read below `uploads/`. */
let role: S3Client;
let credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };

beforeAll(async () => {
  cloud = await startTestCloud({ clock: clock.cloud });
  const config = { endpoint: cloud.endpoint, region, maxAttempts: 1 };
  root = new S3Client({ ...config, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  const location = { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } };
  await root.send(new CreateBucketCommand({ Bucket, ...location }));
  const CORSRules = [
    { AllowedOrigins: [PAGE], AllowedMethods: ['GET', 'POST', 'PUT'], AllowedHeaders: ['*'], ExposeHeaders: ['ETag'] },
  ];
  await root.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
  credentials = await roleCredentials(cloud.endpoint, [
    { Effect: 'Allow', Action: ['s3:PutObject', 's3:GetObject'], Resource: `arn:aws:s3:::${Bucket}/uploads/*` },
  ]);
  role = new S3Client({ ...config, credentials });
});
afterAll(() => cloud.close());

type Presign = (
  request: HttpRequest,
  options: object,
) => Promise<{ readonly path: string; readonly query?: Record<string, unknown> }>;

/** Signs with the SDK's own signer. */
async function presigned(method: string, key: string, expiresIn = 60, client = role): Promise<string> {
  const { host, hostname, port } = new URL(cloud.endpoint);
  const request = new HttpRequest({
    method,
    protocol: 'http:',
    hostname,
    port: Number(port),
    path: `/${Bucket}/${key}`,
    headers: { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
  });
  const signer = await client.config.signer({
    name: 'sigv4',
    signingName: 's3',
    signingRegion: region,
    properties: {},
  });
  const { presign } = signer as unknown as { presign: Presign };
  const signed = await presign.call(signer, request, { expiresIn, signingDate: new Date(clock.now()) });
  const query = Object.entries(signed.query ?? {}).map(
    ([name, value]) => `${name}=${encodeURIComponent(String(value))}`,
  );
  return `${cloud.endpoint}${signed.path}?${query.join('&')}`;
}

/** A form with the policy that `conditions` are added to, signed as AWS documents it. */
function form(
  key: string,
  file: string,
  conditions: unknown[] = [],
  more: Record<string, string> = {},
  minutes = 5,
): FormData {
  const time = new Date(clock.now()).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const date = time.slice(0, 8);
  const fields: Record<string, string> = {
    key,
    'Content-Type': 'text/plain',
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': `${credentials.accessKeyId}/${date}/${region}/s3/aws4_request`,
    'x-amz-date': time,
    'x-amz-security-token': credentials.sessionToken,
  };
  const expiration = new Date(clock.now() + minutes * 60_000).toISOString();
  const all = [
    { bucket: Bucket },
    ...Object.entries(fields).map(([name, value]) => ({ [name]: value })),
    ...conditions,
  ];
  const policy = Buffer.from(JSON.stringify({ expiration, conditions: all })).toString('base64');
  const hmac = (secret: string | Buffer, text: string) => createHmac('sha256', secret).update(text).digest();
  const signing = ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${credentials.secretAccessKey}`, date), region));
  const data = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...more, policy })) data.set(name, value);
  data.set('x-amz-signature', hmac(signing, policy).toString('hex'));
  data.set('file', new Blob([file]), 'report.txt');
  return data;
}

const post = (body: FormData) =>
  fetch(`${cloud.endpoint}/${Bucket}`, { method: 'POST', body, headers: { origin: PAGE } });
const codeOf = async (response: Response) =>
  `${response.status} ${/<Code>(\w+)<\/Code>/.exec(await response.text())?.[1] ?? ''}`.trim();

describe('a presigned URL', () => {
  it('uploads and downloads from a page, until it expires', async () => {
    const upload = await presigned('PUT', 'uploads/a%20b.txt');
    const sent = await fetch(upload, { method: 'PUT', body: 'hello', headers: { origin: PAGE } });
    expect(sent.status).toBe(200);
    expect(sent.headers.get('access-control-allow-origin')).toBe(PAGE);
    const download = await presigned('GET', 'uploads/a%20b.txt');
    expect(await (await fetch(download)).text()).toBe('hello');
    clock.advance(61_000);
    expect(await codeOf(await fetch(download))).toBe('403 AccessDenied');
  });

  it('is valid only for its own request, its own signer and known keys', async () => {
    const url = await presigned('PUT', 'uploads/x');
    expect(await codeOf(await fetch(url.replace('uploads/x', 'uploads/y'), { method: 'PUT', body: 'x' }))).toBe(
      '403 SignatureDoesNotMatch',
    );
    expect(await codeOf(await fetch(await presigned('PUT', 'other/x'), { method: 'PUT', body: 'x' }))).toBe(
      '403 AccessDenied',
    );
    const unknown = url.replace(/X-Amz-Credential=[A-Z0-9]+/, 'X-Amz-Credential=AKIAUNKNOWN');
    expect(await codeOf(await fetch(unknown, { method: 'PUT', body: 'x' }))).toBe('403 InvalidAccessKeyId');
  });
});

describe('a form', () => {
  it('stores its file with the headers of its fields', async () => {
    const sent = await post(form('uploads/f', 'content', [['content-length-range', 1, 10]]));
    expect(sent.status).toBe(204);
    expect(sent.headers.get('access-control-allow-origin')).toBe(PAGE);
    const found = await root.send(new GetObjectCommand({ Bucket, Key: 'uploads/f' }));
    expect(await found.Body!.transformToString()).toBe('content');
    expect(found.ContentType).toBe('text/plain');
  });

  it('can ask for a document, and name the key after the file', async () => {
    const conditions = [['starts-with', '$success_action_status', '201']];
    const sent = await post(form(`uploads/$\{filename}`, 'x', conditions, { success_action_status: '201' }));
    expect(sent.status).toBe(201);
    expect(await sent.text()).toContain('<Key>uploads/report.txt</Key>');
  });

  it.each([
    ['a larger file', () => form('uploads/f', 'too long', [['content-length-range', 1, 3]]), '400 EntityTooLarge'],
    ['a smaller file', () => form('uploads/f', 'x', [['content-length-range', 2, 3]]), '400 EntityTooSmall'],
    ['a field that no condition names', () => form('uploads/f', 'x', [], { acl: 'private' }), '403 AccessDenied'],
    ['another value', () => form('uploads/f', 'x', [['starts-with', '$key', 'mine/']]), '403 AccessDenied'],
    ['an expired policy', () => form('uploads/f', 'x', [], {}, -1), '403 AccessDenied'],
    ['a key that the signer may not write', () => form('other/f', 'x'), '403 AccessDenied'],
  ])('with %s is refused', async (_, made, expected) => {
    expect(await codeOf(await post(made()))).toBe(expected);
  });

  it('with a changed policy is refused', async () => {
    const changed = form('uploads/f', 'x');
    changed.set('policy', Buffer.from('{"expiration":"2099-01-01T00:00:00Z","conditions":[]}').toString('base64'));
    // The signature is wrong before anything else is looked at.
    expect(await codeOf(await post(changed))).toBe('403 SignatureDoesNotMatch');
  });
});

describe('CORS', () => {
  const preflight = (origin: string, method: string) =>
    fetch(`${cloud.endpoint}/${Bucket}/uploads/a`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': 'content-type' },
    });

  it('allows the pages and methods of the bucket, and nothing else', async () => {
    const allowed = await preflight(PAGE, 'PUT');
    expect(allowed.status).toBe(200);
    expect(allowed.headers.get('access-control-allow-headers')).toBe('content-type');
    expect((await preflight('https://evil.example', 'PUT')).status).toBe(403);
    expect((await preflight(PAGE, 'DELETE')).status).toBe(403);
  });
});

describe('access', () => {
  it('without a signature is denied, and a policy cannot make the bucket public', async () => {
    expect(await codeOf(await fetch(`${cloud.endpoint}/${Bucket}/uploads/f`))).toBe('403 AccessDenied');
    const statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await expect(root.send(new PutBucketPolicyCommand({ Bucket, Policy }))).rejects.toThrow(/BlockPublicPolicy/);
  });

  it('with credentials that a page has made up is denied', async () => {
    const authorization = `AWS4-HMAC-SHA256 Credential=AKIAFAKE/20260101/${region}/s3/aws4_request, SignedHeaders=host, Signature=0`;
    const headers = { origin: PAGE, authorization, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
    expect(await codeOf(await fetch(`${cloud.endpoint}/${Bucket}/uploads/f`, { headers }))).toBe(
      '403 InvalidAccessKeyId',
    );
  });

  it('hides from a caller who may not list whether an object exists', async () => {
    await expect(role.send(new HeadObjectCommand({ Bucket, Key: 'uploads/missing' }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('is denied by a statement of the bucket policy', async () => {
    const statement = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${Bucket}/frozen/*`,
    };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await root.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    await expect(root.send(new PutObjectCommand({ Bucket, Key: 'frozen/a', Body: 'x' }))).rejects.toThrow(
      /explicit deny in a resource-based policy/,
    );
  });
});
