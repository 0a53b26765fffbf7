/** `domain` of a stage in apikit.yaml: its custom domain. Its schema, its defaults and its checks. Pure. */
import { EDGE_REGION, isAwsHost, partitionOf } from '../naming/regions.ts';
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

/** The security policies of regional domains, and those of edge-optimized ones (docs/aws/custom-domains.md). */
const SECURITY_POLICIES = {
  regional: [
    'TLS_1_2',
    'SecurityPolicy_TLS13_1_3_2025_09',
    'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
    'SecurityPolicy_TLS13_1_2_PQ_2025_09',
    'SecurityPolicy_TLS13_1_2_2021_06',
  ],
  edge: [
    'TLS_1_2',
    'SecurityPolicy_TLS13_2025_EDGE',
    'SecurityPolicy_TLS12_PFS_2025_EDGE',
    'SecurityPolicy_TLS12_2018_EDGE',
  ],
};

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
        'auto, or the ARN of a certificate of Certificate Manager in the region of the stage, or in us-east-1 with endpoint: edge. auto requests one, which AWS renews as long as its DNS record is there. Default: auto.',
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
      enum: [...new Set(Object.values(SECURITY_POLICIES).flat())],
      description:
        'The oldest TLS version and the ciphers that the domain accepts. Policies that end in EDGE are for endpoint: edge. Default: TLS_1_2.',
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
  if (endpoint.type === 'private') {
    report(
      ['domain'],
      `Stage ${stage} has a domain, and its endpoint is private: apikit creates domains only for APIs that the internet reaches.`,
      'Write endpoint: regional or endpoint: edge, or leave domain out.',
      { about: 'endpoint of the domain' },
    );
  }
  if (endpoint.type === 'edge') checkEdge(domain, { stage, region }, report);
  const policies = SECURITY_POLICIES[endpoint.type === 'edge' ? 'edge' : 'regional'];
  if (domain.securityPolicy !== undefined && !policies.includes(domain.securityPolicy)) {
    report(
      ['domain', 'securityPolicy'],
      `domain.securityPolicy is ${domain.securityPolicy}, which domains with endpoint: ${endpoint.type} do not have.`,
      `Write one of ${policies.join(', ')}.`,
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
  const isEdge = endpoint.type === 'edge';
  const home = isEdge ? EDGE_REGION : region;
  if (certificate !== 'auto' && region !== '' && of !== home) {
    const why = isEdge
      ? `the certificate of an edge-optimized domain is in ${EDGE_REGION}, wherever its API is.`
      : 'the certificate of a regional domain is in the region of its API.';
    report(
      ['domain', 'certificate'],
      `domain.certificate is in ${of}, and stage ${stage} is in ${region}: ${why}`,
      `Name a certificate in ${home}, or write certificate: auto.`,
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

/** Reports what only regional domains have. */
function checkEdge(
  { mutualTls, basePath }: DomainConfig,
  { stage, region }: Pick<CheckedStage, 'stage' | 'region'>,
  report: ReportProblem,
): void {
  if (region !== '' && partitionOf(region).id !== 'aws') {
    report(
      ['domain'],
      `Stage ${stage} is in ${region}, and apikit creates edge-optimized domains only in the partition aws: their certificates are in ${EDGE_REGION}.`,
      'Write endpoint: regional, or leave domain out.',
    );
  }
  if (mutualTls) {
    report(
      ['domain', 'mutualTls'],
      `domain.mutualTls needs a regional domain, and the endpoint of stage ${stage} is edge.`,
      'Write endpoint: regional, or leave mutualTls out.',
    );
  }
  if (basePath?.includes('/')) {
    report(
      ['domain', 'basePath'],
      `domain.basePath is ${basePath}: only regional domains have base paths of several segments, and the endpoint of stage ${stage} is edge.`,
      'Use one segment, or write endpoint: regional.',
    );
  }
}

/** Reports stages that share a domain and want different endpoints of it. */
function differentEndpoints(stages: readonly CheckedStage[], source: Source): Problem[] {
  const known = new Map<string, CheckedStage>();
  return stages.flatMap((one): Problem[] => {
    const { stage, domain, region, endpoint } = one;
    if (!domain) return [];
    const key = `${region} ${domain.name}`;
    const other = known.get(key);
    known.set(key, other ?? one);
    if (other === undefined || other.endpoint.type === endpoint.type) return [];
    const message = `Stages ${other.stage} and ${stage} share ${domain.name}, with endpoint: ${other.endpoint.type} and endpoint: ${endpoint.type}. A domain has one endpoint for all its stages.`;
    return [
      source.problem(['stages', stage, 'domain'], message, 'Give both the same endpoint, or one of them another name.'),
    ];
  });
}

/** Reports stages in one region that cannot share a domain: with the same base path, or with different endpoints. */
export function sharedDomains(stages: readonly CheckedStage[], source: Source): Problem[] {
  const known = new Map<string, string>();
  const same = stages.flatMap(({ stage, domain, region }): Problem[] => {
    if (!domain) return [];
    const address = domain.basePath === undefined ? domain.name : `${domain.name}/${domain.basePath}`;
    const key = `${region} ${address}`;
    const other = known.get(key);
    known.set(key, other ?? stage);
    if (other === undefined) return [];
    const message = `Stages ${other} and ${stage} both ask for ${address}, which can lead to one stage only.`;
    return [source.problem(['stages', stage, 'domain'], message, 'Give one of them another name or basePath.')];
  });
  return [...same, ...differentEndpoints(stages, source)];
}
