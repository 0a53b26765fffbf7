/**
 * The ARNs of a stage's resources, as far as they are known before the resources exist, and the conditions that limit
 * permissions to them (docs/aws/iam.md). Pure.
 */
import type { Conditions, Right, RightsScope } from '../../engine/rights.ts';
import {
  alarmArn,
  apiGatewayArn,
  bucketArn,
  budgetArn,
  certificateArn,
  costMonitorArn,
  dashboardArn,
  eventBusArn,
  eventRuleArn,
  functionArn,
  hostedZoneArn,
  layerArn,
  logGroupArn,
  muteRuleArn,
  queueArn,
  roleArn,
  stateMachineArn,
  tableArn,
  topicArn,
  userPoolArn,
  wafArn,
} from '../../naming/arns.ts';
import {
  ACCOUNT_ROLE_NAME,
  accessLogGroup,
  baseName,
  bucketName,
  budgetName,
  dashboardName,
  executionLogGroup,
  functionLogGroup,
  inApi,
  silenceName,
  webAclName,
} from '../../naming/names.ts';
import { EDGE_REGION } from '../../naming/regions.ts';
import { APP_TAG, DOMAIN_TAG, STAGE_TAG } from '../../naming/tags.ts';

export const ownTables = (scope: RightsScope): string[] => [tableArn(scope, `${baseName(scope)}-*`)];
/** The tables of the stage, and the table of this name, which may be one that the stage took over. */
export const ownTable = (scope: RightsScope, name: string): string[] =>
  name.startsWith(`${baseName(scope)}-`) ? ownTables(scope) : [...ownTables(scope), tableArn(scope, name)];
export const ownAlarms = (scope: RightsScope): string[] => [alarmArn(scope, `${baseName(scope)}-*`)];
export const ownMuteRules = (scope: RightsScope): string[] => [muteRuleArn(scope, silenceName(scope))];
export const ownDashboards = (scope: RightsScope): string[] => [dashboardArn(scope, dashboardName(scope))];
export const ownBudgets = (scope: RightsScope): string[] => [budgetArn(scope, budgetName(scope))];
/** AWS chooses the IDs of cost monitors and of their subscriptions. */
export const anyCostMonitor = (scope: RightsScope): string[] => [
  costMonitorArn(scope, 'monitor', '*'),
  costMonitorArn(scope, 'subscription', '*'),
];
export const ownWebAcls = (scope: RightsScope): string[] => [wafArn(scope, 'webacl', webAclName(scope))];
export const anyWebAcl = (scope: RightsScope): string[] => [wafArn(scope, 'webacl', '*')];
export const ownIpSets = (scope: RightsScope): string[] => [wafArn(scope, 'ipset', `${baseName(scope)}-*`)];
export const anyIpSet = (scope: RightsScope): string[] => [wafArn(scope, 'ipset', '*')];
export const managedRuleSets = (scope: RightsScope): string[] => [wafArn(scope, 'managedruleset', '*')];
export const ownQueues = (scope: RightsScope): string[] => [queueArn(scope, `${baseName(scope)}-*`)];
export const ownStateMachines = (scope: RightsScope): string[] => [stateMachineArn(scope, `${baseName(scope)}-*`)];
export const ownBuckets = (scope: RightsScope): string[] => [bucketArn(scope, bucketName(scope, '*', scope.account))];
export const objectsInOwnBuckets = (scope: RightsScope): string[] => ownBuckets(scope).map((arn) => `${arn}/*`);
export const anyBucket = (scope: RightsScope): string[] => [bucketArn(scope, `*-${scope.account}-${scope.region}-an`)];
export const ownTopics = (scope: RightsScope): string[] => [topicArn(scope, `${baseName(scope)}-*`)];
export const ownEventBuses = (scope: RightsScope): string[] => [eventBusArn(scope, `${baseName(scope)}-*`)];
/** Rules of the default bus, and of the buses of the stage. */
export const ownEventRules = (scope: RightsScope): string[] =>
  [`default/${baseName(scope)}-*`, `${baseName(scope)}-*/${baseName(scope)}-*`].map((path) =>
    eventRuleArn(scope, path),
  );
export const ownRoles = (scope: RightsScope): string[] => [roleArn(scope, `${baseName(scope)}-*`, scope.rolePath)];
/** Cognito chooses the IDs. */
export const anyUserPool = (scope: RightsScope): string[] => [userPoolArn(scope, '*')];
export const accountRole = (scope: RightsScope): string[] => [roleArn(scope, ACCOUNT_ROLE_NAME, scope.rolePath)];

/** The API's function with its versions, and the consumers of streams. */
export const ownFunctions = (scope: RightsScope): string[] =>
  ['', ':*', '-*'].map((end) => functionArn(scope, `${baseName(scope)}${end}`));

/** The layers of the stage and their versions. */
export const ownLayers = (scope: RightsScope): string[] => [layerArn(scope, `${baseName(scope)}-*`)];

/**
 * Most actions name a log group with `:*` at the end, and those for tags name it without. The names of execution logs
 * contain the ID of the API, which nobody knows beforehand.
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
 * Changes by any method below an API, a usage plan or a key of the stage. A method that API Gateway does not have there
 * does no harm, and one statement for all of them saves room in the policy.
 */
export const changeOwn = (...paths: readonly string[]): Right => ({
  actions: ['apigateway:PUT', 'apigateway:POST', 'apigateway:PATCH', 'apigateway:DELETE'],
  on: inApiGateway(...paths),
  when: resourceTagsMatch,
});

/**
 * Requires the tags of the stage on the resource that is changed or removed, because the IDs of API Gateway and Cognito
 * say nothing about the owner.
 */
export const resourceTagsMatch = (scope: RightsScope): Conditions => equals(tagKeys('ResourceTag', scope));

/** Requires the tags of the stage on a resource that is created. */
export const requestTagsMatch = (scope: RightsScope): Conditions => equals(tagKeys('RequestTag', scope));

/** Allows setting the tags of the stage, but not on a resource that already has a tag of apikit. */
export const requestTagsMatchNew = (scope: RightsScope): Conditions => ({
  ...requestTagsMatch(scope),
  Null: { [`aws:ResourceTag/${APP_TAG}`]: 'true' },
});

/** Requires any resource of apikit, of whichever app. */
export const resourceHasAppTag = (): Conditions => ({ Null: { [`aws:ResourceTag/${APP_TAG}`]: 'false' } });

/** Allows creating a domain only with the tag that shows that apikit created it. */
export const requestHasDomainTag = (): Conditions => ({ Null: { [`aws:RequestTag/${DOMAIN_TAG}`]: 'false' } });

/** Requires a domain that apikit created, for whichever stage. */
export const resourceHasDomainTag = (): Conditions => ({ Null: { [`aws:ResourceTag/${DOMAIN_TAG}`]: 'false' } });

/**
 * AWS chooses the IDs of certificates. That of an edge-optimized domain, which only the partition `aws` has, is in
 * another region.
 */
export const certificateArns = (scope: RightsScope): string[] => {
  const isElsewhere = scope.partition === 'aws' && scope.region !== EDGE_REGION;
  const regions = isElsewhere ? [scope.region, EDGE_REGION] : [scope.region];
  return regions.map((region) => certificateArn({ ...scope, region }, '*'));
};

/** AWS chooses the IDs of hosted zones. */
export const hostedZoneArns = (scope: RightsScope): string[] => [hostedZoneArn(scope, '*')];

/** Requires the boundary on roles that are created or changed, if the account has one. */
export const boundaryMatches = ({ boundary }: RightsScope): Conditions =>
  boundary === undefined ? {} : { StringEquals: { 'iam:PermissionsBoundary': boundary } };

export const equals = (keys: Readonly<Record<string, string>>): Conditions => {
  const operator = Object.values(keys).some((value) => value.includes('*')) ? 'StringLike' : 'StringEquals';
  return { [operator]: keys };
};

const tagKeys = (kind: 'ResourceTag' | 'RequestTag', { app, stage }: RightsScope) => ({
  [`aws:${kind}/${APP_TAG}`]: app,
  [`aws:${kind}/${STAGE_TAG}`]: stage,
});
