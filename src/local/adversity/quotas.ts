/**
 * The call rates that AWS publishes for its control planes (docs/aws/quotas.md), as data. AWS publishes few burst
 * limits. Without one, a bucket holds the calls of one second, and at least one call.
 */
import type { HttpRequest } from '../cloud/operation.ts';

export interface Quota {
  /** The name of the bucket, unique in its service. */
  readonly name: string;
  /** The service that the bucket belongs to, if several services take tokens from it. */
  readonly service?: string;
  /** Names of operations; `*` at the end stands for any ending. Absent: all operations of the service. */
  readonly operations?: readonly string[];
  readonly except?: readonly string[];
  /** Further restricts the quota to certain requests. */
  readonly applies?: (http: HttpRequest) => boolean;
  readonly perSecond: number;
  readonly burst: number;
  readonly source: string;
}

const PUBLISHED = 'docs/aws/quotas.md';

function rate(perSecond: number, ...operations: string[]): Quota {
  return { name: operations.join(), operations, perSecond, burst: Math.max(1, perSecond), source: PUBLISHED };
}

/** Creates one bucket for each operation. */
const each = (perSecond: number, ...operations: string[]): Quota[] =>
  operations.map((operation) => rate(perSecond, operation));

/** CreateRestApi has its endpoint types in the body, an import has them in the query; both default to EDGE. */
function isEdge(http: HttpRequest): boolean {
  const imported = http.query.get('endpointConfigurationTypes');
  if (http.query.get('mode') === 'import') return (imported ?? 'EDGE') === 'EDGE';
  const { types = ['EDGE'] } = endpointOf(http.body.toString('utf8'));
  return types.includes('EDGE');
}

function endpointOf(body: string): { types?: string[] } {
  try {
    return (JSON.parse(body) as { endpointConfiguration?: { types?: string[] } } | null)?.endpointConfiguration ?? {};
  } catch {
    // The operation itself reports what is wrong with the body.
    return {};
  }
}

const CREATE_API = ['CreateRestApi', 'ImportRestApi'];

/** Both versions of the control plane share it. */
const ALL_OF_API_GATEWAY: Quota = { name: 'all', service: 'apigateway', perSecond: 10, burst: 40, source: PUBLISHED };

const API_GATEWAY: readonly Quota[] = [
  ALL_OF_API_GATEWAY,
  { ...rate(1 / 3, ...CREATE_API), name: 'create regional API', applies: (http) => !isEdge(http) },
  { ...rate(1 / 30, ...CREATE_API), name: 'create edge API', applies: isEdge },
  ...each(1 / 30, 'DeleteRestApi'),
  ...each(1, 'PutRestApi'),
  ...each(1 / 5, 'CreateDeployment'),
  ...each(5, 'CreateResource', 'DeleteResource', 'CreateApiKey', 'DeleteApiKey'),
  { ...rate(2.5, 'GetResources'), burst: 5 },
  ...each(1 / 20, 'UpdateUsagePlan', 'UpdateAccount'),
  ...each(1 / 30, 'CreateDomainName', 'UpdateDomainName', 'DeleteDomainName'),
];

const OUTSIDE_THE_SHARED_BUCKET = ['GetFunction', 'GetPolicy', 'Invoke'];
const LAMBDA: readonly Quota[] = [
  { name: 'all', except: OUTSIDE_THE_SHARED_BUCKET, perSecond: 15, burst: 15, source: PUBLISHED },
  ...each(100, 'GetFunction'),
  ...each(15, 'GetPolicy'),
];

const CLOUDWATCH: readonly Quota[] = [
  ...each(3, 'PutMetricAlarm', 'PutCompositeAlarm', 'DeleteAlarms', 'SetAlarmState'),
  ...each(3, 'EnableAlarmActions', 'DisableAlarmActions'),
  ...each(9, 'DescribeAlarms'),
  ...each(10, 'PutDashboard', 'GetDashboard', 'ListDashboards', 'DeleteDashboards', 'ListTagsForResource'),
  ...each(20, 'TagResource'),
  ...each(25, 'ListMetrics'),
  ...each(400, 'GetMetricStatistics'),
  ...each(500, 'GetMetricData', 'PutMetricData'),
];

/** The rates of FilterLogEvents and GetLogEvents differ in some regions; these apply in most. */
const LOGS: readonly Quota[] = [
  ...each(10, 'CreateLogGroup', 'DeleteLogGroup', 'DescribeLogGroups', 'FilterLogEvents'),
  ...each(10, 'StartQuery', 'GetQueryResults'),
  ...each(25, 'DescribeLogStreams', 'GetLogEvents'),
  ...each(50, 'CreateLogStream'),
  ...each(5000, 'PutLogEvents'),
  ...each(5, 'PutRetentionPolicy', 'TagResource', 'PutMetricFilter', 'StartLiveTail'),
];

const GUESSED = 'assumed: unpublished; users report throttling at a few calls a second (docs/aws/quotas.md)';
const IAM: readonly Quota[] = [
  { name: 'reads', operations: ['Get*', 'List*'], perSecond: 10, burst: 20, source: GUESSED },
  { name: 'writes', except: ['Get*', 'List*'], perSecond: 3, burst: 15, source: GUESSED },
];

/** The operations of one category share a bucket (Cognito Developer Guide, "Quotas"). */
const COGNITO: readonly Quota[] = (
  [
    ['UserPoolRead', 15, 'DescribeUserPool', 'ListUserPools', 'GetUserPoolMfaConfig'],
    ['UserPoolUpdate', 15, 'CreateUserPool', 'UpdateUserPool', 'DeleteUserPool', 'AddCustomAttributes'],
    ['UserPoolClientRead', 15, 'DescribeUserPoolClient', 'ListUserPoolClients'],
    ['UserPoolClientUpdate', 15, 'CreateUserPoolClient', 'UpdateUserPoolClient', 'DeleteUserPoolClient'],
    ['UserCreation', 50, 'SignUp', 'AdminCreateUser', 'AdminConfirmSignUp'],
    [
      'UserAuthentication',
      120,
      'InitiateAuth',
      'AdminInitiateAuth',
      'RespondToAuthChallenge',
      'AdminRespondToAuthChallenge',
    ],
  ] as const
).map(([name, perSecond, ...operations]) => ({
  name,
  operations,
  perSecond,
  burst: perSecond,
  source: 'Cognito Developer Guide, Quotas',
}));

/** ACM User Guide, "Quotas". */
const ACM: readonly Quota[] = [
  ...each(5, 'RequestCertificate', 'AddTagsToCertificate', 'RemoveTagsFromCertificate'),
  ...each(8, 'ListCertificates'),
  ...each(10, 'DescribeCertificate', 'DeleteCertificate', 'ListTagsForCertificate'),
].map((quota) => ({ ...quota, source: 'ACM User Guide, Quotas' }));

/** Quotas by service ID. AWS publishes no rate for the operations that are not listed. */
export const QUOTAS: Readonly<Record<string, readonly Quota[]>> = {
  apigateway: API_GATEWAY,
  apigatewayv2: [ALL_OF_API_GATEWAY],
  lambda: LAMBDA,
  cloudwatch: CLOUDWATCH,
  logs: LOGS,
  iam: IAM,
  'cognito-idp': COGNITO,
  acm: ACM,
  route53: [{ name: 'all', perSecond: 5, burst: 5, source: 'Route 53 Developer Guide, Quotas' }],
};
