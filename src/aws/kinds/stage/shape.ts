/** The shape of an API Gateway stage. Types only. */
import type { Later, Resolved } from '../../../engine/resource.ts';
import type { Tags } from '../../../naming/tags.ts';
import type { Promotion } from '../../releases/release-record.ts';
import type { SwitchRecord } from '../../releases/switch-record.ts';

/** The settings of one method. They replace the stage's own settings as a whole. */
export type MethodProperties = {
  throttle: { rate: number; burst: number };
  metrics: boolean;
  logging: 'OFF' | 'ERROR' | 'INFO';
  dataTrace: boolean;
  /**
   * Only in stages with a cache. `ttl` is in seconds. `invalidation` says what happens to a request that may not
   * invalidate.
   */
  cache?: 'off' | { ttl: number; encrypted: boolean; invalidation: 'warn' | 'ignore' | 'refuse' | 'anyone' };
};

export type StageAddress = {
  /** The custom domain with the base path: `api.example.com/v1`. */
  domain: string;
  /** Whether clients need a certificate there. */
  needsCertificate?: true;
};

export type StageProperties = {
  api: Later<string>;
  deployment: Later<string>;
  /**
   * The SHA-256 of the deployment's definition, from which the protection of its methods is read before it is served.
   */
  definition: string;
  /** The default method settings of the stage. The rate is in requests for each second. */
  throttle: { rate: number; burst: number };
  metrics: boolean;
  logging: 'OFF' | 'ERROR' | 'INFO';
  /** Whether the execution log has whole requests and responses. */
  dataTrace: boolean;
  /**
   * The cache cluster. With `byDefault`, methods without settings of their own would be cached, which is never wanted.
   */
  cache?: { size: string; byDefault: false };
  /** The methods by `GET /items/{id}`. Absent if the contract is not known; methods are then not compared. */
  methods?: Record<string, MethodProperties>;
  tracing: boolean;
  accessLog: { destination: Later<string>; format: string };
  variables: Record<string, string>;
  /** Where the API answers if its default address is turned off. */
  address?: StageAddress;
  /** The stage and release that it was promoted from. The switch to the deployment records it. */
  promoted?: Promotion;
  tags: Tags;
};

/**
 * The settings that `GetStage` returns, with AWS's defaults for those that the stage does not set
 * (docs/aws/deployments.md).
 */
export type ObservedStage = {
  deployment: string | undefined;
  throttle: { rate: number; burst: number };
  metrics: boolean;
  logging: string;
  dataTrace: boolean;
  cache?: { size: string | undefined; byDefault: boolean };
  methods?: Record<string, MethodProperties>;
  tracing: boolean;
  accessLog: { destination: string | undefined; format: string | undefined };
  variables: Record<string, string>;
  /** apikit.yaml has no canary, so an existing one is a difference. */
  canary?: { percent: number; deployment: string | undefined };
  tags: Tags;
};

export interface StageShape {
  kind: 'stage';
  properties: StageProperties;
  attributes: {
    arn: string;
    name: string;
    url: string;
    /** Only clients with a certificate get an answer at the address. */
    needsCertificate?: true;
    deploymentId: string;
    /** The ID of the deployment that it served before. */
    previous: string | null;
    switched?: SwitchRecord;
    /** The ARN of the web ACL of AWS WAF that protects it. */
    webAcl: string | null;
    /** The ID of the certificate that API Gateway shows to backends. apikit does not change it. */
    clientCertificate?: string;
    /** The ID of its canary's deployment. */
    canary?: string;
    /** The canary's share of the requests, in percent. */
    percent?: number;
    /** The state of the cache cluster in AWS's words, while it changes. */
    cluster?: string;
    /** The methods with settings of their own, as `GET /items/{id}`. */
    methods?: readonly string[];
  };
  /** `GetStage` returns neither the definition nor the promotion: they count as wanted. */
  found: ObservedStage & Pick<StageProperties, 'definition' | 'promoted'> & { api: string };
}

/** The settings, as far as AWS keeps them with the stage. */
export type DesiredStage = Omit<Resolved<StageProperties>, 'api' | 'definition' | 'promoted'>;
