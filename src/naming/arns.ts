/** The ARNs of resources that have names. Pure. */
import type { ArnScope } from './arn-scope.ts';

const regional = ({ partition, region, account }: ArnScope, service: string, rest: string) =>
  `arn:${partition}:${service}:${region}:${account}:${rest}`;

export const alarmArn = (scope: ArnScope, name: string) => regional(scope, 'cloudwatch', `alarm:${name}`);
export const muteRuleArn = (scope: ArnScope, name: string) => regional(scope, 'cloudwatch', `alarm-mute-rule:${name}`);
/** Belongs to the whole account. */
export const dashboardArn = ({ partition, account }: ArnScope, name: string) =>
  `arn:${partition}:cloudwatch::${account}:dashboard/${name}`;
/** Belongs to the whole account. */
export const budgetArn = ({ partition, account }: ArnScope, name: string) =>
  `arn:${partition}:budgets::${account}:budget/${name}`;
/** Cost monitors and their subscriptions belong to the whole account. */
export const costMonitorArn = ({ partition, account }: ArnScope, kind: 'monitor' | 'subscription', id: string) =>
  `arn:${partition}:ce::${account}:anomaly${kind}/${id}`;
export const layerArn = (scope: ArnScope, name: string) => regional(scope, 'lambda', `layer:${name}`);
export const functionArn = (scope: ArnScope, name: string) => regional(scope, 'lambda', `function:${name}`);
export const eventSourceArn = (scope: ArnScope, id: string) => regional(scope, 'lambda', `event-source-mapping:${id}`);
export const logGroupArn = (scope: ArnScope, name: string) => regional(scope, 'logs', `log-group:${name}`);
export const tableArn = (scope: ArnScope, name: string) => regional(scope, 'dynamodb', `table/${name}`);
/** A hierarchical name begins with a slash, which is the one after `parameter`. */
export const parameterArn = (scope: ArnScope, name: string) =>
  regional(scope, 'ssm', `parameter/${name.replace(/^\//, '')}`);

/** Secrets Manager adds a hyphen and six characters to the name. */
export const secretArn = (scope: ArnScope, name: string) => regional(scope, 'secretsmanager', `secret:${name}-??????`);

export const certificateArn = (scope: ArnScope, id: string) => regional(scope, 'acm', `certificate/${id}`);
/** Hosted zones have no region, and their ARNs no account. */
export const hostedZoneArn = ({ partition }: ArnScope, id: string) => `arn:${partition}:route53:::hostedzone/${id}`;
export const userPoolArn = (scope: ArnScope, id: string) => regional(scope, 'cognito-idp', `userpool/${id}`);
/** AWS chooses the ID. */
export const wafArn = (scope: ArnScope, kind: 'webacl' | 'ipset' | 'managedruleset', name: string, id = '*') =>
  regional(scope, 'wafv2', `regional/${kind}/${name}/${id}`);
export const queueArn = (scope: ArnScope, name: string) => regional(scope, 'sqs', name);
/** Buckets have names of their own in all accounts, so their ARNs have neither account nor region. */
export const bucketArn = ({ partition }: Pick<ArnScope, 'partition'>, name: string) => `arn:${partition}:s3:::${name}`;
export const stateMachineArn = (scope: ArnScope, name: string) => regional(scope, 'states', `stateMachine:${name}`);
export const topicArn = (scope: ArnScope, name: string) => regional(scope, 'sns', name);

export const eventBusArn = (scope: ArnScope, name: string) => regional(scope, 'events', `event-bus/${name}`);
/** `path` has the bus and the rule. The ARN of a rule of the default bus does not name the bus (docs/aws/events.md). */
export const eventRuleArn = (scope: ArnScope, path: string) =>
  regional(scope, 'events', `rule/${path.replace(/^default\//, '')}`);

/** `path` begins and ends with a slash. */
export const roleArn = ({ partition, account }: ArnScope, name: string, path = '/') =>
  `arn:${partition}:iam::${account}:role${path}${name}`;

/** The ARN of an API Gateway resource such as `/restapis/{id}`. These ARNs have no account (docs/aws/iam.md). */
export const apiGatewayArn = ({ partition, region }: ArnScope, path: string) =>
  `arn:${partition}:apigateway:${region}::${path}`;

/** All stages, methods and paths of one API, as the source of an invoke permission (docs/aws/lambda.md). */
export const executeApiArn = (scope: ArnScope, api: string) => regional(scope, 'execute-api', `${api}/*/*`);
