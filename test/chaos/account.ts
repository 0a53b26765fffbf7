/**
 * Everything in an account and region as one plain document. It is equal for two accounts with the same resources:
 * values that AWS chooses (ids, times, revisions) are left out or replaced by what they identify. It is read through
 * the API.
 */
import { ACMClient, ListCertificatesCommand, ListTagsForCertificateCommand } from '@aws-sdk/client-acm';
import {
  APIGatewayClient,
  GetAccountCommand,
  GetApiKeysCommand,
  GetAuthorizersCommand,
  GetBasePathMappingsCommand,
  GetDeploymentsCommand,
  GetDomainNamesCommand,
  GetGatewayResponsesCommand,
  GetModelsCommand,
  GetRequestValidatorsCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  GetStagesCommand,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
  type RestApi,
} from '@aws-sdk/client-api-gateway';
import {
  ApiGatewayV2Client,
  GetApisCommand,
  GetDeploymentsCommand as GetHttpDeploymentsCommand,
  GetStagesCommand as GetHttpStagesCommand,
  GetRoutesCommand,
} from '@aws-sdk/client-apigatewayv2';
import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  DescribeScheduledActionsCommand,
} from '@aws-sdk/client-application-auto-scaling';
import {
  BudgetsClient,
  ListTagsForResourceCommand as BudgetTagsCommand,
  DescribeBudgetCommand,
  DescribeNotificationsForBudgetCommand,
  DescribeSubscribersForNotificationCommand,
} from '@aws-sdk/client-budgets';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  ListAlarmMuteRulesCommand,
  ListDashboardsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
  ListTagsForResourceCommand as LogGroupTagsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ListGroupsCommand,
  ListResourceServersCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  CostExplorerClient,
  GetAnomalyMonitorsCommand,
  GetAnomalySubscriptionsCommand,
  ListTagsForResourceCommand as MonitorTagsCommand,
} from '@aws-sdk/client-cost-explorer';
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import {
  EventBridgeClient,
  ListTagsForResourceCommand as EventTagsCommand,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import {
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import {
  GetFunctionCommand,
  GetPolicyCommand,
  LambdaClient,
  ListAliasesCommand,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  ListFunctionUrlConfigsCommand,
  ListLayersCommand,
  ListLayerVersionsCommand,
  ListProvisionedConcurrencyConfigsCommand,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import { ListHostedZonesCommand, ListResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';
import {
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  SFNClient,
  ListTagsForResourceCommand as StateMachineTagsCommand,
} from '@aws-sdk/client-sfn';
import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  SNSClient,
  ListTagsForResourceCommand as TopicTagsCommand,
} from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, ListQueuesCommand, ListQueueTagsCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import {
  GetIPSetCommand,
  GetWebACLCommand,
  ListIPSetsCommand,
  ListWebACLsCommand,
  WAFV2Client,
  ListTagsForResourceCommand as WafTagsCommand,
} from '@aws-sdk/client-wafv2';
import { parseLockItem } from '../../src/aws/lock/lock-item.ts';
import { LOCK_TABLE } from '../../src/aws/lock/lock-table.ts';
import { undefinedIfNotFound } from '../../src/aws/sdk/errors/sdk-error.ts';

/** The resources by kind and name. It prints well, so that a difference is readable. */
export type Account = Readonly<Record<string, unknown>>;

export interface AccountReader {
  /** Reads the account as it is now. Let changes that are under way finish first, because they are visible. */
  read(): Promise<Account>;
  close(): void;
}

export function accountReader({ endpoint, now }: { endpoint: string; now(): number }): AccountReader {
  const credentials = { accessKeyId: 'snapshot', secretAccessKey: 'snapshot' };
  // Between two looks, a busy machine may take longer than the cloud keeps idle connections.
  const requestHandler = { httpAgent: { keepAlive: false } };
  const config = { region: 'eu-west-1', endpoint, credentials, requestHandler };
  const gateway = new APIGatewayClient(config);
  const httpApis = new ApiGatewayV2Client(config);
  const lambda = new LambdaClient(config);
  const autoScaling = new ApplicationAutoScalingClient(config);
  const iam = new IAMClient(config);
  const dynamodb = new DynamoDBClient(config);
  const logs = new CloudWatchLogsClient(config);
  const cloudwatch = new CloudWatchClient(config);
  const budgets = new BudgetsClient(config);
  const waf = new WAFV2Client(config);
  const costExplorer = new CostExplorerClient(config);
  const sns = new SNSClient(config);
  const sqs = new SQSClient(config);
  const states = new SFNClient(config);
  const events = new EventBridgeClient(config);
  const s3 = new S3Client(config);
  const ssm = new SSMClient(config);
  const cognito = new CognitoIdentityProviderClient(config);
  const acm = new ACMClient(config);
  const route53 = new Route53Client(config);
  return {
    async read() {
      const names: [string, string][] = [];
      const parts = await Promise.all([
        gatewayPart(gateway, names),
        functionsPart(lambda),
        layersPart(lambda, names),
        scalingPart(autoScaling),
        httpApisPart(httpApis, names),
        urlsPart(lambda),
        rolesPart(iam),
        tablesPart(dynamodb, names),
        mappingsPart(lambda),
        logGroupsPart(logs),
        alarmsPart(cloudwatch),
        budgetPart(budgets),
        firewallPart(waf, names),
        costMonitorsPart(costExplorer, names),
        topicsPart(sns),
        queuesPart(sqs),
        stateMachinesPart(states),
        eventsPart(events),
        bucketsPart(s3),
        userPoolsPart(cognito, names),
        parametersPart(ssm),
        domainsPart(gateway),
        certificatesPart(acm),
        recordsPart(route53),
        locksPart(dynamodb, now()),
      ]);
      const text = JSON.stringify(Object.assign({}, ...parts), (key, value: unknown) =>
        CHOSEN_BY_AWS.has(key) ? undefined : value,
      );
      return canonical(JSON.parse(withNames(text, names))) as Account;
    },
    close() {
      for (const client of [
        gateway,
        httpApis,
        lambda,
        autoScaling,
        iam,
        dynamodb,
        logs,
        cloudwatch,
        budgets,
        waf,
        costExplorer,
        sns,
        sqs,
        states,
        events,
        s3,
        ssm,
        cognito,
        acm,
        route53,
      ])
        client.destroy();
    },
  };
}

/** Members that say nothing about what exists. */
const CHOSEN_BY_AWS = new Set([
  ...[
    '$metadata',
    'LastUpdatedTime',
    'createdDate',
    'lastUpdatedDate',
    'LastModified',
    'RevisionId',
    'RoleId',
    'CreateDate',
  ],
  ...[
    'CreationDate',
    'EstimatedNumberOfUsers',
    'creationTime',
    'storedBytes',
    'TableId',
    'RestoreDateTime',
    'CreationDateTime',
    'LastUpdateToPayPerRequestDateTime',
  ],
  ...[
    'EarliestRestorableDateTime',
    'LatestRestorableDateTime',
    'LastModifiedDate',
    'LastUpdatedDate',
    'StateUpdatedTimestamp',
  ],
  ...['AlarmConfigurationUpdatedTimestamp', 'StateTransitionedTimestamp', 'StateReason', 'StateReasonData'],
  ...['StateValue', 'EvaluationState', 'RoleLastUsed', 'ItemCount', 'TableSizeBytes', 'rootResourceId', 'parentId'],
  ...[
    'LastProcessingResult',
    'cacheNamespace',
    'Location',
    'SubscriptionArn',
    'LastIncreaseDateTime',
    'LastDecreaseDateTime',
    'CreatedTimestamp',
    'LastModifiedTimestamp',
  ],
]);

/** Replaces ids by what they identify. */
function withNames(text: string, names: readonly [id: string, name: string][]): string {
  let named = text;
  for (const [id, name] of names) named = named.replaceAll(id, `‹${name}›`);
  // The release record of a deployment has the time of its creation. It also has what a stage served before, and since
  // when: a run that was repeated has one more entry.
  const withoutServed = named.replaceAll(/,\\"served\\":\[\[[^{}]*?\]\]/g, '');
  return withoutServed.replaceAll(/\\"time\\":\\"[^"]*\\"/g, '\\"time\\":\\"…\\"');
}

/** Sorts members by name and lists by content, because AWS promises no order. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value
      .map(canonical)
      .map((part) => [JSON.stringify(part), part] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, part]) => part);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, part]) => [name, canonical(part)]),
  );
}

async function gatewayPart(client: APIGatewayClient, names: [string, string][]): Promise<object> {
  const [account, apis, plans, keys] = await Promise.all([
    client.send(new GetAccountCommand({})),
    client.send(new GetRestApisCommand({ limit: 500 })),
    client.send(new GetUsagePlansCommand({ limit: 500 })),
    client.send(new GetApiKeysCommand({ limit: 500 })),
  ]);
  const found = await Promise.all((apis.items ?? []).map((api) => apiPart(client, api, names)));
  names.push(...(apis.items ?? []).map(({ id, name }): [string, string] => [id!, `api ${name}`]));
  names.push(...(keys.items ?? []).map(({ id, name }): [string, string] => [id!, `key ${name}`]));
  names.push(...(plans.items ?? []).map(({ id, name }): [string, string] => [id!, `plan ${name}`]));
  const members = await Promise.all(
    (plans.items ?? []).map(async ({ id, name }) => {
      const { items = [] } = await client.send(new GetUsagePlanKeysCommand({ usagePlanId: id }));
      return [name, items.map((key) => key.name)];
    }),
  );
  return { account, apis: found, plans: plans.items, keys: keys.items, members };
}

/** The names of the hosts and the certificate differ in each account. */
async function domainsPart(client: APIGatewayClient): Promise<object> {
  const { items = [] } = await client.send(new GetDomainNamesCommand({ limit: 500 }));
  const domains = items.map(async ({ domainName, domainNameStatus, securityPolicy, endpointConfiguration, tags }) => {
    const { items: mappings } = await client.send(new GetBasePathMappingsCommand({ domainName, limit: 500 }));
    return { domainName, domainNameStatus, securityPolicy, endpointConfiguration, tags, mappings };
  });
  return { domains: await Promise.all(domains) };
}

async function certificatesPart(client: ACMClient): Promise<object> {
  const { CertificateSummaryList = [] } = await client.send(new ListCertificatesCommand({}));
  const certificates = CertificateSummaryList.map(async ({ CertificateArn, DomainName, Status }) => {
    const { Tags } = await client.send(new ListTagsForCertificateCommand({ CertificateArn }));
    return { DomainName, Status, Tags };
  });
  return { certificates: await Promise.all(certificates) };
}

async function recordsPart(client: Route53Client): Promise<object> {
  const { HostedZones = [] } = await client.send(new ListHostedZonesCommand({}));
  const records = HostedZones.map(async ({ Id: HostedZoneId }) => {
    const { ResourceRecordSets = [] } = await client.send(new ListResourceRecordSetsCommand({ HostedZoneId }));
    return ResourceRecordSets.map(({ Name = '', Type, AliasTarget }) => [
      Name.replace(/^_[0-9a-f]+/, '_'),
      Type,
      AliasTarget !== undefined,
    ]);
  });
  return { records: (await Promise.all(records)).flat() };
}

async function apiPart(client: APIGatewayClient, api: RestApi, names: [string, string][]): Promise<object> {
  const restApiId = api.id;
  const [resources, stages, deployments, models, authorizers, validators, responses] = await Promise.all([
    client.send(new GetResourcesCommand({ restApiId, limit: 500, embed: ['methods'] })),
    client.send(new GetStagesCommand({ restApiId })),
    client.send(new GetDeploymentsCommand({ restApiId, limit: 500 })),
    client.send(new GetModelsCommand({ restApiId, limit: 500 })),
    client.send(new GetAuthorizersCommand({ restApiId, limit: 500 })),
    client.send(new GetRequestValidatorsCommand({ restApiId, limit: 500 })),
    client.send(new GetGatewayResponsesCommand({ restApiId, limit: 500 })),
  ]);
  names.push(...(resources.items ?? []).map(({ id, path }): [string, string] => [id!, `resource ${path}`]));
  for (const [kind, list] of Object.entries({ models, authorizers, validators })) {
    names.push(...(list.items ?? []).map(({ id, name }): [string, string] => [id!, `${kind} ${name}`]));
  }
  for (const { id, description } of deployments.items ?? []) {
    names.push([id!, `deployment ${/"(?:release|r)":"([^"]*)"/.exec(description ?? '')?.[1] ?? description}`]);
  }
  const parts = { resources, stages, deployments, models, authorizers, validators, responses };
  return { ...api, ...parts };
}

/** AWS chooses the IDs of targets, policies and actions. */
async function scalingPart(client: ApplicationAutoScalingClient): Promise<object> {
  const ServiceNamespace = 'lambda';
  const [{ ScalableTargets: targets = [] }, { ScalingPolicies = [] }, { ScheduledActions = [] }] = await Promise.all([
    client.send(new DescribeScalableTargetsCommand({ ServiceNamespace })),
    client.send(new DescribeScalingPoliciesCommand({ ServiceNamespace })),
    client.send(new DescribeScheduledActionsCommand({ ServiceNamespace })),
  ]);
  const scaling = {
    targets: targets.map(({ ResourceId, MinCapacity, MaxCapacity }) => ({ ResourceId, MinCapacity, MaxCapacity })),
    policies: ScalingPolicies.map(({ ResourceId, TargetTrackingScalingPolicyConfiguration: settings }) => ({
      ResourceId,
      settings,
    })),
    actions: ScheduledActions.map(({ ResourceId, Schedule, ScalableTargetAction }) => ({
      ResourceId,
      Schedule,
      ScalableTargetAction,
    })),
  };
  return { scaling };
}

async function functionsPart(client: LambdaClient): Promise<object> {
  const { Functions = [] } = await client.send(new ListFunctionsCommand({}));
  const functions = Functions.map(async ({ FunctionName }) => {
    const { Versions = [] } = await client.send(new ListVersionsByFunctionCommand({ FunctionName }));
    const [whole, provisioned, ...policies] = await Promise.all([
      client.send(new GetFunctionCommand({ FunctionName })),
      client.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName })),
      ...Versions.map(({ Version }) => policyOf(client, FunctionName!, Version!)),
    ]);
    return { ...whole, Versions, policies, provisioned };
  });
  return { functions: await Promise.all(functions) };
}

/**
 * A version is named by its content: a lost response can leave two versions with the same one, of which the next
 * publication of other content deletes those that no release uses.
 */
async function layersPart(client: LambdaClient, names: [string, string][]): Promise<object> {
  const { Layers = [] } = await client.send(new ListLayersCommand({}));
  const found = Layers.map(async ({ LayerName = '' }) => {
    const { LayerVersions = [] } = await client.send(new ListLayerVersionsCommand({ LayerName }));
    for (const { LayerVersionArn = '', Description } of LayerVersions) names.push([LayerVersionArn, `${Description}`]);
    return { LayerName, contents: [...new Set(LayerVersions.map(({ Description }) => Description))].sort() };
  });
  return { layers: await Promise.all(found) };
}

/** The stages and deployments name releases in place of IDs, and the records of switches have times. */
async function httpApisPart(client: ApiGatewayV2Client, names: [string, string][]): Promise<object> {
  const { Items: apis = [] } = await client.send(new GetApisCommand({}));
  const found = apis.map(async ({ ApiId, Name, Tags, CorsConfiguration }) => {
    const [{ Items: routes = [] }, { Items: stages = [] }, { Items: deployments = [] }] = await Promise.all([
      client.send(new GetRoutesCommand({ ApiId })),
      client.send(new GetHttpStagesCommand({ ApiId })),
      client.send(new GetHttpDeploymentsCommand({ ApiId })),
    ]);
    names.push([ApiId!, `api ${Name}`]);
    const releaseOf = (id: string | undefined) =>
      JSON.parse(deployments.find(({ DeploymentId }) => DeploymentId === id)?.Description ?? '{}').release;
    return {
      ...{ Name, Tags, CorsConfiguration },
      routes: routes.map(({ RouteKey }) => RouteKey),
      deployments: deployments.map(({ DeploymentId }) => releaseOf(DeploymentId)),
      stages: stages.map(({ DeploymentId, Description: _, CreatedDate: __, ...stage }) => ({
        ...stage,
        serves: releaseOf(DeploymentId),
      })),
    };
  });
  return { httpApis: await Promise.all(found) };
}

async function urlsPart(client: LambdaClient): Promise<object> {
  const { Functions = [] } = await client.send(new ListFunctionsCommand({}));
  const urls = Functions.map(async ({ FunctionName }) => {
    const [{ Aliases = [] }, { FunctionUrlConfigs = [] }] = await Promise.all([
      client.send(new ListAliasesCommand({ FunctionName })),
      client.send(new ListFunctionUrlConfigsCommand({ FunctionName })),
    ]);
    const aliases = Aliases.map(async ({ Name = '', FunctionVersion }) => ({
      ...{ Name, FunctionVersion },
      policy: await policyOf(client, FunctionName!, Name),
    }));
    return {
      FunctionName,
      aliases: await Promise.all(aliases),
      urls: FunctionUrlConfigs.map(({ AuthType, FunctionArn }) => ({ AuthType, FunctionArn })),
    };
  });
  return { urls: await Promise.all(urls) };
}

async function policyOf(client: LambdaClient, FunctionName: string, Version: string): Promise<unknown> {
  const Qualifier = Version === '$LATEST' ? undefined : Version;
  try {
    const { Policy } = await client.send(new GetPolicyCommand({ FunctionName, Qualifier }));
    return JSON.parse(Policy ?? '{}');
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return { Version, none: true };
    throw error;
  }
}

async function rolesPart(client: IAMClient): Promise<object> {
  const { Roles = [] } = await client.send(new ListRolesCommand({}));
  const roles = Roles.map(async ({ RoleName }) => {
    const [{ Role }, { PolicyNames = [] }, { AttachedPolicies }] = await Promise.all([
      client.send(new GetRoleCommand({ RoleName })),
      client.send(new ListRolePoliciesCommand({ RoleName })),
      client.send(new ListAttachedRolePoliciesCommand({ RoleName })),
    ]);
    const inline = PolicyNames.map((PolicyName) => client.send(new GetRolePolicyCommand({ RoleName, PolicyName })));
    return { ...Role, inline: await Promise.all(inline), AttachedPolicies };
  });
  return { roles: await Promise.all(roles) };
}

async function stateMachinesPart(client: SFNClient): Promise<object> {
  const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}));
  const all = stateMachines.map(async ({ stateMachineArn }) => {
    const [{ definition, type, roleArn }, { tags }] = await Promise.all([
      client.send(new DescribeStateMachineCommand({ stateMachineArn })),
      client.send(new StateMachineTagsCommand({ resourceArn: stateMachineArn })),
    ]);
    return { stateMachineArn, definition, type, roleArn, tags };
  });
  return { stateMachines: await Promise.all(all) };
}

async function eventsPart(client: EventBridgeClient): Promise<object> {
  const { EventBuses = [] } = await client.send(new ListEventBusesCommand({}));
  const buses = EventBuses.map(async ({ Name: EventBusName, Arn: ResourceARN }) => {
    const [{ Rules = [] }, tags] = await Promise.all([
      client.send(new ListRulesCommand({ EventBusName })),
      client.send(new EventTagsCommand({ ResourceARN })),
    ]);
    const rules = Rules.map(async (rule) => ({
      ...rule,
      ...(await client.send(new ListTargetsByRuleCommand({ Rule: rule.Name, EventBusName }))),
      ...(await client.send(new EventTagsCommand({ ResourceARN: rule.Arn }))),
    }));
    return { EventBusName, ...tags, rules: await Promise.all(rules) };
  });
  return { eventBuses: await Promise.all(buses) };
}

async function queuesPart(client: SQSClient): Promise<object> {
  const { QueueUrls = [] } = await client.send(new ListQueuesCommand({}));
  const queues = QueueUrls.map(async (QueueUrl) => {
    const [{ Attributes }, { Tags }] = await Promise.all([
      client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] })),
      client.send(new ListQueueTagsCommand({ QueueUrl })),
    ]);
    return { ...Attributes, Tags };
  });
  return { queues: await Promise.all(queues) };
}

async function bucketsPart(client: S3Client): Promise<object> {
  const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
  const absent = <T>(call: Promise<T>) => call.catch(() => undefined);
  const buckets = Buckets.map(async ({ Name: Bucket }) => ({
    Bucket,
    tags: (await absent(client.send(new GetBucketTaggingCommand({ Bucket }))))?.TagSet,
    versioning: (await client.send(new GetBucketVersioningCommand({ Bucket }))).Status,
    lifecycle: (await absent(client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))))?.Rules,
    cors: (await absent(client.send(new GetBucketCorsCommand({ Bucket }))))?.CORSRules,
    policy: (await absent(client.send(new GetBucketPolicyCommand({ Bucket }))))?.Policy,
    access: (await absent(client.send(new GetPublicAccessBlockCommand({ Bucket }))))?.PublicAccessBlockConfiguration,
  }));
  return { buckets: await Promise.all(buckets) };
}

async function tablesPart(client: DynamoDBClient, names: [string, string][]): Promise<object> {
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const tables = TableNames.map(async (TableName) => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    const label = Table?.LatestStreamLabel;
    if (label) for (const text of [label, encodeURIComponent(label)]) names.push([text, `stream of ${TableName}`]);
    const [{ Tags }, backups, timeToLive] = await Promise.all([
      client.send(new ListTagsOfResourceCommand({ ResourceArn: Table?.TableArn })),
      client.send(new DescribeContinuousBackupsCommand({ TableName })),
      client.send(new DescribeTimeToLiveCommand({ TableName })),
    ]);
    return { ...Table, Tags, backups, timeToLive };
  });
  return { tables: await Promise.all(tables) };
}

/** A mapping whose deletion is under way counts as deleted. */
async function mappingsPart(client: LambdaClient): Promise<object> {
  const { EventSourceMappings = [] } = await client.send(new ListEventSourceMappingsCommand({}));
  const all = EventSourceMappings.filter(({ State }) => State !== 'Deleting');
  return { mappings: all.map(({ UUID: _, EventSourceMappingArn: __, ...rest }) => rest) };
}

async function logGroupsPart(client: CloudWatchLogsClient): Promise<object> {
  const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({}));
  const groups = logGroups.map(async (group) => ({
    ...group,
    ...(await client.send(new LogGroupTagsCommand({ resourceArn: group.arn?.replace(/:\*$/, '') }))),
  }));
  const { metricFilters } = await client.send(new DescribeMetricFiltersCommand({}));
  return { logGroups: await Promise.all(groups), metricFilters };
}

async function alarmsPart(client: CloudWatchClient): Promise<object> {
  const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({ MaxRecords: 100 }));
  const alarms = MetricAlarms.map(async (alarm) => ({
    ...alarm,
    ...(await client.send(new ListTagsForResourceCommand({ ResourceARN: alarm.AlarmArn }))),
  }));
  const { DashboardEntries = [] } = await client.send(new ListDashboardsCommand({}));
  const dashboards = DashboardEntries.map(async ({ DashboardName, DashboardArn }) => ({
    ...(await client.send(new GetDashboardCommand({ DashboardName }))),
    ...(await client.send(new ListTagsForResourceCommand({ ResourceARN: DashboardArn }))),
  }));
  const { AlarmMuteRuleSummaries } = await client.send(new ListAlarmMuteRulesCommand({}));
  return {
    alarms: await Promise.all(alarms),
    // The marks of releases have the time of their creation.
    dashboards: JSON.parse(JSON.stringify(await Promise.all(dashboards)).replaceAll(/\\"value\\":\\"[^"]*\\"/g, '')),
    muteRules: AlarmMuteRuleSummaries,
  };
}

/** The budget that the stage may have. */
async function budgetPart(client: BudgetsClient): Promise<object> {
  const of = { AccountId: '000000000000', BudgetName: 'items-api-dev-eu-west-1' };
  const found = await undefinedIfNotFound(
    client.send(new DescribeBudgetCommand({ ...of, ShowFilterExpression: true })),
  );
  if (!found) return {};
  const { Notifications = [] } = await client.send(new DescribeNotificationsForBudgetCommand(of));
  const notified = Notifications.map(async ({ NotificationState: _, ...Notification }) => ({
    Notification,
    ...(await client.send(new DescribeSubscribersForNotificationCommand({ ...of, Notification }))),
  }));
  const ResourceARN = `arn:aws:budgets::${of.AccountId}:budget/${of.BudgetName}`;
  const tags = await client.send(new BudgetTagsCommand({ ResourceARN }));
  return { budget: { ...found.Budget, notified: await Promise.all(notified), tags } };
}

/** The associations are parts of the stages. */
async function firewallPart(client: WAFV2Client, names: [string, string][]): Promise<object> {
  const Scope = 'REGIONAL' as const;
  const { WebACLs = [] } = await client.send(new ListWebACLsCommand({ Scope }));
  const { IPSets = [] } = await client.send(new ListIPSetsCommand({ Scope }));
  if (WebACLs.length === 0 && IPSets.length === 0) return {};
  for (const { Id = '', Name } of [...WebACLs, ...IPSets]) names.push([Id, `firewall ${Name}`]);
  const tags = async (ResourceARN: string | undefined) =>
    (await client.send(new WafTagsCommand({ ResourceARN }))).TagInfoForResource?.TagList;
  return {
    webAcls: await Promise.all(
      WebACLs.map(async ({ Name, Id, ARN }) => ({
        ...(await client.send(new GetWebACLCommand({ Name, Id, Scope }))).WebACL,
        tags: await tags(ARN),
      })),
    ),
    ipSets: await Promise.all(
      IPSets.map(async ({ Name, Id, ARN }) => ({
        ...(await client.send(new GetIPSetCommand({ Name, Id, Scope }))).IPSet,
        tags: await tags(ARN),
      })),
    ),
  };
}

/** A stage has at most one monitor, and a second one would be a duplicate. */
async function costMonitorsPart(client: CostExplorerClient, names: [string, string][]): Promise<object> {
  const { AnomalyMonitors = [] } = await client.send(new GetAnomalyMonitorsCommand({}));
  const { AnomalySubscriptions = [] } = await client.send(new GetAnomalySubscriptionsCommand({}));
  if (AnomalyMonitors.length === 0 && AnomalySubscriptions.length === 0) return {};
  const tagged = async <T extends object>(one: T, ResourceArn: string | undefined) => ({
    ...one,
    tags: (await client.send(new MonitorTagsCommand({ ResourceArn }))).ResourceTags,
  });
  for (const { MonitorArn = '', MonitorName } of AnomalyMonitors) names.push([MonitorArn, `monitor ${MonitorName}`]);
  return {
    costMonitors: await Promise.all(AnomalyMonitors.map((one) => tagged(one, one.MonitorArn))),
    costSubscriptions: await Promise.all(AnomalySubscriptions.map((one) => tagged(one, one.SubscriptionArn))),
  };
}

async function userPoolsPart(client: CognitoIdentityProviderClient, names: [string, string][]): Promise<object> {
  const { UserPools = [] } = await client.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  const pools = UserPools.map(async ({ Id: UserPoolId = '', Name = '' }) => {
    const of = { UserPoolId };
    const [{ UserPool }, { Groups }, { ResourceServers }, { UserPoolClients = [] }] = await Promise.all([
      client.send(new DescribeUserPoolCommand(of)),
      client.send(new ListGroupsCommand(of)),
      client.send(new ListResourceServersCommand({ ...of, MaxResults: 50 })),
      client.send(new ListUserPoolClientsCommand({ ...of, MaxResults: 60 })),
    ]);
    const clients = await Promise.all(
      UserPoolClients.map(async ({ ClientId = '', ClientName = '' }) => {
        names.push([ClientId, `client ${ClientName}`]);
        const { ClientSecret: _, ...rest } =
          (await client.send(new DescribeUserPoolClientCommand({ ...of, ClientId }))).UserPoolClient ?? {};
        return rest;
      }),
    );
    names.push([UserPoolId, `pool ${Name}`]);
    return { UserPool, Groups, ResourceServers, clients };
  });
  return { userPools: await Promise.all(pools) };
}

async function topicsPart(client: SNSClient): Promise<object> {
  const { Topics = [] } = await client.send(new ListTopicsCommand({}));
  const topics = Topics.map(async ({ TopicArn }) => ({
    ...(await client.send(new GetTopicAttributesCommand({ TopicArn }))),
    ...(await client.send(new TopicTagsCommand({ ResourceArn: TopicArn }))),
    ...(await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }))),
  }));
  return { topics: await Promise.all(topics) };
}

async function parametersPart(client: SSMClient): Promise<object> {
  const { Parameters = [] } = await client.send(new DescribeParametersCommand({}));
  return { parameters: Parameters.map(({ Name }) => Name) };
}

/** A lock counts only as held or not held, because every run writes another time into it. */
async function locksPart(client: DynamoDBClient, now: number): Promise<object> {
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  if (!TableNames.includes(LOCK_TABLE)) return { locks: [] };
  const { Items = [] } = await client.send(new ScanCommand({ TableName: LOCK_TABLE, ConsistentRead: true }));
  const locks = Items.map((item) => {
    const { hold } = parseLockItem(item);
    return { stage: item.stage?.S, held: hold !== undefined && hold.expires > now };
  });
  return { locks };
}
