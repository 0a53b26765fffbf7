/** The ARNs of resources that have names. Pure. */
import type { TargetFacts } from '../sdk/target-facts.ts';

type Place = Pick<TargetFacts, 'partition' | 'region' | 'account'>;

const regional = ({ partition, region, account }: Place, service: string, rest: string) =>
  `arn:${partition}:${service}:${region}:${account}:${rest}`;

export const alarmArn = (place: Place, name: string) => regional(place, 'cloudwatch', `alarm:${name}`);
export const muteRuleArn = (place: Place, name: string) => regional(place, 'cloudwatch', `alarm-mute-rule:${name}`);
/** Belongs to the whole account. */
export const dashboardArn = ({ partition, account }: Place, name: string) =>
  `arn:${partition}:cloudwatch::${account}:dashboard/${name}`;
/** Belongs to the whole account. */
export const budgetArn = ({ partition, account }: Place, name: string) =>
  `arn:${partition}:budgets::${account}:budget/${name}`;
/** Cost monitors and their subscriptions belong to the whole account. */
export const costMonitorArn = ({ partition, account }: Place, kind: 'monitor' | 'subscription', id: string) =>
  `arn:${partition}:ce::${account}:anomaly${kind}/${id}`;
export const functionArn = (place: Place, name: string) => regional(place, 'lambda', `function:${name}`);
export const eventSourceArn = (place: Place, id: string) => regional(place, 'lambda', `event-source-mapping:${id}`);
export const logGroupArn = (place: Place, name: string) => regional(place, 'logs', `log-group:${name}`);
export const tableArn = (place: Place, name: string) => regional(place, 'dynamodb', `table/${name}`);
/** A hierarchical name begins with a slash, which is the one after `parameter`. */
export const parameterArn = (place: Place, name: string) =>
  regional(place, 'ssm', `parameter/${name.replace(/^\//, '')}`);

/** Secrets Manager adds a hyphen and six characters to the name. */
export const secretArn = (place: Place, name: string) => regional(place, 'secretsmanager', `secret:${name}-??????`);

export const userPoolArn = (place: Place, id: string) => regional(place, 'cognito-idp', `userpool/${id}`);
export const topicArn = (place: Place, name: string) => regional(place, 'sns', name);

/** `path` begins and ends with a slash. */
export const roleArn = ({ partition, account }: Place, name: string, path = '/') =>
  `arn:${partition}:iam::${account}:role${path}${name}`;

/** The ARN of an API Gateway resource such as `/restapis/{id}`. These ARNs have no account (docs/aws/iam.md). */
export const apiGatewayArn = ({ partition, region }: Place, path: string) =>
  `arn:${partition}:apigateway:${region}::${path}`;

/** All stages, methods and paths of one API, as the source of an invoke permission (docs/aws/lambda.md). */
export const executeApiArn = (place: Place, api: string) => regional(place, 'execute-api', `${api}/*/*`);
