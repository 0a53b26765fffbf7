/** The tables of operations, which are loaded when a service gets its first call. */
import { loadRe2 } from '../../regexp/bounded-regexp.ts';
import type { ServiceDefinition } from '../cloud/operation.ts';
import type { ErrorModel, OperationModel, Shape } from '../cloud/operation-model.ts';

interface Table {
  readonly operations: Readonly<Record<string, Pick<OperationModel, 'input' | 'output' | 'http' | 'status'>>>;
  readonly errors: Readonly<Record<string, ErrorModel>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** By service ID. */
const TABLES: Readonly<Record<string, () => Promise<{ readonly default: unknown }>>> = {
  acm: () => import('../models/acm.json', { with: { type: 'json' } }),
  apigateway: () => import('../models/apigateway.json', { with: { type: 'json' } }),
  apigatewayv2: () => import('../models/apigatewayv2.json', { with: { type: 'json' } }),
  'application-autoscaling': () => import('../models/application-autoscaling.json', { with: { type: 'json' } }),
  budgets: () => import('../models/budgets.json', { with: { type: 'json' } }),
  ce: () => import('../models/ce.json', { with: { type: 'json' } }),
  cloudwatch: () => import('../models/cloudwatch.json', { with: { type: 'json' } }),
  'cognito-idp': () => import('../models/cognito-idp.json', { with: { type: 'json' } }),
  dynamodb: () => import('../models/dynamodb.json', { with: { type: 'json' } }),
  dynamodbstreams: () => import('../models/dynamodbstreams.json', { with: { type: 'json' } }),
  ec2: () => import('../models/ec2.json', { with: { type: 'json' } }),
  events: () => import('../models/events.json', { with: { type: 'json' } }),
  iam: () => import('../models/iam.json', { with: { type: 'json' } }),
  kms: () => import('../models/kms.json', { with: { type: 'json' } }),
  lambda: () => import('../models/lambda.json', { with: { type: 'json' } }),
  logs: () => import('../models/logs.json', { with: { type: 'json' } }),
  s3: () => import('../models/s3.json', { with: { type: 'json' } }),
  route53: () => import('../models/route53.json', { with: { type: 'json' } }),
  secretsmanager: () => import('../models/secretsmanager.json', { with: { type: 'json' } }),
  sns: () => import('../models/sns.json', { with: { type: 'json' } }),
  sqs: () => import('../models/sqs.json', { with: { type: 'json' } }),
  ssm: () => import('../models/ssm.json', { with: { type: 'json' } }),
  states: () => import('../models/states.json', { with: { type: 'json' } }),
  sts: () => import('../models/sts.json', { with: { type: 'json' } }),
  tag: () => import('../models/tag.json', { with: { type: 'json' } }),
  wafv2: () => import('../models/wafv2.json', { with: { type: 'json' } }),
};

const tables = new Map<string, Promise<Table>>();

/** Rejects for a service or an operation that has no table. */
export async function operationModel(
  { id, constraintError, bodyIsMember, javaPackage, checkDocument, writesResponses }: Service,
  name: string,
): Promise<OperationModel> {
  const table = tables.get(id) ?? load(id);
  tables.set(id, table);
  const { operations, errors, shapes } = await table;
  const operation = operations[name];
  if (operation === undefined) throw new Error(`local/models/${id}.json has no ${name}: run npm run models.`);
  const bodyName = bodyIsMember && `${name[0]!.toLowerCase()}${name.slice(1)}Input`;
  return {
    ...operation,
    errors,
    shapes,
    constraintError,
    ...(bodyName && { bodyName }),
    ...(javaPackage && { javaPackage }),
    ...(checkDocument && { checkDocument }),
    ...(writesResponses && { writesResponses }),
  };
}

type Service = Pick<
  ServiceDefinition,
  'id' | 'constraintError' | 'bodyIsMember' | 'javaPackage' | 'checkDocument' | 'writesResponses'
>;

async function load(service: string): Promise<Table> {
  const table = TABLES[service];
  if (table === undefined) throw new Error(`There is no model of ${service} in local/models.`);
  // The patterns of the tables run on RE2, because some of AWS's would explode.
  const [loaded] = await Promise.all([table(), loadRe2()]);
  return loaded.default as Table;
}
