/** The settings of a stage as API Gateway reports them, and the one patch that makes them what is wanted. Pure. */
import type { PatchOperation, Stage } from '@aws-sdk/client-api-gateway';
import type { StageProperties } from '../stack/properties.ts';
import { patchSegment, removeOperation, replaceOperation } from './patch-path.ts';

/** What `GetStage` tells of the desired shape, with AWS's defaults where the stage says nothing (aws-facts §3). */
export interface ObservedStage {
  deployment: string | undefined;
  throttle: { rate: number; burst: number };
  metrics: boolean;
  logging: string;
  tracing: boolean;
  accessLog: { destination: string | undefined; format: string | undefined };
  variables: Record<string, string>;
  tags: Record<string, string>;
}

/** All references resolved. */
export interface DesiredStage {
  deployment: string;
  throttle: { rate: number; burst: number };
  metrics: boolean;
  logging: StageProperties['logging'];
  tracing: boolean;
  accessLog: { destination: string; format: string };
  variables: Record<string, string>;
  tags: Record<string, string>;
}

/** The key and the patch prefix of the settings for every method of a stage. */
const EVERY_METHOD = '*/*';
const DEFAULT_RATE = 10_000;
const DEFAULT_BURST = 5_000;

export function observedStage(stage: Stage): ObservedStage {
  const settings = stage.methodSettings?.[EVERY_METHOD];
  return {
    deployment: stage.deploymentId,
    throttle: {
      rate: settings?.throttlingRateLimit ?? DEFAULT_RATE,
      burst: settings?.throttlingBurstLimit ?? DEFAULT_BURST,
    },
    metrics: settings?.metricsEnabled ?? false,
    logging: settings?.loggingLevel ?? 'OFF',
    tracing: stage.tracingEnabled ?? false,
    accessLog: { destination: stage.accessLogSettings?.destinationArn, format: stage.accessLogSettings?.format },
    variables: stage.variables ?? {},
    tags: stage.tags ?? {},
  };
}

/** Operations of one `UpdateStage`; empty when nothing differs. Tags are not patchable and left to `TagResource`. */
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
  set('/tracingEnabled', desired.tracing, observed.tracing);
  set('/accessLogSettings/destinationArn', desired.accessLog.destination, observed.accessLog.destination);
  set('/accessLogSettings/format', desired.accessLog.format, observed.accessLog.format);
  for (const [name, value] of Object.entries(desired.variables)) {
    set(`/variables/${patchSegment(name)}`, value, observed.variables[name]);
  }
  for (const name of Object.keys(observed.variables)) {
    if (!(name in desired.variables)) operations.push(removeOperation(`/variables/${patchSegment(name)}`));
  }
  return operations;
}
