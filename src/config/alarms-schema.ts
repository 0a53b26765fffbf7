/**
 * `alarms` of `apikit.yaml` as JSON Schema. An alarm that does not exist by default has its own setting, because AWS
 * bills each alarm.
 */
import { CHAT } from '../naming/alarm-recipients.ts';
import { recipientsSchema } from './recipients-schema.ts';
import { type Schema, section } from './schema-node.ts';

const share = (description: string): Schema => ({ type: 'number', exclusiveMinimum: 0, maximum: 1, description });

const count = (description: string): Schema => ({ type: 'integer', minimum: 1, description });

const latency = (description: string): Schema => ({ type: 'integer', minimum: 1, maximum: 29_000, description });

const duration = (description: string): Schema => ({ type: 'integer', minimum: 1, maximum: 900_000, description });

export const alarmsSchema = section('CloudWatch alarms on function, API and tables (docs/alarms.md).', {
  enabled: { type: 'boolean', description: 'Default: true.' },
  notify: recipientsSchema(
    'The recipients, one or a list: e-mail addresses, each of which must confirm by e-mail once; chat, which creates a topic that you connect to Slack or Microsoft Teams by hand; and ARNs of existing SNS topics in the region. Default: none.',
    { partitions: 'aws[a-z-]*', words: [CHAT] },
  ),
  okActions: { type: 'boolean', description: 'Also notifies when an alarm ends. Default: false.' },
  errorRate: share('Share of responses that are 5XX, 0 to 1. Default: 0.05.'),
  latencyP99: latency('Milliseconds at API Gateway. Default: 2500.'),
  durationP99: duration("Milliseconds that the function runs. Default: four fifths of the function's timeout."),
  latencyP95: latency('Milliseconds at API Gateway for the slowest request in twenty. Default: no alarm.'),
  durationP95: duration('Milliseconds that the function runs, for the slowest call in twenty. Default: no alarm.'),
  functionErrorRate: share("Share of the function's calls that fail, 0 to 1. Default: no alarm."),
  throttled: count('Responses with 429 in a minute, counted in the access log. Default: no alarm.'),
  tableThrottles: {
    type: 'boolean',
    description: 'One alarm on throttled reads and one on throttled writes, for every table and index. Default: false.',
  },
  tableErrors: { type: 'boolean', description: "An alarm on DynamoDB's own errors, for every table. Default: false." },
  iteratorAge: count("Milliseconds that a record waits in a table's stream for the consumer. Default: no alarm."),
  deadLetters: {
    type: 'boolean',
    description: 'An alarm on messages in the dead-letter queue, for every queue of the stage. Default: false.',
  },
  failedExecutions: {
    type: 'boolean',
    description:
      'An alarm on executions that fail, run out of time or are throttled, for every state machine of the stage. Default: false.',
  },
  queueAge: count('Seconds that the oldest message waits in a queue of the stage. Default: no alarm.'),
  accountConcurrency: count(
    "Concurrent calls of all functions in the account and region. Choose a little less than the account's limit. Default: no alarm.",
  ),
  requestRate: count(
    'Requests per second, as the average of a minute. Choose a little less than the limit of the account or the stage. Default: no alarm.',
  ),
  forbidden: count('Responses with 403 in a minute. Default: no alarm.'),
  refusedKeys: count('Requests in a minute with an API key that is disabled, unknown or missing. Default: no alarm.'),
  wafBlocked: count('Requests in a minute that a web ACL of AWS WAF blocked. Default: no alarm.'),
});
