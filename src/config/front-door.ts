/**
 * `api`: what answers requests in front of the function (docs/adr/0026). A REST API has all features of apikit. The
 * settings that an HTTP API or a function URL cannot honour are refused by name.
 */
import type { StageConfig } from './config.ts';
import type { Schema } from './schema-node.ts';
import type { ReportProblem } from './stage-report.ts';

export const apiSchema: Schema = {
  enum: ['rest', 'http', 'url'],
  description:
    'What answers requests in front of the function (docs/front-doors.md). rest: a REST API of API Gateway. http: an HTTP API, which costs less and has no API keys. url: a function URL of Lambda, without API keys, authorizers, throttles and access log. Default: rest.',
};

export const payloadSchema: Schema = {
  enum: ['1.0', '2.0', 1, 2],
  description:
    'The version of the events that the handler gets, with api: http or url (docs/front-doors.md). 1.0: those of a REST API. 2.0: those of HTTP APIs and function URLs, whose handlers may return a body alone. Default: "1.0".',
};

/** A setting that one front door or both cannot honour, and what to do instead. */
interface Unsupported {
  /** An HTTP API has it. */
  readonly ofHttp?: true;
  readonly path: readonly string[];
  readonly isSet: (config: StageConfig) => boolean;
  readonly instead: string;
}

const NAMES = { http: 'An HTTP API', url: 'A function URL' } as const;

const REMOVE = 'Remove it from this stage, or use api: rest.';

const OF_API_GATEWAY: readonly Unsupported[] = [
  { path: ['usagePlans'], isSet: ({ usagePlans }) => Object.keys(usagePlans).length > 0, instead: REMOVE },
  { path: ['access'], isSet: ({ access }) => access !== undefined, instead: REMOVE },
  {
    path: ['domain'],
    ofHttp: true,
    isSet: ({ domain }) => domain !== undefined,
    instead: 'API Gateway maps domains only to its own APIs. Remove it from this stage, or use api: http or api: rest.',
  },
  { path: ['adopts', 'api'], isSet: ({ adopts }) => adopts?.api !== undefined, instead: REMOVE },
  {
    path: ['stateMachines'],
    isSet: ({ stateMachines }) => Object.keys(stateMachines).length > 0,
    instead: 'Start one that you create yourself from the handler with function.permissions, or use api: rest.',
  },
  {
    path: ['topics'],
    isSet: ({ topics }) => Object.keys(topics).length > 0,
    instead:
      'Publish from the handler to a topic that you create yourself, with function.permissions, or use api: rest.',
  },
  ...(['eventBuses', 'eventRules'] as const).map((section) => ({
    path: [section],
    isSet: (config: StageConfig) => Object.keys(config[section]).length > 0,
    instead:
      'Send from the handler to an event bus that you create yourself, with function.permissions, or use api: rest.',
  })),
  { path: ['waf'], isSet: ({ waf }) => Boolean(waf), instead: REMOVE },
  {
    path: ['endpoint'],
    isSet: ({ endpoint }) => endpoint.type !== 'regional' || endpoint.ipAddressType !== undefined,
    instead: REMOVE,
  },
  {
    path: ['endpoint', 'executeApi'],
    ofHttp: true,
    isSet: ({ endpoint }) => endpoint.executeApi === false,
    instead: REMOVE,
  },
  { path: ['cache'], isSet: ({ cache }) => cache !== undefined, instead: REMOVE },
  {
    path: ['compression'],
    isSet: ({ compression }) => compression !== undefined,
    instead: 'Compress in the handler, or use api: rest.',
  },
  { path: ['logging'], isSet: ({ logging }) => logging !== 'OFF', instead: REMOVE },
  { path: ['metrics'], ofHttp: true, isSet: ({ metrics }) => metrics, instead: REMOVE },
  {
    path: ['throttle'],
    ofHttp: true,
    isSet: ({ throttle }) => throttle.rate !== 10_000 || throttle.burst !== 5_000,
    instead: 'Limit the concurrency of the function with function.reservedConcurrency, or use api: rest.',
  },
  {
    path: ['variables'],
    ofHttp: true,
    isSet: ({ variables }) => Object.keys(variables).length > 0,
    instead: 'Use function.environment, or api: rest.',
  },
  ...(['latencyP95', 'requestRate', 'throttled', 'forbidden', 'refusedKeys', 'wafBlocked'] as const).map((name) => ({
    path: ['alarms', name],
    ...((name === 'throttled' || name === 'forbidden') && { ofHttp: true as const }),
    isSet: ({ alarms }: StageConfig) => alarms[name] !== undefined,
    instead: 'Remove it from this stage, because this alarm reads what only a REST API measures.',
  })),
];

export function checkFrontDoor(config: StageConfig, report: ReportProblem): void {
  const { api } = config;
  if (api === 'rest') {
    if (config.payload === '2.0') {
      report(
        ['payload'],
        `A REST API has no events of version 2.0, and stage ${config.stage} has one (api: rest).`,
        'Remove payload, or set api: http or api: url for the project: all stages, also local, run the same handler.',
      );
    }
    return;
  }
  for (const { path, ofHttp = false, isSet, instead } of OF_API_GATEWAY) {
    if (isSet(config) && !(api === 'http' && ofHttp))
      report(path, `${NAMES[api]} (api: ${api}) has no ${path.join('.')}.`, instead);
  }
  if (config.preview?.expires !== undefined) {
    report(
      ['expires'],
      `A preview with api: ${api} cannot expire: the time is in the tags of a REST API.`,
      'Remove expires and destroy the preview when it is done, or use api: rest.',
    );
  }
}
