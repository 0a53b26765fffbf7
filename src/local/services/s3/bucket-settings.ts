/** The settings of a bucket that are read and written as a whole: versioning, CORS, encryption, ownership, access. */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { compileBucketPolicy, isPublic } from './bucket-policy.ts';
import { accessDenied, invalidRequest, malformedXml } from './errors.ts';
import { type Bucket, bucketsOf, findBucket } from './model.ts';
import { operation } from './operation.ts';

function change(context: OperationContext, name: string, settings: Partial<Bucket>): void {
  bucketsOf(context.cloud).put(name, { ...findBucket(context, name), ...settings });
}

const missing = (code: string, message: string, name: string): AwsError =>
  new AwsError(code, message, { status: 404, members: { BucketName: name } });

export const putBucketVersioning = operation('PutBucketVersioning', ({ Bucket, VersioningConfiguration }, context) => {
  const { Status, MFADelete } = VersioningConfiguration;
  if (MFADelete === 'Enabled') throw notImplemented('S3 PutBucketVersioning with MFADelete');
  if (Status === undefined) {
    throw new AwsError('IllegalVersioningConfigurationException', 'The Versioning element must be specified');
  }
  change(context, Bucket, { versioning: Status });
});

export const getBucketVersioning = operation('GetBucketVersioning', ({ Bucket }, context) => ({
  Status: findBucket(context, Bucket).versioning,
}));

const CORS_METHODS: ReadonlySet<string> = new Set(['GET', 'PUT', 'HEAD', 'POST', 'DELETE']);

export const putBucketCors = operation('PutBucketCors', ({ Bucket, CORSConfiguration }, context) => {
  const { CORSRules } = CORSConfiguration;
  if (CORSRules.length === 0 || CORSRules.length > 100) throw malformedXml();
  for (const { AllowedMethods, AllowedOrigins, AllowedHeaders = [] } of CORSRules) {
    if (AllowedMethods.length === 0 || AllowedOrigins.length === 0) throw malformedXml();
    const unknown = AllowedMethods.find((method) => !CORS_METHODS.has(method));
    if (unknown !== undefined)
      throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${unknown}`);
    const wild = AllowedOrigins.find((origin) => origin.split('*').length > 2);
    if (wild !== undefined) throw invalidRequest(`AllowedOrigin "${wild}" can not have more than one wildcard.`);
    const header = AllowedHeaders.find((name) => name.split('*').length > 2);
    if (header !== undefined) throw invalidRequest(`AllowedHeader "${header}" can not have more than one wildcard.`);
  }
  change(context, Bucket, { cors: CORSRules });
});

export const getBucketCors = operation('GetBucketCors', ({ Bucket }, context) => {
  const { cors } = findBucket(context, Bucket);
  if (!cors) throw missing('NoSuchCORSConfiguration', 'The CORS configuration does not exist', Bucket);
  return { CORSRules: cors };
});

export const deleteBucketCors = operation('DeleteBucketCors', ({ Bucket }, context) => {
  change(context, Bucket, { cors: undefined });
});

export const putBucketEncryption = operation(
  'PutBucketEncryption',
  ({ Bucket, ServerSideEncryptionConfiguration }, context) => {
    const [rule, another] = ServerSideEncryptionConfiguration.Rules;
    if (rule === undefined || another !== undefined) throw malformedXml();
    const { SSEAlgorithm } = rule.ApplyServerSideEncryptionByDefault ?? { SSEAlgorithm: 'AES256' };
    if (SSEAlgorithm !== 'AES256') throw notImplemented(`S3 PutBucketEncryption with ${SSEAlgorithm}`);
    if (rule.BlockedEncryptionTypes !== undefined)
      throw notImplemented('S3 PutBucketEncryption with BlockedEncryptionTypes');
    change(context, Bucket, { encryption: ServerSideEncryptionConfiguration });
  },
);

export const getBucketEncryption = operation('GetBucketEncryption', ({ Bucket }, context) => ({
  ServerSideEncryptionConfiguration: findBucket(context, Bucket).encryption,
}));

export const putPublicAccessBlock = operation(
  'PutPublicAccessBlock',
  ({ Bucket, PublicAccessBlockConfiguration }, context) => {
    const on = (value: boolean | undefined) => value === true;
    const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } =
      PublicAccessBlockConfiguration;
    change(context, Bucket, {
      publicAccess: {
        BlockPublicAcls: on(BlockPublicAcls),
        IgnorePublicAcls: on(IgnorePublicAcls),
        BlockPublicPolicy: on(BlockPublicPolicy),
        RestrictPublicBuckets: on(RestrictPublicBuckets),
      },
    });
  },
);

export const getPublicAccessBlock = operation('GetPublicAccessBlock', ({ Bucket }, context) => {
  const { publicAccess } = findBucket(context, Bucket);
  if (!publicAccess) {
    throw missing(
      'NoSuchPublicAccessBlockConfiguration',
      'The public access block configuration was not found',
      Bucket,
    );
  }
  return { PublicAccessBlockConfiguration: publicAccess };
});

export const deletePublicAccessBlock = operation('DeletePublicAccessBlock', ({ Bucket }, context) => {
  change(context, Bucket, { publicAccess: undefined });
});

export const putBucketOwnershipControls = operation(
  'PutBucketOwnershipControls',
  ({ Bucket, OwnershipControls }, context) => {
    const [rule, another] = OwnershipControls.Rules;
    if (rule === undefined || another !== undefined) throw malformedXml();
    // Other values allow access control lists, which are not emulated.
    if (rule.ObjectOwnership !== 'BucketOwnerEnforced')
      throw notImplemented(`S3 PutBucketOwnershipControls with ${rule.ObjectOwnership}`);
    change(context, Bucket, { ownership: rule.ObjectOwnership });
  },
);

export const getBucketOwnershipControls = operation('GetBucketOwnershipControls', ({ Bucket }, context) => {
  const { ownership } = findBucket(context, Bucket);
  if (!ownership) {
    throw missing('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found', Bucket);
  }
  return { OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } };
});

export const putBucketPolicy = operation('PutBucketPolicy', (input, context) => {
  refuseMembers('S3 PutBucketPolicy', input, ['ConfirmRemoveSelfBucketAccess'] as const);
  const { Bucket, Policy } = input;
  const { publicAccess } = findBucket(context, Bucket);
  compileBucketPolicy(Policy, Bucket);
  if (publicAccess?.BlockPublicPolicy && isPublic(Policy)) {
    throw accessDenied(
      'User is not authorized to perform: s3:PutBucketPolicy because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.',
    );
  }
  change(context, Bucket, { policy: Policy });
});

export const getBucketPolicy = operation('GetBucketPolicy', ({ Bucket }, context) => {
  const { policy } = findBucket(context, Bucket);
  if (policy === undefined) throw missing('NoSuchBucketPolicy', 'The bucket policy does not exist', Bucket);
  return { Policy: policy };
});

export const deleteBucketPolicy = operation('DeleteBucketPolicy', ({ Bucket }, context) => {
  change(context, Bucket, { policy: undefined });
});
