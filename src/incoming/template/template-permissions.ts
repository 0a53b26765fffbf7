/** The policies of the functions of a template as permissions: statements, and SAM's own policy templates. Pure. */
import { isObject, type Json, objectOf, textOf } from '../../contract/model/json.ts';
import type { Finding } from '../finding.ts';
import { distinctFindings, keptOf, type Permission } from '../live/permissions.ts';
import type { TemplateResource } from './template.ts';

/**
 * The actions of SAM's policy templates, except those that apikit grants anyway
 * (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html).
 */
const TEMPLATES: Readonly<
  Record<string, { parameter: string; actions: readonly string[]; arn: (name: string) => string[] }>
> = {
  S3ReadPolicy: { parameter: 'BucketName', actions: ['s3:GetObject', 's3:ListBucket'], arn: (name) => bucket(name) },
  S3WritePolicy: { parameter: 'BucketName', actions: ['s3:PutObject'], arn: (name) => bucket(name) },
  S3CrudPolicy: {
    parameter: 'BucketName',
    actions: ['s3:GetObject', 's3:ListBucket', 's3:PutObject', 's3:DeleteObject'],
    arn: (name) => bucket(name),
  },
  SQSSendMessagePolicy: { parameter: 'QueueName', actions: ['sqs:SendMessage'], arn: (name) => [arnOf('sqs', name)] },
  SNSPublishMessagePolicy: { parameter: 'TopicName', actions: ['sns:Publish'], arn: (name) => [arnOf('sns', name)] },
  SSMParameterReadPolicy: {
    parameter: 'ParameterName',
    actions: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'],
    arn: (name) => [arnOf('ssm', `parameter/${name.replace(/^\//, '')}`)],
  },
  AWSSecretsManagerGetSecretValuePolicy: {
    parameter: 'SecretArn',
    actions: ['secretsmanager:GetSecretValue'],
    arn: (name) => [name],
  },
  StepFunctionsExecutionPolicy: {
    parameter: 'StateMachineName',
    actions: ['states:StartExecution'],
    arn: (name) => [arnOf('states', `stateMachine:${name}`)],
  },
  LambdaInvokePolicy: {
    parameter: 'FunctionName',
    actions: ['lambda:InvokeFunction'],
    arn: (name) => [arnOf('lambda', `function:${name}`)],
  },
};

const arnOf = (service: string, name: string): string => `arn:\${partition}:${service}:\${region}:\${account}:${name}`;
const bucket = (name: string): string[] => [`arn:\${partition}:s3:::${name}`, `arn:\${partition}:s3:::${name}/*`];

/** The templates for tables. apikit grants what the code does with the tables of the project. */
const OF_TABLES = /^DynamoDB\w*Policy$/;

export function templatePermissions(functions: readonly TemplateResource[], tables: readonly string[]) {
  const kept = new Map<string, Permission>();
  const findings: Finding[] = [];
  for (const { properties, place } of functions) {
    for (const [index, policy] of [properties.Policies ?? []].flat().entries()) {
      const at = Array.isArray(properties.Policies) ? place('Policies', index) : place('Policies');
      const { permissions, says } = policyOf(policy, tables, at);
      for (const one of permissions) kept.set(JSON.stringify(one), one);
      findings.push(...says.map(([about, text]): Finding => ({ about, place: at, says: text })));
    }
  }
  return { permissions: [...kept.values()], findings: distinctFindings(findings) };
}

function policyOf(policy: unknown, tables: readonly string[], place: string): ReturnType<typeof keptOf> {
  const name = textOf(policy);
  if (name !== undefined) {
    if (/AWSLambdaBasicExecutionRole$|AWSXRayDaemonWriteAccess$|AWSLambdaVPCAccessExecutionRole$/.test(name))
      return { permissions: [], says: [] };
    const says = `The managed policy ${name} is not kept. apikit grants what the code does with the tables; write what else it needs in function.permissions. \`apikit validate\` says what is missing.`;
    return { permissions: [], says: [['lost', says]] };
  }
  const node = objectOf(policy);
  const statements = [node.Statement ?? []].flat().filter(isObject);
  if (statements.length > 0) {
    const all = statements.map((statement) => keptOf(asWritten(statement), tables, place));
    return { permissions: all.flatMap((one) => one.permissions), says: all.flatMap((one) => one.says) };
  }
  const [template = ''] = Object.keys(node);
  if (OF_TABLES.test(template)) return { permissions: [], says: [] };
  const known = Object.hasOwn(TEMPLATES, template) ? TEMPLATES[template] : undefined;
  const value = known && textOf(objectOf(node[template])[known.parameter]);
  if (known && value !== undefined)
    return { permissions: [{ actions: known.actions, resources: known.arn(value) }], says: [] };
  const says = `The policy ${template} is not kept. Write what the code needs in function.permissions.`;
  return { permissions: [], says: [['lost', says]] };
}

/** A statement without an effect is read as an allowance. */
const asWritten = (statement: Json): Json => ({ Effect: 'Allow', ...statement });
