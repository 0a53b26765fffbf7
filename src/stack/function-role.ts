/**
 * The permissions of the function: the listed actions on this stage's own resources, the statements of
 * `function.permissions`, and nothing else. Pure.
 */
import type { SecretConfig } from '../config/config.ts';
import type { ArnScope } from '../naming/arn-scope.ts';
import { bucketArn, logGroupArn, parameterArn, secretArn, tableArn } from '../naming/arns.ts';
import { parseSecret, type SecretReference } from '../naming/secret-reference.ts';

export interface RoleInput extends ArnScope {
  /** The tables, by their names in AWS. */
  readonly tables: readonly { readonly name: string; readonly indexed: boolean; readonly kmsKey?: string }[];
  /** The buckets, by their names in AWS. */
  readonly buckets: readonly string[];
  readonly secrets: readonly SecretConfig[];
  readonly logGroup: string;
  /** Actions that the handler uses, for example `dynamodb:GetItem`. The bundler finds them. */
  readonly actions: readonly string[];
  readonly tracing: boolean;
  /** The ARN of the key of the environment, if the stage has one. */
  readonly environmentKeys?: readonly string[];
  /** Whether the function is in a VPC, or leaves one. */
  readonly inVpc: boolean;
  /** The statements of `function.permissions`. */
  readonly permissions: readonly object[];
}

/**
 * There is no condition on the caller's account: AWS does not say whether Lambda accepts one in the trust policy of an
 * execution role (docs/aws/iam.md).
 */
export const LAMBDA_TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** One inline policy, because each policy is one more call to read. It has a statement for each purpose. */
export function rolePolicies(input: RoleInput): Record<string, { Version: string; Statement: object[] }> {
  const tables = input.tables.flatMap(({ name, indexed }) => {
    const table = tableArn(input, name);
    return indexed ? [table, `${table}/index/*`] : [table];
  });
  const secretsOf = (service: SecretReference['service']) =>
    input.secrets.map(({ from }) => parseSecret(from)).filter((secret) => secret.service === service);
  const parameters = secretsOf('ssm').map(({ id }) => parameterArn(input, id));
  // AWS ends the ARN of a secret with a hyphen and six random characters.
  const secrets = secretsOf('secretsmanager').map(({ id }) =>
    id.startsWith('arn:') ? (/-[A-Za-z0-9]{6}$/.test(id) ? id : `${id}-??????`) : secretArn(input, id),
  );
  const tableKeys = input.tables.flatMap(({ kmsKey }) => kmsKey ?? []);
  const keysOf = (service: SecretReference['service']) =>
    input.secrets.flatMap(({ from, kmsKey }) => (kmsKey && parseSecret(from).service === service ? [kmsKey] : []));
  const actions = [...new Set(input.actions)].sort();
  const statements = [
    // There is no `logs:CreateLogGroup`: apikit creates the group, with its retention.
    allow('Logs', ['logs:CreateLogStream', 'logs:PutLogEvents'], [`${logGroupArn(input, input.logGroup)}:*`]),
    ...(tables.length > 0 && actions.length > 0 ? [allow('Tables', actions, tables)] : []),
    ...decrypting('EnvironmentKey', input.environmentKeys ?? [], input, 'lambda'),
    ...decrypting(TABLE_KEYS, tableKeys, input, 'dynamodb'),
    ...bucketStatements(input),
    ...(parameters.length > 0 ? [allow('Parameters', ['ssm:GetParameter'], unique(parameters))] : []),
    ...decrypting('ParameterKeys', keysOf('ssm'), input, 'ssm'),
    ...(secrets.length > 0 ? [allow('Secrets', ['secretsmanager:GetSecretValue'], unique(secrets))] : []),
    ...decrypting('SecretKeys', keysOf('secretsmanager'), input, 'secretsmanager'),
    // X-Ray has no resources to name: IAM accepts only `*` here.
    ...(input.tracing ? [allow('Tracing', ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], ['*'])] : []),
    // Lambda creates and deletes the interfaces with these permissions (docs/aws/network.md). It names no resources.
    ...(input.inVpc ? [allow(NETWORK, NETWORK_ACTIONS, ['*'])] : []),
    ...input.permissions,
  ];
  return { [FUNCTION_POLICY]: { Version: '2012-10-17', Statement: statements } };
}

/** Without the permission to list, S3 answers 403 instead of 404 for an object that does not exist. */
function bucketStatements({ buckets, partition }: Pick<RoleInput, 'buckets' | 'partition'>): object[] {
  if (buckets.length === 0) return [];
  const arns = buckets.map((bucket) => bucketArn({ partition }, bucket));
  const objects = arns.map((arn) => `${arn}/*`);
  return [
    allow('Buckets', ['s3:ListBucket'], arns),
    allow('Objects', ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], objects),
  ];
}

const FUNCTION_POLICY = 'function';

/** The `Sid` of the statement with which Lambda manages network interfaces. */
export const NETWORK = 'Network';

export const NETWORK_ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/** The `Sid` of the statement with the keys of tables. */
export const TABLE_KEYS = 'TableKeys';

function allow(Sid: string, actions: readonly string[], resources: readonly string[]): object {
  return { Sid, Effect: 'Allow', Action: actions, Resource: resources };
}

/** The partitions where KMS names services by `amazonaws.com` (KMS Developer Guide, kms:ViaService). */
const CLASSIC = ['aws', 'aws-us-gov'];

/**
 * Allows customer managed keys, and only through the service that encrypts with them. AWS does not say which domain
 * follows the region in China.
 */
function decrypting(
  Sid: string,
  keys: readonly string[],
  { partition, region }: Pick<RoleInput, 'partition' | 'region'>,
  service: string,
): object[] {
  if (keys.length === 0) return [];
  const Condition = CLASSIC.includes(partition)
    ? { StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` } }
    : { StringLike: { 'kms:ViaService': `${service}.${region}.amazonaws.*` } };
  return [{ ...allow(Sid, ['kms:Decrypt'], unique(keys)), Condition }];
}

const unique = (values: readonly string[]): string[] => [...new Set(values)];
