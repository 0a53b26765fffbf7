/** The tables of requests, which are loaded when a service gets its first call. */
import { loadRe2 } from '../../regexp/bounded-regexp.ts';
import type { RequestModel, Shape } from '../cloud/request-model.ts';

interface Table {
  readonly operations: Readonly<Record<string, string>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** By service ID. API Gateway and DynamoDB check their requests themselves. */
const TABLES: Readonly<Record<string, () => Promise<{ readonly default: unknown }>>> = {
  budgets: () => import('../models/budgets.json', { with: { type: 'json' } }),
  ce: () => import('../models/ce.json', { with: { type: 'json' } }),
  cloudwatch: () => import('../models/cloudwatch.json', { with: { type: 'json' } }),
  'cognito-idp': () => import('../models/cognito-idp.json', { with: { type: 'json' } }),
  dynamodbstreams: () => import('../models/dynamodbstreams.json', { with: { type: 'json' } }),
  iam: () => import('../models/iam.json', { with: { type: 'json' } }),
  lambda: () => import('../models/lambda.json', { with: { type: 'json' } }),
  logs: () => import('../models/logs.json', { with: { type: 'json' } }),
  secretsmanager: () => import('../models/secretsmanager.json', { with: { type: 'json' } }),
  sns: () => import('../models/sns.json', { with: { type: 'json' } }),
  ssm: () => import('../models/ssm.json', { with: { type: 'json' } }),
  sts: () => import('../models/sts.json', { with: { type: 'json' } }),
  tag: () => import('../models/tag.json', { with: { type: 'json' } }),
};

const tables = new Map<string, Promise<Table>>();

/**
 * `constraintError` is the code of the service's error for a broken constraint. Rejects for a service or an operation
 * that has no table.
 */
export async function requestModel(service: string, operation: string, constraintError: string): Promise<RequestModel> {
  const table = tables.get(service) ?? load(service);
  tables.set(service, table);
  const { operations, shapes } = await table;
  const input = operations[operation];
  if (input === undefined) throw new Error(`local/models/${service}.json has no ${operation}: run npm run models.`);
  return { input, shapes, constraintError };
}

async function load(service: string): Promise<Table> {
  const table = TABLES[service];
  if (table === undefined) throw new Error(`There is no model of ${service} in local/models.`);
  // The patterns of the tables run on RE2, because some of AWS's would explode.
  const [loaded] = await Promise.all([table(), loadRe2()]);
  return loaded.default as Table;
}
