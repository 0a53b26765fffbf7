/** The shape of an S3 bucket. Types only. */
import type { CORSRule } from '@aws-sdk/client-s3';
import type { Tags } from '../../../naming/tags.ts';

/** The pages that may use the bucket. */
export type BucketCors = { origins: string[]; maxAge: number };

export type BucketProperties = {
  versioning: boolean;
  /** The days after which S3 deletes an object. */
  expireAfterDays?: number;
  /** The days for which S3 keeps an old version. */
  oldVersionDays?: number;
  /** Absent: no page may use it. */
  cors?: BucketCors;
  tags: Tags;
};

export interface BucketShape {
  kind: 'bucket';
  properties: BucketProperties;
  attributes: { arn: string; name: string };
  found: {
    versioning: boolean;
    expireAfterDays?: number;
    oldVersionDays?: number;
    cors?: BucketCors;
    /** Whether the lifecycle has rules of somebody else, or one of apikit's is missing or changed. */
    otherRules?: true;
    /** Whether the rules for pages differ from apikit's in more than origins and age. */
    otherCors?: true;
    /** All rules for pages, as S3 has them. */
    corsRules: readonly CORSRule[];
    tags: Tags;
    /** Whether public access is blocked. */
    private: boolean;
    /** Whether the policy demands TLS. */
    tlsOnly: boolean;
    /** The whole policy, which can have statements of others. */
    policy?: string;
  };
}
