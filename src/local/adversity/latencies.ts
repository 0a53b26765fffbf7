/**
 * The latency of control-plane calls, in milliseconds at factor 1. AWS publishes no figures. All of these are assumed;
 * they have the order of magnitude that a client on the same continent sees. The name of an operation tells whether it
 * reads or writes.
 */

interface ServiceLatency {
  readonly read: number;
  readonly write: number;
  readonly operations?: Readonly<Record<string, number>>;
}

/** Latencies by service ID. */
export const LATENCIES: Readonly<Record<string, ServiceLatency>> = {
  apigateway: {
    read: 60,
    write: 150,
    operations: {
      PutRestApi: 1200,
      ImportRestApi: 1200,
      CreateRestApi: 300,
      CreateDeployment: 400,
      DeleteRestApi: 400,
    },
  },
  apigatewayv2: { read: 60, write: 150, operations: { ImportApi: 1200, ReimportApi: 1200, CreateApi: 300 } },
  lambda: {
    read: 50,
    write: 150,
    operations: { CreateFunction: 900, UpdateFunctionCode: 700, UpdateFunctionConfiguration: 300, PublishVersion: 400 },
  },
  iam: { read: 80, write: 150 },
  sts: { read: 60, write: 60 },
  dynamodb: {
    read: 30,
    write: 80,
    operations: Object.fromEntries(
      ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan', 'TransactWriteItems', 'TransactGetItems']
        .concat(['BatchGetItem', 'BatchWriteItem'])
        .map((name) => [name, 5]),
    ),
  },
  dynamodbstreams: { read: 20, write: 20 },
  logs: { read: 50, write: 60 },
  cloudwatch: { read: 50, write: 80 },
  ssm: { read: 40, write: 60 },
  secretsmanager: { read: 30, write: 60 },
  s3: { read: 30, write: 60 },
  kms: { read: 30, write: 40 },
  sns: { read: 30, write: 50 },
  sqs: { read: 10, write: 15 },
  states: { read: 30, write: 60 },
  events: { read: 30, write: 50 },
  'application-autoscaling': { read: 50, write: 100 },
  budgets: { read: 100, write: 200 },
  ce: { read: 100, write: 200 },
  acm: { read: 60, write: 120 },
  ec2: { read: 60, write: 150 },
  route53: { read: 80, write: 150 },
  tag: { read: 60, write: 60 },
  wafv2: { read: 80, write: 200 },
  'cognito-idp': { read: 60, write: 120, operations: { CreateUserPool: 400 } },
};

/** A call of a function takes as long as the function itself; no latency is added. */
const UNTIMED = new Set(['Invoke', 'InvokeAsync']);
const READ = /^(Get|List|Describe|Filter|Lookup|Search|Test)/;

export function latencyOf(service: string, operation: string): number {
  const figures = LATENCIES[service];
  if (!figures || UNTIMED.has(operation)) return 0;
  return figures.operations?.[operation] ?? (READ.test(operation) ? figures.read : figures.write);
}
