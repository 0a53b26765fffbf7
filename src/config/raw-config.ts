/** The content of `apikit.yaml`, after the schema has accepted it. Types only. */
import type { AccessConfig } from './access.ts';
import type { RawAdopts } from './adopts.ts';
import type { RawBucket } from './buckets.ts';
import type { RawCanary } from './canary.ts';
import type {
  AlarmsConfig,
  BundleConfig,
  CacheConfig,
  CorsConfig,
  FunctionConfig,
  IndexConfig,
  OperationLimit,
  SecretConfig,
  StageConfig,
  StreamConfig,
  TableConfig,
} from './config.ts';
import type { RawDomain } from './domain.ts';
import type { EncryptionConfig } from './encryption.ts';
import type { RawEndpoint } from './endpoint.ts';
import type { EventBusConfig } from './event-buses.ts';
import type { RawEventRule } from './event-rules.ts';
import type { RawLayer } from './function-layers.ts';
import type { FunctionLogging } from './function-logging.ts';
import type { FunctionVpc } from './function-vpc.ts';
import type { RawOptionalSettings } from './optional-settings.ts';
import type { RawQueue } from './queues.ts';
import type { RawStateMachine } from './state-machines.ts';
import type { RawTopic } from './topics.ts';
import type { RawUserPool } from './user-pools.ts';

export interface RawUsagePlan {
  rate?: number;
  burst?: number;
  quota?: string;
  operations?: Record<string, OperationLimit>;
}

export interface RawTable extends Partial<Omit<TableConfig, 'indexes' | 'stream' | 'madeIfMissing'>> {
  indexes?: Record<string, Partial<IndexConfig>>;
  stream?: RawStream;
}

export interface RawStream extends Partial<Omit<StreamConfig, 'runtime' | 'maxAge'>> {
  /** For example `6h`. */
  maxAge?: string;
}

type OwnForms =
  | 'secrets'
  | 'logging'
  | 'vpc'
  | 'network'
  | 'layers'
  | 'exportName'
  | 'bundle'
  | 'keepReleases'
  | 'keepReleasesFor';

interface RawFunction extends Partial<Omit<FunctionConfig, OwnForms>> {
  keepReleases?: number | { count?: number; age?: string };
  bundle?: Partial<BundleConfig>;
  logging?: Partial<FunctionLogging>;
  vpc?: Partial<FunctionVpc> | false;
  layers?: readonly RawLayer[];
  secrets?: Record<string, string | Partial<SecretConfig>>;
}

export interface RawStage extends RawOptionalSettings {
  /** Only in a pattern: the stage whose settings the previews inherit. */
  extends?: string;
  /** Only in a pattern: for example `3d`. */
  expires?: string;
  api?: StageConfig['api'];
  region?: string;
  account?: string;
  profile?: string;
  protected?: boolean;
  cache?: Partial<Omit<CacheConfig, 'size'>> & { size: string | number };
  function?: RawFunction;
  encryption?: Partial<EncryptionConfig> | false;
  /** `empty` and `seed` are only for a pattern. */
  tables?: Record<string, RawTable> | 'empty' | 'seed';
  queues?: Record<string, RawQueue>;
  stateMachines?: Record<string, RawStateMachine>;
  topics?: Record<string, RawTopic>;
  eventBuses?: Record<string, EventBusConfig>;
  eventRules?: Record<string, RawEventRule>;
  cors?: Partial<Omit<CorsConfig, 'loopback'>>;
  access?: AccessConfig;
  endpoint?: RawEndpoint;
  domain?: RawDomain;
  adopts?: RawAdopts;
  usagePlans?: Record<string, RawUsagePlan>;
  userPools?: Record<string, RawUserPool>;
  buckets?: Record<string, RawBucket>;
  throttle?: Partial<StageConfig['throttle']>;
  logs?: Partial<StageConfig['logs']>;
  logging?: StageConfig['logging'];
  dataTrace?: boolean;
  binaryMediaTypes?: string[];
  compression?: number;
  metrics?: boolean;
  tracing?: boolean;
  alarms?: Partial<Omit<AlarmsConfig, 'notify'>> & { notify?: string | string[] };
  canary?: RawCanary;
  variables?: Record<string, string>;
  tags?: Record<string, string>;
}

export interface RawConfig extends Omit<RawStage, 'protected' | 'cache' | 'extends' | 'expires' | 'tables'> {
  name: string;
  tables?: Record<string, RawTable>;
  contract?: string;
  /** YAML reads 2.0 without quotes as the number 2. */
  payload?: StageConfig['payload'] | 1 | 2;
  stages?: Record<string, RawStage | null>;
}
