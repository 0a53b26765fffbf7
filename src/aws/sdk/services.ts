/**
 * The AWS services that apikit calls, one entry each: the client, the rates that AWS publishes for its control plane
 * (docs/aws/quotas.md), and the errors of concurrent changes. A new service is an entry in this list. A client is
 * imported when it is first needed.
 */
import type { STSClientConfig } from '@aws-sdk/client-sts';
import { EDGE_REGION } from '../../naming/regions.ts';
import { CONFLICTS, type Conflicts } from './conflicts.ts';
import type { ServiceLimits } from './limiter.ts';

/** The settings that all clients have. The type is that of one of them. */
export type CommonConfig = Pick<
  STSClientConfig,
  | 'region'
  | 'profile'
  | 'endpoint'
  | 'ignoreConfiguredEndpointUrls'
  | 'credentials'
  | 'credentialDefaultProvider'
  | 'maxAttempts'
  | 'requestHandler'
  | 'customUserAgent'
  | 'logger'
>;

export interface Service {
  /** The name for people. */
  readonly title: string;
  /** The name in AWS's endpoint variables, if it is not the title. */
  readonly id?: string;
  /** The number of attempts. Default: five, because the SDK's three are known to be too few (docs/aws/quotas.md). */
  readonly attempts?: number;
  /** The published rates. Absent if AWS publishes none that matter here. */
  readonly limits?: ServiceLimits;
  /** The title of the service whose bucket for all calls it shares. */
  readonly sharesRateOf?: string;
  /** The region of the client, if it is not that of the stage. */
  readonly region?: string;
  /** Whether the service has no regions, so that its rates hold for all of them together. */
  readonly global?: true;
  /** The refusals because of concurrent changes. Absent if the service has none, or refuses no call of apikit so. */
  readonly conflicts?: Conflicts;
  load(): Promise<(config: CommonConfig) => object>;
}

const perSecond = (rate: number) => ({ rate, burst: rate });
const onceEvery = (seconds: number) => ({ rate: 1 / seconds, burst: 1 });

const API_GATEWAY = 'API Gateway';

/** Both versions of API Gateway share the bucket of all calls. The operations are those of REST APIs. */
const API_GATEWAY_LIMITS: ServiceLimits = {
  all: { rate: 10, burst: 40 },
  operations: {
    CreateRestApi: onceEvery(3),
    ImportRestApi: onceEvery(3),
    DeleteRestApi: onceEvery(30),
    PutRestApi: onceEvery(1),
    CreateDeployment: onceEvery(5),
    UpdateUsagePlan: onceEvery(20),
    UpdateAccount: onceEvery(20),
    CreateDomainName: onceEvery(30),
    UpdateDomainName: onceEvery(30),
    DeleteDomainName: onceEvery(30),
    CreateApiKey: perSecond(5),
    DeleteApiKey: perSecond(5),
    GetResources: { rate: 2.5, burst: 5 },
  },
};

const CERTIFICATE_MANAGER = {
  title: 'Certificate Manager',
  id: 'ACM',
  limits: {
    operations: {
      RequestCertificate: perSecond(5),
      DescribeCertificate: perSecond(10),
      ListCertificates: perSecond(8),
      ListTagsForCertificate: perSecond(10),
      DeleteCertificate: perSecond(10),
    },
  },
  conflicts: CONFLICTS.acm,
  async load() {
    const { ACMClient } = await import('@aws-sdk/client-acm');
    return (config: CommonConfig) => new ACMClient(config);
  },
};

export const SERVICES = {
  apiGateway: {
    title: API_GATEWAY,
    attempts: 10,
    limits: API_GATEWAY_LIMITS,
    conflicts: CONFLICTS.apiGateway,
    async load() {
      const { APIGatewayClient } = await import('@aws-sdk/client-api-gateway');
      return (config: CommonConfig) => new APIGatewayClient(config);
    },
  },
  apiGatewayV2: {
    title: 'API Gateway (HTTP APIs)',
    id: 'ApiGatewayV2',
    attempts: 10,
    sharesRateOf: API_GATEWAY,
    limits: API_GATEWAY_LIMITS,
    conflicts: CONFLICTS.apiGatewayV2,
    async load() {
      const { ApiGatewayV2Client } = await import('@aws-sdk/client-apigatewayv2');
      return (config: CommonConfig) => new ApiGatewayV2Client(config);
    },
  },
  lambda: {
    title: 'Lambda',
    limits: {
      all: perSecond(15),
      operations: {
        GetFunction: { ...perSecond(100), outsideAll: true },
        GetPolicy: { ...perSecond(15), outsideAll: true },
        Invoke: { ...perSecond(1000), outsideAll: true },
      },
    },
    conflicts: CONFLICTS.lambda,
    async load() {
      const { LambdaClient } = await import('@aws-sdk/client-lambda');
      return (config: CommonConfig) => new LambdaClient(config);
    },
  },
  iam: {
    title: 'IAM',
    global: true,
    attempts: 8,
    // AWS does not publish IAM's rates, and its throttling is strict: one call at a time, and few changes a second
    // (docs/pitfalls.md, pitfall 29).
    limits: { inFlight: 1, writes: { rate: 3, burst: 15 } },
    conflicts: CONFLICTS.iam,
    async load() {
      const { IAMClient } = await import('@aws-sdk/client-iam');
      return (config: CommonConfig) => new IAMClient(config);
    },
  },
  dynamodb: {
    title: 'DynamoDB',
    // The API reference has these two. The other table operations have quotas that no deploy comes near.
    limits: { operations: { ListTagsOfResource: perSecond(10), TagResource: perSecond(5) } },
    conflicts: CONFLICTS.dynamodb,
    async load() {
      const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
      return (config: CommonConfig) => new DynamoDBClient(config);
    },
  },
  logs: {
    title: 'CloudWatch Logs',
    limits: {
      operations: {
        CreateLogGroup: perSecond(10),
        DeleteLogGroup: perSecond(10),
        DescribeLogGroups: perSecond(10),
        PutRetentionPolicy: perSecond(5),
        PutMetricFilter: perSecond(5),
        TagResource: perSecond(5),
        FilterLogEvents: perSecond(5),
      },
    },
    conflicts: CONFLICTS.logs,
    async load() {
      const { CloudWatchLogsClient } = await import('@aws-sdk/client-cloudwatch-logs');
      return (config: CommonConfig) => new CloudWatchLogsClient(config);
    },
  },
  cloudwatch: {
    title: 'CloudWatch',
    limits: {
      operations: {
        PutMetricAlarm: perSecond(3),
        DeleteAlarms: perSecond(3),
        DescribeAlarms: perSecond(9),
        TagResource: perSecond(20),
        ListTagsForResource: perSecond(10),
      },
    },
    conflicts: CONFLICTS.cloudwatch,
    async load() {
      const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
      return (config: CommonConfig) => new CloudWatchClient(config);
    },
  },
  sts: {
    title: 'STS',
    async load() {
      const { STSClient } = await import('@aws-sdk/client-sts');
      return (config: CommonConfig) => new STSClient(config);
    },
  },
  ssm: {
    title: 'Systems Manager',
    id: 'SSM',
    async load() {
      const { SSMClient } = await import('@aws-sdk/client-ssm');
      return (config: CommonConfig) => new SSMClient(config);
    },
  },
  sns: {
    title: 'SNS',
    conflicts: CONFLICTS.sns,
    async load() {
      const { SNSClient } = await import('@aws-sdk/client-sns');
      return (config: CommonConfig) => new SNSClient(config);
    },
  },
  sqs: {
    title: 'SQS',
    async load() {
      const { SQSClient } = await import('@aws-sdk/client-sqs');
      // A queue's address names AWS's own endpoint even if the calls go through another one.
      return (config: CommonConfig) => new SQSClient({ ...config, useQueueUrlAsEndpoint: false });
    },
  },
  eventBridge: {
    title: 'EventBridge',
    conflicts: CONFLICTS.eventBridge,
    async load() {
      const { EventBridgeClient } = await import('@aws-sdk/client-eventbridge');
      return (config: CommonConfig) => new EventBridgeClient(config);
    },
  },
  stepFunctions: {
    title: 'Step Functions',
    id: 'SFN',
    // Token buckets for the account (Step Functions Developer Guide, "Quotas related to API action throttling").
    limits: {
      operations: {
        CreateStateMachine: { rate: 1, burst: 100 },
        UpdateStateMachine: { rate: 1, burst: 100 },
        DeleteStateMachine: { rate: 1, burst: 50 },
        TagResource: { rate: 1, burst: 200 },
        UntagResource: { rate: 1, burst: 200 },
        ListTagsForResource: { rate: 1, burst: 100 },
        ListStateMachines: { rate: 5, burst: 100 },
      },
    },
    async load() {
      const { SFNClient } = await import('@aws-sdk/client-sfn');
      return (config: CommonConfig) => new SFNClient(config);
    },
  },
  autoScaling: {
    title: 'Application Auto Scaling',
    conflicts: CONFLICTS.autoScaling,
    async load() {
      const { ApplicationAutoScalingClient } = await import('@aws-sdk/client-application-auto-scaling');
      return (config: CommonConfig) => new ApplicationAutoScalingClient(config);
    },
  },
  kms: {
    title: 'KMS',
    async load() {
      const { KMSClient } = await import('@aws-sdk/client-kms');
      return (config: CommonConfig) => new KMSClient(config);
    },
  },
  secretsManager: {
    title: 'Secrets Manager',
    async load() {
      const { SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
      return (config: CommonConfig) => new SecretsManagerClient(config);
    },
  },
  cognito: {
    title: 'Cognito',
    id: 'Cognito Identity Provider',
    // Categories of operations share a rate (Cognito Developer Guide, "Quotas"). Each of these gets at most half of it.
    limits: {
      operations: {
        ListUserPools: perSecond(7),
        DescribeUserPool: perSecond(7),
        CreateUserPool: perSecond(5),
        UpdateUserPool: perSecond(5),
        DeleteUserPool: perSecond(5),
        ListUserPoolClients: perSecond(7),
        DescribeUserPoolClient: perSecond(7),
        CreateUserPoolClient: perSecond(5),
        UpdateUserPoolClient: perSecond(5),
        DeleteUserPoolClient: perSecond(5),
      },
    },
    conflicts: CONFLICTS.cognito,
    async load() {
      const { CognitoIdentityProviderClient } = await import('@aws-sdk/client-cognito-identity-provider');
      return (config: CommonConfig) => new CognitoIdentityProviderClient(config);
    },
  },
  tagging: {
    title: 'Tagging',
    id: 'Resource Groups Tagging API',
    async load() {
      const { ResourceGroupsTaggingAPIClient } = await import('@aws-sdk/client-resource-groups-tagging-api');
      return (config: CommonConfig) => new ResourceGroupsTaggingAPIClient(config);
    },
  },
  budgets: {
    title: 'Budgets',
    async load() {
      const { BudgetsClient } = await import('@aws-sdk/client-budgets');
      return (config: CommonConfig) => new BudgetsClient(config);
    },
  },
  ec2: {
    title: 'EC2',
    async load() {
      const { EC2Client } = await import('@aws-sdk/client-ec2');
      return (config: CommonConfig) => new EC2Client(config);
    },
  },
  acm: CERTIFICATE_MANAGER,
  /** Certificate Manager for the certificates of edge-optimized domains. */
  acmOfEdge: { ...CERTIFICATE_MANAGER, title: `Certificate Manager (${EDGE_REGION})`, region: EDGE_REGION },
  route53: {
    title: 'Route 53',
    global: true,
    // Five requests a second for the account (Route 53 Developer Guide, "Quotas").
    limits: { all: perSecond(5) },
    conflicts: CONFLICTS.route53,
    async load() {
      const { Route53Client } = await import('@aws-sdk/client-route-53');
      return (config: CommonConfig) => new Route53Client(config);
    },
  },
  costExplorer: {
    title: 'Cost Explorer',
    conflicts: CONFLICTS.costExplorer,
    async load() {
      const { CostExplorerClient } = await import('@aws-sdk/client-cost-explorer');
      return (config: CommonConfig) => new CostExplorerClient(config);
    },
  },
  s3: {
    title: 'S3',
    conflicts: CONFLICTS.s3,
    async load() {
      const { S3Client } = await import('@aws-sdk/client-s3');
      return (config: CommonConfig) => new S3Client(config);
    },
  },
  waf: {
    title: 'AWS WAF',
    id: 'WAFV2',
    // "AWS WAF quotas": each call that creates, changes or deletes a resource, and each other call.
    limits: {
      operations: {
        CreateWebACL: perSecond(1),
        UpdateWebACL: perSecond(1),
        DeleteWebACL: perSecond(1),
        CreateIPSet: perSecond(1),
        UpdateIPSet: perSecond(1),
        DeleteIPSet: perSecond(1),
        AssociateWebACL: { rate: 0.5, burst: 1 },
        DisassociateWebACL: { rate: 0.5, burst: 1 },
        GetWebACLForResource: perSecond(1),
        ListResourcesForWebACL: perSecond(1),
      },
    },
    conflicts: CONFLICTS.waf,
    async load() {
      const { WAFV2Client } = await import('@aws-sdk/client-wafv2');
      return (config: CommonConfig) => new WAFV2Client(config);
    },
  },
} satisfies Record<string, Service>;

export type ServiceName = keyof typeof SERVICES;

/** The SDK's client of a service. */
export type ClientOf<S extends ServiceName> = ReturnType<Awaited<ReturnType<(typeof SERVICES)[S]['load']>>>;
