/**
 * The alarms of a stage: five that every stage has, and those that `alarms` asks for. Pure. AWS counts these metrics
 * once a minute. M of N and `notBreaching` keep sparse traffic from raising old points (docs/aws/cloudwatch.md).
 */
import type { AlarmShape } from '../aws/kinds/alarm/shape.ts';
import type { StageConfig } from '../config/config.ts';
import type { Later, Resource } from '../engine/resource.ts';
import { CHAT, emailsOf, isTopicArn, needsOwnTopic } from '../naming/alarm-recipients.ts';
import { apiDimensions, functionDimensions } from '../naming/metric-dimensions.ts';
import { alarmName, topicName } from '../naming/names.ts';
import type { Tags } from '../naming/tags.ts';
import { accessLogFilters, accessLogWatches } from './access-log-watches.ts';
import { AT_ONCE, one, percent, THREE_OF_FIVE, TWO_OF_THREE, type Watch } from './alarm-watch.ts';
import { ref, type StageResource } from './ids.ts';
import { queueWatches } from './queue-watches.ts';
import { stateMachineWatches } from './state-machine-watches.ts';
import { tableWatches } from './table-watches.ts';

/**
 * Returns nothing if the stage has no alarms. With e-mail addresses or chat to notify, the topic comes too. Other
 * topics are used as they are.
 */
export function alarmResources(config: StageConfig, tags: Tags): Resource[] {
  const { enabled, notify } = config.alarms;
  if (!enabled) return [];
  const own = needsOwnTopic(notify);
  const actions = [...(own ? [ref('topic', 'arn')] : []), ...notify.filter(isTopicArn)];
  const alarms = Object.entries(stageWatches(config)).map(([name, watch]) => alarm(config, name, watch, actions, tags));
  return [...(own ? [topic(config, tags)] : []), ...accessLogFilters(config), ...alarms];
}

function topic(config: StageConfig, tags: Tags): StageResource<'topic'> {
  const { notify } = config.alarms;
  return {
    id: 'topic',
    kind: 'topic',
    name: topicName(config),
    properties: { emails: emailsOf(notify), ...(notify.includes(CHAT) && { chat: true as const }), tags },
  };
}

function alarm(
  config: StageConfig,
  name: string,
  { after, metrics, ...watch }: Watch,
  actions: Later<string>[],
  tags: Tags,
): Resource<AlarmShape> {
  return {
    id: `alarm/${name}`,
    kind: 'alarm',
    name: alarmName(config, name),
    properties: {
      ...watch,
      comparison: 'GreaterThanThreshold',
      metrics: metrics.map((metric) => ({ ...metric })),
      period: 60,
      treatMissingData: 'notBreaching',
      actions,
      ...(config.alarms.okActions && { okActions: actions }),
      tags,
    },
    after: [after],
  };
}

const ofFunction = (config: StageConfig) => ({
  namespace: 'AWS/Lambda',
  dimensions: functionDimensions(config),
});

const ofApi = (config: StageConfig) => ({
  namespace: 'AWS/ApiGateway',
  dimensions: apiDimensions(config),
});

const ONE_IN = { p95: 'twenty', p99: 'a hundred' } as const;

/** `most` is in milliseconds. */
const slowCalls = (config: StageConfig, stat: keyof typeof ONE_IN, most: number): Watch => ({
  description: `One call in ${ONE_IN[stat]} takes the function more than ${most} ms.`,
  ...one({ ...ofFunction(config), name: 'Duration', stat }),
  threshold: most,
  ...THREE_OF_FIVE,
  after: 'function',
});

/** `most` is in milliseconds. */
const slowRequests = (config: StageConfig, stat: keyof typeof ONE_IN, most: number): Watch => ({
  description: `One request in ${ONE_IN[stat]} takes more than ${most} ms.`,
  ...one({ ...ofApi(config), name: 'Latency', stat }),
  threshold: most,
  ...THREE_OF_FIVE,
  after: 'stage',
});

function standardWatches(config: StageConfig): Record<string, Watch> {
  const { alarms } = config;
  return {
    'function-errors': {
      description: 'The function throws, runs out of time or out of memory.',
      ...one({ ...ofFunction(config), name: 'Errors', stat: 'Sum' }),
      threshold: 0,
      ...TWO_OF_THREE,
      after: 'function',
    },
    'function-throttles': {
      description: 'Calls of the function are refused for lack of concurrency.',
      ...one({ ...ofFunction(config), name: 'Throttles', stat: 'Sum' }),
      threshold: 0,
      ...AT_ONCE,
      after: 'function',
    },
    'function-duration-p99': slowCalls(config, 'p99', alarms.durationP99),
    ...(config.api === 'rest' && apiWatches(config)),
  };
}

function apiWatches(config: StageConfig): Record<string, Watch> {
  const { alarms } = config;
  return {
    'api-5xx-rate': {
      description: `More than ${percent(alarms.errorRate)} of requests are answered with 5XX.`,
      // The average of a count of ones and zeros is the rate, and one metric costs half of two.
      ...one({ ...ofApi(config), name: '5XXError', stat: 'Average' }),
      threshold: alarms.errorRate,
      ...TWO_OF_THREE,
      after: 'stage',
    },
    'api-latency-p99': slowRequests(config, 'p99', alarms.latencyP99),
  };
}

/** The alarms by their names. Empty if the stage has no alarms. */
export function stageWatches(config: StageConfig): Record<string, Watch> {
  return config.alarms.enabled ? { ...standardWatches(config), ...furtherWatches(config) } : {};
}

/** Returns only what the configuration asks for: AWS bills each metric of an alarm. */
export function furtherWatches(config: StageConfig): Record<string, Watch> {
  return {
    ...optionalWatches(config),
    ...accessLogWatches(config),
    ...tableWatches(config),
    ...queueWatches(config),
    ...stateMachineWatches(config),
  };
}

function optionalWatches(config: StageConfig): Record<string, Watch> {
  const { durationP95, latencyP95, functionErrorRate, accountConcurrency, requestRate } = config.alarms;
  return {
    ...(durationP95 !== undefined && { 'function-duration-p95': slowCalls(config, 'p95', durationP95) }),
    ...(functionErrorRate !== undefined && {
      'function-error-rate': {
        description: `More than ${percent(functionErrorRate)} of the calls of the function fail.`,
        metrics: [
          { id: 'errors', ...ofFunction(config), name: 'Errors', stat: 'Sum' },
          { id: 'calls', ...ofFunction(config), name: 'Invocations', stat: 'Sum' },
        ],
        expression: 'IF(calls > 0, errors / calls, 0)',
        threshold: functionErrorRate,
        ...TWO_OF_THREE,
        after: 'function',
      },
    }),
    ...(latencyP95 !== undefined && { 'api-latency-p95': slowRequests(config, 'p95', latencyP95) }),
    ...(requestRate !== undefined && {
      'api-request-rate': {
        description: `More than ${requestRate} requests a second, as the average of a minute.`,
        ...one({ ...ofApi(config), name: 'Count', stat: 'SampleCount' }),
        threshold: requestRate * 60,
        ...AT_ONCE,
        after: 'stage',
      },
    }),
    ...(accountConcurrency !== undefined && {
      'account-concurrency': {
        description: `The functions of the account and region run more than ${accountConcurrency} calls at the same moment.`,
        // Without dimensions the metric covers all functions.
        ...one({ namespace: 'AWS/Lambda', dimensions: {}, name: 'ConcurrentExecutions', stat: 'Maximum' }),
        threshold: accountConcurrency,
        ...AT_ONCE,
        after: 'function',
      },
    }),
  };
}
