/** `buckets` of apikit.yaml: their schema (draft-07), their defaults, and the checks that a schema cannot express. */
import { bucketVariable } from '../naming/names.ts';
import { type Schema, section } from './schema-node.ts';
import type { ReportProblem } from './stage-report.ts';
import { uniqueVariables } from './unique-variables.ts';

export interface BucketConfig {
  /** Whether S3 keeps old versions of objects. */
  versioning: boolean;
  /** The days after which S3 deletes an object. */
  expireAfterDays?: number;
  /** The days for which S3 keeps an old version. */
  oldVersionDays?: number;
}

export type RawBucket = Partial<BucketConfig>;

/** docs/aws/s3.md */
const WITHOUT_NAMESPACES = ['me-south-1', 'me-central-1'];

/** Whether S3 keeps names of buckets for the account in this region. */
export const hasNamespaces = (region: string): boolean => !WITHOUT_NAMESPACES.includes(region);

const days = (description: string): Schema => ({ type: 'integer', minimum: 1, maximum: 36_500, description });

export const bucketsSchema: Schema = {
  type: 'object',
  description:
    'Private S3 buckets by name, for files that are too large for an API. BUCKET_<NAME> contains the physical name for the handler.',
  propertyNames: { pattern: '^[a-z][a-z0-9-]*$' },
  additionalProperties: section('One bucket.', {
    versioning: { type: 'boolean', description: 'Whether S3 keeps the old versions of objects. Default: false.' },
    expireAfterDays: days('Days after which S3 deletes an object. Default: never.'),
    oldVersionDays: days('Days for which S3 keeps an old version of an object. Default: forever.'),
  }),
};

export const resolveBucket = (raw: RawBucket): BucketConfig => ({ versioning: false, ...raw });

export function checkBuckets(
  { buckets, region }: { readonly buckets: Readonly<Record<string, BucketConfig>>; readonly region: string },
  report: ReportProblem,
): void {
  if (Object.keys(buckets).length > 0 && !hasNamespaces(region)) {
    report(
      ['buckets'],
      `S3 has no namespaces for the names of accounts in ${region}, so anybody could take the name of a bucket.`,
      'Use another region, or create a bucket yourself and allow its use under function.permissions.',
    );
  }
  const checkVariable = uniqueVariables({ section: 'buckets', plural: 'Buckets', variableOf: bucketVariable }, report);
  for (const [name, { versioning, oldVersionDays }] of Object.entries(buckets)) {
    if (oldVersionDays !== undefined && !versioning) {
      report(
        ['buckets', name, 'oldVersionDays'],
        `buckets.${name} has oldVersionDays, but a bucket without versioning has no old versions.`,
        'Add versioning: true, or remove oldVersionDays.',
      );
    }
    checkVariable(name);
  }
}
