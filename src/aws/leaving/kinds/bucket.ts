/** How a bucket leaves, with its lifecycle, its CORS and the policy that demands TLS. */
import { corsRules, lifecycleRules, PRIVATE, withTlsOnly } from '../../kinds/bucket/bucket-settings.ts';
import type { BucketShape } from '../../kinds/bucket/shape.ts';
import { toTagList } from '../../ownership/ownership.ts';
import { block, type CloudFormationPart, json, type Leaving, type Live, type TerraformPart } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

export const bucket: Leaving<BucketShape> = {
  cloudFormation(live) {
    const { id, name, properties } = live.resource;
    const { arn } = live.attributes;
    const policy: CloudFormationPart = {
      logicalId: logicalId(id, 'policy'),
      type: 'AWS::S3::BucketPolicy',
      properties: { Bucket: name, PolicyDocument: policyOf(live) },
      identifier: { Bucket: name },
    };
    return [
      {
        logicalId: logicalId(id),
        type: 'AWS::S3::Bucket',
        properties: {
          BucketName: name,
          PublicAccessBlockConfiguration: PRIVATE,
          ...(properties.versioning && { VersioningConfiguration: { Status: 'Enabled' } }),
          LifecycleConfiguration: {
            Rules: lifecycleRules(properties).map(
              ({ ID, Status, AbortIncompleteMultipartUpload, Expiration, NoncurrentVersionExpiration }) => ({
                Id: ID,
                Status,
                Prefix: '',
                ...(AbortIncompleteMultipartUpload && { AbortIncompleteMultipartUpload }),
                ...(Expiration && { ExpirationInDays: Expiration.Days }),
                ...(NoncurrentVersionExpiration && { NoncurrentVersionExpiration }),
              }),
            ),
          },
          ...(properties.cors && {
            CorsConfiguration: {
              CorsRules: corsRules(properties.cors).map((rule) => ({
                Id: rule.ID,
                AllowedOrigins: rule.AllowedOrigins,
                AllowedMethods: rule.AllowedMethods,
                AllowedHeaders: rule.AllowedHeaders,
                ExposedHeaders: rule.ExposeHeaders,
                MaxAge: rule.MaxAgeSeconds,
              })),
            },
          }),
          Tags: toTagList(properties.tags),
        },
        identifier: { BucketName: name },
        values: { Ref: name, Arn: arn },
      },
      policy,
    ];
  },

  terraform(live) {
    const { id, name, properties } = live.resource;
    const { arn } = live.attributes;
    const part = (type: string, body: TerraformPart['body']): TerraformPart => ({
      type,
      name: terraformName(id),
      body: { bucket: name, ...body },
      importId: name,
    });
    return [
      { ...part('aws_s3_bucket', { tags: properties.tags }), holdsData: true, values: { id: name, arn } },
      part('aws_s3_bucket_public_access_block', {
        block_public_acls: PRIVATE.BlockPublicAcls,
        ignore_public_acls: PRIVATE.IgnorePublicAcls,
        block_public_policy: PRIVATE.BlockPublicPolicy,
        restrict_public_buckets: PRIVATE.RestrictPublicBuckets,
      }),
      part('aws_s3_bucket_policy', { policy: json(policyOf(live)) }),
      ...(properties.versioning
        ? [part('aws_s3_bucket_versioning', { versioning_configuration: block({ status: 'Enabled' }) })]
        : []),
      part('aws_s3_bucket_lifecycle_configuration', { rule: block(...lifecycleRules(properties).map(ruleOf)) }),
      ...(properties.cors
        ? [
            part('aws_s3_bucket_cors_configuration', {
              cors_rule: block(
                ...corsRules(properties.cors).map((rule) => ({
                  id: rule.ID,
                  allowed_origins: rule.AllowedOrigins,
                  allowed_methods: rule.AllowedMethods,
                  allowed_headers: rule.AllowedHeaders,
                  expose_headers: rule.ExposeHeaders,
                  max_age_seconds: rule.MaxAgeSeconds,
                })),
              ),
            }),
          ]
        : []),
    ];
  },
};

const policyOf = ({ observed, attributes }: Live<BucketShape>): unknown =>
  JSON.parse(withTlsOnly(observed.properties.policy, attributes.arn));

function ruleOf(rule: ReturnType<typeof lifecycleRules>[number]) {
  return {
    id: rule.ID,
    status: rule.Status,
    filter: block({ prefix: '' }),
    ...(rule.AbortIncompleteMultipartUpload && {
      abort_incomplete_multipart_upload: block({
        days_after_initiation: rule.AbortIncompleteMultipartUpload.DaysAfterInitiation,
      }),
    }),
    ...(rule.Expiration && { expiration: block({ days: rule.Expiration.Days }) }),
    ...(rule.NoncurrentVersionExpiration && {
      noncurrent_version_expiration: block({ noncurrent_days: rule.NoncurrentVersionExpiration.NoncurrentDays }),
    }),
  };
}
