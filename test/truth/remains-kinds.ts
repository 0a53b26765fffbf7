/** Lists the resources of each kind that the probes create, reads their tags, and deletes them. */
import * as gateway from '@aws-sdk/client-api-gateway';
import * as http from '@aws-sdk/client-apigatewayv2';
import * as budgets from '@aws-sdk/client-budgets';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import * as costexplorer from '@aws-sdk/client-cost-explorer';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as iam from '@aws-sdk/client-iam';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as ssm from '@aws-sdk/client-ssm';
import { allPages } from '../../src/aws/api-gateway/all-pages.ts';
import { listHttpApis } from '../../src/aws/api-gateway/http-apis.ts';
import { callerIdentity } from '../../src/aws/sdk/caller-identity.ts';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { undefinedIfNotFound } from '../../src/aws/sdk/errors/sdk-error.ts';
import { PREFIX } from './marks.ts';
import { REMAINS_OF_EVENTS } from './remains-of-events.ts';
import { byName, collect, type Listed, type Removable, record, withIds } from './removable.ts';

async function costTags(clients: Clients, ResourceArn: string) {
  const client = await clients.costExplorer();
  return record((await client.send(new costexplorer.ListTagsForResourceCommand({ ResourceArn }))).ResourceTags);
}

/** In the order in which a sweep deletes them: no usage plan may have a stage of an API when the API is deleted. */
export const REMAINS = {
  ...REMAINS_OF_EVENTS,
  'usage-plan': {
    async list(clients) {
      const client = await clients.apiGateway();
      return withIds(await allPages((page) => client.send(new gateway.GetUsagePlansCommand(page))));
    },
    async tags(clients, usagePlanId) {
      return (await (await clients.apiGateway()).send(new gateway.GetUsagePlanCommand({ usagePlanId }))).tags ?? {};
    },
    async remove(clients, usagePlanId) {
      const client = await clients.apiGateway();
      const { apiStages = [] } = await client.send(new gateway.GetUsagePlanCommand({ usagePlanId }));
      const patchOperations = apiStages.map(({ apiId, stage }) => ({
        op: 'remove' as const,
        path: '/apiStages',
        value: `${apiId}:${stage}`,
      }));
      if (patchOperations.length > 0) {
        await client.send(new gateway.UpdateUsagePlanCommand({ usagePlanId, patchOperations }));
      }
      await client.send(new gateway.DeleteUsagePlanCommand({ usagePlanId }));
    },
  },
  'rest-api': {
    async list(clients) {
      const client = await clients.apiGateway();
      return withIds(await allPages((page) => client.send(new gateway.GetRestApisCommand(page))));
    },
    async tags(clients, restApiId) {
      return (await (await clients.apiGateway()).send(new gateway.GetRestApiCommand({ restApiId }))).tags ?? {};
    },
    async remove(clients, restApiId) {
      await (await clients.apiGateway()).send(new gateway.DeleteRestApiCommand({ restApiId }));
      // API Gateway creates this group itself if a stage logs.
      const client = await clients.logs();
      const logGroupNamePrefix = `API-Gateway-Execution-Logs_${restApiId}/`;
      const { logGroups = [] } = await client.send(new logs.DescribeLogGroupsCommand({ logGroupNamePrefix }));
      for (const { logGroupName } of logGroups) {
        await undefinedIfNotFound(client.send(new logs.DeleteLogGroupCommand({ logGroupName })));
      }
    },
  },
  'http-api': {
    async list(clients) {
      const apis = await listHttpApis(await clients.apiGatewayV2());
      return withIds(apis.map(({ ApiId, Name }) => ({ id: ApiId, name: Name })));
    },
    async tags(clients, ApiId) {
      return (await (await clients.apiGatewayV2()).send(new http.GetApiCommand({ ApiId }))).Tags ?? {};
    },
    remove: async (clients, ApiId) => (await clients.apiGatewayV2()).send(new http.DeleteApiCommand({ ApiId })),
  },
  /** The probes put no objects into their buckets. */
  bucket: {
    async list(clients) {
      const client = await clients.s3();
      const BucketRegion = await client.config.region();
      const pages = s3.paginateListBuckets({ client }, { Prefix: PREFIX, BucketRegion });
      return byName(await collect(pages, ({ Buckets }) => Buckets?.map(({ Name }) => Name)));
    },
    async tags(clients, Bucket) {
      const tagging = (await clients.s3()).send(new s3.GetBucketTaggingCommand({ Bucket }));
      return record((await undefinedIfNotFound(tagging, 'NoSuchTagSet'))?.TagSet);
    },
    async remove(clients, Bucket) {
      const client = await clients.s3();
      return undefinedIfNotFound(client.send(new s3.DeleteBucketCommand({ Bucket })), 'NoSuchBucket');
    },
  },
  'api-key': {
    async list(clients) {
      const client = await clients.apiGateway();
      return withIds(await allPages((page) => client.send(new gateway.GetApiKeysCommand(page))));
    },
    async tags(clients, apiKey) {
      return (await (await clients.apiGateway()).send(new gateway.GetApiKeyCommand({ apiKey }))).tags ?? {};
    },
    remove: async (clients, apiKey) => (await clients.apiGateway()).send(new gateway.DeleteApiKeyCommand({ apiKey })),
  },
  function: {
    async list(clients) {
      const pages = lambda.paginateListFunctions({ client: await clients.lambda() }, {});
      return byName(await collect(pages, ({ Functions }) => Functions?.map(({ FunctionName }) => FunctionName)));
    },
    async tags(clients, FunctionName) {
      return (await (await clients.lambda()).send(new lambda.GetFunctionCommand({ FunctionName }))).Tags ?? {};
    },
    remove: async (clients, FunctionName) =>
      (await clients.lambda()).send(new lambda.DeleteFunctionCommand({ FunctionName })),
  },
  role: {
    async list(clients) {
      const pages = iam.paginateListRoles({ client: await clients.iam() }, {});
      return byName(await collect(pages, ({ Roles }) => Roles?.map(({ RoleName }) => RoleName)));
    },
    async tags(clients, RoleName) {
      return record((await (await clients.iam()).send(new iam.ListRoleTagsCommand({ RoleName }))).Tags);
    },
    async remove(clients, RoleName) {
      const client = await clients.iam();
      const { PolicyNames = [] } = await client.send(new iam.ListRolePoliciesCommand({ RoleName }));
      for (const PolicyName of PolicyNames) {
        await client.send(new iam.DeleteRolePolicyCommand({ RoleName, PolicyName }));
      }
      await client.send(new iam.DeleteRoleCommand({ RoleName }));
    },
  },
  table: {
    async list(clients) {
      const pages = dynamodb.paginateListTables(
        { client: await clients.dynamodb() },
        { ExclusiveStartTableName: PREFIX },
      );
      return byName(await collect(pages, ({ TableNames }) => TableNames));
    },
    async tags(clients, TableName) {
      const client = await clients.dynamodb();
      const { Table } = await client.send(new dynamodb.DescribeTableCommand({ TableName }));
      if (Table?.TableStatus === 'DELETING') return undefined;
      const ResourceArn = Table?.TableArn;
      return record((await client.send(new dynamodb.ListTagsOfResourceCommand({ ResourceArn }))).Tags);
    },
    async remove(clients, TableName) {
      const client = await clients.dynamodb();
      await dynamodb.waitUntilTableExists({ client, maxWaitTime: 180, minDelay: 1 }, { TableName });
      await client.send(new dynamodb.DeleteTableCommand({ TableName }));
      // Until then it is listed without its tags.
      await dynamodb.waitUntilTableNotExists({ client, minDelay: 1, maxWaitTime: 300 }, { TableName });
    },
  },
  'log-group': {
    async list(clients) {
      const client = await clients.logs();
      const found: Listed[] = [];
      for (const logGroupNamePrefix of [PREFIX, `/aws/lambda/${PREFIX}`, '/parity/']) {
        const pages = logs.paginateDescribeLogGroups({ client }, { logGroupNamePrefix });
        found.push(...byName(await collect(pages, ({ logGroups }) => logGroups?.map((group) => group.logGroupName))));
      }
      return found;
    },
    async tags(clients, logGroupName) {
      return (await (await clients.logs()).send(new logs.ListTagsLogGroupCommand({ logGroupName }))).tags ?? {};
    },
    remove: async (clients, logGroupName) =>
      (await clients.logs()).send(new logs.DeleteLogGroupCommand({ logGroupName })),
  },
  dashboard: {
    async list(clients) {
      const pages = cloudwatch.paginateListDashboards(
        { client: await clients.cloudwatch() },
        { DashboardNamePrefix: PREFIX },
      );
      return byName(
        await collect(pages, ({ DashboardEntries }) => DashboardEntries?.map(({ DashboardName }) => DashboardName)),
      );
    },
    async tags(clients, name) {
      const client = await clients.cloudwatch();
      const { DashboardArn } = await client.send(new cloudwatch.GetDashboardCommand({ DashboardName: name }));
      const { Tags } = await client.send(new cloudwatch.ListTagsForResourceCommand({ ResourceARN: DashboardArn }));
      return record(Tags);
    },
    remove: async (clients, name) =>
      (await clients.cloudwatch()).send(new cloudwatch.DeleteDashboardsCommand({ DashboardNames: [name] })),
  },
  /** The ID is the ARN, since every call names the account. */
  budget: {
    async list(clients) {
      const { account } = await callerIdentity(clients);
      const pages = budgets.paginateDescribeBudgets({ client: await clients.budgets() }, { AccountId: account });
      const names = await collect(pages, ({ Budgets }) => Budgets?.map(({ BudgetName = '' }) => BudgetName));
      return names.map((name) => ({ id: `arn:aws:budgets::${account}:budget/${name}`, name }));
    },
    async tags(clients, ResourceARN) {
      const client = await clients.budgets();
      return record((await client.send(new budgets.ListTagsForResourceCommand({ ResourceARN }))).ResourceTags);
    },
    async remove(clients, arn) {
      const [, AccountId, BudgetName] = /::(\d+):budget\/(.+)$/.exec(arn) ?? [];
      return (await clients.budgets()).send(new budgets.DeleteBudgetCommand({ AccountId, BudgetName }));
    },
  },
  'cost-subscription': {
    async list(clients) {
      const client = await clients.costExplorer();
      const pages = costexplorer.paginateGetAnomalySubscriptions({ client }, {});
      const found = await collect(pages, ({ AnomalySubscriptions }) => AnomalySubscriptions);
      return withIds(found.map((one) => ({ id: one.SubscriptionArn, name: one.SubscriptionName })));
    },
    tags: costTags,
    async remove(clients, SubscriptionArn) {
      const client = await clients.costExplorer();
      await client.send(new costexplorer.DeleteAnomalySubscriptionCommand({ SubscriptionArn }));
    },
  },
  'cost-monitor': {
    async list(clients) {
      const client = await clients.costExplorer();
      const pages = costexplorer.paginateGetAnomalyMonitors({ client }, {});
      const found = await collect(pages, ({ AnomalyMonitors }) => AnomalyMonitors);
      return withIds(found.map((one) => ({ id: one.MonitorArn, name: one.MonitorName })));
    },
    tags: costTags,
    async remove(clients, MonitorArn) {
      const client = await clients.costExplorer();
      await client.send(new costexplorer.DeleteAnomalyMonitorCommand({ MonitorArn }));
    },
  },
  'user-pool': {
    async list(clients) {
      const pages = cognito.paginateListUserPools({ client: await clients.cognito() }, { MaxResults: 60 });
      const pools = await collect(pages, ({ UserPools }) => UserPools);
      return withIds(pools.map(({ Id, Name }) => ({ id: Id, name: Name })));
    },
    async tags(clients, UserPoolId) {
      const client = await clients.cognito();
      return (await client.send(new cognito.DescribeUserPoolCommand({ UserPoolId }))).UserPool?.UserPoolTags ?? {};
    },
    remove: async (clients, UserPoolId) =>
      (await clients.cognito()).send(new cognito.DeleteUserPoolCommand({ UserPoolId })),
  },
  parameter: {
    async list(clients) {
      const ParameterFilters = [{ Key: 'Name', Option: 'BeginsWith', Values: [PREFIX] }];
      const pages = ssm.paginateDescribeParameters({ client: await clients.ssm() }, { ParameterFilters });
      return byName(await collect(pages, ({ Parameters }) => Parameters?.map(({ Name }) => Name)));
    },
    async tags(clients, ResourceId) {
      const listing = new ssm.ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId });
      return record((await (await clients.ssm()).send(listing)).TagList);
    },
    remove: async (clients, Name) => (await clients.ssm()).send(new ssm.DeleteParameterCommand({ Name })),
  },
} satisfies Record<string, Removable>;

export type RemainsKind = keyof typeof REMAINS;
