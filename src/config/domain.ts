/** `domain` of a stage in apikit.yaml: its custom domain. Its schema, its defaults and its checks. Pure. */
import { isAwsHost } from '../naming/regions.ts';
import type { BucketConfig } from './buckets.ts';
import {
  checkMutualTls,
  type MutualTlsConfig,
  mutualTlsSchema,
  type RawMutualTls,
  resolveMutualTls,
} from './mutual-tls.ts';
import type { Problem } from './problem.ts';
import { type Schema, section } from './schema-node.ts';
import type { Source } from './source.ts';
import type { ReportProblem } from './stage-report.ts';

export interface DomainConfig {
  /** Empty if the setting is missing. */
  name: string;
  /** `auto`, or the ARN of a certificate. */
  certificate: string;
  /** The first segment of the path that leads to the stage. Without it, the whole domain does. */
  basePath?: string;
  /** `auto`, `none`, or the ID of a hosted zone. */
  hostedZone: string;
  /** In API Gateway's words. Without it, the domain keeps its own, and a new one has TLS_1_2. */
  securityPolicy?: string;
  /** `false` turns it off. Without it, the domain keeps its own. */
  mutualTls?: MutualTlsConfig | false;
}

export type RawDomain = Partial<Omit<DomainConfig, 'mutualTls'>> & { mutualTls?: RawMutualTls | false };

const CERTIFICATE = '^(auto|arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+)$';

const SECURITY_POLICIES = [
  'TLS_1_2',
  'SecurityPolicy_TLS13_1_3_2025_09',
  'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_2021_06',
];

export const domainSchema: Schema = section(
  'The custom domain of the stage, with its certificate, its DNS records and the base path that leads to the stage (docs/domains.md). Stages of several apps may share a domain.',
  {
    name: {
      type: 'string',
      pattern: '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$',
      maxLength: 253,
      description: 'The name in lower case: api.example.com.',
    },
    certificate: {
      type: 'string',
      pattern: CERTIFICATE,
      description:
        'auto, or the ARN of a certificate of Certificate Manager in the region of the stage. auto requests one, which AWS renews as long as its DNS record is there. Default: auto.',
    },
    basePath: {
      type: 'string',
      pattern: '^[A-Za-z0-9_.+-]{1,100}(/[A-Za-z0-9_.+-]{1,100})*$',
      maxLength: 300,
      description:
        'The path that leads to the stage: v1, or several segments, orders/v1. Default: the whole domain does.',
    },
    hostedZone: {
      type: 'string',
      pattern: '^(auto|none|Z[A-Z0-9]{1,31})$',
      description:
        'Where the DNS records are added. auto finds the hosted zone of Route 53 in the account, an ID names it, and with none the deploy says which records to add elsewhere. Default: auto.',
    },
    securityPolicy: {
      enum: SECURITY_POLICIES,
      description: 'The oldest TLS version and the ciphers that the domain accepts. Default: TLS_1_2.',
    },
    mutualTls: mutualTlsSchema,
  },
);

export const resolveDomain = ({ mutualTls, ...raw }: RawDomain): DomainConfig => ({
  name: '',
  certificate: 'auto',
  hostedZone: 'auto',
  ...raw,
  ...(mutualTls !== undefined && { mutualTls: resolveMutualTls(mutualTls) }),
});

/** The common name of a certificate may have this many characters (docs/aws/custom-domains.md). */
const MOST_CHARACTERS = 64;

/** The stage whose domain is checked. */
interface CheckedStage {
  readonly domain?: DomainConfig;
  readonly region: string;
  readonly stage: string;
  readonly api: string;
  readonly endpoint: { readonly type: string; readonly executeApi?: boolean };
  readonly buckets: Readonly<Record<string, BucketConfig>>;
}

export function checkDomain(
  { domain, region, stage, api, endpoint, buckets }: CheckedStage,
  report: ReportProblem,
): void {
  if (!domain) return;
  const { name, certificate } = domain;
  if (name === '') {
    report(['domain'], 'domain needs name: the name of the domain.', 'Write name: api.example.com.', {
      missing: 'name',
    });
  }
  if (isAwsHost(name)) {
    const message = `domain.name is ${name}, which belongs to AWS.`;
    report(['domain', 'name'], message, 'Use a domain of your own.');
  }
  if (certificate === 'auto' && name.length > MOST_CHARACTERS) {
    report(
      ['domain', 'name'],
      `domain.name has ${name.length} characters, and Certificate Manager issues certificates for names with at most ${MOST_CHARACTERS}.`,
      'Use a shorter name, or name a certificate that covers it, such as one with a *.',
    );
  }
  if (endpoint.type !== 'regional') {
    report(
      ['domain'],
      `Stage ${stage} has a domain, and its endpoint is ${endpoint.type}: apikit creates domains only for regional APIs.`,
      'Write endpoint: regional, or leave domain out.',
      { about: 'endpoint of the domain' },
    );
  }
  if (api === 'http' && domain.securityPolicy?.startsWith('SecurityPolicy_')) {
    report(
      ['domain', 'securityPolicy'],
      `API Gateway maps HTTP APIs (api: http) only to domains with TLS_1_2, and domain.securityPolicy is ${domain.securityPolicy}.`,
      'Write securityPolicy: TLS_1_2, or use api: rest.',
    );
  }
  checkMutualTls({ ...domain, region, executeApi: endpoint.executeApi ?? true, buckets: Object.keys(buckets) }, report);
  const [, , , of] = certificate.split(':');
  if (certificate !== 'auto' && region !== '' && of !== region) {
    report(
      ['domain', 'certificate'],
      `domain.certificate is in ${of}, and stage ${stage} is in ${region}: the certificate of a regional domain is in the region of its API.`,
      `Name a certificate in ${region}, or write certificate: auto.`,
      { about: `region of ${certificate}` },
    );
  }
  if (stage.includes('*')) {
    report(
      ['domain'],
      `Stage ${stage} is a pattern, and a base path of a domain leads to one stage only.`,
      'Leave domain out of the pattern.',
    );
  }
}

/** Reports stages in one region that ask for the same base path of the same domain. */
export function sharedDomains(stages: readonly CheckedStage[], source: Source): Problem[] {
  const known = new Map<string, string>();
  return stages.flatMap(({ stage, domain, region }): Problem[] => {
    if (!domain) return [];
    const address = domain.basePath === undefined ? domain.name : `${domain.name}/${domain.basePath}`;
    const key = `${region} ${address}`;
    const other = known.get(key);
    known.set(key, other ?? stage);
    if (other === undefined) return [];
    const message = `Stages ${other} and ${stage} both ask for ${address}, which can lead to one stage only.`;
    return [source.problem(['stages', stage, 'domain'], message, 'Give one of them another name or basePath.')];
  });
}
