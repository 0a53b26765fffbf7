import {
  DeletePublicAccessBlockCommand,
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  HeadBucketCommand,
  type LifecycleRule,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bucketKind } from '../../../../src/aws/kinds/bucket/bucket.ts';
import { bucket } from '../../../../src/aws/kinds/bucket/definition.ts';
import type { BucketProperties } from '../../../../src/aws/kinds/bucket/shape.ts';
import type { Kind, Resource } from '../../../../src/engine/resource.ts';
import { service as s3 } from '../../../../src/local/services/s3/service.ts';
import { callsOf, differencesOf, reconcile, resource, startWorld, TAGS, type World } from '../../kind-world.ts';

const NAME = 'items-api-dev-documents-000000000000-eu-west-1-an';
const ARN = `arn:aws:s3:::${NAME}`;
let world: World;
let kind: Kind;

beforeEach(async () => {
  world = await startWorld([s3]);
  kind = bucketKind(world) as Kind;
});
afterEach(async () => await world.close());

const wanted = (changes: Partial<BucketProperties> = {}): Resource =>
  resource('bucket', NAME, { versioning: false, tags: TAGS, ...changes });
const differences = (desired: Resource) => differencesOf(kind, desired, world);
const pages = { origins: ['https://shop.example'], maxAge: 600 };

const changeRule = (rules: LifecycleRule[], id: string, change: Partial<LifecycleRule>) =>
  rules.map((rule) => (rule.ID === id ? { ...rule, ...change } : rule));

describe('a bucket', () => {
  it('is created with TLS only and a rule for unfinished uploads in three writes, and then has no changes', async () => {
    expect((await callsOf(world, () => reconcile(kind, wanted(), world))).writes).toBe(3);
    const client = await world.clients.s3();
    const { Policy } = await client.send(new GetBucketPolicyCommand({ Bucket: NAME }));
    expect(JSON.parse(Policy!).Statement).toMatchObject([
      { Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ]);
    const { Rules } = await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket: NAME }));
    expect(Rules).toMatchObject([{ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }]);
    expect(await callsOf(world, () => reconcile(kind, wanted(), world))).toEqual({ calls: 6, writes: 0 });
  });

  it('has no changes if S3 returns the same policy in another order', async () => {
    await reconcile(kind, wanted(), world);
    const client = await world.clients.s3();
    const { Policy } = await client.send(new GetBucketPolicyCommand({ Bucket: NAME }));
    const [{ Resource, ...rest }] = JSON.parse(Policy!).Statement;
    const reordered = { Version: '2012-10-17', Statement: [{ Resource: Resource.toReversed(), ...rest }] };
    await client.send(new PutBucketPolicyCommand({ Bucket: NAME, Policy: JSON.stringify(reordered) }));
    expect(await differences(wanted())).toEqual([]);
  });

  it('gets versions, expiry and pages, and loses them again', async () => {
    await reconcile(kind, wanted(), world);
    const full = wanted({ versioning: true, expireAfterDays: 30, oldVersionDays: 7, cors: pages });
    expect(await differences(full)).toEqual([
      'cors.maxAge',
      'cors.origins',
      'expireAfterDays',
      'oldVersionDays',
      'versioning',
    ]);
    await reconcile(kind, full, world);
    expect(await differences(full)).toEqual([]);
    await reconcile(kind, wanted(), world);
    expect(await differences(wanted())).toEqual([]);
  });

  it('serves the live release as before until the new one serves', async () => {
    const before = wanted({
      versioning: true,
      oldVersionDays: 7,
      cors: { origins: ['https://a', 'https://b'], maxAge: 60 },
    });
    const after = wanted({ expireAfterDays: 1, cors: { origins: ['https://b', 'https://c'], maxAge: 5 } });
    await reconcile(kind, before, world);
    const observed = (await kind.read(before, world.context))!;
    expect(
      kind
        .diff(after, observed)
        .filter(({ last }) => last)
        .map(({ path }) => path),
    ).toEqual(['cors.maxAge', 'cors.origins', 'expireAfterDays', 'oldVersionDays', 'versioning']);
    const applied = await kind.apply(after, observed, world.context);
    expect((await kind.read(before, world.context))!.properties).toMatchObject({
      versioning: true,
      oldVersionDays: 7,
      cors: { origins: ['https://a', 'https://b', 'https://c'], maxAge: 60 },
    });
    expect((await kind.read(before, world.context))!.properties).not.toHaveProperty('expireAfterDays');
    await kind.retire!.begin(after, applied, world.context);
    expect(await differences(after)).toEqual([]);
    // Taking pages and versions away writes nothing before the new release serves.
    const found = (await kind.read(after, world.context))!;
    expect((await callsOf(world, () => kind.apply(wanted(), found, world.context))).writes).toBe(0);
  });

  it('keeps what others allow to pages until the new release serves', async () => {
    await reconcile(kind, wanted(), world);
    const client = await world.clients.s3();
    const theirs = { ID: 'theirs', AllowedOrigins: ['https://x'], AllowedMethods: ['DELETE'] };
    await client.send(new PutBucketCorsCommand({ Bucket: NAME, CORSConfiguration: { CORSRules: [theirs] } }));
    const after = wanted({ cors: pages });
    const applied = await kind.apply(after, (await kind.read(after, world.context))!, world.context);
    const rules = async () => (await client.send(new GetBucketCorsCommand({ Bucket: NAME }))).CORSRules;
    expect(await rules()).toMatchObject([{ AllowedOrigins: pages.origins }, theirs]);
    await kind.retire!.begin(after, applied, world.context);
    expect(await rules()).toMatchObject([{ AllowedOrigins: pages.origins }]);
  });

  it('is repaired after somebody opened it, and keeps the statements of others in its policy', async () => {
    await reconcile(kind, wanted(), world);
    const client = await world.clients.s3();
    await client.send(new DeletePublicAccessBlockCommand({ Bucket: NAME }));
    const audit = {
      Sid: 'Audit',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::000000000000:root' },
      Action: 's3:GetObject',
      Resource: `${ARN}/*`,
    };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [audit] });
    await client.send(new PutBucketPolicyCommand({ Bucket: NAME, Policy }));
    const changed = wanted({ tags: { ...TAGS, team: 'blue' } });
    expect(await differences(changed)).toEqual(['tags.team', 'private', 'tlsOnly']);
    await reconcile(kind, changed, world);
    expect(await differences(changed)).toEqual([]);
    const found = await client.send(new GetBucketPolicyCommand({ Bucket: NAME }));
    expect(JSON.parse(found.Policy!).Statement).toHaveLength(2);
  });

  it.each<[string, string[], (rules: LifecycleRule[]) => LifecycleRule[]]>([
    [
      'which objects expire',
      ['lifecycle'],
      (rules) => changeRule(rules, 'apikit-expiry', { Filter: { Prefix: 'a/' } }),
    ],
    [
      'what else must be true of them',
      ['lifecycle'],
      (rules) => changeRule(rules, 'apikit-expiry', { Filter: { And: { Prefix: '', ObjectSizeGreaterThan: 5 } } }),
    ],
    [
      'how many old versions stay',
      ['lifecycle'],
      (rules) =>
        changeRule(rules, 'apikit-old-versions', {
          NoncurrentVersionExpiration: { NoncurrentDays: 7, NewerNoncurrentVersions: 2 },
        }),
    ],
    [
      'when unfinished uploads end',
      ['lifecycle'],
      (rules) =>
        changeRule(rules, 'apikit-unfinished-uploads', { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 9 } }),
    ],
    [
      'whether a rule is in force',
      ['expireAfterDays', 'lifecycle'],
      (rules) => changeRule(rules, 'apikit-expiry', { Status: 'Disabled' }),
    ],
    ['the order of the rules', [], (rules) => rules.toReversed()],
  ])('notices if somebody changes %s, and repairs it', async (_, told, change) => {
    const full = wanted({ versioning: true, expireAfterDays: 30, oldVersionDays: 7 });
    await reconcile(kind, full, world);
    const client = await world.clients.s3();
    const { Rules = [] } = await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket: NAME }));
    const LifecycleConfiguration = { Rules: change(Rules) };
    await client.send(new PutBucketLifecycleConfigurationCommand({ Bucket: NAME, LifecycleConfiguration }));
    expect(await differences(full)).toEqual(told);
    await reconcile(kind, full, world);
    expect(await differences(full)).toEqual([]);
  });

  it('notices if somebody changes what pages may do, and repairs it', async () => {
    const full = wanted({ cors: pages });
    await reconcile(kind, full, world);
    const client = await world.clients.s3();
    const { CORSRules = [] } = await client.send(new GetBucketCorsCommand({ Bucket: NAME }));
    const changed = CORSRules.map((rule) => ({ ...rule, AllowedMethods: ['GET', 'DELETE'] }));
    await client.send(new PutBucketCorsCommand({ Bucket: NAME, CORSConfiguration: { CORSRules: changed } }));
    expect(await differences(full)).toEqual(['cors']);
    await reconcile(kind, full, world);
    expect(await differences(full)).toEqual([]);
  });

  it('without the tags of the stage does not belong to it', async () => {
    await reconcile(kind, wanted({ tags: { ...TAGS, 'apikit:stage': 'prod' } }), world);
    expect((await kind.read(wanted(), world.context))?.owned).toBe(false);
  });

  it('is deleted with all versions of its objects, and a second deletion is not an error', async () => {
    const observed = await reconcile(kind, wanted({ versioning: true }), world);
    const client = await world.clients.s3();
    for (const Body of ['a', 'b']) await client.send(new PutObjectCommand({ Bucket: NAME, Key: 'k', Body }));
    await kind.remove(wanted(), observed, world.context);
    expect(world.notes).toEqual(['2 objects deleted']);
    await expect(client.send(new HeadBucketCommand({ Bucket: NAME }))).rejects.toThrow();
    await kind.remove(wanted(), observed, world.context);
  });

  it('that left the configuration keeps its name in the plan, and its data', () => {
    const { former } = bucket;
    const owner = { app: 'items-api', stage: 'dev', region: 'eu-west-1', tags: TAGS };
    expect(former?.id?.(NAME, owner, '')).toBe('bucket/documents');
    expect(former?.keep).toBe('data');
  });
});
