/**
 * The JSON Schema of `alarms` in `apikit.yaml`. An alarm that is not there by default has a setting of its own, since
 * AWS bills each alarm.
 */
import { CHAT } from '../naming/alarm-recipients.ts';
import { recipientsSchema } from './recipients-schema.ts';
import { type Schema, section } from './schema-parts.ts';

const share = (description: string): Schema => ({ type: 'number', exclusiveMinimum: 0, maximum: 1, description });

const count = (description: string): Schema => ({ type: 'integer', minimum: 1, description });

const latency = (description: string): Schema => ({ type: 'integer', minimum: 1, maximum: 29_000, description });

const duration = (description: string): Schema => ({ type: 'integer', minimum: 1, maximum: 900_000, description });

export const alarmsSchema = section('CloudWatch alarms on function, API and tables (docs/alarms.md).', {
  enabled: { type: 'boolean', description: 'Default: true.' },
  notify: recipientsSchema(
    'Whom to tell, one or a list: e-mail addresses, each of which must confirm by e-mail once; chat, which makes a topic for Slack or Microsoft Teams to be joined by hand; and ARNs of existing SNS topics of the region, which are taken as they are. Default: nobody.',
    { partitions: 'aws[a-z-]*', words: [CHAT] },
  ),
  okActions: { type: 'boolean', description: 'Tells also when an alarm is over. Default: false.' },
  errorRate: share('Share of requests answered with 5XX, 0 to 1. Default: 0.05.'),
  latencyP99: latency('Milliseconds at the gateway. Default: 2500.'),
  durationP99: duration("Milliseconds of the function. Default: four fifths of the function's timeout."),
  latencyP95: latency('Milliseconds at the gateway, of the slowest request in twenty. Default: no alarm.'),
  durationP95: duration('Milliseconds of the function, of the slowest call in twenty. Default: no alarm.'),
  functionErrorRate: share('Share of calls of the function that fail, 0 to 1. Default: no alarm.'),
  throttled: count('Requests answered with 429 in a minute, counted in the access log. Default: no alarm.'),
  tableThrottles: {
    type: 'boolean',
    description: 'An alarm each on refused reads and writes of every table and index. Default: false.',
  },
  tableErrors: { type: 'boolean', description: "An alarm on DynamoDB's own errors, for every table. Default: false." },
  iteratorAge: count("Milliseconds that records wait in a table's stream for its consumer. Default: no alarm."),
  accountConcurrency: count(
    "Calls of all functions of the account and region at the same moment: a little less than the account's limit. Default: no alarm.",
  ),
  requestRate: count(
    "Requests a second, as the average of a minute: a little less than the account's limit, or the stage's own. Default: no alarm.",
  ),
  forbidden: count('Requests answered with 403 in a minute. Default: no alarm.'),
  refusedKeys: count('Requests in a minute with an API key that is disabled, unknown or missing. Default: no alarm.'),
  wafBlocked: count('Requests in a minute that a web ACL of AWS WAF blocked. Default: no alarm.'),
});
