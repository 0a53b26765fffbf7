/**
 * The alarms of a stage: five that every stage has, and what `alarms` asks for besides. Pure.
 * AWS counts these by the minute; M of N and `notBreaching` keep sparse traffic from raising old points
 * (docs/aws/cloudwatch.md).
 */
import type { StageConfig } from '../config/config.ts';
import { type Ref, type Resource, ref } from '../engine/resource.ts';
import { accessLogFilters, accessLogWatches } from './access-log-watches.ts';
import { byOwnTopic, CHAT, emailsOf, isTopicArn } from './alarm-recipients.ts';
import { AT_ONCE, one, percent, THREE_OF_FIVE, TWO_OF_THREE, type Watch } from './alarm-watch.ts';
import { alarmName, apiName, functionName, topicName } from './names.ts';
import type { Tags } from './properties.ts';
import { tableWatches } from './table-watches.ts';

/**
 * Nothing when the stage has no alarms; with e-mail addresses or chat to notify, the topic too. Other topics are taken as they are.
 */
export function alarmResources(config: StageConfig, tags: Tags): Resource[] {
  const { enabled, notify } = config.alarms;
  if (!enabled) return [];
  const own = byOwnTopic(notify);
  const actions = [...(own ? [ref('topic', 'arn')] : []), ...notify.filter(isTopicArn)];
  const alarms = Object.entries(stageWatches(config)).map(([name, watch]) => alarm(config, name, watch, actions, tags));
  return [...(own ? [topic(config, tags)] : []), ...accessLogFilters(config), ...alarms];
}

function topic(config: StageConfig, tags: Tags): Resource {
  const { notify } = config.alarms;
  return {
    id: 'topic',
    kind: 'topic',
    name: topicName(config),
    properties: { emails: emailsOf(notify), ...(notify.includes(CHAT) && { chat: true }), tags },
  };
}

function alarm(
  config: StageConfig,
  name: string,
  { after, metrics, ...watch }: Watch,
  actions: (Ref | string)[],
  tags: Tags,
): Resource {
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
  dimensions: { FunctionName: functionName(config) },
});

/** The dimension is the API's name, not its id: names are unique to a stage (docs/pitfalls.md, pitfall 30). */
const ofApi = (config: StageConfig) => ({
  namespace: 'AWS/ApiGateway',
  dimensions: { ApiName: apiName(config), Stage: config.stage },
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
    'function-duration-p99': {
      description: `One call in a hundred takes the function more than ${alarms.durationP99} ms.`,
      ...one({ ...ofFunction(config), name: 'Duration', stat: 'p99' }),
      threshold: alarms.durationP99,
      ...THREE_OF_FIVE,
      after: 'function',
    },
    'api-5xx-rate': {
      description: `More than ${percent(alarms.errorRate)} of requests are answered with 5XX.`,
      // The average of a count of ones and zeros is the rate, and one metric costs half of two.
      ...one({ ...ofApi(config), name: '5XXError', stat: 'Average' }),
      threshold: alarms.errorRate,
      ...TWO_OF_THREE,
      after: 'stage',
    },
    'api-latency-p99': {
      description: `One request in a hundred takes more than ${alarms.latencyP99} ms.`,
      ...one({ ...ofApi(config), name: 'Latency', stat: 'p99' }),
      threshold: alarms.latencyP99,
      ...THREE_OF_FIVE,
      after: 'stage',
    },
  };
}

/** By the names of the alarms; none where the stage has no alarms. */
export function stageWatches(config: StageConfig): Record<string, Watch> {
  return config.alarms.enabled ? { ...standardWatches(config), ...furtherWatches(config) } : {};
}

/** Only what is asked for: each metric of an alarm is billed. */
export function furtherWatches(config: StageConfig): Record<string, Watch> {
  return { ...optionalWatches(config), ...accessLogWatches(config), ...tableWatches(config) };
}

function optionalWatches(config: StageConfig): Record<string, Watch> {
  const { durationP95, latencyP95, functionErrorRate, accountConcurrency, requestRate } = config.alarms;
  return {
    ...(durationP95 !== undefined && {
      'function-duration-p95': {
        description: `One call in twenty takes the function more than ${durationP95} ms.`,
        ...one({ ...ofFunction(config), name: 'Duration', stat: 'p95' }),
        threshold: durationP95,
        ...THREE_OF_FIVE,
        after: 'function',
      },
    }),
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
    ...(latencyP95 !== undefined && {
      'api-latency-p95': {
        description: `One request in twenty takes more than ${latencyP95} ms.`,
        ...one({ ...ofApi(config), name: 'Latency', stat: 'p95' }),
        threshold: latencyP95,
        ...THREE_OF_FIVE,
        after: 'stage',
      },
    }),
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
        // Without dimensions it is that of all functions.
        ...one({ namespace: 'AWS/Lambda', dimensions: {}, name: 'ConcurrentExecutions', stat: 'Maximum' }),
        threshold: accountConcurrency,
        ...AT_ONCE,
        after: 'function',
      },
    }),
  };
}
