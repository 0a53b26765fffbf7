/** The physical names of one stage's resources, and AWS's rules for them. All names are built here. Pure. */

export interface StageIdentity {
  readonly app: string;
  readonly stage: string;
}

export interface StageInRegion extends StageIdentity {
  readonly region: string;
}

/** Returns `<app>-<stage>`: the name of the API and of the function, and the prefix of every other name. */
export function baseName({ app, stage }: StageIdentity): string {
  return `${app}-${stage}`;
}

export function apiName(identity: StageIdentity): string {
  return baseName(identity);
}

export function functionName(identity: StageIdentity): string {
  return baseName(identity);
}

/** A layer that is made of a folder of the project; `name` is the last part of the folder's path. */
export function layerName(identity: StageIdentity, name: string): string {
  return `${baseName(identity)}-${name}`;
}

/** The alias of a function that its URL runs. */
export const LIVE_ALIAS = 'live';

/** The name contains the region: IAM is global, and each region of a stage has its own role with its own ARNs. */
export function roleName(identity: StageInRegion): string {
  return `${baseName(identity)}-${identity.region}`;
}

export function tableName(identity: StageIdentity, table: string): string {
  return `${baseName(identity)}-${table}`;
}

/**
 * The name of the table that a restore creates. It ends with the restored second:
 * `items-api-prod-items-20261129T101500Z`.
 */
export function standInName(identity: StageIdentity, table: string, at: Date): string {
  return `${tableName(identity, table)}-${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

const STAND_IN = /^-\d{8}T\d{6}Z$/;

export function isStandIn(identity: StageIdentity, table: string, name: string): boolean {
  const own = tableName(identity, table);
  return name.startsWith(own) && STAND_IN.test(name.slice(own.length));
}

/**
 * The name of a bucket in the namespace of the account: no other account can take a name with this end, and names of
 * buckets are unique in all accounts (docs/aws/s3.md).
 */
export function bucketName(identity: StageInRegion, bucket: string, account: string): string {
  return `${baseName(identity)}-${bucket}-${account}-${identity.region}-an`.toLowerCase();
}

/** The ID of the function that consumes a table's stream. Its name and those of its resources contain it. */
export const streamConsumer = (table: string): string => `${table}-stream`;

/** The ID of the function that consumes a queue. */
export const queueConsumer = (queue: string): string => `${queue}-queue`;

/** The ID of a function that a state machine calls in a task. */
export const stepFunction = (machine: string, name: string): string => `${machine}-${name}-step`;

/** The ID of the function that gets the messages of a topic. */
export const topicConsumer = (topic: string): string => `${topic}-topic`;

/** The ID of the function that gets the events of a rule. */
export const eventConsumer = (rule: string): string => `${rule}-event`;

/** The function that consumes a stream or a queue; `consumer` is its ID. */
export function consumerName(identity: StageIdentity, consumer: string): string {
  return `${baseName(identity)}-${consumer}`;
}

export function consumerRoleName(identity: StageInRegion, consumer: string): string {
  return `${consumerName(identity, consumer)}-${identity.region}`;
}

export function consumerLogGroup(identity: StageIdentity, consumer: string): string {
  return `/aws/lambda/${consumerName(identity, consumer)}`;
}

export function queueName(identity: StageIdentity, queue: string, fifo: boolean): string {
  return `${baseName(identity)}-${queue}${fifo ? '.fifo' : ''}`;
}

/** The queue that gets the messages which were received too often. */
export function deadLetterQueueName(identity: StageIdentity, queue: string, fifo: boolean): string {
  return queueName(identity, `${queue}-dead`, fifo);
}

/** Returns the name of the dead-letter queue of the queue with this name in AWS. */
export const deadLetterOf = (name: string): string => name.replace(/(\.fifo)?$/, '-dead$1');

/** A topic to which operations publish. The topic of the alarms has the end `-alarms`. */
export function messageTopicName(identity: StageIdentity, topic: string): string {
  return `${baseName(identity)}-${topic}`;
}

export function eventBusName(identity: StageIdentity, bus: string): string {
  return `${baseName(identity)}-${bus}`;
}

export function eventRuleName(identity: StageIdentity, rule: string): string {
  return `${baseName(identity)}-${rule}`;
}

/** The bus and the rule: rules of several buses may have the same name. `bus` is its name in AWS. */
export function eventRulePath(identity: StageIdentity, bus: string, rule: string): string {
  return `${bus}/${eventRuleName(identity, rule)}`;
}

export function stateMachineName(identity: StageIdentity, machine: string): string {
  return `${baseName(identity)}-${machine}`;
}

/** The role with which the executions of a state machine make their calls. */
export function stateMachineRoleName(identity: StageInRegion, machine: string): string {
  return machineRoleOf(stateMachineName(identity, machine), identity.region);
}

/** Returns the name of the role of the state machine with this name in AWS. */
export const machineRoleOf = (name: string, region: string): string => `${name}-machine-${region}`;

/** The role with which API Gateway calls the services of integrations. */
export function integrationRoleName(identity: StageInRegion): string {
  return `${baseName(identity)}-integrations-${identity.region}`;
}

export function functionLogGroup(identity: StageIdentity): string {
  return `/aws/lambda/${baseName(identity)}`;
}

export function accessLogGroup(identity: StageIdentity): string {
  return `/aws/apigateway/${baseName(identity)}`;
}

/**
 * The log group that API Gateway writes its execution logs to while a stage has `logging`. AWS chooses the name, which
 * contains the API's ID (docs/aws/logs.md). `{api}` stands for the ID until the API exists.
 */
export function executionLogGroup({ stage }: StageIdentity): string {
  return `API-Gateway-Execution-Logs_{api}/${stage}`;
}

/** Returns the name with the API's ID in place of `{api}`. */
export function inApi(name: string, api: string): string {
  return name.replace('{api}', api);
}

/** API Gateway writes a canary's logs to a group of its own (docs/aws/logs.md). */
export function canaryLogGroup(logGroup: string): string {
  return `${logGroup}/Canary`;
}

/**
 * API Gateway writes one line to this group when the account's role is set (docs/aws/logs.md). The group belongs to the
 * account.
 */
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

/** The filter reads the stage's own group of the access log. */
export function metricFilterName(identity: StageIdentity, filter: string): string {
  return `${baseName(identity)}-${filter}`;
}

/** The name contains the region: a dashboard belongs to the whole account. */
export function dashboardName(identity: StageInRegion): string {
  return `${baseName(identity)}-${identity.region}`;
}

/** The name contains the region: a budget belongs to the whole account. */
export function budgetName(identity: StageInRegion): string {
  return `${baseName(identity)}-${identity.region}`;
}

/** The function with which `apikit tune` measures, as long as it runs. */
export function tuningFunctionName(identity: StageIdentity): string {
  return `${baseName(identity)}-tune`;
}

/** The name of a web ACL. AWS WAF keeps it apart from those of other regions. */
export function webAclName(identity: StageIdentity): string {
  return baseName(identity);
}

/** The names of the IP sets that a stage can have: one for each list and family of addresses. */
export function ipSetName(identity: StageIdentity, list: 'allow' | 'block', family: 'ipv4' | 'ipv6'): string {
  return `${baseName(identity)}-${list}-${family}`;
}

export function ipSetNames(identity: StageIdentity): string[] {
  return (['allow', 'block'] as const).flatMap((list) =>
    (['ipv4', 'ipv6'] as const).map((family) => ipSetName(identity, list, family)),
  );
}

/** The name of a cost monitor and of its subscription. It contains the region: both belong to the whole account. */
export function anomalyMonitorName(identity: StageInRegion): string {
  return `${baseName(identity)}-${identity.region}`;
}

/** The mute rule that silences a stage's alarms. */
export function silenceName(identity: StageIdentity): string {
  return `${baseName(identity)}-silence`;
}

export function topicName(identity: StageIdentity): string {
  return `${baseName(identity)}-alarms`;
}

/**
 * One role serves every API of the account in every region: IAM is global, and the setting is shared
 * (docs/aws/logs.md).
 */
export const ACCOUNT_ROLE_NAME = 'apikit-api-gateway-logs';

/** The handler's environment variable that holds a table's physical name: `TABLE_ITEMS`. */
export function tableVariable(table: string): string {
  return `TABLE_${inVariable(table)}`;
}

/** The handler's environment variable that holds a queue's physical name: `QUEUE_ORDERS`. */
export function queueVariable(queue: string): string {
  return `QUEUE_${inVariable(queue)}`;
}

/** The handler's environment variable that holds a topic's ARN: `TOPIC_CREATED`. */
export function topicVariable(topic: string): string {
  return `TOPIC_${inVariable(topic)}`;
}

/** The handler's environment variable that holds an event bus's ARN: `EVENT_BUS_ORDERS`. */
export function eventBusVariable(bus: string): string {
  return `EVENT_BUS_${inVariable(bus)}`;
}

/** The handler's environment variable that holds a state machine's ARN: `STATE_MACHINE_ORDERFLOW`. */
export function stateMachineVariable(machine: string): string {
  return `STATE_MACHINE_${inVariable(machine)}`;
}

/** The handler's environment variable that holds a bucket's physical name: `BUCKET_DOCUMENTS`. */
export function bucketVariable(bucket: string): string {
  return `BUCKET_${inVariable(bucket)}`;
}

const inVariable = (name: string): string => name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');

/** The handler's environment variable that holds the reference of a secret: `SECRET_STRIPE_KEY_REF`. */
export function secretVariable(secret: string): string {
  return `SECRET_${secret}_REF`;
}

/**
 * AWS's rules for names: the length in characters, and the characters themselves. Their sources are botocore's models
 * (Lambda `FunctionName` and `LayerName`, IAM `roleNameType`, DynamoDB `TableName`, CloudWatch Logs `LogGroupName`,
 * CloudWatch `AlarmName`, Cognito `UserPoolNameType`, EventBridge `EventBusName` and `RuleName`), the API references of
 * SNS CreateTopic, SQS CreateQueue and API Gateway CreateStage, and the S3 User Guide ("General purpose bucket naming
 * rules").
 */
const NAME_RULES = {
  function: { longest: 64, characters: /^[a-zA-Z0-9-_]+$/, allowed: 'letters, digits, - and _' },
  layer: { longest: 140, characters: /^[a-zA-Z0-9-_]+$/, allowed: 'letters, digits, - and _' },
  role: { longest: 64, characters: /^[\w+=,.@-]+$/, allowed: 'letters, digits and _+=,.@-' },
  table: { longest: 255, characters: /^[a-zA-Z0-9_.-]+$/, allowed: 'letters, digits, _, . and -' },
  bucket: { longest: 63, characters: /^[a-z0-9-]+$/, allowed: 'lower-case letters, digits and -' },
  'log-group': { longest: 512, characters: /^[.\-_/#A-Za-z0-9]+$/, allowed: 'letters, digits and ._-/#' },
  queue: { longest: 80, characters: /^[a-zA-Z0-9-_]+(\.fifo)?$/, allowed: 'letters, digits, - and _' },
  'state-machine': { longest: 80, characters: /^[a-zA-Z0-9-_]+$/, allowed: 'letters, digits, - and _' },
  topic: { longest: 256, characters: /^[a-zA-Z0-9-_]+$/, allowed: 'letters, digits, - and _' },
  'event-bus': { longest: 256, characters: /^[a-zA-Z0-9._-]+$/, allowed: 'letters, digits, ., - and _' },
  'event-rule': { longest: 64, characters: /^[a-zA-Z0-9._-]+$/, allowed: 'letters, digits, ., - and _' },
  alarm: { longest: 255, characters: /^[^\p{C}]+$/u, allowed: 'no control characters' },
  stage: { longest: 128, characters: /^[a-zA-Z0-9-_]+$/, allowed: 'letters, digits, - and _' },
  'user-pool': { longest: 128, characters: /^[\w\s+=,.@-]+$/, allowed: 'letters, digits, spaces and _+=,.@-' },
  // AWS documents no limit. This is the longest name that API Gateway accepts for its own resources.
  'usage-plan': { longest: 1024, characters: /^[^\p{C}]+$/u, allowed: 'no control characters' },
} as const;

export interface NamedKind {
  readonly kind: keyof typeof NAME_RULES;
  readonly name: string;
  /** The setting in `apikit.yaml` that the name comes from. Every stage has the names without one. */
  readonly setting?: readonly string[];
}

/**
 * Returns a text that is the same for two names which AWS takes for one. "Names are not distinguished by case" in IAM
 * (botocore's model, CreateRole); the models of the other services say so of none of these names.
 */
export const identityOfName = ({ kind, name }: NamedKind): string =>
  `${kind}/${kind === 'role' ? name.toLowerCase() : name}`;

/** Why AWS rejects a name. */
export interface NameFault {
  /** The end of a sentence: `81 characters, and AWS allows 64`. */
  readonly why: string;
  /** The number of characters above the limit; 0 if the characters themselves are wrong. */
  readonly over: number;
}

/** Returns `undefined` if AWS accepts the name. */
export function nameFault({ kind, name }: NamedKind): NameFault | undefined {
  const { longest, characters, allowed } = NAME_RULES[kind];
  if (!characters.test(name)) return { why: `AWS allows ${allowed} there`, over: 0 };
  const over = name.length - longest;
  return over > 0 ? { why: `${name.length} characters, and AWS allows ${longest}`, over } : undefined;
}

/** The parts of a stage's configuration that become names. */
export interface NamedParts {
  /** Tables whose physical names apikit builds. */
  readonly tables: readonly string[];
  /** Queues whose physical names apikit builds. */
  readonly queues?: readonly { readonly queue: string; readonly fifo: boolean }[];
  /** State machines whose physical names apikit builds. */
  readonly machines?: readonly string[];
  /** Topics whose physical names apikit builds. */
  readonly topics?: readonly string[];
  /** Event buses whose physical names apikit builds. */
  readonly eventBuses?: readonly string[];
  readonly eventRules?: readonly string[];
  /** The functions that consume streams, queues, topics and events. */
  readonly consumers?: readonly { readonly id: string; readonly setting: readonly string[] }[];
  /** Layers that are made of folders of the project. */
  readonly layers?: readonly string[];
  readonly plans: readonly string[];
  readonly pools?: readonly string[];
  readonly buckets?: readonly string[];
  /** Alarms whose name contains a table's name. */
  readonly tableAlarms?: readonly { readonly alarm: string; readonly table: string }[];
}

/** Returns every name of a stage that grows with the user's own names. */
export function namesOf(
  identity: StageInRegion,
  {
    tables,
    queues = [],
    machines = [],
    topics = [],
    eventBuses = [],
    eventRules = [],
    consumers = [],
    layers = [],
    plans,
    pools = [],
    buckets = [],
    tableAlarms = [],
  }: NamedParts,
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
    // The number of an account always has twelve digits.
    ...buckets.map((bucket) => made('bucket', bucketName(identity, bucket, '0'.repeat(12)), 'buckets', bucket)),
    ...consumers.flatMap(({ id, setting }) => {
      // The function of a task has a name of its own. The others have that of their table, queue or topic.
      const named = setting[2] === 'functions' ? setting : setting.slice(0, 2);
      return [
        made('function', consumerName(identity, id), ...named),
        made('role', consumerRoleName(identity, id), ...named),
        made('log-group', consumerLogGroup(identity, id), ...named),
      ];
    }),
    ...layers.map((layer) => made('layer', layerName(identity, layer), 'function', 'layers')),
    ...queues.flatMap(({ queue, fifo }) => [
      made('queue', queueName(identity, queue, fifo), 'queues', queue),
      made('queue', deadLetterQueueName(identity, queue, fifo), 'queues', queue),
    ]),
    ...machines.flatMap((machine) => [
      made('state-machine', stateMachineName(identity, machine), 'stateMachines', machine),
      made('role', stateMachineRoleName(identity, machine), 'stateMachines', machine),
    ]),
    ...topics.map((topic) => made('topic', messageTopicName(identity, topic), 'topics', topic)),
    ...eventBuses.map((bus) => made('event-bus', eventBusName(identity, bus), 'eventBuses', bus)),
    ...eventRules.map((rule) => made('event-rule', eventRuleName(identity, rule), 'eventRules', rule)),
    ...(queues.length + machines.length + topics.length + eventBuses.length > 0
      ? [{ kind: 'role' as const, name: integrationRoleName(identity) }]
      : []),
    ...tableAlarms.map(({ alarm, table }) => made('alarm', alarmName(identity, alarm), 'tables', table)),
    ...plans.map((plan) => made('usage-plan', usagePlanName(identity, plan), 'usagePlans', plan)),
  ];
}

const made = (kind: NamedKind['kind'], name: string, ...setting: readonly string[]): NamedKind => ({
  kind,
  name,
  setting,
});
