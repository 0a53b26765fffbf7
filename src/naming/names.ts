/** Physical names of one stage's resources, and what AWS allows of them. The only place where names are made. Pure. */

export interface StageIdentity {
  readonly app: string;
  readonly stage: string;
}

export interface StageInRegion extends StageIdentity {
  readonly region: string;
}

/** `<app>-<stage>`: the API, the function, and the beginning of every other name. */
export function baseName({ app, stage }: StageIdentity): string {
  return `${app}-${stage}`;
}

export function apiName(identity: StageIdentity): string {
  return baseName(identity);
}

export function functionName(identity: StageIdentity): string {
  return baseName(identity);
}

/** With the region: IAM knows none, and two regions of one stage must not share what allows each its own ARNs. */
export function roleName(identity: StageInRegion): string {
  return `${baseName(identity)}-${identity.region}`;
}

export function tableName(identity: StageIdentity, table: string): string {
  return `${baseName(identity)}-${table}`;
}

/** What a table is restored to: its name and the second that it is restored as of, `items-api-prod-items-20261129T101500Z`. */
export function standInName(identity: StageIdentity, table: string, at: Date): string {
  return `${tableName(identity, table)}-${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

const STAND_IN = /^-\d{8}T\d{6}Z$/;

export function isStandIn(identity: StageIdentity, table: string, name: string): boolean {
  const own = tableName(identity, table);
  return name.startsWith(own) && STAND_IN.test(name.slice(own.length));
}

/** The function that a table's stream is brought to. */
export function consumerName(identity: StageIdentity, table: string): string {
  return `${baseName(identity)}-${table}-stream`;
}

export function consumerRoleName(identity: StageInRegion, table: string): string {
  return `${consumerName(identity, table)}-${identity.region}`;
}

export function consumerLogGroup(identity: StageIdentity, table: string): string {
  return `/aws/lambda/${consumerName(identity, table)}`;
}

export function functionLogGroup(identity: StageIdentity): string {
  return `/aws/lambda/${baseName(identity)}`;
}

export function accessLogGroup(identity: StageIdentity): string {
  return `/aws/apigateway/${baseName(identity)}`;
}

/**
 * Where API Gateway writes what it does with each request, while a stage has `logging`: a name that AWS gives, and that is
 * known when the API is there (docs/aws/logs.md). `{api}` stands for the API's id.
 */
export function executionLogGroup({ stage }: StageIdentity): string {
  return `API-Gateway-Execution-Logs_{api}/${stage}`;
}

/** The name with the API's id in its place. */
export function inApi(name: string, api: string): string {
  return name.replace('{api}', api);
}

/** Where the logs of a canary go, beside those of the rest of the stage (docs/aws/logs.md). */
export function canaryLogGroup(logGroup: string): string {
  return `${logGroup}/Canary`;
}

/** API Gateway writes one line to it when the account's role is set (docs/aws/logs.md). It belongs to the account. */
export const WELCOME_LOG_GROUP = '/aws/apigateway/welcome';

export function usagePlanName(identity: StageIdentity, plan: string): string {
  return `${baseName(identity)}-${plan}`;
}

export function userPoolName(identity: StageIdentity, pool: string): string {
  return `${baseName(identity)}-${pool}`;
}

export function alarmName(identity: StageIdentity, alarm: string): string {
  return `${baseName(identity)}-${alarm}`;
}

/** In the stage's own group of the access log. */
export function metricFilterName(identity: StageIdentity, filter: string): string {
  return `${baseName(identity)}-${filter}`;
}

/** With the region: dashboards belong to the whole account. */
export function dashboardName(identity: StageInRegion): string {
  return `${baseName(identity)}-${identity.region}`;
}

/** With the region: budgets belong to the whole account. */
export function budgetName(identity: StageInRegion): string {
  return `${baseName(identity)}-${identity.region}`;
}

/** The name of a cost monitor and of its subscription. It has the region, since both belong to the whole account. */
export function anomalyMonitorName(identity: StageInRegion): string {
  return `${baseName(identity)}-${identity.region}`;
}

/** The mute rule that silences a stage's alarms for a while. */
export function silenceName(identity: StageIdentity): string {
  return `${baseName(identity)}-silence`;
}

export function topicName(identity: StageIdentity): string {
  return `${baseName(identity)}-alarms`;
}

/**
 * One role for every API of the account, in every region: IAM is global, and the setting is shared (docs/aws/logs.md).
 */
export const ACCOUNT_ROLE_NAME = 'apikit-api-gateway-logs';

/** The handler's environment variable with a table's physical name: `TABLE_ITEMS`. */
export function tableVariable(table: string): string {
  return `TABLE_${table.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
}

/** The handler's environment variable with the reference of a secret: `SECRET_STRIPE_KEY_REF`. */
export function secretVariable(secret: string): string {
  return `SECRET_${secret}_REF`;
}

/**
 * What AWS accepts as a name: the longest, in characters, and the characters themselves (botocore's models: Lambda
 * `FunctionName`, IAM `roleNameType`, DynamoDB `TableName`, CloudWatch Logs `LogGroupName`, CloudWatch `AlarmName`,
 * Cognito `UserPoolNameType`; API references of SNS CreateTopic and API Gateway CreateStage).
 */
const NAME_RULES = {
  function: { longest: 64, characters: /^[a-zA-Z0-9-_]+$/, allowed: 'letters, digits, - and _' },
  role: { longest: 64, characters: /^[\w+=,.@-]+$/, allowed: 'letters, digits and _+=,.@-' },
  table: { longest: 255, characters: /^[a-zA-Z0-9_.-]+$/, allowed: 'letters, digits, _, . and -' },
  'log-group': { longest: 512, characters: /^[.\-_/#A-Za-z0-9]+$/, allowed: 'letters, digits and ._-/#' },
  topic: { longest: 256, characters: /^[a-zA-Z0-9-_]+$/, allowed: 'letters, digits, - and _' },
  alarm: { longest: 255, characters: /^[^\p{C}]+$/u, allowed: 'no control characters' },
  stage: { longest: 128, characters: /^[a-zA-Z0-9-_]+$/, allowed: 'letters, digits, - and _' },
  'user-pool': { longest: 128, characters: /^[\w\s+=,.@-]+$/, allowed: 'letters, digits, spaces and _+=,.@-' },
  // Undocumented; the longest that API Gateway takes for names of its own resources.
  'usage-plan': { longest: 1024, characters: /^[^\p{C}]+$/u, allowed: 'no control characters' },
} as const;

export interface NamedKind {
  readonly kind: keyof typeof NAME_RULES;
  readonly name: string;
  /** The setting of apikit.yaml that it was made for; absent for what every stage has. */
  readonly setting?: readonly string[];
}

/** What AWS has against a name. */
export interface NameFault {
  /** As the end of a sentence: `81 characters, and AWS allows 64`. */
  readonly why: string;
  /** How many characters it is too long; 0 where the characters are at fault. */
  readonly over: number;
}

/** `undefined`: AWS takes the name. */
export function nameFault({ kind, name }: NamedKind): NameFault | undefined {
  const { longest, characters, allowed } = NAME_RULES[kind];
  if (!characters.test(name)) return { why: `AWS allows ${allowed} there`, over: 0 };
  const over = name.length - longest;
  return over > 0 ? { why: `${name.length} characters, and AWS allows ${longest}`, over } : undefined;
}

/** What a stage's configuration gives names to. */
export interface NamedParts {
  /** Tables that have names of apikit's making. */
  readonly tables: readonly string[];
  /** Those of all tables whose stream is brought to a function. */
  readonly streamed?: readonly string[];
  readonly plans: readonly string[];
  readonly pools?: readonly string[];
  /** Alarms that are called after tables. */
  readonly tableAlarms?: readonly { readonly alarm: string; readonly table: string }[];
}

/** Every name of a stage that grows with what the user calls things. */
export function namesOf(
  identity: StageInRegion,
  { tables, streamed = [], plans, pools = [], tableAlarms = [] }: NamedParts,
): NamedKind[] {
  return [
    { kind: 'stage', name: identity.stage },
    { kind: 'function', name: functionName(identity) },
    { kind: 'role', name: roleName(identity) },
    { kind: 'log-group', name: functionLogGroup(identity) },
    { kind: 'log-group', name: accessLogGroup(identity) },
    { kind: 'topic', name: topicName(identity) },
    { kind: 'alarm', name: alarmName(identity, 'function-duration-p99') },
    ...tables.map((table) => made('table', tableName(identity, table), 'tables', table)),
    ...pools.map((pool) => made('user-pool', userPoolName(identity, pool), 'userPools', pool)),
    ...streamed.flatMap((table) => [
      made('function', consumerName(identity, table), 'tables', table),
      made('role', consumerRoleName(identity, table), 'tables', table),
      made('log-group', consumerLogGroup(identity, table), 'tables', table),
    ]),
    ...tableAlarms.map(({ alarm, table }) => made('alarm', alarmName(identity, alarm), 'tables', table)),
    ...plans.map((plan) => made('usage-plan', usagePlanName(identity, plan), 'usagePlans', plan)),
  ];
}

const made = (kind: NamedKind['kind'], name: string, ...setting: readonly string[]): NamedKind => ({
  kind,
  name,
  setting,
});
