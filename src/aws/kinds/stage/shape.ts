/** The shape of an API Gateway stage. Types only. */
import type { Later, Resolved } from '../../../engine/resource.ts';
import type { Tags } from '../../../naming/tags.ts';
import type { Promotion } from '../../releases/release-record.ts';
import type { SwitchRecord } from '../../releases/switch-record.ts';

/** Settings of one method of a stage; they replace the stage's own as a whole. */
export type MethodProperties = {
  throttle: { rate: number; burst: number };
  metrics: boolean;
  logging: 'OFF' | 'ERROR' | 'INFO';
  dataTrace: boolean;
  /** Only in stages with a cache. `ttl` in seconds; `invalidation`: what one gets that IAM does not allow. */
  cache?: 'off' | { ttl: number; encrypted: boolean; invalidation: 'warn' | 'ignore' | 'refuse' | 'anyone' };
};

export type StageProperties = {
  api: Later<string>;
  deployment: Later<string>;
  /** SHA-256 of the definition that the deployment was made of: what callers must be asked for before it is served. */
  definition: string;
  /** Default method settings of the stage; rate in requests per second. */
  throttle: { rate: number; burst: number };
  metrics: boolean;
  logging: 'OFF' | 'ERROR' | 'INFO';
  /** Whole requests and responses in the execution log. */
  dataTrace: boolean;
  /** Its cluster; `byDefault`: methods without settings of their own are cached, which is never wanted. */
  cache?: { size: string; byDefault: false };
  /** By `GET /items/{id}`; absent where the contract is not known, and then nothing is said of single methods. */
  methods?: Record<string, MethodProperties>;
  tracing: boolean;
  accessLog: { destination: Later<string>; format: string };
  variables: Record<string, string>;
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
  /** apikit.yaml has none, so that one that is there is a difference. */
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
    deploymentId: string;
    /** Id of the deployment that it served before. */
    previous: string | null;
    switched?: SwitchRecord;
    /** Id of the deployment of its canary. */
    canary?: string;
    /** The canary's share of the requests, in percent. */
    percent?: number;
    /** The state of the cache cluster in AWS's words, while it changes. */
    cluster?: string;
  };
  /** `GetStage` returns neither the definition nor the promotion: they count as wanted. */
  found: ObservedStage & Pick<StageProperties, 'definition' | 'promoted'> & { api: string };
}

/** The settings, as far as AWS keeps them with the stage. */
export type DesiredStage = Omit<Resolved<StageProperties>, 'api' | 'definition' | 'promoted'>;
