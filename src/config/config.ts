/** The shape of a checked configuration. `load-config.ts` makes one from `apikit.yaml`; nothing here reads or decides. */
import type { CanaryConfig } from './canary.ts';
import type { OptionalSettings } from './optional-settings.ts';
import type { Problem } from './problem.ts';
import type { UserPoolConfig } from './user-pools.ts';

/** The stage that always exists and means the embedded cloud. */
export const LOCAL_STAGE = 'local';

export interface TableConfig {
  /** Partition key attribute. */
  key: string;
  keyType: 'string' | 'number' | 'binary';
  sortKey?: string;
  sortKeyType: 'string' | 'number' | 'binary';
  recovery: boolean;
  encryption: boolean;
  /** Defaults to the stage's `protected`. */
  deletionProtection: boolean;
  /** ARN. Absent: the AWS managed key. */
  kmsKey?: string;
  /** Global secondary indexes by name. */
  indexes?: Record<string, IndexConfig>;
  /** Attribute with the epoch second; `false`: off. Absent: left as it is. */
  ttl?: string | false;
  stream?: StreamConfig;
  /** Name of an existing table that is used as it is. */
  import?: string;
  /** Of an imported table: in the embedded cloud nobody else can have made it. */
  madeIfMissing?: true;
  /** Name of the table in AWS that stands in for the one of the stage's own name (ADR 18). Not of apikit.yaml: of what is there. */
  standIn?: string;
}

type KeyType = TableConfig['keyType'];

export interface IndexConfig {
  key: string;
  keyType: KeyType;
  sortKey?: string;
  sortKeyType: KeyType;
  /** `keys`, or the keys and these attributes. */
  projection: 'all' | 'keys' | string[];
}

export interface StreamConfig {
  /** Path relative to the project's root. */
  consumer: string;
  /** That of the API's function, or the newest of the consumer's own language. */
  runtime: string;
  batchSize: number;
  startingPosition: 'latest' | 'trimHorizon';
}

export interface SecretConfig {
  /** `ssm:/path`, `secretsmanager:name`; see `naming/secret-reference.ts`. */
  from: string;
  /** ARN of the customer's own key, where one is used. */
  kmsKey?: string;
}

/** How a Node.js handler is bundled (docs/handlers.md). Paths and patterns are relative to the project's root. */
export interface BundleConfig {
  /** Packages that are packed as they are, with all that they need. */
  external: string[];
  /** Packages that need not be installed: what asks for one fails when it is reached. */
  optional: string[];
  /** Glob patterns of files that are packed at their paths. */
  files: string[];
  /** Functions and classes keep the names of their source. */
  keepNames: boolean;
  /** How files are imported, by the ending of their names: `.html` → `text`. */
  loaders: Record<string, Loader>;
}

export type Loader = 'text' | 'json' | 'binary' | 'base64' | 'dataurl' | 'js' | 'jsx' | 'ts' | 'tsx';

/** Of every role that apikit makes. */
export interface RoleConfig {
  /** Begins and ends with a slash. Default: `/`. */
  path?: string;
  /** ARN of a managed policy; `false` takes one away. Absent: left as it is. */
  permissionsBoundary?: string | false;
}

/** One statement of what the functions may do beyond the stage's tables and secrets. */
export interface PermissionConfig {
  /** `s3:GetObject` */
  actions: string[];
  /** ARNs, with placeholders of `config/placeholders.ts`. */
  resources: string[];
  /** As in IAM: operator → key → values. */
  conditions?: Record<string, Record<string, ConditionValue | ConditionValue[]>>;
  /** Why it is as wide as it is; nothing but a reader needs it. */
  why?: string;
}

type ConditionValue = string | number | boolean;

export interface FunctionConfig {
  /** Path relative to the project's root. */
  entry: string;
  /** What the entry calls its handler. */
  exportName: string;
  /** File and export as AWS writes them, where apikit.yaml names the handler in this way. */
  handler?: string;
  bundle: BundleConfig;
  runtime: string;
  architecture: 'x86_64' | 'arm64';
  /** MB */
  memory: number;
  /** seconds */
  timeout: number;
  environment: Record<string, string>;
  /** By the name that the handler asks with. */
  secrets?: Record<string, SecretConfig>;
  role?: RoleConfig;
  permissions?: PermissionConfig[];
  /** Releases kept for rollback, however old they are. */
  keepReleases: number;
  /** How old one may be, against the newest, and is kept beyond that number: `30d`. */
  keepReleasesFor?: string;
}

export interface CorsConfig {
  origins: string[];
  /** Pages of this machine may call, too, at any port: only ever in the stage `local` (`config/loopback-origins.ts`). */
  loopback: boolean;
  credentials: boolean;
  allowHeaders: string[];
  exposeHeaders: string[];
  /** seconds */
  maxAge: number;
}

export interface UsagePlanConfig {
  /** requests per second */
  rate?: number;
  burst?: number;
  quota?: { limit: number; period: 'DAY' | 'WEEK' | 'MONTH' };
  /** Of single operations, by operationId or `GET /items`. */
  operations?: Record<string, OperationLimit>;
}

/** Of each key: `rate` in requests per second. */
export interface OperationLimit {
  rate: number;
  burst: number;
}

export interface CacheConfig {
  /** GB, as CreateStage takes it. */
  size: string;
  /** seconds, of operations that do not say */
  ttl: number;
  encrypted: boolean;
  /** What an invalidation gets that IAM does not allow. */
  invalidation: 'warn' | 'ignore' | 'refuse' | 'anyone';
}

export interface AlarmsConfig {
  enabled: boolean;
  /** E-mail addresses, `chat`, and ARNs of topics; empty: alarms without actions. */
  notify: string[];
  /** Tells also when an alarm is over. */
  okActions?: boolean;
  /** Share of requests that fail with 5XX, 0–1. */
  errorRate: number;
  /** ms, at the gateway */
  latencyP99: number;
  /** ms, of the function */
  durationP99: number;
  /** What follows is there where it is asked for, since each alarm is billed. In ms, at the gateway. */
  latencyP95?: number;
  /** ms, of the function */
  durationP95?: number;
  /** Share of calls of the function that fail, 0–1. */
  functionErrorRate?: number;
  /** Alarms on what tables refuse, and on DynamoDB's own errors. */
  tableThrottles?: boolean;
  tableErrors?: boolean;
  /** ms that records wait in a stream for its consumer. */
  iteratorAge?: number;
  /** Calls at the same moment of all functions of the account and region. */
  accountConcurrency?: number;
  /** Requests a second, as the average of a minute. */
  requestRate?: number;
  /** Requests in a minute that are answered with 429 or 403, have no key that opens, or are blocked by AWS WAF. */
  throttled?: number;
  forbidden?: number;
  refusedKeys?: number;
  wafBlocked?: number;
}

/** What a stage that a pattern of apikit.yaml made has beyond others. */
export interface PreviewConfig {
  /** `pr-*` */
  pattern: string;
  /** How long after its last deploy it stays: `3d`. Absent: until it is destroyed. */
  expires?: string;
  /** Its tables begin with the items in the project's folder `seeds`. */
  seed?: true;
}

/** Everything about one stage, with the stage's own settings laid over the project's. */
export interface StageConfig extends OptionalSettings {
  app: string;
  stage: string;
  region: string;
  /** Expected account id; deploying into another one is refused. */
  account?: string;
  profile?: string;
  protected: boolean;
  /** Absent: the stage is declared itself. */
  preview?: PreviewConfig;
  /** Absolute path of the OpenAPI document. */
  contract: string;
  function: FunctionConfig;
  tables: Record<string, TableConfig>;
  cors?: CorsConfig;
  usagePlans: Record<string, UsagePlanConfig>;
  userPools: Record<string, UserPoolConfig>;
  throttle: { rate: number; burst: number };
  cache?: CacheConfig;
  binaryMediaTypes: string[];
  /** Bytes from which answers are compressed. */
  compression?: number;
  logs: { retentionDays: number };
  /** The execution log, and whether whole bodies are in it. */
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
  /** Absolute path of `apikit.yaml`. */
  file: string;
  /** Its folder. */
  root: string;
  name: string;
  /** Names of the declared stages, in file order; `local` always exists besides. */
  stages: string[];
  /** Stages that are declared by a pattern: `pr-*`. */
  patterns: string[];
  /** What works but will be regretted. */
  warnings: readonly Problem[];
  /** Settings of a declared stage, one that a pattern stands for, or `local`. Throws `ApikitError` (UnknownStage) otherwise. */
  stage(name: string): StageConfig;
  /**
   * The same for a stage that is not declared, or not any more: it has what all stages have, and is taken for protected, since
   * nobody knows whether it was. Throws `UnknownStage` for what no stage can be called.
   */
  anyStage(name: string): StageConfig;
}
