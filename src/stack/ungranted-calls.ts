/**
 * The AWS actions that the code seems to use and that its role does not allow, with the statement that would allow
 * them. Pure.
 */
import type { StageConfig } from '../config/config.ts';
import wildcards from '../iam/iam-wildcard-actions.json' with { type: 'json' };

/** Actions that IAM allows only on `*`, of the services that have resources (docs/aws/iam-actions.md). */
const ONLY_ALL: Readonly<Record<string, readonly string[]>> = wildcards;

/** The part of a bundled function that this file needs. */
interface Calls {
  readonly otherActions?: readonly string[];
}

/** Example ARNs by service. Most actions of other services accept no resource. */
const EXAMPLES: Readonly<Record<string, string>> = {
  apigateway: `arn:$\{partition}:apigateway:$\{region}::/usageplans/*`,
  bedrock: `arn:$\{partition}:bedrock:$\{region}::foundation-model/my-model`,
  dynamodb: `arn:$\{partition}:dynamodb:$\{region}:$\{account}:table/my-table`,
  'execute-api': `arn:$\{partition}:execute-api:$\{region}:$\{account}:my-api/*/*/@connections/*`,
  events: `arn:$\{partition}:events:$\{region}:$\{account}:event-bus/default`,
  firehose: `arn:$\{partition}:firehose:$\{region}:$\{account}:deliverystream/my-stream`,
  kinesis: `arn:$\{partition}:kinesis:$\{region}:$\{account}:stream/my-stream`,
  kms: `arn:$\{partition}:kms:$\{region}:$\{account}:key/my-key`,
  geo: `arn:$\{partition}:geo:$\{region}:$\{account}:place-index/my-index`,
  lambda: `arn:$\{partition}:lambda:$\{region}:$\{account}:function:my-function`,
  secretsmanager: `arn:$\{partition}:secretsmanager:$\{region}:$\{account}:secret:my-secret-*`,
  ses: `arn:$\{partition}:ses:$\{region}:$\{account}:identity/example.com`,
  sns: `arn:$\{partition}:sns:$\{region}:$\{account}:my-topic`,
  sqs: `arn:$\{partition}:sqs:$\{region}:$\{account}:my-queue`,
  ssm: `arn:$\{partition}:ssm:$\{region}:$\{account}:parameter/my/parameter`,
  states: `arn:$\{partition}:states:$\{region}:$\{account}:stateMachine:my-machine`,
};

/** Returns one warning for each service, with lines that can be pasted into apikit.yaml. */
export function ungrantedCalls(config: StageConfig, functions: readonly Calls[]): string[] {
  const missing = [...new Set(functions.flatMap(({ otherActions = [] }) => otherActions))].filter(
    (action) => !isGranted(action, config),
  );
  const services = [...new Set(missing.map((action) => action.split(':')[0]!))].sort();
  return services.map((service) => {
    const actions = missing.filter((action) => action.startsWith(`${service}:`)).sort();
    return [
      `The code can call ${actions.join(', ')}, and its role does not allow that: such a call would fail with AccessDenied. If the code makes this call, add to apikit.yaml, with your own resources:`,
      'function:',
      '  permissions:',
      ...statements(service, actions, config),
    ].join('\n');
  });
}

/** One statement for actions that have resources, and one for those that have none. */
function statements(service: string, actions: readonly string[], config: StageConfig): string[] {
  const everywhere = actions.filter((action) => (ONLY_ALL[service] ?? []).includes(action.split(':')[1]!));
  const named = actions.filter((action) => !everywhere.includes(action));
  const statement = (of: readonly string[], resources: readonly string[]) =>
    of.length === 0
      ? []
      : ['    - actions:', ...of.map((action) => `        - ${action}`), '      resources:', ...resources];
  return [...statement(named, resourcesFor(service, named, config)), ...statement(everywhere, NO_RESOURCE)];
}

const NO_RESOURCE = ['        - "*"', '      why: no resource to name'];

function isGranted(action: string, { function: { permissions = [], secrets = {} } }: StageConfig): boolean {
  // The modules that read secrets support both services, although a project may use only one of them.
  const reading = ['ssm:GetParameter', 'secretsmanager:GetSecretValue'];
  if (Object.keys(secrets).length > 0 && reading.includes(action)) return true;
  return permissions.some(({ actions }) => actions.some((pattern) => matches(pattern, action)));
}

/** Compares as IAM does: with wildcards, and ignoring case. */
function matches(pattern: string, action: string): boolean {
  const source = pattern.replace(/[*?]/g, (wildcard) => (wildcard === '*' ? '.*' : '.'));
  return new RegExp(`^${source}$`, 'i').test(action);
}

function resourcesFor(service: string, actions: readonly string[], { tables }: StageConfig): string[] {
  const line = (resource: string) => `        - "${resource}"`;
  if (service === 'dynamodb' && Object.keys(tables).length > 0)
    return Object.keys(tables).map((table) => line(`$\{table.${table}.arn}`));
  if (service === 's3') {
    const ofBuckets = actions.filter((action) => /Bucket|Configuration$/.test(action));
    return [
      ...(ofBuckets.length > 0 ? [line(`arn:$\{partition}:s3:::my-bucket`)] : []),
      ...(ofBuckets.length < actions.length ? [line(`arn:$\{partition}:s3:::my-bucket/*`)] : []),
    ];
  }
  const example = Object.hasOwn(EXAMPLES, service) ? EXAMPLES[service] : undefined;
  return example === undefined ? NO_RESOURCE : [line(example)];
}
