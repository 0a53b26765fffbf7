/** Merges one stage's settings with the project's and adds every default. Pure. */
import { resolve as resolvePath } from 'node:path';
import { parseDuration } from '../text/duration.ts';
import { resolveAdopts } from './adopts.ts';
import { resolveBucket } from './buckets.ts';
import { resolveCanary } from './canary.ts';
import {
  type BundleConfig,
  type CorsConfig,
  type IndexConfig,
  LOCAL_STAGE,
  type PermissionConfig,
  type PreviewConfig,
  type RoleConfig,
  type SecretConfig,
  type StageConfig,
  type StreamConfig,
  type TableConfig,
} from './config.ts';
import { resolveDomain } from './domain.ts';
import { resolveEndpoint } from './endpoint.ts';
import { resolveEventBus } from './event-buses.ts';
import { resolveEventRule } from './event-rules.ts';
import { layersOfProject, resolveLayers } from './function-layers.ts';
import { resolveLogging } from './function-logging.ts';
import { resolveVpc } from './function-vpc.ts';
import { entryOfModule, parseHandler } from './handler-name.ts';
import { addsLoopback } from './loopback-origins.ts';
import { resolveOptionalSettings } from './optional-settings.ts';
import { consumerRuntime, resolveQueue } from './queues.ts';
import { parseQuota } from './quota.ts';
import type { RawConfig, RawStage, RawStream, RawTable } from './raw-config.ts';
import { defaultRuntime } from './runtimes.ts';
import { patternOf, previewTable, stageSection } from './stage-patterns.ts';
import { resolveStateMachine } from './state-machines.ts';
import { resolveTopic } from './topics.ts';
import { resolveUserPool } from './user-pools.ts';

export interface ResolveOptions {
  /** The absolute path of the project's folder. */
  readonly root: string;
  /** `--region`, which overrides the file. */
  readonly region?: string | undefined;
  /** `AWS_REGION`, which is used if the file has no region. */
  readonly defaultRegion?: string | undefined;
  /** Whether a path relative to the project is a file. `function.handler` names a file without its extension. */
  readonly isFile?: (path: string) => boolean;
}

const CORS_DEFAULTS: CorsConfig = {
  origins: [],
  loopback: false,
  credentials: false,
  allowHeaders: ['content-type', 'authorization', 'x-api-key', 'x-correlation-id', 'if-match', 'idempotency-key'],
  exposeHeaders: ['etag', 'location', 'x-correlation-id', 'x-apikit-release'],
  maxAge: 600,
};

const CACHE_DEFAULTS = { ttl: 300, encrypted: true, invalidation: 'warn' } as const;

/** `region` is empty if the file, the flag and the environment have none; `load-config.ts` then reports it. */
export function resolveStage(raw: RawConfig, stage: string, options: ResolveOptions): StageConfig {
  const own = stageSection(raw.stages, stage);
  const pattern = patternOf(raw.stages, stage);
  const ofPattern = pattern === undefined ? undefined : (raw.stages?.[pattern] ?? {});
  const local = stage === LOCAL_STAGE;
  const isProtected = !local && own.protected === true;
  // The embedded cloud belongs to no account.
  const account = local ? undefined : (own.account ?? raw.account);
  const profile = local ? undefined : (own.profile ?? raw.profile);
  const functionConfig = resolveFunction(raw, own, { local, isFile: options.isFile ?? (() => false) });
  // The embedded cloud does not have what the project's account has, and a preview shares only what its pattern names.
  const shared =
    ofPattern &&
    [ofPattern.queues, ofPattern.stateMachines, ofPattern.topics, ofPattern.eventBuses].flatMap((section) =>
      Object.values(section ?? {}).map((one) => one.import),
    );
  const imports = (arn: string) => !local && (shared?.includes(arn) ?? true);
  const compression = own.compression ?? raw.compression;
  return {
    app: raw.name,
    stage,
    region: options.region ?? own.region ?? raw.region ?? options.defaultRegion ?? (local ? 'us-east-1' : ''),
    ...(account !== undefined && { account }),
    ...(profile !== undefined && { profile }),
    protected: isProtected,
    ...(ofPattern && pattern !== undefined && { preview: previewOf(pattern, ofPattern) }),
    api: own.api ?? raw.api ?? 'rest',
    payload: String(raw.payload ?? 1).startsWith('2') ? '2.0' : '1.0',
    contract: resolvePath(options.root, raw.contract ?? 'openapi.yaml'),
    function: functionConfig,
    tables: mergeEach(raw.tables, typeof own.tables === 'string' ? {} : own.tables, (table) => ({
      ...resolveTable(ofPattern ? previewTable(table, ofPattern) : table, isProtected, functionConfig),
      ...(local && table.import !== undefined && { madeIfMissing: true }),
    })),
    queues: mergeEach(raw.queues, own.queues, (queue) => resolveQueue(queue, functionConfig, imports)),
    stateMachines: mergeEach(raw.stateMachines, own.stateMachines, (machine) =>
      resolveStateMachine(machine, functionConfig, imports),
    ),
    topics: mergeEach(raw.topics, own.topics, (topic) => resolveTopic(topic, functionConfig, imports)),
    eventBuses: mergeEach(raw.eventBuses, own.eventBuses, (bus) => resolveEventBus(bus, imports)),
    eventRules: mergeEach(raw.eventRules, own.eventRules, (rule) => resolveEventRule(rule, functionConfig)),
    ...resolveEncryption(raw, own, local),
    ...resolveCors(raw, own, local),
    ...resolveAccess(raw, own, local),
    // The embedded cloud has no VPCs of the project.
    endpoint: resolveEndpoint(own.endpoint ?? (local ? undefined : raw.endpoint)),
    ...(own.domain && { domain: resolveDomain(own.domain) }),
    ...(own.adopts && { adopts: resolveAdopts(own.adopts) }),
    usagePlans: mergeEach(raw.usagePlans, own.usagePlans, ({ quota, ...limits }) => {
      const parsed = quota === undefined ? undefined : parseQuota(quota);
      return { ...limits, ...(parsed && { quota: parsed }) };
    }),
    userPools: mergeEach(raw.userPools, own.userPools, (pool) =>
      resolveUserPool(ofPattern ? { ...pool, deletionProtection: false } : pool, isProtected),
    ),
    buckets: mergeEach(raw.buckets, own.buckets, resolveBucket),
    throttle: { rate: 10_000, burst: 5_000, ...raw.throttle, ...own.throttle },
    ...(own.cache && { cache: { ...CACHE_DEFAULTS, ...own.cache, size: String(own.cache.size) } }),
    binaryMediaTypes: own.binaryMediaTypes ?? raw.binaryMediaTypes ?? [],
    ...(compression !== undefined && { compression }),
    logs: { retentionDays: 30, ...raw.logs, ...own.logs },
    logging: own.logging ?? raw.logging ?? 'OFF',
    dataTrace: own.dataTrace ?? raw.dataTrace ?? false,
    metrics: own.metrics ?? raw.metrics ?? false,
    tracing: own.tracing ?? raw.tracing ?? false,
    alarms: resolveAlarms(raw, own, functionConfig.timeout),
    ...resolveOptionalSettings(raw, own),
    canary: resolveCanary(raw.canary, own.canary),
    variables: { ...raw.variables, ...own.variables },
    tags: { ...raw.tags, ...own.tags },
  };
}

const previewOf = (pattern: string, { expires, tables }: RawStage): PreviewConfig => ({
  pattern,
  ...(expires !== undefined && { expires }),
  ...(tables === 'seed' && { seed: true }),
});

/** The embedded cloud does not have the project's keys. */
function resolveEncryption(raw: RawConfig, own: RawStage, local: boolean): Pick<StageConfig, 'encryption'> {
  const encryption = own.encryption ?? (local ? undefined : raw.encryption);
  return encryption === undefined ? {} : { encryption: encryption && { key: '', ...encryption } };
}

/** Returns nothing if no page may call the API. */
function resolveCors(raw: RawConfig, own: RawStage, local: boolean): { cors?: CorsConfig } {
  const cors = { ...CORS_DEFAULTS, ...raw.cors, ...own.cors };
  const loopback = local && addsLoopback(cors);
  return cors.origins.length > 0 || loopback ? { cors: { ...cors, loopback } } : {};
}

/**
 * The callers of the project's stages are not those of the embedded cloud, which has them only if it is asked to. A
 * section that names nobody is the same as none.
 */
function resolveAccess(raw: RawConfig, own: RawStage, local: boolean): Pick<StageConfig, 'access'> {
  if (!own.access && (local || !raw.access)) return {};
  const access = { ...(!local && raw.access), ...own.access };
  return access.allow || access.deny?.length ? { access } : {};
}

const BUNDLE_DEFAULTS: BundleConfig = { external: [], optional: [], files: [], keepNames: true, loaders: {} };

interface Surroundings {
  /** Whether the stage is in the embedded cloud. */
  readonly local: boolean;
  readonly isFile: (path: string) => boolean;
}

function resolveFunction(raw: RawConfig, own: RawStage, { local, isFile }: Surroundings): StageConfig['function'] {
  const permissions = own.function?.permissions ?? raw.function?.permissions;
  const {
    secrets,
    bundle,
    entry: commonEntry,
    handler: commonHandler,
    keepReleases: commonKept,
    logging: commonLogging,
    vpc: commonVpc,
    layers: commonLayers,
    ...common
  } = raw.function ?? {};
  const {
    keepReleases: ownKept,
    secrets: ownSecrets,
    bundle: ownBundle,
    entry: ownEntry,
    handler: ownHandler,
    logging: ownLogging,
    // The embedded cloud has no VPCs of the project's account, and only those layers that are folders of the project.
    vpc = local ? undefined : commonVpc,
    layers = local ? layersOfProject(commonLayers) : commonLayers,
    ...ownFunction
  } = own.function ?? {};
  // A stage that sets `entry` does not keep the project's `handler`, and the other way round.
  const handler = ownHandler ?? (ownEntry === undefined ? commonHandler : undefined);
  const named = handler === undefined ? undefined : parseHandler(handler);
  const entry = named
    ? (entryOfModule(named.module, isFile) ?? `${named.module}.${isPython(own, raw) ? 'py' : 'js'}`)
    : (ownEntry ?? commonEntry ?? 'src/handler.ts');
  const role = resolveRole(raw.function?.role, own.function?.role, local);
  return {
    exportName: named?.exportName ?? 'handler',
    ...(handler !== undefined && { handler }),
    bundle: {
      ...BUNDLE_DEFAULTS,
      ...bundle,
      ...ownBundle,
      loaders: { ...bundle?.loaders, ...ownBundle?.loaders },
    },
    runtime: defaultRuntime(entry),
    architecture: 'arm64',
    memory: 512,
    timeout: 10,
    ephemeralStorage: 512,
    ...common,
    ...ownFunction,
    ...keptReleases(ownKept ?? commonKept),
    entry,
    ...((commonLogging || ownLogging) && { logging: resolveLogging({ ...commonLogging, ...ownLogging }) }),
    ...(vpc !== undefined && { vpc: resolveVpc(vpc) }),
    ...(layers && { layers: resolveLayers(layers) }),
    ...(role && { role }),
    ...(permissions && { permissions: permissions.map(resolvePermission) }),
    environment: { ...raw.function?.environment, ...own.function?.environment },
    ...((secrets || ownSecrets) && { secrets: resolveSecrets({ ...secrets, ...ownSecrets }) }),
  };
}

function keptReleases(
  kept: NonNullable<RawStage['function']>['keepReleases'],
): Pick<StageConfig['function'], 'keepReleases' | 'keepReleasesFor'> {
  const { count = 5, age } = typeof kept === 'object' ? kept : { count: kept };
  return { keepReleases: count, ...(age !== undefined && { keepReleasesFor: age }) };
}

const isPython = (own: RawStage, raw: RawConfig): boolean =>
  (own.function?.runtime ?? raw.function?.runtime)?.startsWith('python') === true;

/**
 * The embedded cloud does not have the policies of the project's account, so a role with them could not be created
 * there.
 */
function resolveRole(
  project: RoleConfig | undefined,
  stage: RoleConfig | undefined,
  local: boolean,
): RoleConfig | undefined {
  if (!project && !stage) return undefined;
  const { permissionsBoundary: _, ...elsewhere } = project ?? {};
  return { ...(local ? elsewhere : project), ...stage };
}

/** A list that is missing or was rejected is empty. */
function resolvePermission({ actions = [], resources = [], ...rest }: Partial<PermissionConfig>): PermissionConfig {
  return { actions, resources, ...rest };
}

function resolveSecrets(secrets: Record<string, string | Partial<SecretConfig>>): Record<string, SecretConfig> {
  return Object.fromEntries(
    Object.entries(secrets).map(([name, secret]) => [
      name,
      typeof secret === 'string' ? { from: secret } : { ...secret, from: secret.from ?? '' },
    ]),
  );
}

/** `key` is empty if the file has none; `check.ts` then reports it. */
function resolveTable(
  { indexes, stream, ...table }: RawTable,
  isProtected: boolean,
  fn: StageConfig['function'],
): TableConfig {
  return {
    key: '',
    keyType: 'string',
    sortKeyType: 'string',
    recovery: true,
    encryption: true,
    deletionProtection: isProtected,
    ...table,
    ...(indexes && {
      indexes: Object.fromEntries(Object.entries(indexes).map(([name, index]) => [name, resolveIndex(index, table)])),
    }),
    ...(stream && { stream: resolveStream(stream, fn) }),
  };
}

/** Without a limit of retries, one bad record would block all later ones for a day. */
const RETRIES = 10;

function resolveStream({ consumer = '', maxAge, ...stream }: RawStream, fn: StageConfig['function']): StreamConfig {
  const age = maxAge === undefined ? undefined : parseDuration(maxAge);
  return {
    batchSize: 100,
    startingPosition: 'trimHorizon',
    bisect: true,
    retries: RETRIES,
    ...stream,
    ...(age !== undefined && { maxAge: age / 1000 }),
    consumer,
    runtime: consumerRuntime(consumer, fn),
  };
}

/** An attribute has one type in a table, so an index can leave out a type that the table's own keys have. */
function resolveIndex(index: Partial<IndexConfig>, table: Partial<TableConfig>): IndexConfig {
  const typeOf = (attribute: string | undefined) => {
    if (attribute !== undefined && attribute === table.key) return table.keyType ?? 'string';
    if (attribute !== undefined && attribute === table.sortKey) return table.sortKeyType ?? 'string';
    return 'string';
  };
  const { key = '', sortKey } = index;
  return { key, keyType: typeOf(key), sortKeyType: typeOf(sortKey), projection: 'all', ...index };
}

function resolveAlarms(raw: RawConfig, own: RawStage, timeout: number): StageConfig['alarms'] {
  const { notify, ...alarms } = { ...raw.alarms, ...own.alarms };
  return {
    enabled: true,
    errorRate: 0.05,
    latencyP99: 2_500,
    durationP99: timeout * 800,
    ...alarms,
    notify: notify === undefined ? [] : [notify].flat(),
  };
}

/** Merges the entries of both. The stage's settings of an entry override the project's. */
function mergeEach<T extends object, R>(
  project: Record<string, T> | undefined,
  stage: Record<string, T> | undefined,
  resolve: (merged: T) => R,
): Record<string, R> {
  const names = new Set([...Object.keys(project ?? {}), ...Object.keys(stage ?? {})]);
  return Object.fromEntries(
    [...names].map((name) => [name, resolve({ ...project?.[name], ...stage?.[name] } as T)] as const),
  );
}
