/**
 * The alarms of a stage: function errors, throttles and p99 duration; the API's 5XX rate and p99 latency. Pure.
 * AWS counts these by the minute; M of N and `notBreaching` keep sparse traffic from raising old points
 * (docs/aws/cloudwatch.md).
 */
import type { StageConfig } from '../config/config.ts';
import { type Ref, type Resource, ref } from '../engine/resource.ts';
import { alarmName, apiName, functionName, topicName } from './names.ts';
import type { AlarmMetric, AlarmProperties, Tags } from './properties.ts';

type Watch = Pick<
  AlarmProperties,
  'description' | 'threshold' | 'comparison' | 'datapointsToAlarm' | 'evaluationPeriods'
> & {
  readonly metric: Omit<AlarmMetric, 'id'>;
};

/** What an SNS topic that somebody else made is named by. */
export const isTopicArn = (notify: string): boolean => notify.startsWith('arn:');

/** Nothing when the stage has no alarms; with e-mail addresses to notify, the topic too. Other topics are taken as they are. */
export function alarmResources(config: StageConfig, tags: Tags): Resource[] {
  if (!config.alarms.enabled) return [];
  const emails = config.alarms.notify.filter((each) => !isTopicArn(each));
  const topics = config.alarms.notify.filter(isTopicArn);
  const actions = [...(emails.length > 0 ? [ref('topic', 'arn')] : []), ...topics];
  const alarms = Object.entries(watches(config)).map(([name, watch]) => alarm(config, name, watch, actions, tags));
  return emails.length > 0 ? [topic(config, emails, tags), ...alarms] : alarms;
}

function topic(config: StageConfig, emails: string[], tags: Tags): Resource {
  return {
    id: 'topic',
    kind: 'topic',
    name: topicName(config),
    properties: { emails, tags },
  };
}

function alarm(
  config: StageConfig,
  name: string,
  { metric, ...watch }: Watch,
  actions: (Ref | string)[],
  tags: Tags,
): Resource {
  const ofApi = name.startsWith('api-');
  return {
    id: `alarm/${name}`,
    kind: 'alarm',
    name: alarmName(config, name),
    properties: {
      ...watch,
      metrics: [{ id: 'm', ...metric }],
      period: 60,
      treatMissingData: 'notBreaching',
      actions,
      tags,
    },
    // An alarm on what is not there yet would count its absence.
    after: [ofApi ? 'stage' : 'function'],
  };
}

function watches(config: StageConfig): Record<string, Watch> {
  const { alarms } = config;
  const ofFunction = { namespace: 'AWS/Lambda', dimensions: { FunctionName: functionName(config) } };
  // The dimension is the API's name, not its id: names are unique to a stage (docs/pitfalls.md, pitfall 30).
  const ofApi = { namespace: 'AWS/ApiGateway', dimensions: { ApiName: apiName(config), Stage: config.stage } };
  return {
    'function-errors': {
      description: 'The function throws, runs out of time or out of memory.',
      metric: { ...ofFunction, name: 'Errors', stat: 'Sum' },
      threshold: 0,
      comparison: 'GreaterThanThreshold',
      datapointsToAlarm: 2,
      evaluationPeriods: 3,
    },
    'function-throttles': {
      description: 'Calls of the function are refused for lack of concurrency.',
      metric: { ...ofFunction, name: 'Throttles', stat: 'Sum' },
      threshold: 0,
      comparison: 'GreaterThanThreshold',
      datapointsToAlarm: 1,
      evaluationPeriods: 1,
    },
    'function-duration-p99': {
      description: `One call in a hundred takes the function more than ${alarms.durationP99} ms.`,
      metric: { ...ofFunction, name: 'Duration', stat: 'p99' },
      threshold: alarms.durationP99,
      comparison: 'GreaterThanThreshold',
      datapointsToAlarm: 3,
      evaluationPeriods: 5,
    },
    'api-5xx-rate': {
      description: `More than ${percent(alarms.errorRate)} of requests are answered with 5XX.`,
      // The average of a count of ones and zeros is the rate.
      metric: { ...ofApi, name: '5XXError', stat: 'Average' },
      threshold: alarms.errorRate,
      comparison: 'GreaterThanThreshold',
      datapointsToAlarm: 2,
      evaluationPeriods: 3,
    },
    'api-latency-p99': {
      description: `One request in a hundred takes more than ${alarms.latencyP99} ms.`,
      metric: { ...ofApi, name: 'Latency', stat: 'p99' },
      threshold: alarms.latencyP99,
      comparison: 'GreaterThanThreshold',
      datapointsToAlarm: 3,
      evaluationPeriods: 5,
    },
  };
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(4))} %`;
}
