/** The settings of a bucket in S3's form: lifecycle rules, CORS, and the policy that demands TLS. Pure. */
import type { CORSRule, LifecycleRule, PublicAccessBlockConfiguration } from '@aws-sdk/client-s3';
import { samePolicy } from '../../iam/policy-document.ts';
import { diffFields } from '../field-diff.ts';
import type { BucketCors, BucketProperties, BucketShape } from './shape.ts';

export const PRIVATE: PublicAccessBlockConfiguration = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

export const isPrivate = (found: PublicAccessBlockConfiguration = {}): boolean =>
  Object.keys(PRIVATE).every((key) => found[key as keyof PublicAccessBlockConfiguration] === true);

/** Parts of an upload that nobody completed cost as much as objects, and no listing of objects shows them. */
const UNFINISHED: LifecycleRule = {
  ID: 'apikit-unfinished-uploads',
  Status: 'Enabled',
  Filter: { Prefix: '' },
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
};

const EXPIRY = 'apikit-expiry';
const OLD_VERSIONS = 'apikit-old-versions';

type Expiry = Pick<BucketProperties, 'expireAfterDays' | 'oldVersionDays'>;

export function lifecycleRules({ expireAfterDays, oldVersionDays }: Expiry): LifecycleRule[] {
  const rule = (ID: string, action: Partial<LifecycleRule>): LifecycleRule => ({
    ID,
    Status: 'Enabled',
    Filter: { Prefix: '' },
    ...action,
  });
  return [
    UNFINISHED,
    ...(expireAfterDays === undefined ? [] : [rule(EXPIRY, { Expiration: { Days: expireAfterDays } })]),
    ...(oldVersionDays === undefined
      ? []
      : [rule(OLD_VERSIONS, { NoncurrentVersionExpiration: { NoncurrentDays: oldVersionDays } })]),
  ];
}

/** Reads the rules back. `otherRules` is set if they are not exactly those that the same settings give. */
export function readLifecycle(rules: readonly LifecycleRule[]): {
  expireAfterDays?: number;
  oldVersionDays?: number;
  otherRules?: true;
} {
  const named = (id: string) => rules.find(({ ID, Status }) => ID === id && Status === 'Enabled');
  const expireAfterDays = named(EXPIRY)?.Expiration?.Days;
  const oldVersionDays = named(OLD_VERSIONS)?.NoncurrentVersionExpiration?.NoncurrentDays;
  const found = {
    ...(expireAfterDays !== undefined && { expireAfterDays }),
    ...(oldVersionDays !== undefined && { oldVersionDays }),
  };
  const expected = lifecycleRules(found);
  const isSame = diffFields(comparable(expected), comparable(rules)).length === 0;
  return { ...found, ...(!isSame && { otherRules: true as const }) };
}

/** The rules by their IDs. A rule for all objects has an empty prefix, in its filter or beside it, or no filter. */
function comparable(rules: readonly LifecycleRule[]): Readonly<Record<string, object>> {
  return Object.fromEntries(
    rules.map(({ ID = '', Filter, Prefix, Expiration, ...rule }) => {
      const { Prefix: within = '', ...filter } = Filter ?? {};
      const { ExpiredObjectDeleteMarker, ...expiration } = Expiration ?? {};
      const expires = ExpiredObjectDeleteMarker ? { ...expiration, ExpiredObjectDeleteMarker } : expiration;
      return [ID, { ...rule, prefix: Prefix || within, filter, expires }];
    }),
  );
}

const CORS_RULE = 'apikit';

/** A page uploads with POST or PUT, reads with GET and HEAD, and may read the checksum of the object. */
export const corsRules = ({ origins, maxAge }: BucketCors): CORSRule[] => [
  {
    ID: CORS_RULE,
    AllowedOrigins: origins,
    AllowedMethods: ['GET', 'HEAD', 'POST', 'PUT'],
    AllowedHeaders: ['*'],
    ExposeHeaders: ['ETag'],
    MaxAgeSeconds: maxAge,
  },
];

/** Reads the rules back. `otherCors` is set if they allow pages more or less than apikit's rule does. */
export function readCors(rules: readonly CORSRule[]): Pick<BucketShape['found'], 'cors' | 'otherCors' | 'corsRules'> {
  if (rules.length === 0) return { corsRules: [] };
  const origins = rules.flatMap(({ AllowedOrigins = [] }) => AllowedOrigins);
  const cors = { origins, maxAge: rules[0]!.MaxAgeSeconds ?? 0 };
  const isSame = diffFields({ ...corsRules(cors) }, { ...rules }).length === 0;
  return { cors, ...(!isSame && { otherCors: true as const }), corsRules: rules };
}

/** The settings that need no repair at once: whoever may read the objects is not among them. */
export type Managed = Omit<BucketShape['found'], 'tags' | 'private' | 'tlsOnly' | 'policy'>;

/** The settings that this configuration asks for. */
export const managedBy = ({ cors, tags: _, ...settings }: BucketProperties): Managed => ({
  ...settings,
  ...readCors(cors ? corsRules(cors) : []),
});

/**
 * The settings of a bucket while one release takes over from another: pages of both may use it, S3 keeps versions if
 * either wants them, and deletes what it deleted before.
 */
export function untilTakenOver(wanted: BucketProperties, had: BucketShape['found']): Managed {
  const { tags: _, private: __, tlsOnly: ___, policy: ____, cors: _____, otherCors: ______, ...kept } = had;
  const versioning = wanted.versioning || had.versioning;
  return { ...kept, versioning, ...readCors(widenedCors(wanted.cors, had.corsRules)) };
}

/** S3 applies the first rule that matches a request. */
function widenedCors(wanted: BucketCors | undefined, rules: readonly CORSRule[]): readonly CORSRule[] {
  if (!wanted) return rules;
  const own = rules.find(({ ID }) => ID === CORS_RULE);
  const others = rules.filter((rule) => rule !== own);
  const origins = [...new Set([...(own?.AllowedOrigins ?? []), ...wanted.origins])];
  return [...corsRules({ origins, maxAge: own?.MaxAgeSeconds ?? wanted.maxAge }), ...others];
}

interface Policy {
  readonly Version?: string;
  readonly Statement?: readonly { readonly Sid?: string }[];
}

const TLS_ONLY = 'ApikitTlsOnly';

const tlsStatement = (arn: string) => ({
  Sid: TLS_ONLY,
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [arn, `${arn}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

/** The policy with the statement that demands TLS. Statements of others stay. */
export function withTlsOnly(policy: string | undefined, arn: string): string {
  const others = statementsOf(policy).filter(({ Sid }) => Sid !== TLS_ONLY);
  return JSON.stringify({ Version: '2012-10-17', Statement: [...others, tlsStatement(arn)] });
}

export const demandsTls = (policy: string | undefined, arn: string): boolean =>
  statementsOf(policy).some((one) => samePolicy({ Statement: one }, { Statement: tlsStatement(arn) }));

const statementsOf = (policy: string | undefined) =>
  policy === undefined ? [] : ([(JSON.parse(policy) as Policy).Statement ?? []].flat() as { readonly Sid?: string }[]);
