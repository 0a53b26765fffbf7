/**
 * What is listed without its tags, so that its name has to say that it could be ours before its tags are asked for: a call
 * each. For one stage the names are known, and nothing has to be listed but tables. Reads only.
 */
import { ListTagsForResourceCommand as ListBudgetTagsCommand } from '@aws-sdk/client-budgets';
import {
  GetAlarmMuteRuleCommand,
  GetDashboardCommand,
  ListTagsForResourceCommand as ListAlarmTagsCommand,
} from '@aws-sdk/client-cloudwatch';
import { DescribeLogGroupsCommand, ListTagsForResourceCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeUserPoolCommand, type UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import { type DynamoDBClient, ListTagsOfResourceCommand } from '@aws-sdk/client-dynamodb';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { type FunctionConfiguration, ListFunctionsCommand, ListTagsCommand } from '@aws-sdk/client-lambda';
import { ListTopicsCommand, ListTagsForResourceCommand as ListTopicTagsCommand } from '@aws-sdk/client-sns';
import * as names from '../../naming/names.ts';
import type { Tags } from '../../naming/tags.ts';
import { APP_TAG } from '../../naming/tags.ts';
import {
  alarmArn,
  budgetArn,
  dashboardArn,
  functionArn,
  logGroupArn,
  muteRuleArn,
  roleArn,
  tableArn,
  topicArn,
} from '../arns/arns.ts';
import { tableNames } from '../kinds/table/table.ts';
import { listUserPools, userPoolsNamed } from '../kinds/user-pool/user-pool-search.ts';
import { cloudwatchTags } from '../ownership/cloudwatch-tags.ts';
import { fromTagList } from '../ownership/ownership.ts';
import type { Census } from '../quotas/quota-use.ts';
import { ifThere } from '../sdk/errors/sdk-error.ts';
import type { Found, Owner, Place } from './found.ts';
import { allRoleNames } from './role-names.ts';

/** What is known of a stage beyond its name. */
export interface Traces {
  /** Ids of its APIs. */
  readonly apis: readonly string[];
  /** Further log groups that were its own. */
  readonly logGroups: readonly string[];
}

/** One kind, searched by name. */
export interface Search {
  readonly kind: Found['kind'];
  /** In the plural, for people. */
  readonly what: string;
  /** Everything in the account whose name could be one of ours. */
  all(): Promise<string[]>;
  /** What could be the stage's. */
  ofStage(owner: Owner, traces: Traces): Promise<string[]> | string[];
  /** The name in an ARN of this kind. */
  ofArn(arn: string): Promise<string | undefined> | string | undefined;
  /** `undefined`: there is no such thing. */
  tags(name: string): Promise<Tags | undefined>;
  arn(name: string): string;
}

/** `census` is told how many there are of all. */
export function searches(place: Place, census: Census = {}): Search[] {
  return [
    tables(place, census),
    roles(place, census),
    topics(place),
    logGroups(place),
    functions(place),
    userPools(place),
    alarmsByTags(place),
    muteRules(place),
    dashboards(place),
    ...(place.target.partition === 'aws' ? [budgets(place)] : []),
  ];
}

function tables({ clients, target }: Place, census: Census): Search {
  const arn = (name: string) => tableArn(target, name);
  const all = async () => {
    const names = await tableNames(await clients.dynamodb());
    census.tables = names.length;
    return names;
  };
  return {
    kind: 'table',
    what: 'tables',
    ofArn: (arn) => /:dynamodb:[^:]*:\d*:table\/([^/]+)$/.exec(arn)?.[1],
    // `<app>-<stage>-<table>`
    all: async () => (await all()).filter((name) => name.split('-').length >= 3),
    ofStage: async (owner) => (await all()).filter((name) => name.startsWith(`${names.baseName(owner)}-`)),
    async tags(name) {
      return await ifThere(tagsOfTable(await clients.dynamodb(), arn(name)));
    },
    arn,
  };
}

function roles({ clients, target }: Place, census: Census): Search {
  // A role may have a path, which its name does not tell.
  const arns = new Map<string, string>();
  return {
    kind: 'role',
    what: 'roles',
    ofArn: () => undefined,
    async all() {
      const found = await allRoleNames(await clients.iam());
      census.roles = found.length;
      // Roles are of the whole account; those of other regions are none of this one's business.
      return found.filter((name) => /.-./.test(name) && name.endsWith(`-${target.region}`));
    },
    ofStage: (owner) => [names.roleName({ ...owner, region: target.region })],
    async tags(RoleName) {
      const client = await clients.iam();
      const found = await ifThere(client.send(new GetRoleCommand({ RoleName })));
      if (found?.Role?.Arn) arns.set(RoleName, found.Role.Arn);
      return found && fromTagList(found.Role?.Tags);
    },
    arn: (name) => arns.get(name) ?? roleArn(target, name),
  };
}

function topics({ clients, target }: Place): Search {
  const arn = (name: string) => topicArn(target, name);
  return {
    kind: 'topic',
    what: 'topics',
    ofArn: (arn) => /:sns:[^:]*:\d*:([^:]+)$/.exec(arn)?.[1],
    async all() {
      const client = await clients.sns();
      const found: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await client.send(new ListTopicsCommand({ NextToken }));
        found.push(...(page.Topics ?? []).map(({ TopicArn = '' }) => TopicArn.slice(TopicArn.lastIndexOf(':') + 1)));
        NextToken = page.NextToken;
      } while (NextToken);
      return found.filter((name) => /.-.+-alarms$/.test(name));
    },
    ofStage: (owner) => [names.topicName(owner)],
    async tags(name) {
      const client = await clients.sns();
      const found = await ifThere(client.send(new ListTopicTagsCommand({ ResourceArn: arn(name) })));
      return found && fromTagList(found.Tags);
    },
    arn,
  };
}

function logGroups({ clients, target }: Place): Search {
  const arn = (name: string) => logGroupArn(target, name);
  return {
    kind: 'log-group',
    what: 'log groups',
    ofArn: (arn) => /:logs:[^:]*:\d*:log-group:([^:]+)(:\*)?$/.exec(arn)?.[1],
    async all() {
      const client = await clients.logs();
      const found: string[] = [];
      for (const logGroupNamePrefix of ['/aws/lambda/', '/aws/apigateway/']) {
        let nextToken: string | undefined;
        do {
          const page = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix, nextToken }));
          // Ours have a retention from the beginning, which those that Lambda makes by itself have not.
          const ours = (page.logGroups ?? []).filter(({ retentionInDays }) => retentionInDays !== undefined);
          found.push(...ours.map(({ logGroupName = '' }) => logGroupName));
          nextToken = page.nextToken;
        } while (nextToken);
      }
      return found.filter((name) => name.slice(name.lastIndexOf('/')).includes('-'));
    },
    ofStage(owner, { apis, logGroups }) {
      const execution = apis.map((api) => names.inApi(names.executionLogGroup(owner), api));
      const ofApi = [names.accessLogGroup(owner), ...execution];
      return [names.functionLogGroup(owner), ...ofApi, ...ofApi.map(names.canaryLogGroup), ...logGroups];
    },
    async tags(name) {
      const client = await clients.logs();
      const found = await ifThere(client.send(new ListTagsForResourceCommand({ resourceArn: arn(name) })));
      if (found === undefined || Object.keys(found.tags ?? {}).length > 0) return found?.tags;
      // Emulators (moto, LocalStack) answer for a group that is not there, too, and then without tags.
      const { logGroups } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
      return logGroups?.some(({ logGroupName }) => logGroupName === name) ? {} : undefined;
    },
    arn,
  };
}

function functions({ clients, target }: Place): Search {
  return {
    kind: 'function',
    what: 'functions',
    ofArn: (arn) => /:lambda:[^:]*:\d*:function:([^:]+)$/.exec(arn)?.[1],
    all: async () => (await ourFunctions({ clients, target })).map(({ FunctionName = '' }) => FunctionName),
    ofStage: (owner) => [names.functionName(owner)],
    async tags(FunctionName) {
      const client = await clients.lambda();
      // GetFunction has them, too, and with them an address of the code, which is nobody's who only looks.
      const found = await ifThere(client.send(new ListTagsCommand({ Resource: functionArn(target, FunctionName) })));
      return found && (found.Tags ?? {});
    },
    arn: (name) => functionArn(target, name),
  };
}

/** A pool's ARN has its id, which only the listing tells. */
function userPools({ clients }: Place): Search {
  const found = new Map<string, UserPoolType>();
  const all = async () => {
    const pools = await listUserPools(await clients.cognito());
    return [...new Set(pools.map(({ Name = '' }) => Name))];
  };
  return {
    kind: 'user-pool',
    what: 'user pools',
    async ofArn(arn) {
      const UserPoolId = /:cognito-idp:[^:]*:\d*:userpool\/(.+)$/.exec(arn)?.[1];
      if (UserPoolId === undefined) return undefined;
      const client = await clients.cognito();
      return (await ifThere(client.send(new DescribeUserPoolCommand({ UserPoolId }))))?.UserPool?.Name;
    },
    // `<app>-<stage>-<pool>`
    all: async () => (await all()).filter((name) => name.split('-').length >= 3),
    ofStage: async (owner) => (await all()).filter((name) => name.startsWith(`${names.baseName(owner)}-`)),
    async tags(name) {
      const pools = await userPoolsNamed(await clients.cognito(), name);
      const ours = pools.find(({ UserPoolTags }) => UserPoolTags?.[APP_TAG] !== undefined);
      if (!ours) return undefined;
      found.set(name, ours);
      return ours.UserPoolTags;
    },
    arn: (name) => found.get(name)?.Arn ?? name,
  };
}

/** Alarms with other names than ours; those with our names are listed together with their marks (`tagged.ts`). */
function alarmsByTags({ clients, target }: Place): Search {
  const arn = (name: string) => alarmArn(target, name);
  return {
    kind: 'alarm',
    what: 'alarms with other names',
    all: async () => [],
    ofStage: () => [],
    ofArn: (found) => /:cloudwatch:[^:]*:\d*:alarm:(.+)$/.exec(found)?.[1],
    async tags(name) {
      const client = await clients.cloudwatch();
      const found = await ifThere(client.send(new ListAlarmTagsCommand({ ResourceARN: arn(name) })));
      return found && fromTagList(found.Tags);
    },
    arn,
  };
}

/** At most one of a stage, by its name; those of others that are left over have tags, which the search by tags finds. */
function muteRules({ clients, target }: Place): Search {
  const arn = (name: string) => muteRuleArn(target, name);
  return {
    kind: 'mute-rule',
    what: 'mute rules of alarms',
    all: async () => [],
    ofStage: (owner) => [names.silenceName(owner)],
    ofArn: (found) => /:cloudwatch:[^:]*:\d*:alarm-mute-rule:(.+)$/.exec(found)?.[1],
    async tags(name) {
      const client = await clients.cloudwatch();
      const rule = await ifThere(client.send(new GetAlarmMuteRuleCommand({ AlarmMuteRuleName: name })));
      return rule && (await cloudwatchTags(client, rule.AlarmMuteRuleArn ?? arn(name)));
    },
    arn,
  };
}

/** At most one of a stage in a region, by its name. */
function dashboards({ clients, target }: Place): Search {
  const arn = (name: string) => dashboardArn(target, name);
  return {
    kind: 'dashboard',
    what: 'dashboards',
    all: async () => [],
    ofStage: (owner) => [names.dashboardName({ ...owner, region: target.region })],
    ofArn: (found) => /:cloudwatch::\d*:dashboard\/(.+)$/.exec(found)?.[1],
    async tags(name) {
      const client = await clients.cloudwatch();
      const found = await ifThere(client.send(new GetDashboardCommand({ DashboardName: name })));
      return found && (await cloudwatchTags(client, arn(name)));
    },
    arn,
  };
}

/** At most one of a stage in a region, by its name. */
function budgets({ clients, target }: Place): Search {
  const arn = (name: string) => budgetArn(target, name);
  return {
    kind: 'budget',
    what: 'budgets',
    all: async () => [],
    ofStage: (owner) => [names.budgetName({ ...owner, region: target.region })],
    ofArn: (found) => /:budgets::\d*:budget\/(.+)$/.exec(found)?.[1],
    async tags(name) {
      const client = await clients.budgets();
      const found = await ifThere(client.send(new ListBudgetTagsCommand({ ResourceARN: arn(name) })));
      return found && fromTagList(found.ResourceTags);
    },
    arn,
  };
}

/** The functions that say in their environment which app they belong to. */
export async function ourFunctions({ clients }: Place): Promise<FunctionConfiguration[]> {
  const client = await clients.lambda();
  const found: FunctionConfiguration[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.send(new ListFunctionsCommand({ Marker }));
    found.push(...(page.Functions ?? []).filter(({ Environment }) => Environment?.Variables?.APIKIT_APP !== undefined));
    Marker = page.NextMarker;
  } while (Marker);
  return found;
}

async function tagsOfTable(client: DynamoDBClient, ResourceArn: string): Promise<Tags> {
  const tags = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListTagsOfResourceCommand({ ResourceArn, NextToken }));
    tags.push(...(page.Tags ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return fromTagList(tags);
}
