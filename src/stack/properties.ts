/**
 * The desired shape of every kind of resource: what `stack/` writes and `aws/<kind>.ts` reads. Types only.
 * Wherever a value is known only after another resource exists, a `Ref` stands for it until it is resolved.
 */
import type { Ref } from '../engine/resource.ts';
import type { Tags } from '../naming/tags.ts';

/** A value, or the reference that will become it. */
export type Later<T> = T | Ref;
type KeyAttribute = { name: string; type: 'S' | 'N' | 'B' };

export interface KeyProperties {
  partitionKey: KeyAttribute;
  sortKey?: KeyAttribute;
}

/** A global secondary index. `projection`: everything, the keys, or the keys and these attributes, sorted. */
export interface TableIndex extends KeyProperties {
  projection: 'all' | 'keys' | string[];
}

/** kind `table`. Attributes: `arn`, `name`, `streamArn` while its stream is on. */
export interface TableProperties extends KeyProperties {
  pointInTimeRecovery: boolean;
  deletionProtection: boolean;
  /** `true`: SSE with `kmsKey`, or the AWS managed key. */
  encryption: boolean;
  /** ARN. Absent: not compared, since AWS's own key looks like any other. */
  kmsKey?: string;
  /** By name; those that are there besides are no difference (`table-index`). */
  indexes?: Record<string, TableIndex>;
  /** Attribute with the epoch second, `false` for off. Absent: not looked at. */
  timeToLive?: string | false;
  /** A stream of old and new images. Absent: off. */
  stream?: boolean;
  tags: Tags;
}

/** kind `imported-table`: somebody else's, only looked at. Attributes: `arn`, `name`. */
export interface ImportedTableProperties extends KeyProperties, Pick<TableProperties, 'indexes'> {
  /** In the embedded cloud nobody else can have made it. */
  madeIfMissing?: true;
}

/** kind `event-source`: a stream brought to the function of the resource's own name. Attributes: `id`. */
export interface EventSourceProperties {
  /** ARN of the stream. */
  source: Later<string>;
  batchSize: number;
  startingPosition: 'LATEST' | 'TRIM_HORIZON';
  /** A batch that fails is tried in halves. */
  bisect: boolean;
  retries: number;
  /** The function may say which records failed. */
  reportFailures: boolean;
  tags: Tags;
}

/** What an organisation wants of the roles in its account. */
export interface RolePlacement {
  /** IAM path. Absent: `/`. */
  path?: string;
  /** ARN of a managed policy, `false` for none. Absent: not looked at. */
  permissionsBoundary?: string | false;
}

/** kind `role`. Attributes: `arn`, `name`. Policies are IAM documents. */
export interface RoleProperties extends RolePlacement {
  trustPolicy: object;
  /** Inline policies by name. */
  policies: Record<string, object>;
  tags: Tags;
}

/** kind `log-group`. Attributes: `arn` (without the trailing `:*`), `name`. */
export interface LogGroupProperties {
  retentionDays: number;
  /** The API whose id stands in the name where the name has `{api}`. */
  api?: Later<string>;
  tags: Tags;
}

/**
 * kind `api-gateway-account`: the account's CloudWatch role. Attributes: `roleArn`. `name` is the role to make, and
 * this how.
 */
export type ApiGatewayAccountProperties = RolePlacement;

/** kinds `function` and `consumer`: code and configuration of $LATEST. Attributes: `arn` (unqualified), `name`, `codeSha256`. */
export interface FunctionProperties {
  runtime: string;
  handler: string;
  architecture: 'x86_64' | 'arm64';
  /** MB */
  memory: number;
  /** seconds */
  timeout: number;
  role: Later<string>;
  environment: Record<string, Later<string>>;
  tracing: boolean;
  /** base64 SHA-256 of the zip; the bytes are in the artifact store under this key. */
  codeSha256: string;
  tags: Tags;
}

/**
 * kind `rest-api`: the API itself, without its definition. Attributes: `id`, `arn`, `name`, and, of a preview, `expiresAt` (ISO
 * 8601) and `seeded`.
 */
export interface RestApiProperties {
  endpointType: 'REGIONAL' | 'EDGE' | 'PRIVATE';
  /** Of a preview: how long after its last deploy it stays, `3d`. */
  expires?: string;
  /** Of a preview: whether its tables begin with something. */
  seeds?: true;
  tags: Tags;
}

/** What a deployment's description records about a release, as JSON. */
export interface ReleaseRecord {
  release: string;
  /** Hash of the definition document before the function version is filled in. */
  contract: string;
  /** base64 SHA-256 of the function's zip. */
  code: string;
  /** Published function version that the integrations name. */
  version: string;
  /** Git revision of the project, when it has one. */
  revision?: string;
  /** The user pools that the definition names, `main=<id>`, when there are any; their hash where they are many. */
  pools?: string;
  /** ISO 8601, when it was made. */
  time: string;
  /** ARN of whoever made it. */
  by?: string;
  /** Where it was promoted from, instead of being made of a project's files. */
  promoted?: Promotion;
  /** The stages that it was promoted to and that may still serve it: it is not pruned meanwhile. */
  promotedTo?: string[];
}

/** A release of another stage of the app, which is the same contract and code. */
export interface Promotion {
  stage: string;
  release: string;
}

/**
 * kind `release`: published function version + its invoke permission + definition + deployment.
 * Attributes: `deploymentId`, `version`, `release`, `history` (`Array<{deploymentId, createdAt, record}>`, newest first).
 */
export interface ReleaseProperties {
  api: Later<string>;
  function: Later<string>;
  /** The version that was published with the upload of the code; `null` when there was no upload. */
  published: Later<{ version: string; arn: string; ready: boolean } | null>;
  /** Content-derived id, 12 hex digits. */
  release: string;
  /** Hash; the definition document is in the artifact store under this key. */
  contract: string;
  code: string;
  revision?: string;
  promoted?: Promotion;
  /** ARNs of the stage's user pools by their names in apikit.yaml, which the definition names. */
  userPools?: Record<string, Later<string>>;
}

/** How people and programs sign in; `refresh` is always there. */
export type PoolFlow = 'srp' | 'password' | 'admin-password' | 'client-credentials';

/** kind `user-pool`: with its groups and resource servers. Attributes: `id`, `arn`, `name`. */
export interface UserPoolProperties {
  /** Instead of a name of their own, people have one of these. For ever. */
  signIn: ('email' | 'phone')[];
  selfSignUp: boolean;
  passwordPolicy: {
    length: number;
    lowercase: boolean;
    uppercase: boolean;
    numbers: boolean;
    symbols: boolean;
    temporaryDays: number;
  };
  groups: string[];
  /** Identifier of a resource server → its scopes, sorted. */
  scopes: Record<string, string[]>;
  deletionProtection: boolean;
  tags: Tags;
}

/** kind `user-pool-client`. Attributes: `id`, `name`. */
export interface UserPoolClientProperties {
  /** The pool's id. */
  pool: Later<string>;
  flows: PoolFlow[];
  /** Minutes; of the refresh token, days. */
  tokens: { access: number; id: number; refresh: number };
  /** What programs may ask for: `<identifier>/<scope>`, sorted. */
  scopes: string[];
}

/** Settings of one method of a stage; they replace the stage's own as a whole. */
export interface MethodProperties {
  throttle: { rate: number; burst: number };
  metrics: boolean;
  logging: 'OFF' | 'ERROR' | 'INFO';
  dataTrace: boolean;
  /** Only in stages with a cache. `ttl` in seconds; `invalidation`: what one gets that IAM does not allow. */
  cache?: 'off' | { ttl: number; encrypted: boolean; invalidation: 'warn' | 'ignore' | 'refuse' | 'anyone' };
}

/** kind `stage`. Attributes: `arn`, `name`, `url`, `deploymentId`. */
export interface StageProperties {
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
  /** Told with the switch to the deployment, if there is one: where it was promoted from. */
  promoted?: Promotion;
  tags: Tags;
}

/** kind `release-history`: prunes releases beyond `keep` that no stage uses and that were not promoted to another. No attributes. */
export interface ReleaseHistoryProperties {
  api: Later<string>;
  function: Later<string>;
  keep: number;
  /** How old against the newest one may be that is kept beyond that number: `30d`. */
  keepFor?: string;
  /** The `history` attribute of the release. */
  history: Ref;
  /** What the stage serves, and what it served before: never pruned. */
  live: Later<string>;
  previous: Later<string | null>;
}

/** kind `usage-plan`. Attributes: `id`, `arn`, `name`. */
export interface UsagePlanProperties {
  api: Later<string>;
  /** Stage name; a reference to the stage's `name`, so that the stage exists first (docs/pitfalls.md, pitfall 19). */
  stage: Later<string>;
  throttle?: { rate: number; burst: number };
  quota?: { limit: number; period: 'DAY' | 'WEEK' | 'MONTH' };
  /** Of single operations, by `GET /items`; absent where they are not known, and then nothing is said of them. */
  operations?: Record<string, { rate: number; burst: number }>;
  tags: Tags;
}

/** kind `topic`: where alarms go, and e-mail from there. Attributes: `arn`, `name`. */
export interface TopicProperties {
  emails: string[];
  /** Slack or Teams is joined to it by hand: told when it is made, and nothing that could be read. */
  chat?: true;
  tags: Tags;
}

/** One metric of an alarm. */
export interface AlarmMetric {
  id: string;
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
  /** `Sum`, `Average`, `p99`… */
  stat: string;
}

/** kind `alarm`. Attributes: `arn`, `name`. With `expression`, the metrics are its inputs; without, there is one metric. */
export interface AlarmProperties {
  description: string;
  metrics: AlarmMetric[];
  expression?: string;
  /** seconds */
  period: number;
  evaluationPeriods: number;
  datapointsToAlarm: number;
  threshold: number;
  comparison: 'GreaterThanThreshold' | 'GreaterThanOrEqualToThreshold';
  treatMissingData: 'notBreaching' | 'missing' | 'ignore' | 'breaching';
  actions: Later<string>[];
  /** Told when it is over. Absent: nobody. */
  okActions?: Later<string>[];
  tags: Tags;
}

/** kind `metric-filter`: counts the lines of a log group that match. Attributes: `name`. */
export type MetricFilterProperties = {
  logGroup: string;
  pattern: string;
  namespace: string;
  metric: string;
};

/** kind `dashboard`: belongs to the account, and is called after stage and region. Attributes: `arn`, `name`. */
export interface DashboardProperties {
  /** Above everything; with whose it is behind it. */
  text: string;
  /** In CloudWatch's own form, but for `annotations` and `region`. Their titles are unique. */
  widgets: object[];
  /** Names of alarms that are shown as such; none: no widget for them. */
  alarms: string[];
  /** The newest of `history` are marked in every graph, so many. */
  marks: number;
  /** The `history` attribute of the release. */
  history: Ref | readonly unknown[];
  tags: Tags;
}

/** kind `budget`: belongs to the account, and is called after stage and region. Attributes: `arn`, `name`. */
export interface BudgetProperties {
  /** USD */
  monthly: number;
  /** E-mail addresses and ARNs of topics. */
  notify: string[];
  /** Whether they are told of what is forecast, too. */
  forecast: boolean;
  tags: Tags;
}
