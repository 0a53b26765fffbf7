import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetPublicAccessBlockCommand,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import {
  corsRules,
  demandsTls,
  isPrivate,
  lifecycleRules,
  readCors,
  readLifecycle,
  withTlsOnly,
} from '../../../src/aws/kinds/bucket/bucket-settings.ts';
import { toTagList } from '../../../src/aws/ownership/ownership.ts';
import { bucketArn } from '../../../src/naming/arns.ts';
import { EXPIRES_TAG } from '../marks.ts';
import type { Probe } from '../probe.ts';

const CORS = { origins: ['https://page.example'], maxAge: 600 };
const DAYS = { expireAfterDays: 30, oldVersionDays: 7 };

export const probe: Probe = {
  id: 'bucket-as-put',
  title:
    "A new bucket of the account's namespace has its tags, and returns policy, CORS and lifecycle as they were put.",
  expected: { tagged: true, private: true, cors: { cors: CORS }, lifecycle: DAYS, tlsOnly: true },
  async run(world) {
    const client = await world.clients.s3();
    const { account, region } = world.target;
    const Bucket = `${world.name('bucket')}-${account}-${region}-an`;
    const arn = bucketArn(world.target, Bucket);
    world.made('bucket', Bucket);
    // In us-east-1, the location must be left out.
    const location = region === 'us-east-1' ? {} : { LocationConstraint: region as BucketLocationConstraint };
    const CreateBucketConfiguration = { ...location, Tags: toTagList({ ...world.tags }) };
    await client.send(
      new CreateBucketCommand({ Bucket, BucketNamespace: 'account-regional', CreateBucketConfiguration }),
    );
    const { TagSet = [] } = await client.send(new GetBucketTaggingCommand({ Bucket }));
    const access = await client.send(new GetPublicAccessBlockCommand({ Bucket }));
    const Rules = lifecycleRules(DAYS);
    await client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
    await client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: corsRules(CORS) } }));
    await client.send(new PutBucketPolicyCommand({ Bucket, Policy: withTlsOnly(undefined, arn) }));
    const [lifecycle, cors, policy] = await Promise.all([
      client.send(new GetBucketLifecycleConfigurationCommand({ Bucket })),
      client.send(new GetBucketCorsCommand({ Bucket })),
      client.send(new GetBucketPolicyCommand({ Bucket })),
    ]);
    const { corsRules: _, ...pages } = readCors(cors.CORSRules ?? []);
    return {
      tagged: TagSet.some(({ Key }) => Key === EXPIRES_TAG),
      private: isPrivate(access.PublicAccessBlockConfiguration),
      cors: pages,
      lifecycle: { ...readLifecycle(lifecycle.Rules ?? []) },
      tlsOnly: demandsTls(policy.Policy, arn),
    };
  },
};
