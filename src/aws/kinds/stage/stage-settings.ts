/** Converts the settings of a stage from API Gateway's form, and makes the one patch that changes them. Pure. */
import type { PatchOperation, Stage } from '@aws-sdk/client-api-gateway';
import { patchSegment, removeOperation, replaceOperation } from '../../api-gateway/patch-path.ts';
import type { DesiredStage, ObservedStage } from './shape.ts';
import { EVERY_METHOD, methodPatches, observedMethods, observedThrottle } from './stage-methods.ts';

/** Reads only those settings of single methods that `desired` has. */
export function observedStage(
  stage: Stage,
  desired: Pick<DesiredStage, 'cache' | 'methods'> & Partial<Pick<DesiredStage, 'throttle'>>,
  region: string,
): ObservedStage {
  const settings = stage.methodSettings?.[EVERY_METHOD];
  const cached = desired.cache !== undefined;
  return {
    deployment: stage.deploymentId,
    throttle: observedThrottle(settings, desired.throttle, region),
    metrics: settings?.metricsEnabled ?? false,
    logging: settings?.loggingLevel ?? 'OFF',
    dataTrace: settings?.dataTraceEnabled ?? false,
    // AWS may still call a cluster enabled while it deletes it. It counts as off (also for Terraform), because
    // otherwise it would be deleted again.
    ...(stage.cacheClusterEnabled &&
      stage.cacheClusterStatus !== 'DELETE_IN_PROGRESS' && {
        cache: { size: stage.cacheClusterSize, byDefault: settings?.cachingEnabled ?? true },
      }),
    ...(desired.methods && { methods: observedMethods(stage.methodSettings ?? {}, cached, desired.methods, region) }),
    tracing: stage.tracingEnabled ?? false,
    accessLog: { destination: stage.accessLogSettings?.destinationArn, format: stage.accessLogSettings?.format },
    variables: stage.variables ?? {},
    ...(stage.canarySettings && {
      canary: {
        percent: stage.canarySettings.percentTraffic ?? 0,
        deployment: stage.canarySettings.deploymentId,
      },
    }),
    tags: stage.tags ?? {},
  };
}

/**
 * The operations of one `UpdateStage`. Empty if nothing differs. Tags cannot be patched, so `TagResource` changes them.
 */
export function stagePatch(desired: DesiredStage, observed: ObservedStage): PatchOperation[] {
  const operations: PatchOperation[] = [];
  const set = (path: string, to: string | number | boolean, from: unknown) => {
    if (to !== from) operations.push(replaceOperation(path, to));
  };
  const method = (leaf: string) => `/${EVERY_METHOD}/${leaf}`;
  set('/deploymentId', desired.deployment, observed.deployment);
  set(method('throttling/rateLimit'), desired.throttle.rate, observed.throttle.rate);
  set(method('throttling/burstLimit'), desired.throttle.burst, observed.throttle.burst);
  set(method('metrics/enabled'), desired.metrics, observed.metrics);
  set(method('logging/loglevel'), desired.logging, observed.logging);
  set(method('logging/dataTrace'), desired.dataTrace, observed.dataTrace);
  operations.push(...cachePatches(desired, observed));
  operations.push(...methodPatches(desired.methods ?? {}, observed.methods ?? {}));
  set('/tracingEnabled', desired.tracing, observed.tracing);
  set('/accessLogSettings/destinationArn', desired.accessLog.destination, observed.accessLog.destination);
  set('/accessLogSettings/format', desired.accessLog.format, observed.accessLog.format);
  for (const [name, value] of Object.entries(desired.variables)) {
    set(`/variables/${patchSegment(name)}`, value, observed.variables[name]);
  }
  for (const name of Object.keys(observed.variables)) {
    if (!(name in desired.variables)) operations.push(removeOperation(`/variables/${patchSegment(name)}`));
  }
  if (observed.canary) operations.push(removeOperation('/canarySettings'));
  return operations;
}

/**
 * Whether AWS creates, replaces, deletes or flushes the cache cluster at this moment, which takes up to four minutes
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html).
 */
export function isClusterChanging({ cacheClusterStatus }: Pick<Stage, 'cacheClusterStatus'>): boolean {
  return cacheClusterStatus?.endsWith('_IN_PROGRESS') === true;
}

/** Whether the operation creates, replaces or deletes the cache cluster. */
export function isClusterPatch({ path = '' }: PatchOperation): boolean {
  return path.startsWith('/cacheCluster');
}

/** The operations after which the stage logs nothing. */
export function silencing({ accessLog, logging }: ObservedStage): PatchOperation[] {
  return [
    ...(accessLog.destination === undefined ? [] : [removeOperation('/accessLogSettings')]),
    ...(logging === 'OFF' ? [] : [replaceOperation(`/${EVERY_METHOD}/logging/loglevel`, 'OFF')]),
  ];
}

/**
 * AWS bills the cluster from its creation, so an unwanted one is deleted. The cache settings of methods have no effect
 * then.
 */
function cachePatches({ cache }: DesiredStage, observed: ObservedStage): PatchOperation[] {
  const { cache: before } = observed;
  if (!cache) return before ? [replaceOperation('/cacheClusterEnabled', false)] : [];
  return [
    ...(before ? [] : [replaceOperation('/cacheClusterEnabled', true)]),
    ...(before?.size === cache.size ? [] : [replaceOperation('/cacheClusterSize', cache.size)]),
    ...(before?.byDefault === false ? [] : [replaceOperation(`/${EVERY_METHOD}/caching/enabled`, false)]),
  ];
}
