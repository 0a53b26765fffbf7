/**
 * Turns configuration, code and release into all resources of a stage, with references where one needs another. Pure:
 * no clock, no disk, no network. The order of the list is for people. The order of work is in `Ref`s and `after`.
 */
import type { ApiGatewayAccountShape } from '../aws/kinds/api-gateway-account/shape.ts';
import { SMALLEST_STORAGE } from '../aws/kinds/function/function-settings.ts';
import type { ReleaseHistoryShape } from '../aws/kinds/release-history/shape.ts';
import type { UsagePlanShape } from '../aws/kinds/usage-plan/shape.ts';
import type { StageConfig } from '../config/config.ts';
import { logControls } from '../config/function-logging.ts';
import { ANY_ACCOUNT, handlerEnvironment } from '../config/handler-environment.ts';
import { physicalTable } from '../config/physical-table.ts';
import type { Properties, Resource } from '../engine/resource.ts';
import { ACCESS_LOG_FORMAT } from '../logs/access-log-format.ts';
import * as names from '../naming/names.ts';
import { RELEASE_VARIABLE } from '../naming/release-marks.ts';
import type { Tags } from '../naming/tags.ts';
import { stageTags } from '../naming/tags.ts';
import { alarmResources } from './alarms.ts';
import { bucketResources } from './buckets.ts';
import { consumerResources } from './consumers.ts';
import { addressOf, domainAddress, domainResources } from './domain.ts';
import { encryptedWith } from './encryption.ts';
import { eventResources } from './events.ts';
import { footprintOf } from './footprint.ts';
import { layerResources, layersFingerprint, layersOf } from './function-layers.ts';
import { vpcOf } from './function-network.ts';
import { LAMBDA_TRUST, rolePolicies } from './function-role.ts';
import { functionUrlResources, urlHistory } from './function-url.ts';
import { httpApiResources, httpHistory } from './http-api.ts';
import { ref, type StageResource } from './ids.ts';
import { integrationRole } from './integration-role.ts';
import { optionalResources, PROVISIONED, provisionedResources } from './optional-resources.ts';
import { permissionStatements } from './permission-statements.ts';
import { queueEnds, queueResources } from './queues.ts';
import type { StackInput } from './stack-input.ts';
import { stateMachineResources } from './state-machines.ts';
import { tableResources } from './tables.ts';
import { topicResources } from './topics.ts';
import { trustStoreResources } from './trust-store.ts';
import { userPoolArns, userPoolResources } from './user-pools.ts';

type GroupId = `log-group/${string}`;

/** The ID of the execution log's group. */
const EXECUTION_LOGS: GroupId = 'log-group/execution';

export function buildStack(input: StackInput): Resource[] {
  const { config } = input;
  const tags = stageTags(config);
  const { accessLog, serving, history } = frontDoor(input, tags);
  return [
    ...tableResources(config, tags),
    ...userPoolResources(config, tags),
    ...queueResources(config, input.facts, tags),
    ...integrationRole(config, input.facts, tags),
    ...bucketResources(config, input.facts, tags),
    roleResource(input, tags),
    logGroup('log-group/function', names.functionLogGroup(config), config, tags),
    ...accessLog,
    // Lambda refuses a reservation for fewer than all instances, so those of the earlier release end first.
    ...provisionedResources(config, tags),
    ...layerResources(input, tags),
    functionResource(input, tags),
    ...consumerResources(input, (actions, logGroup) => policiesOf(input, actions, logGroup), tags),
    ...stateMachineResources(input, tags),
    ...topicResources(config, input.facts, tags),
    ...eventResources(config, input.facts, tags),
    ...serving,
    ...alarmResources(config, tags),
    ...optionalResources(config, tags),
    history,
  ];
}

interface FrontDoorResources {
  /** The group of the access log, and the role that writes to it. */
  readonly accessLog: Resource[];
  readonly serving: Resource[];
  readonly history: Resource;
}

function frontDoor(input: StackInput, tags: Tags): FrontDoorResources {
  const { config } = input;
  const group = () => logGroup('log-group/access', names.accessLogGroup(config), config, tags);
  switch (config.api) {
    case 'rest':
      return {
        accessLog: [group(), accountResource(config)],
        serving: restApiResources(input, tags),
        history: historyResource(config),
      };
    case 'http':
      return {
        accessLog: [group()],
        serving: [
          ...httpApiResources(input, tags),
          ...trustStoreResources(input, tags),
          ...domainResources(config, tags),
        ],
        history: httpHistory(input),
      };
    case 'url':
      return { accessLog: [], serving: functionUrlResources(input), history: urlHistory(input) };
  }
}

function restApiResources(input: StackInput, tags: Tags): Resource[] {
  return [
    apiResource(input.config, tags),
    ...executionLogs(input, tags),
    releaseResource(input),
    stageResource(input, tags),
    ...Object.keys(input.config.usagePlans).map((name) => planResource(input, name, tags)),
    ...trustStoreResources(input, tags),
    ...domainResources(input.config, tags),
  ];
}

/** The settings of the function that a published version freezes. They belong to the release ID. */
export function functionFingerprint(config: StageConfig, handler: string, layers?: StackInput['layers']): Properties {
  const { runtime, architecture, memory, timeout, ephemeralStorage } = config.function;
  return {
    runtime,
    architecture,
    memory,
    timeout,
    // A release of an earlier apikit, which did not set it, keeps its ID.
    ...(ephemeralStorage !== SMALLEST_STORAGE && { ephemeralStorage }),
    ...(config.encryption && encryptedWith(config)),
    ...(config.function.snapStart && { snapStart: true }),
    ...logControls(config),
    ...vpcOf(config),
    ...layersFingerprint(config, layers),
    handler,
    tracing: config.tracing,
    // A release is the same in every account.
    environment: handlerEnvironment(config, ANY_ACCOUNT),
  };
}

function roleResource(input: StackInput, tags: Tags): StageResource<'role'> {
  return {
    id: 'role',
    kind: 'role',
    name: names.roleName(input.config),
    properties: {
      trustPolicy: LAMBDA_TRUST,
      policies: policiesOf(input, input.code.actions, names.functionLogGroup(input.config)),
      ...input.config.function.role,
      tags,
    },
  };
}

function policiesOf({ config, facts }: StackInput, actions: readonly string[], logGroup: string) {
  const tables = Object.entries(config.tables).map(([name, { indexes, kmsKey }]) => ({
    name: physicalTable(config, name),
    indexed: Object.keys(indexes ?? {}).length > 0,
    ...(kmsKey !== undefined && { kmsKey }),
  }));
  const secrets = Object.values(config.function.secrets ?? {});
  const permissions = permissionStatements(config, facts);
  const buckets = Object.keys(config.buckets).map((name) => names.bucketName(config, name, facts.account));
  const environmentKeys = config.encryption ? [config.encryption.key] : [];
  return rolePolicies({
    ...facts,
    tables,
    buckets,
    secrets,
    logGroup,
    actions,
    tracing: config.tracing,
    inVpc: config.function.vpc !== undefined,
    environmentKeys,
    permissions,
  });
}

function logGroup(id: GroupId, name: string, config: StageConfig, tags: Tags): StageResource<GroupId> {
  return {
    id,
    kind: 'log-group',
    name,
    properties: { retentionDays: config.logs.retentionDays, ...encryptedWith(config), tags },
  };
}

/**
 * API Gateway would create the group itself, without retention or tags, as soon as a method has logging. If only single
 * operations have logging, only the contract tells.
 */
function executionLogs({ config, methods = {} }: StackInput, tags: Tags): StageResource<GroupId>[] {
  const logged = config.logging !== 'OFF' || Object.values(methods).some(({ logging }) => logging !== 'OFF');
  if (!logged) return [];
  const group = logGroup(EXECUTION_LOGS, names.executionLogGroup(config), config, tags);
  return [{ ...group, properties: { ...group.properties, api: ref('api', 'id') } }];
}

/**
 * The role that all APIs of the account and region share. apikit sets it if there is none, and never overwrites or
 * removes it.
 */
function accountResource({ function: { role } }: StageConfig): Resource<ApiGatewayAccountShape> {
  return {
    id: 'account',
    kind: 'api-gateway-account',
    name: names.ACCOUNT_ROLE_NAME,
    properties: { ...role },
    keep: 'shared',
  };
}

function functionResource({ config, code, facts, release }: StackInput, tags: Tags): StageResource<'function'> {
  return {
    id: 'function',
    kind: 'function',
    name: names.functionName(config),
    properties: {
      runtime: config.function.runtime,
      handler: code.handler,
      architecture: config.function.architecture,
      memory: config.function.memory,
      timeout: config.function.timeout,
      ephemeralStorage: config.function.ephemeralStorage,
      ...(config.function.reservedConcurrency !== undefined && {
        reservedConcurrency: config.function.reservedConcurrency,
      }),
      role: ref('role', 'arn'),
      environment: {
        ...handlerEnvironment(config, facts.account),
        // Without a REST API, the function itself tells which release it is.
        ...(config.api !== 'rest' && { [RELEASE_VARIABLE]: release.release }),
      },
      ...encryptedWith(config),
      ...(config.function.snapStart && { snapStart: true as const }),
      ...logControls(config),
      ...vpcOf(config),
      ...layersOf(config, config.function.runtime),
      tracing: config.tracing,
      codeSha256: code.sha256,
      tags,
    },
    // Lambda would create the log group itself, without retention or tags (docs/pitfalls.md, pitfall 22).
    after: ['log-group/function'],
  };
}

function apiResource(config: StageConfig, tags: Tags): StageResource<'api'> {
  const { expires, seed } = config.preview ?? {};
  return {
    id: 'api',
    kind: 'rest-api',
    name: names.apiName(config),
    properties: {
      ...endpointProperties(config),
      ...(config.endpoint.executeApi === false && { executeApi: false as const }),
      ...(expires !== undefined && { expires }),
      ...(seed && { seeds: true as const }),
      ...(config.domain && { domains: domainAddress(config.domain) }),
      ...(config.adopts?.api !== undefined && { adopts: config.adopts.api }),
      tags,
    },
  };
}

function endpointProperties({ endpoint: { type, vpcEndpoints, ipAddressType } }: StageConfig) {
  if (type === 'private') return { endpointType: 'PRIVATE', vpcEndpoints: [...vpcEndpoints].sort() } as const;
  const endpointType = type === 'edge' ? 'EDGE' : 'REGIONAL';
  return { endpointType, ...(ipAddressType && { ipAddressType }) } as const;
}

function releaseResource({ config, code, release, revision, promoted }: StackInput): StageResource<'release'> {
  return {
    id: 'release',
    kind: 'release',
    name: names.baseName(config),
    properties: {
      api: ref('api', 'id'),
      function: ref('function', 'name'),
      published: ref('function', 'published'),
      release: release.release,
      contract: release.contract,
      code: code.sha256,
      ...(revision !== undefined && { revision }),
      ...(promoted && { promoted }),
      ...userPoolArns(config),
      ...queueEnds(config),
      ...footprintOf(config),
    },
  };
}

function stageResource(input: StackInput, tags: Tags): StageResource<'stage'> {
  const { config, methods, release, promoted } = input;
  return {
    id: 'stage',
    kind: 'stage',
    name: config.stage,
    properties: {
      api: ref('api', 'id'),
      deployment: ref('release', 'deploymentId'),
      definition: release.contract,
      throttle: config.throttle,
      metrics: config.metrics,
      logging: config.logging,
      dataTrace: config.dataTrace,
      ...(config.cache && { cache: { size: config.cache.size, byDefault: false as const } }),
      ...(methods && { methods }),
      tracing: config.tracing,
      accessLog: { destination: ref('log-group/access', 'arn'), format: ACCESS_LOG_FORMAT },
      variables: config.variables,
      ...addressOf(config),
      ...(promoted && { promoted }),
      tags,
    },
    // API Gateway refuses access logs without the account's role (docs/pitfalls.md, pitfall 10). The environment of the
    // function names tables and buckets instead of referring to them, so that a plan shows their names. They must exist
    // when the stage goes live, and not before. A release goes live warm.
    after: [
      'account',
      ...executionLogs(input, tags).map(({ id }) => id),
      ...Object.keys(config.tables).map((table) => `table/${table}`),
      ...queueResources(config, input.facts, tags).map(({ id }) => id),
      ...integrationRole(config, input.facts, tags).map(({ id }) => id),
      ...stateMachineResources(input, tags).map(({ id }) => id),
      ...topicResources(config, input.facts, tags).map(({ id }) => id),
      ...eventResources(config, input.facts, tags).map(({ id }) => id),
      ...Object.keys(config.buckets).map((bucket) => `bucket/${bucket}`),
      ...(config.provisionedConcurrency ? [PROVISIONED] : []),
    ],
  };
}

function planResource({ config, planOperations }: StackInput, name: string, tags: Tags): Resource<UsagePlanShape> {
  const adopts = config.adopts?.usagePlans[name];
  const { rate, burst, quota, operations: limits = {} } = config.usagePlans[name] ?? {};
  // Without the contract only limits with method and path are known.
  const keyedByRoute = Object.keys(limits).every((one) => one.includes(' ')) ? limits : undefined;
  const operations = planOperations?.[name] ?? keyedByRoute;
  return {
    id: `usage-plan/${name}`,
    kind: 'usage-plan',
    name: names.usagePlanName(config, name),
    properties: {
      api: ref('api', 'id'),
      stage: ref('stage', 'name'),
      ...(rate !== undefined && burst !== undefined && { throttle: { rate, burst } }),
      ...(quota && { quota }),
      ...(operations && { operations }),
      ...(adopts !== undefined && { adopts }),
      tags,
    },
  };
}

function historyResource(config: StageConfig): Resource<ReleaseHistoryShape> {
  const { keepReleases: keep, keepReleasesFor: keepFor } = config.function;
  return {
    id: 'release-history',
    kind: 'release-history',
    name: names.baseName(config),
    properties: {
      api: ref('api', 'id'),
      function: ref('function', 'name'),
      keep,
      ...(keepFor !== undefined && { keepFor }),
      history: ref('release', 'history'),
      live: ref('stage', 'deploymentId'),
      previous: ref('stage', 'previous'),
    },
    upkeep: true,
  };
}
