/**
 * The consumers of tables' streams: for each table with a stream, the function with its role and log group, and the
 * event source mapping. Pure.
 */
import type { PolicyDocument } from '../aws/iam/policy-document.ts';
import type { EventSourceShape } from '../aws/kinds/event-source/shape.ts';
import type { FunctionShape } from '../aws/kinds/function/shape.ts';
import type { StageConfig, TableConfig } from '../config/config.ts';
import { logControls } from '../config/function-logging.ts';
import { handlerEnvironment } from '../config/handler-environment.ts';
import type { Ref, Resource } from '../engine/resource.ts';
import type { ArnScope } from '../naming/arn-scope.ts';
import * as names from '../naming/names.ts';
import type { Tags } from '../naming/tags.ts';
import type { CodeArtifact } from './code-artifact.ts';
import { LAMBDA_TRUST } from './function-role.ts';
import { ref, type StageResource } from './ids.ts';

interface ConsumersInput {
  readonly config: StageConfig;
  readonly facts: ArnScope;
  /**
   * The code of the consumers, by table name in apikit.yaml. A table without an entry has a consumer whose source is
   * not known.
   */
  readonly consumers?: Readonly<Record<string, CodeArtifact>>;
}

/** The policies of a role for these actions on the stage's tables. */
type TablePolicies = (actions: readonly string[], logGroup: string) => Record<string, { Statement: object[] }>;

/**
 * The number of retries before a failing record is skipped. Without a limit, one bad record blocks all later ones for a
 * day.
 */
const RETRIES = 10;

const UNKNOWN: CodeArtifact = { sha256: '', handler: '', actions: [] };

export function consumerResources(input: ConsumersInput, policies: TablePolicies, tags: Tags): Resource[] {
  return Object.entries(input.config.tables).flatMap(([table, { stream }]) =>
    stream ? consumer(table, stream, input, policies, tags) : [],
  );
}

function consumer(
  table: string,
  stream: NonNullable<TableConfig['stream']>,
  { config, consumers = {} }: ConsumersInput,
  policies: TablePolicies,
  tags: Tags,
): Resource[] {
  const { sha256, handler, actions } = consumers[table] ?? UNKNOWN;
  const id = `${table}-stream`;
  const name = names.consumerName(config, table);
  const group = names.consumerLogGroup(config, table);
  const role: StageResource<`role/${string}`> = {
    id: `role/${id}`,
    kind: 'role',
    name: names.consumerRoleName(config, table),
    properties: {
      trustPolicy: LAMBDA_TRUST,
      policies: withStream(policies(actions, group), ref(`table/${table}`, 'streamArn')),
      ...config.function.role,
      tags,
    },
  };
  const logGroup: StageResource<`log-group/${string}`> = {
    id: `log-group/${id}`,
    kind: 'log-group',
    name: group,
    properties: { retentionDays: config.logs.retentionDays, tags },
  };
  const code: Resource<FunctionShape> = {
    id: `consumer/${id}`,
    kind: 'consumer',
    name,
    properties: {
      runtime: stream.runtime,
      handler,
      architecture: config.function.architecture,
      memory: config.function.memory,
      timeout: Math.max(config.function.timeout, CONSUMER_TIMEOUT),
      ephemeralStorage: config.function.ephemeralStorage,
      role: ref(role.id, 'arn'),
      environment: handlerEnvironment(config),
      ...logControls(config),
      tracing: config.tracing,
      codeSha256: sha256,
      tags,
    },
    after: [logGroup.id],
  };
  const mapping: Resource<EventSourceShape> = {
    id: `event-source/${id}`,
    kind: 'event-source',
    name,
    properties: {
      source: ref(`table/${table}`, 'streamArn'),
      batchSize: stream.batchSize,
      startingPosition: stream.startingPosition === 'latest' ? 'LATEST' : 'TRIM_HORIZON',
      bisect: true,
      retries: RETRIES,
      reportFailures: true,
      tags,
    },
    after: [code.id],
  };
  return [role, logGroup, code, mapping];
}

/** Seconds. A batch takes longer than a request, and no caller waits for it. */
const CONSUMER_TIMEOUT = 30;

/** Names exactly this stream: a stream that is enabled again has a new ARN. */
function withStream(policies: Record<string, { Statement: object[] }>, stream: Ref): Record<string, PolicyDocument> {
  const reading = {
    Sid: 'Stream',
    Effect: 'Allow',
    Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
    Resource: [stream],
  };
  return Object.fromEntries(
    Object.entries(policies).map(([name, policy]) => [name, { ...policy, Statement: [...policy.Statement, reading] }]),
  );
}
