/**
 * `api`: what answers requests in front of the function (docs/adr/0026). A REST API has all features of apikit. A
 * function URL has none of API Gateway's, so settings that only API Gateway can honour are refused by name.
 */
import type { StageConfig } from './config.ts';
import type { Schema } from './schema-node.ts';
import type { ReportProblem } from './stage-report.ts';

export const apiSchema: Schema = {
  enum: ['rest', 'url'],
  description:
    'What answers requests in front of the function (docs/front-doors.md). rest: a REST API of API Gateway. url: a function URL of Lambda, without API keys, authorizers, throttles and access log. Default: rest.',
};

/** A setting that a function URL cannot honour, and what to do instead. */
interface Unsupported {
  readonly path: readonly string[];
  readonly isSet: (config: StageConfig) => boolean;
  readonly instead: string;
}

const REMOVE = 'Remove it from this stage, or use api: rest.';

const OF_API_GATEWAY: readonly Unsupported[] = [
  { path: ['usagePlans'], isSet: ({ usagePlans }) => Object.keys(usagePlans).length > 0, instead: REMOVE },
  { path: ['access'], isSet: ({ access }) => access !== undefined, instead: REMOVE },
  { path: ['waf'], isSet: ({ waf }) => Boolean(waf), instead: REMOVE },
  {
    path: ['endpoint'],
    isSet: ({ endpoint }) => endpoint.type !== 'regional' || endpoint.ipAddressType !== undefined,
    instead: REMOVE,
  },
  { path: ['cache'], isSet: ({ cache }) => cache !== undefined, instead: REMOVE },
  {
    path: ['compression'],
    isSet: ({ compression }) => compression !== undefined,
    instead: 'Compress in the handler, or use api: rest.',
  },
  { path: ['logging'], isSet: ({ logging }) => logging !== 'OFF', instead: REMOVE },
  { path: ['metrics'], isSet: ({ metrics }) => metrics, instead: REMOVE },
  {
    path: ['throttle'],
    isSet: ({ throttle }) => throttle.rate !== 10_000 || throttle.burst !== 5_000,
    instead: 'Limit the concurrency of the function with function.reservedConcurrency, or use api: rest.',
  },
  {
    path: ['variables'],
    isSet: ({ variables }) => Object.keys(variables).length > 0,
    instead: 'Use function.environment, or api: rest.',
  },
  ...(['latencyP95', 'requestRate', 'throttled', 'forbidden', 'refusedKeys', 'wafBlocked'] as const).map((name) => ({
    path: ['alarms', name],
    isSet: ({ alarms }: StageConfig) => alarms[name] !== undefined,
    instead: 'Remove it from this stage, because these alarms read metrics and logs of API Gateway.',
  })),
];

export function checkFrontDoor(config: StageConfig, report: ReportProblem): void {
  if (config.api !== 'url') return;
  for (const { path, isSet, instead } of OF_API_GATEWAY) {
    if (isSet(config)) report(path, `A function URL (api: url) has no ${path.join('.')}.`, instead);
  }
  if (config.preview?.expires !== undefined) {
    report(
      ['expires'],
      'A preview with a function URL (api: url) cannot expire: the time is in the tags of a REST API.',
      'Remove expires and destroy the preview when it is done, or use api: rest.',
    );
  }
}
