/** What the searches of this folder need to be allowed. */
import type { Right } from '../../engine/rights.ts';
import { alarmArn, functionArn, logGroupArn, roleArn, tableArn, topicArn } from '../arns/arns.ts';
import {
  anyUserPool,
  ifOfApikit,
  inApiGateway,
  ownAlarms,
  ownBudgets,
  ownDashboards,
  ownFunctions,
  ownLogGroups,
  ownMuteRules,
  ownRoles,
  ownTables,
  ownTopics,
} from '../arns/own-arns.ts';

/** What is listed whatever is searched for. */
const LISTED: readonly Right[] = [
  { actions: ['tag:GetResources', 'cognito-idp:ListUserPools', 'cloudwatch:DescribeAlarms', 'logs:DescribeLogGroups'] },
  { actions: ['dynamodb:ListTables'] },
  { actions: ['apigateway:GET'], on: inApiGateway('/restapis', '/usageplans', '/apikeys') },
];

/** What the search for one stage needs to be allowed, of what is named as its own. */
export const STAGE_SEARCH_RIGHTS: readonly Right[] = [
  ...LISTED,
  { actions: ['dynamodb:ListTagsOfResource'], on: ownTables },
  { actions: ['iam:GetRole'], on: ownRoles },
  { actions: ['sns:ListTagsForResource'], on: ownTopics },
  { actions: ['logs:ListTagsForResource'], on: ownLogGroups },
  { actions: ['lambda:ListTags'], on: ownFunctions },
  { actions: ['cloudwatch:ListTagsForResource'], on: ownAlarms },
  { actions: ['cloudwatch:GetAlarmMuteRule', 'cloudwatch:ListTagsForResource'], on: ownMuteRules },
  { actions: ['cloudwatch:GetDashboard', 'cloudwatch:ListTagsForResource'], on: ownDashboards },
  { actions: ['budgets:ListTagsForResource'], on: ownBudgets },
];

/** The same of every app and stage of the account: names and tags are all that tells of them. */
export const ACCOUNT_SEARCH_RIGHTS: readonly Right[] = [
  ...LISTED,
  { actions: ['iam:ListRoles', 'sns:ListTopics', 'lambda:ListFunctions'] },
  { actions: ['dynamodb:ListTagsOfResource'], on: (scope) => [tableArn(scope, '*')] },
  { actions: ['iam:GetRole'], on: (scope) => [roleArn(scope, '*')] },
  { actions: ['sns:ListTagsForResource'], on: (scope) => [topicArn(scope, '*')] },
  { actions: ['logs:ListTagsForResource'], on: (scope) => [logGroupArn(scope, '*')] },
  { actions: ['lambda:ListTags'], on: (scope) => [functionArn(scope, '*')] },
  { actions: ['cognito-idp:DescribeUserPool'], on: anyUserPool },
  { actions: ['cloudwatch:ListTagsForResource'], on: (scope) => [alarmArn(scope, '*')] },
  { actions: ['apigateway:GET'], on: inApiGateway('/restapis/*'), when: ifOfApikit },
];
