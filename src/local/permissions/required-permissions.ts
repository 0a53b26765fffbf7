/** The permissions that the calls of each service need, by service ID. */
import type { PermissionsOf } from '../authorization/permission.ts';
import { acmPermissions } from './services/acm.ts';
import { apigatewayPermissions } from './services/apigateway.ts';
import { apigatewayv2Permissions } from './services/apigatewayv2.ts';
import { applicationAutoscalingPermissions } from './services/application-autoscaling.ts';
import { budgetsPermissions } from './services/budgets.ts';
import { cloudwatchPermissions } from './services/cloudwatch.ts';
import { cognitoPermissions } from './services/cognito.ts';
import { costExplorerPermissions } from './services/costexplorer.ts';
import { dynamodbPermissions } from './services/dynamodb.ts';
import { dynamodbstreamsPermissions } from './services/dynamodbstreams.ts';
import { eventsPermissions } from './services/events.ts';
import { iamPermissions } from './services/iam.ts';
import { kmsPermissions } from './services/kms.ts';
import { lambdaPermissions } from './services/lambda.ts';
import { logsPermissions } from './services/logs.ts';
import { route53Permissions } from './services/route53.ts';
import { s3Permissions } from './services/s3.ts';
import { secretsmanagerPermissions } from './services/secretsmanager.ts';
import { snsPermissions } from './services/sns.ts';
import { sqsPermissions } from './services/sqs.ts';
import { ssmPermissions } from './services/ssm.ts';
import { statesPermissions } from './services/states.ts';
import { wafv2Permissions } from './services/wafv2.ts';

const SERVICES: Readonly<Record<string, PermissionsOf>> = {
  acm: acmPermissions,
  apigateway: apigatewayPermissions,
  apigatewayv2: apigatewayv2Permissions,
  'application-autoscaling': applicationAutoscalingPermissions,
  budgets: budgetsPermissions,
  ce: costExplorerPermissions,
  cloudwatch: cloudwatchPermissions,
  'cognito-idp': cognitoPermissions,
  dynamodb: dynamodbPermissions,
  dynamodbstreams: dynamodbstreamsPermissions,
  events: eventsPermissions,
  iam: iamPermissions,
  kms: kmsPermissions,
  lambda: lambdaPermissions,
  logs: logsPermissions,
  s3: s3Permissions,
  route53: route53Permissions,
  secretsmanager: secretsmanagerPermissions,
  sns: snsPermissions,
  sqs: sqsPermissions,
  ssm: ssmPermissions,
  states: statesPermissions,
  // GetCallerIdentity needs no permission. AssumeRole itself checks the trust policy of the role.
  sts: () => [],
  wafv2: wafv2Permissions,
};

/** For a service that is not listed, the action has the name of the operation and the resource is `*`. */
export function permissionsOf(service: string): PermissionsOf {
  const known = Object.hasOwn(SERVICES, service) ? SERVICES[service] : undefined;
  return known ?? ((operation) => [{ action: `${service}:${operation}`, resource: '*' }]);
}
