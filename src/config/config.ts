/**
 * The shape of a checked configuration. `load-config.ts` creates it from `apikit.yaml`; this file contains only types
 * and names.
 */
import type { AccessConfig } from './access.ts';
import type { AdoptsConfig } from './adopts.ts';
import type { BucketConfig } from './buckets.ts';
import type { CanaryConfig } from './canary.ts';
import type { DomainConfig } from './domain.ts';
import type { EncryptionConfig } from './encryption.ts';
import type { EndpointConfig } from './endpoint.ts';
import type { EventBusConfig } from './event-buses.ts';
import type { EventRuleConfig } from './event-rules.ts';
import type { FunctionLayer } from './function-layers.ts';
import type { FunctionLogging } from './function-logging.ts';
import type { FoundNetwork, FunctionVpc } from './function-vpc.ts';
import type { OptionalSettings } from './optional-settings.ts';
import type { Problem } from './problem.ts';
import type { QueueConfig } from './queues.ts';
import type { StateMachineConfig } from './state-machines.ts';
import type { TopicConfig } from './topics.ts';
import type { UserPoolConfig } from './user-pools.ts';

/** The stage that always exists. It is the embedded cloud. */
export const LOCAL_STAGE = 'local';

export interface TableConfig {
  /** The attribute of the partition key. */
  key: string;
  keyType: 'string' | 'number' | 'binary';
  sortKey?: string;
  sortKeyType: 'string' | 'number' | 'binary';
  recovery: boolean;
  encryption: boolean;
  /** Defaults to the stage's `protected`. */
  deletionProtection: boolean;
  /** An ARN. The default is the AWS managed key. */
  kmsKey?: string;
  /** Global secondary indexes by name. */
  indexes?: Record<string, IndexConfig>;
  /** The attribute that contains the epoch second; `false` turns TTL off. Without it, the setting stays as it is. */
  ttl?: string | false;
  stream?: StreamConfig;
  /** The name of an existing table, which the stage uses as it is. */
  import?: string;
  /** Set for an imported table in the embedded cloud, where nothing else can have created it. */
  madeIfMissing?: true;
  /**
   * The table in AWS that replaces the one with the stage's own name (ADR 18). It comes from AWS, not from apikit.yaml.
   */
  standIn?: string;
}

type KeyType = TableConfig['keyType'];

export interface IndexConfig {
  key: string;
  keyType: KeyType;
  sortKey?: string;
  sortKeyType: KeyType;
  /** All attributes, only the keys, or the keys and these attributes. */
  projection: 'all' | 'keys' | string[];
}

export interface StreamConfig {
  /** The path relative to the project's root. */
  consumer: string;
  /** The runtime of the API's function, or the newest runtime of the consumer's own language. */
  runtime: string;
  batchSize: number;
  startingPosition: 'latest' | 'trimHorizon';
  /** Whether a failing batch is split into halves. */
  bisect: boolean;
  /** The number of retries before a failing record is skipped. */
  retries: number;
  /** In seconds: older records are skipped. */
  maxAge?: number;
  /** The name of the queue in apikit.yaml that is told about records that were skipped. */
  onFailure?: string;
}

export interface SecretConfig {
  /** `ssm:/path` or `secretsmanager:name`; see `naming/secret-reference.ts`. */
  from: string;
  /** The ARN of the customer managed key, if there is one. */
  kmsKey?: string;
}

/** How a Node.js handler is bundled (docs/handlers.md). Paths and patterns are relative to the project's root. */
export interface BundleConfig {
  /** Packages that are packed as they are installed, with all their dependencies. */
  external: string[];
  /** Packages that may be missing: code that imports one fails when it runs. */
  optional: string[];
  /** Glob patterns of files that are packed at their own paths. */
  files: string[];
  /** Whether functions and classes keep the names in their source. */
  keepNames: boolean;
  /** How files are imported, by their extension: `.html` → `text`. */
  loaders: Record<string, Loader>;
}

export type Loader = 'text' | 'json' | 'binary' | 'base64' | 'dataurl' | 'js' | 'jsx' | 'ts' | 'tsx';

/** The settings of every role that apikit creates. */
export interface RoleConfig {
  /** Begins and ends with a slash. The default is `/`. */
  path?: string;
  /** The ARN of a managed policy; `false` removes the boundary. Without it, the setting stays as it is. */
  permissionsBoundary?: string | false;
}

/** One statement of the functions' permissions beyond the stage's tables and secrets. */
export interface PermissionConfig {
  /** For example `s3:GetObject`. */
  actions: string[];
  /** ARNs, with the placeholders of `config/placeholders.ts`. */
  resources: string[];
  /** The same as in IAM: operator → key → values. */
  conditions?: Record<string, Record<string, ConditionValue | ConditionValue[]>>;
  /** The reason for broad permissions. Only people read it. */
  why?: string;
}

type ConditionValue = string | number | boolean;

export interface FunctionConfig {
  /** The path relative to the project's root. */
  entry: string;
  /** The name of the handler's export. */
  exportName: string;
  /** File and export in AWS's form, if apikit.yaml names the handler in this way. */
  handler?: string;
  bundle: BundleConfig;
  runtime: string;
  architecture: 'x86_64' | 'arm64';
  /** In MB. */
  memory: number;
  /** In seconds. */
  timeout: number;
  /** In MB of `/tmp`. */
  ephemeralStorage: number;
  /** `false` removes the reservation. Without it, the setting stays as it is. */
  reservedConcurrency?: number | false;
  snapStart?: boolean;
  /** Without it, the log is text. */
  logging?: FunctionLogging;
  /** `false` takes the functions out of their VPC. Without it, the setting stays as it is. */
  vpc?: FunctionVpc | false;
  network?: FoundNetwork;
  /** Without it, the layers stay as they are. */
  layers?: readonly FunctionLayer[];
  environment: Record<string, string>;
  /** The secrets by the names that the handler uses. */
  secrets?: Record<string, SecretConfig>;
  role?: RoleConfig;
  permissions?: PermissionConfig[];
  /** The number of releases that are kept for rollback, whatever their age. */
  keepReleases: number;
  /** Releases beyond that number are kept if they are at most this much older than the newest one: `30d`. */
  keepReleasesFor?: string;
}

export interface CorsConfig {
  origins: string[];
  /**
   * Whether pages of this machine may also call, at any port. Only the stage `local` has it
   * (`config/loopback-origins.ts`).
   */
  loopback: boolean;
  credentials: boolean;
  allowHeaders: string[];
  exposeHeaders: string[];
  /** In seconds. */
  maxAge: number;
}

export interface UsagePlanConfig {
  /** Requests per second. */
  rate?: number;
  burst?: number;
  quota?: { limit: number; period: 'DAY' | 'WEEK' | 'MONTH' };
  /** The limits of single operations, by operationId or `GET /items`. */
  operations?: Record<string, OperationLimit>;
}

/** The limit of each key; `rate` is in requests per second. */
export interface OperationLimit {
  rate: number;
  burst: number;
}

export interface CacheConfig {
  /** In GB, in the form of CreateStage. */
  size: string;
  /** In seconds, for operations without their own setting. */
  ttl: number;
  encrypted: boolean;
  /** The response to an invalidation that IAM does not allow. */
  invalidation: 'warn' | 'ignore' | 'refuse' | 'anyone';
}

export interface AlarmsConfig {
  enabled: boolean;
  /** E-mail addresses, `chat`, and ARNs of topics. With none, alarms have no actions. */
  notify: string[];
  /** Also notifies when an alarm ends. */
  okActions?: boolean;
  /** The share of 5XX responses, 0–1. */
  errorRate: number;
  /** In ms, at API Gateway. */
  latencyP99: number;
  /** In ms that the function runs. */
  durationP99: number;
  /** The following alarms exist only if they are set, because AWS bills each alarm. In ms, at API Gateway. */
  latencyP95?: number;
  /** In ms that the function runs. */
  durationP95?: number;
  /** The share of the function's calls that fail, 0–1. */
  functionErrorRate?: number;
  /** Alarms on throttled requests to tables, and on DynamoDB's own errors. */
  tableThrottles?: boolean;
  tableErrors?: boolean;
  /** In ms that records wait in a stream for the consumer. */
  iteratorAge?: number;
  /** An alarm on messages in dead-letter queues. */
  deadLetters?: boolean;
  /** An alarm on failed executions of state machines. */
  failedExecutions?: boolean;
  /** In seconds that the oldest message waits in a queue. */
  queueAge?: number;
  /** Concurrent calls of all functions in the account and region. */
  accountConcurrency?: number;
  /** Requests per second, as the average of a minute. */
  requestRate?: number;
  /** Requests per minute that get a 429 or 403, have no valid key, or are blocked by AWS WAF. */
  throttled?: number;
  forbidden?: number;
  refusedKeys?: number;
  wafBlocked?: number;
}

/** The settings that only a preview stage has, which a pattern of apikit.yaml declares. */
export interface PreviewConfig {
  /** `pr-*` */
  pattern: string;
  /** The time after its last deploy at which it expires: `3d`. Without it, the stage stays until it is destroyed. */
  expires?: string;
  /** Whether its tables first get the items in the project's folder `seeds`. */
  seed?: true;
}

/** The settings of one stage: the stage's own, and the project's for the rest. */
export interface StageConfig extends OptionalSettings {
  app: string;
  stage: string;
  region: string;
  /** The expected account ID. apikit refuses to deploy to another account. */
  account?: string;
  profile?: string;
  protected: boolean;
  /** Set if there is no apikit.yaml: the settings are defaults, and not those of the stage. */
  withoutSources?: true;
  /** Set if a pattern of apikit.yaml stands for the stage. */
  preview?: PreviewConfig;
  /** Answers requests in front of the function: a REST API, an HTTP API or a function URL (docs/adr/0026). */
  api: 'rest' | 'http' | 'url';
  /** The version of the events that the handler gets from an HTTP API or a function URL. */
  payload: '1.0' | '2.0';
  /** The absolute path of the OpenAPI document. */
  contract: string;
  function: FunctionConfig;
  /** `false` removes the key. Without it, the settings stay as they are. */
  encryption?: EncryptionConfig | false;
  tables: Record<string, TableConfig>;
  queues: Record<string, QueueConfig>;
  stateMachines: Record<string, StateMachineConfig>;
  topics: Record<string, TopicConfig>;
  eventBuses: Record<string, EventBusConfig>;
  eventRules: Record<string, EventRuleConfig>;
  cors?: CorsConfig;
  access?: AccessConfig;
  endpoint: EndpointConfig;
  domain?: DomainConfig;
  adopts?: AdoptsConfig;
  usagePlans: Record<string, UsagePlanConfig>;
  userPools: Record<string, UserPoolConfig>;
  buckets: Record<string, BucketConfig>;
  throttle: { rate: number; burst: number };
  cache?: CacheConfig;
  binaryMediaTypes: string[];
  /** The size in bytes from which responses are compressed. */
  compression?: number;
  logs: { retentionDays: number };
  /** The level of the execution log, and whether it contains whole bodies. */
  logging: 'OFF' | 'ERROR' | 'INFO';
  dataTrace: boolean;
  metrics: boolean;
  tracing: boolean;
  alarms: AlarmsConfig;
  canary: CanaryConfig;
  variables: Record<string, string>;
  tags: Record<string, string>;
}

/** A checked project. */
export interface ProjectConfig {
  /** The absolute path of `apikit.yaml`. */
  file: string;
  /** The folder of the file. */
  root: string;
  name: string;
  /** The names of the declared stages, in the file's order. `local` always exists as well. */
  stages: string[];
  /** The patterns that declare stages: `pr-*`. */
  patterns: string[];
  /** Settings that work but may cause problems. */
  warnings: readonly Problem[];
  /**
   * Returns the settings of a declared stage, of a preview stage, or of `local`. Throws `ApikitError` (UnknownStage)
   * otherwise.
   */
  stage(name: string): StageConfig;
  /**
   * Does the same for a stage that is not declared, or no longer. It has the settings that all stages have, and counts
   * as protected, because its own setting is unknown. Throws `UnknownStage` for a name that no stage can have.
   */
  anyStage(name: string): StageConfig;
}
