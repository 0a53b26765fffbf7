/** `domain.mutualTls` of a stage: which certificates clients need at its custom domain. Schema and checks. Pure. */
import { hasNamespaces } from './buckets.ts';
import { leavesProject } from './leaves-project.ts';
import type { Problem } from './problem.ts';
import { type Schema, section } from './schema-node.ts';
import type { Source } from './source.ts';
import type { ReportProblem } from './stage-report.ts';

export interface MutualTlsConfig {
  /** A file of the project, or `s3://bucket/key`. Empty if the setting is missing. */
  truststore: string;
  /** The version of the object in S3. Without it, a change uses the newest one. */
  version?: string;
  /** The ARN of a certificate that shows that the domain is the user's, beside one that AWS has not issued. */
  ownershipCertificate?: string;
}

export type RawMutualTls = Partial<MutualTlsConfig>;

const S3_URI = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/[^\s]+$/;

export const mutualTlsSchema: Schema = {
  description:
    'The certificates of clients: the domain accepts only clients with a certificate that the trust store trusts. false turns it off. Default: unchanged; a new domain asks for none.',
  oneOf: [
    section('The trust store.', {
      truststore: {
        type: 'string',
        minLength: 1,
        maxLength: 1_024,
        description:
          'A PEM file of the project with the certificates of the authorities, up to the root; the deploy uploads it to a bucket of the stage. Or the object of a bucket: s3://bucket/key. Required.',
      },
      version: {
        type: 'string',
        minLength: 1,
        maxLength: 1_024,
        description: 'The version of the object, only for s3://. Default: the newest one when the domain changes.',
      },
      ownershipCertificate: {
        type: 'string',
        pattern: '^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+$',
        description:
          'The ARN of a certificate that Certificate Manager has issued for the domain. API Gateway needs it if certificate is imported or from a private authority.',
      },
    }),
    { const: false },
  ],
};

export const resolveMutualTls = (raw: RawMutualTls | false): MutualTlsConfig | false =>
  raw && { truststore: '', ...raw };

export const isInS3 = ({ truststore }: Pick<MutualTlsConfig, 'truststore'>): boolean => /^s3:/i.test(truststore);

/** The trust store of the stage that is a file of the project; `undefined` if it has none. */
export function trustStoreFile(
  domain: { readonly mutualTls?: MutualTlsConfig | false } | undefined,
): string | undefined {
  return domain?.mutualTls && !isInS3(domain.mutualTls) ? domain.mutualTls.truststore : undefined;
}

/** The bucket of the file, as it would be named under `buckets`. */
export const TRUST_STORE_BUCKET = 'truststore';

interface Checked {
  readonly mutualTls?: MutualTlsConfig | false;
  readonly certificate: string;
  readonly securityPolicy?: string;
  readonly region: string;
  /** Whether the API also answers at its default address. */
  readonly executeApi: boolean;
  /** The names of the stage's own buckets. */
  readonly buckets: readonly string[];
}

export function checkMutualTls(checked: Checked, report: ReportProblem): void {
  const { mutualTls, certificate, securityPolicy, region, executeApi, buckets } = checked;
  if (!mutualTls) return;
  if (securityPolicy?.startsWith('SecurityPolicy_')) {
    const message = `domain.mutualTls cannot be used with securityPolicy ${securityPolicy}: API Gateway asks clients for certificates only with TLS_1_2.`;
    report(['domain', 'securityPolicy'], message, 'Write securityPolicy: TLS_1_2, or remove mutualTls.');
  }
  const { truststore, version, ownershipCertificate } = mutualTls;
  const path = (member: string) => ['domain', 'mutualTls', member];
  if (truststore === '') {
    report(
      ['domain', 'mutualTls'],
      'domain.mutualTls needs truststore: the certificates that clients are trusted by.',
      'Write truststore: certs/clients.pem, a file of the project, or s3://bucket/key.',
      { missing: 'truststore' },
    );
  } else if (isInS3(mutualTls)) {
    if (!S3_URI.test(truststore)) {
      const message = `domain.mutualTls.truststore is "${truststore}", which does not name an object in S3.`;
      report(path('truststore'), message, 'Write s3://bucket/key.');
    }
  } else {
    if (leavesProject(truststore)) {
      const message = `domain.mutualTls.truststore is "${truststore}", which is outside of the project.`;
      report(path('truststore'), message, 'Use a path relative to apikit.yaml, or s3://bucket/key.');
    }
    if (!hasNamespaces(region)) {
      const message = `S3 has no namespaces for the names of accounts in ${region}, so apikit creates no bucket for the trust store.`;
      report(path('truststore'), message, 'Upload the file to a bucket of yours, and write s3://bucket/key.');
    }
    if (version !== undefined) {
      const message = 'domain.mutualTls.version is the version of an object in S3, and the trust store is a file.';
      report(path('version'), message, 'Remove version: the deploy uses the version that it uploads.');
    }
    if (buckets.includes(TRUST_STORE_BUCKET)) {
      const message = `The bucket ${TRUST_STORE_BUCKET} of the stage is the one for the trust store of domain.mutualTls.`;
      report(['buckets', TRUST_STORE_BUCKET], message, 'Give your bucket another name.');
    }
  }
  if (executeApi) {
    report(
      ['domain', 'mutualTls'],
      'Clients without a certificate still reach the API at its default address, the one of execute-api.',
      'Turn that off with endpoint: { executeApi: false }.',
      { severity: 'warning' },
    );
  }
  if (ownershipCertificate === undefined) return;
  const [, , , of] = ownershipCertificate.split(':');
  if (certificate === 'auto') {
    report(
      path('ownershipCertificate'),
      'domain.mutualTls.ownershipCertificate is for a certificate that AWS has not issued, and certificate is auto.',
      'Remove it, or name the other certificate in domain.certificate.',
    );
  } else if (ownershipCertificate === certificate) {
    const message = 'domain.mutualTls.ownershipCertificate is the certificate of the domain itself.';
    report(path('ownershipCertificate'), message, 'Remove it: a certificate that AWS has issued needs none.');
  } else if (region !== '' && of !== region) {
    const message = `domain.mutualTls.ownershipCertificate is in ${of}, and the stage is in ${region}.`;
    report(path('ownershipCertificate'), message, `Name a certificate in ${region}.`);
  }
}

/** A stage whose domain other stages may share. */
interface SharingStage {
  readonly stage: string;
  readonly region: string;
  readonly domain?: { readonly name: string; readonly mutualTls?: MutualTlsConfig | false };
}

/**
 * Reports stages that ask for different client certificates at the same domain, which has one trust store: each deploy
 * would undo the other. A file of the project is another object for each stage.
 */
export function sharedTrustStores(stages: readonly SharingStage[], source: Source): Problem[] {
  const known = new Map<string, { stage: string; mutualTls: MutualTlsConfig | false }>();
  return stages.flatMap(({ stage, region, domain }): Problem[] => {
    if (domain?.mutualTls === undefined) return [];
    const { name, mutualTls } = domain;
    const key = `${region} ${name}`;
    const first = known.get(key);
    if (!first) known.set(key, { stage, mutualTls });
    if (!first || isSameTrust(first.mutualTls, mutualTls)) return [];
    const message = `Stages ${first.stage} and ${stage} ask for different mutualTls of ${name}, and a domain has one trust store for all its stages.`;
    const fix = `Remove mutualTls from ${stage}: the domain keeps that of ${first.stage}. Or write the same s3://bucket/key in both.`;
    return [source.problem(['stages', stage, 'domain', 'mutualTls'], message, fix)];
  });
}

function isSameTrust(one: MutualTlsConfig | false, other: MutualTlsConfig | false): boolean {
  if (!one || !other) return one === other;
  return (
    isInS3(one) &&
    one.truststore === other.truststore &&
    one.version === other.version &&
    one.ownershipCertificate === other.ownershipCertificate
  );
}
