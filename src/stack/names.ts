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

export function usagePlanName(identity: StageIdentity, plan: string): string {
  return `${baseName(identity)}-${plan}`;
}

export function userPoolName(identity: StageIdentity, pool: string): string {
  return `${baseName(identity)}-${pool}`;
}

export function alarmName(identity: StageIdentity, alarm: string): string {
  return `${baseName(identity)}-${alarm}`;
}

export function topicName(identity: StageIdentity): string {
  return `${baseName(identity)}-alarms`;
}

/** One role for every API of the account, in every region: IAM is global, and the setting is shared (aws-facts §7). */
export const ACCOUNT_ROLE_NAME = 'apikit-api-gateway-logs';

/** The handler's environment variable with a table's physical name: `TABLE_ITEMS`. */
export function tableVariable(table: string): string {
  return `TABLE_${table.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
}

/** The handler's environment variable with the reference of a secret: `SECRET_STRIPE_KEY_REF`. */
export function secretVariable(secret: string): string {
  return `SECRET_${secret}_REF`;
}

/** Longest names that AWS accepts, in characters (aws-facts §1, §7; botocore's models). */
export const NAME_LIMITS = {
  function: 64,
  role: 64,
  table: 255,
  'log-group': 512,
  topic: 256,
  alarm: 255,
  stage: 128,
  'user-pool': 128,
  // Undocumented; the longest that API Gateway takes for names of its own resources.
  'usage-plan': 1024,
} as const;

export interface NamedKind {
  readonly kind: keyof typeof NAME_LIMITS;
  readonly name: string;
}

/** Every name of a stage that grows with what the user calls things. */
export function namesOf(
  identity: StageInRegion,
  tables: readonly string[],
  plans: readonly string[],
  pools: readonly string[] = [],
  streamed: readonly string[] = [],
): NamedKind[] {
  return [
    { kind: 'stage', name: identity.stage },
    { kind: 'function', name: functionName(identity) },
    { kind: 'role', name: roleName(identity) },
    { kind: 'log-group', name: accessLogGroup(identity) },
    { kind: 'topic', name: topicName(identity) },
    { kind: 'alarm', name: alarmName(identity, 'function-duration-p99') },
    ...tables.map((table) => ({ kind: 'table' as const, name: tableName(identity, table) })),
    ...pools.map((pool) => ({ kind: 'user-pool' as const, name: userPoolName(identity, pool) })),
    ...streamed.flatMap((table) => [
      { kind: 'function' as const, name: consumerName(identity, table) },
      { kind: 'role' as const, name: consumerRoleName(identity, table) },
    ]),
    ...plans.map((plan) => ({ kind: 'usage-plan' as const, name: usagePlanName(identity, plan) })),
  ];
}
