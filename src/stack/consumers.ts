/**
 * The functions that consume streams, queues, topics and events, or run tasks of state machines: for each one its role,
 * its log group and the event source mapping, if it has one. Pure.
 */
import type { PolicyDocument } from '../aws/iam/policy-document.ts';
import type { EventSourceProperties, EventSourceShape } from '../aws/kinds/event-source/shape.ts';
import type { FunctionShape } from '../aws/kinds/function/shape.ts';
import type { StageConfig } from '../config/config.ts';
import { type Consumer, consumersOf } from '../config/consumers.ts';
import { logControls } from '../config/function-logging.ts';
import { handlerEnvironment } from '../config/handler-environment.ts';
import { consumerTimeout } from '../config/queues.ts';
import type { Later, Resource } from '../engine/resource.ts';
import type { ArnScope } from '../naming/arn-scope.ts';
import * as names from '../naming/names.ts';
import type { Tags } from '../naming/tags.ts';
import type { CodeArtifact } from './code-artifact.ts';
import { encryptedWith } from './encryption.ts';
import { layersOf } from './function-layers.ts';
import { vpcOf } from './function-network.ts';
import { LAMBDA_TRUST } from './function-role.ts';
import { ref, type StageResource } from './ids.ts';

interface ConsumersInput {
  readonly config: StageConfig;
  readonly facts: ArnScope;
  /**
   * The code of the consumers, by their keys (`config/consumers.ts`). The source of a consumer without an entry is not
   * known.
   */
  readonly consumers?: Readonly<Record<string, CodeArtifact>>;
}

/** The policies of a role for these actions on the stage's tables. */
type TablePolicies = (actions: readonly string[], logGroup: string) => Record<string, { Statement: object[] }>;

const UNKNOWN: CodeArtifact = { sha256: '', handler: '', actions: [] };

/** The permissions for a stream or queue, and the settings of its mapping. */
interface Source {
  readonly statements: readonly object[];
  readonly mapping: Omit<EventSourceProperties, 'reportFailures' | 'tags'>;
}

export function consumerResources(input: ConsumersInput, policies: TablePolicies, tags: Tags): Resource[] {
  return consumersOf(input.config).flatMap((each) =>
    consumer(each, sourceOf(each, input.config), input, policies, tags),
  );
}

function sourceOf({ setting: [section, name = ''] }: Consumer, config: StageConfig): Source | undefined {
  // State machines, topics and rules call their functions themselves.
  if (section === 'stateMachines' || section === 'topics' || section === 'eventRules') return undefined;
  return section === 'queues' ? queueSource(name, config) : streamSource(name, config);
}

/** Names exactly this stream: a stream that is enabled again has a new ARN. */
function streamSource(table: string, { tables, queues }: StageConfig): Source {
  const { batchSize, startingPosition, bisect, retries, maxAge = NO_LIMIT, onFailure } = tables[table]!.stream!;
  const source = ref(`table/${table}`, 'streamArn');
  const destination = onFailure === undefined ? undefined : queueArn(onFailure, queues);
  const reading = {
    Sid: 'Stream',
    Effect: 'Allow',
    Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
    Resource: [source],
  };
  const reporting = { Sid: 'Failures', Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: [destination] };
  return {
    statements: destination === undefined ? [reading] : [reading, reporting],
    mapping: {
      source,
      batchSize,
      startingPosition: startingPosition === 'latest' ? 'LATEST' : 'TRIM_HORIZON',
      bisect,
      retries,
      maxAge,
      onFailure: destination ?? false,
    },
  };
}

/** Lambda's number for records of any age. */
const NO_LIMIT = -1;

const queueArn = (queue: string, queues: StageConfig['queues']): Later<string> =>
  queues[queue]!.import ?? ref(`queue/${queue}`, 'arn');

/** The retries of a queue are those of its dead-letter policy. */
function queueSource(queue: string, { queues }: StageConfig): Source {
  const { batchSize, concurrency } = queues[queue]!.consumer!;
  const source = queueArn(queue, queues);
  return {
    statements: [
      {
        Sid: 'Queue',
        Effect: 'Allow',
        Action: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        Resource: [source],
      },
    ],
    mapping: { source, batchSize, concurrency: concurrency ?? false },
  };
}

function consumer(
  { id, key, runtime }: Consumer,
  source: Source | undefined,
  { config, facts, consumers = {} }: ConsumersInput,
  policies: TablePolicies,
  tags: Tags,
): Resource[] {
  const { sha256, handler, actions } = consumers[key] ?? UNKNOWN;
  const name = names.consumerName(config, id);
  const group = names.consumerLogGroup(config, id);
  const role: StageResource<`role/${string}`> = {
    id: `role/${id}`,
    kind: 'role',
    name: names.consumerRoleName(config, id),
    properties: {
      trustPolicy: LAMBDA_TRUST,
      policies: source ? withSource(policies(actions, group), source.statements) : policies(actions, group),
      ...config.function.role,
      tags,
    },
  };
  const logGroup: StageResource<`log-group/${string}`> = {
    id: `log-group/${id}`,
    kind: 'log-group',
    name: group,
    properties: { retentionDays: config.logs.retentionDays, ...encryptedWith(config), tags },
  };
  const code: Resource<FunctionShape> = {
    id: `consumer/${id}`,
    kind: 'consumer',
    name,
    properties: {
      runtime,
      handler,
      architecture: config.function.architecture,
      memory: config.function.memory,
      timeout: consumerTimeout(config.function),
      ephemeralStorage: config.function.ephemeralStorage,
      role: ref(role.id, 'arn'),
      environment: handlerEnvironment(config, facts.account),
      ...encryptedWith(config),
      ...logControls(config),
      ...vpcOf(config),
      ...layersOf(config, runtime),
      tracing: config.tracing,
      codeSha256: sha256,
      tags,
    },
    after: [logGroup.id],
  };
  if (!source) return [role, logGroup, code];
  const mapping: Resource<EventSourceShape> = {
    id: `event-source/${id}`,
    kind: 'event-source',
    name,
    properties: { ...source.mapping, reportFailures: true, tags },
    after: [code.id],
  };
  return [role, logGroup, code, mapping];
}

function withSource(
  policies: Record<string, { Statement: object[] }>,
  statements: readonly object[],
): Record<string, PolicyDocument> {
  return Object.fromEntries(
    Object.entries(policies).map(([name, policy]) => [
      name,
      { ...policy, Statement: [...policy.Statement, ...statements] },
    ]),
  );
}
