/** Merges one stage's settings with the project's and adds every default. Pure. */
import { resolve as resolvePath } from 'node:path';
import { resolveAdopts } from './adopts.ts';
import { resolveBucket } from './buckets.ts';
import { resolveCanary } from './canary.ts';
import { type CorsConfig, LOCAL_STAGE, type PreviewConfig, type StageConfig } from './config.ts';
import { resolveDomain } from './domain.ts';
import { resolveEndpoint } from './endpoint.ts';
import { resolveEventBus } from './event-buses.ts';
import { resolveEventRule } from './event-rules.ts';
import { addsLoopback } from './loopback-origins.ts';
import { resolveOptionalSettings } from './optional-settings.ts';
import { resolveQueue } from './queues.ts';
import { parseQuota } from './quota.ts';
import type { RawConfig, RawStage } from './raw-config.ts';
import { resolveFunction } from './resolve-function.ts';
import { resolveTable } from './resolve-table.ts';
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
