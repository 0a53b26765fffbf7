/**
 * The ARNs of what one stage has, as far as they are known before it is there, and the conditions that hold its rights to
 * what is its own (docs/aws/iam.md). Pure.
 */
import type { Conditions, Right, RightsScope } from '../../engine/rights.ts';
import {
  ACCOUNT_ROLE_NAME,
  accessLogGroup,
  baseName,
  budgetName,
  dashboardName,
  executionLogGroup,
  functionLogGroup,
  inApi,
  silenceName,
} from '../../naming/names.ts';
import { APP_TAG, STAGE_TAG } from '../../naming/tags.ts';
import {
  alarmArn,
  apiGatewayArn,
  budgetArn,
  costMonitorArn,
  dashboardArn,
  functionArn,
  logGroupArn,
  muteRuleArn,
  roleArn,
  tableArn,
  topicArn,
  userPoolArn,
} from './arns.ts';

export const ownTables = (scope: RightsScope): string[] => [tableArn(scope, `${baseName(scope)}-*`)];
export const ownAlarms = (scope: RightsScope): string[] => [alarmArn(scope, `${baseName(scope)}-*`)];
export const ownMuteRules = (scope: RightsScope): string[] => [muteRuleArn(scope, silenceName(scope))];
export const ownDashboards = (scope: RightsScope): string[] => [dashboardArn(scope, dashboardName(scope))];
export const ownBudgets = (scope: RightsScope): string[] => [budgetArn(scope, budgetName(scope))];
/** AWS chooses the IDs of cost monitors and of their subscriptions. */
export const anyCostMonitor = (scope: RightsScope): string[] => [
  costMonitorArn(scope, 'monitor', '*'),
  costMonitorArn(scope, 'subscription', '*'),
];
export const ownTopics = (scope: RightsScope): string[] => [topicArn(scope, `${baseName(scope)}-*`)];
export const ownRoles = (scope: RightsScope): string[] => [roleArn(scope, `${baseName(scope)}-*`, scope.rolePath)];
/** Cognito gives the ids. */
export const anyUserPool = (scope: RightsScope): string[] => [userPoolArn(scope, '*')];
export const accountRole = (scope: RightsScope): string[] => [roleArn(scope, ACCOUNT_ROLE_NAME, scope.rolePath)];

/** The API's function with its versions, and the consumers of streams. */
export const ownFunctions = (scope: RightsScope): string[] =>
  ['', ':*', '-*'].map((end) => functionArn(scope, `${baseName(scope)}${end}`));

/**
 * A group is named with `:*` behind it by most actions, and without by those for tags. Execution logs are named after the id
 * of the API, which nobody knows beforehand.
 */
export const ownLogGroups = (scope: RightsScope): string[] =>
  [
    ...['', ':*', '-*'].map((end) => `${functionLogGroup(scope)}${end}`),
    ...['', ':*', '/*'].map((end) => `${accessLogGroup(scope)}${end}`),
    `${inApi(executionLogGroup(scope), '*')}*`,
  ].map((name) => logGroupArn(scope, name));

/** Paths of API Gateway. */
export const inApiGateway =
  (...paths: readonly string[]) =>
  (scope: RightsScope): string[] =>
    paths.map((path) => apiGatewayArn(scope, path));

/**
 * What is below an API, a usage plan or a key of the stage, changed by whichever method: of a method that API Gateway does not have
 * there nobody has anything, and one statement for all of them leaves room in a policy.
 */
export const changingOwn = (...paths: readonly string[]): Right => ({
  actions: ['apigateway:PUT', 'apigateway:POST', 'apigateway:PATCH', 'apigateway:DELETE'],
  on: inApiGateway(...paths),
  when: ifOwn,
});

/** What is changed or removed has the tags of the stage: API Gateway and Cognito give names that say nothing. */
export const ifOwn = (scope: RightsScope): Conditions => equals(tagKeys('ResourceTag', scope));

/** What is made gets them. */
export const ifMadeOwn = (scope: RightsScope): Conditions => equals(tagKeys('RequestTag', scope));

/** Allows setting the tags of the stage, but not on a resource that already has a tag of apikit. */
export const ifMadeNew = (scope: RightsScope): Conditions => ({
  ...ifMadeOwn(scope),
  Null: { [`aws:ResourceTag/${APP_TAG}`]: 'true' },
});

/** Whatever apikit has made, for whichever app. */
export const ifOfApikit = (): Conditions => ({ Null: { [`aws:ResourceTag/${APP_TAG}`]: 'false' } });

/** Roles are made and changed only with the boundary, where one is asked for. */
export const ifBounded = ({ boundary }: RightsScope): Conditions =>
  boundary === undefined ? {} : { StringEquals: { 'iam:PermissionsBoundary': boundary } };

export const equals = (keys: Readonly<Record<string, string>>): Conditions => {
  const operator = Object.values(keys).some((value) => value.includes('*')) ? 'StringLike' : 'StringEquals';
  return { [operator]: keys };
};

const tagKeys = (kind: 'ResourceTag' | 'RequestTag', { app, stage }: RightsScope) => ({
  [`aws:${kind}/${APP_TAG}`]: app,
  [`aws:${kind}/${STAGE_TAG}`]: stage,
});
