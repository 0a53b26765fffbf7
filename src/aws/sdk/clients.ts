/**
 * The one place that creates SDK clients. Each is imported and created when it is first needed. All of them count their
 * calls, keep to the published rates, and retry as their service needs it. Credentials, profiles, single sign-on and
 * the rest of the AWS environment stay with the SDK's defaults.
 */
import { setMaxListeners } from 'node:events';
import { Agent as HttpAgent } from 'node:http';
import type { Agent, AgentOptions } from 'node:https';
import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { BudgetsClient } from '@aws-sdk/client-budgets';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { STSClient, STSClientConfig } from '@aws-sdk/client-sts';
import type { Clock } from '../../clock.ts';
import { version } from '../../files/version.ts';
import { mayHaveProxy } from '../../proxy/proxy-choice.ts';
import { caBundle, profileCaBundle } from './ca-bundle.ts';
import { type CallCounts, createCallCounter } from './call-counter.ts';
import { bearConflicts } from './concurrent-modification.ts';
import { credentialChain } from './credential-chain.ts';
import { instrument } from './middleware.ts';
import { type LimitedService, ownLimiters, PUBLISHED_LIMITS, sharedLimiters } from './rate-limits.ts';
import { createServerTime, type ServerTime } from './server-time.ts';
import { checked, isAwsItself, serviceEndpoint } from './service-endpoint.ts';

export type { CallCounts } from './call-counter.ts';

export interface Clients {
  apiGateway(): Promise<APIGatewayClient>;
  lambda(): Promise<LambdaClient>;
  iam(): Promise<IAMClient>;
  dynamodb(): Promise<DynamoDBClient>;
  logs(): Promise<CloudWatchLogsClient>;
  cloudwatch(): Promise<CloudWatchClient>;
  sts(): Promise<STSClient>;
  ssm(): Promise<SSMClient>;
  sns(): Promise<SNSClient>;
  secretsManager(): Promise<SecretsManagerClient>;
  cognito(): Promise<CognitoIdentityProviderClient>;
  tagging(): Promise<ResourceGroupsTaggingAPIClient>;
  budgets(): Promise<BudgetsClient>;
  costExplorer(): Promise<CostExplorerClient>;
  /** The address for the calls of a service if it is not AWS itself; `undefined` for AWS. */
  customEndpoint(service: 'API Gateway' | 'STS'): Promise<string | undefined>;
  /**
   * Tells the clients their account (twelve digits). From now on they share its rate limits with all clients of the
   * process that work in the same account. Before, they have limits of their own, so that two accounts never slow each
   * other down. `callerIdentity` is the first call of every command, and STS has no limit here, so nothing of them is
   * used.
   */
  belongTo(account: string): void;
  /** AWS's time, from the responses to all of these clients. */
  readonly serverTime: Pick<ServerTime, 'at'>;
  /** The live numbers of all clients together. */
  readonly counts: CallCounts;
  /** Closes the sockets of the clients that were used. */
  destroy(): void;
}

export interface ClientOptions {
  region: string;
  profile?: string;
  /** For all services, whatever else is configured. Default: the address of each service, see `service-endpoint.ts`. */
  endpoint?: string;
  /** Only if they are known beforehand (the local cloud). Otherwise the SDK's default chain finds them. */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  /**
   * The environment with `AWS_ENDPOINT_URL…`, `AWS_MAX_ATTEMPTS`, `AWS_CA_BUNDLE` and `HTTPS_PROXY`. Default: that of
   * the process.
   */
  env?: Readonly<Record<string, string | undefined>>;
  clock: Clock;
  /** Default: `published` for AWS itself, and `none` for custom endpoints, which do not have these rates. */
  limits?: 'published' | 'none';
  /** Asks for the code of an MFA device, by its serial number, if a role requires one. */
  mfaCode?: (serial: string) => Promise<string>;
  /**
   * Ends the waits for a rate limit. Calls in flight are completed, because their effect would be unknown otherwise.
   */
  signal?: AbortSignal;
}

/** The number of attempts, because the SDK's default of three is known to be too few (docs/aws/quotas.md). */
const ATTEMPTS = { apiGateway: 10, iam: 8, other: 5 } as const;

/** Milliseconds. An endpoint that does not answer is reported after three of these. */
const CONNECTION_TIMEOUT = 3_000;
/** Milliseconds of silence on an open connection. The longest known response is that to Lambda's upload of 50 MB. */
const SOCKET_TIMEOUT = 120_000;
/** The SDK's own number. An agent with options of its own does not get it by default. */
const SOCKETS = 50;

/** The SDK's notices would appear between apikit's own lines. Important ones also come as errors. */
const SILENT = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** The settings that all clients have. The type is that of one of them. */
type CommonConfig = Pick<
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

/** The names of services in AWS's endpoint variables, if they differ from the ones for people. */
const SERVICE_ID: Readonly<Record<string, string>> = {
  'Systems Manager': 'SSM',
  Cognito: 'Cognito Identity Provider',
  Tagging: 'Resource Groups Tagging API',
};

/**
 * Makes no calls and imports no SDK client yet. Throws `BadCaBundle`. This function and the creation of a client throw
 * `BadEndpoint`.
 */
export function createClients(options: ClientOptions): Clients {
  // The SDK prints a warning to stderr about Node.js versions that it will drop. The user cannot act on it: apikit's
  // own `engines` says which versions are supported. The SDK reads this when it creates a client.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

  // All calls in flight and all waits listen to the signal of the run. Node.js would warn about more than ten
  // listeners.
  if (options.signal) setMaxListeners(0, options.signal);
  const counter = createCallCounter();
  const serverTime = createServerTime();
  const made: { destroy(): void }[] = [];
  let limiters = ownLimiters(options.clock);
  const env = options.env ?? process.env;
  const ownCa = caBundle(env);
  const everywhere = options.endpoint === undefined ? undefined : checked(options.endpoint);
  const surroundings = { env, ...(options.profile !== undefined && { profile: options.profile }) };
  const endpointOf = async (title: string) =>
    everywhere ?? (await serviceEndpoint(SERVICE_ID[title] ?? title, surroundings));
  // Resolved once for all clients: otherwise each of them would ask for an SSO login or assume a role again.
  let credentials: STSClientConfig['credentials'] = options.credentials;

  const chain = credentialChain(options.mfaCode);
  const trusted = async () => ownCa ?? (await profileCaBundle(options.profile ?? env.AWS_PROFILE));

  // The services of a local cloud all have one address. With one agent they share its connections, and each new
  // connection costs that cloud a check of its owner.
  const httpAgent = new HttpAgent({ keepAlive: true, maxSockets: SOCKETS });

  /** Without a proxy, the SDK's own agents for HTTPS are enough, with the certificates to trust if some are named. */
  async function agents(ca: string | undefined): Promise<{ httpsAgent?: Agent | AgentOptions; httpAgent: HttpAgent }> {
    const sockets = { keepAlive: true, maxSockets: SOCKETS, ...(ca !== undefined && { ca }) };
    if (!mayHaveProxy(env)) return ca === undefined ? { httpAgent } : { httpAgent, httpsAgent: sockets };
    const { proxyAgent } = await import('../../proxy/proxy-agent.ts');
    const agent = proxyAgent(env, sockets);
    return { httpsAgent: agent as Agent, httpAgent: agent as Agent };
  }

  function lazy<Client>(
    service:
      | LimitedService
      | 'dynamodb'
      | 'sts'
      | 'ssm'
      | 'sns'
      | 'secretsManager'
      | 'tagging'
      | 'budgets'
      | 'costExplorer',
    title: string,
    load: () => Promise<(config: CommonConfig) => Client>,
  ): () => Promise<Client> {
    let client: Promise<Client> | undefined;
    async function make(): Promise<Client> {
      const [build, endpoint, ca] = await Promise.all([load(), endpointOf(title), trusted()]);
      const attempts = service === 'apiGateway' || service === 'iam' ? ATTEMPTS[service] : ATTEMPTS.other;
      const built = build({
        region: options.region,
        ...(options.profile !== undefined && { profile: options.profile }),
        ...(endpoint !== undefined && { endpoint }),
        ignoreConfiguredEndpointUrls: true,
        ...(credentials !== undefined && { credentials }),
        credentialDefaultProvider: chain.provider,
        ...(env.AWS_MAX_ATTEMPTS === undefined && { maxAttempts: attempts }),
        requestHandler: {
          connectionTimeout: CONNECTION_TIMEOUT,
          socketTimeout: SOCKET_TIMEOUT,
          ...(await agents(ca)),
        },
        customUserAgent: [['apikit', version()]],
        logger: SILENT,
      });
      const sdk = built as unknown as STSClient;
      credentials ??= sdk.config.credentials;
      const limits = options.limits ?? (isAwsItself(endpoint) ? 'published' : 'none');
      const limited = limits === 'published' && service in PUBLISHED_LIMITS ? (service as LimitedService) : undefined;
      const profile = options.profile ?? env.AWS_PROFILE;
      instrument(sdk, {
        facts: {
          service: title,
          region: options.region,
          ...(endpoint !== undefined && { endpoint }),
          ...(profile !== undefined && { profile }),
          reasons: chain.reasons,
        },
        counter,
        clock: options.clock,
        serverTime,
        ...(limited && { limiter: () => limiters(limited, options.region) }),
        ...(options.signal && { signal: options.signal }),
      });
      made.push(sdk);
      return built;
    }
    return () => (client ??= make());
  }

  return {
    apiGateway: lazy('apiGateway', 'API Gateway', async () => {
      const { APIGatewayClient } = await import('@aws-sdk/client-api-gateway');
      return (config) => bearConflicts(new APIGatewayClient(config), options);
    }),
    lambda: lazy('lambda', 'Lambda', async () => {
      const { LambdaClient } = await import('@aws-sdk/client-lambda');
      return (config) => new LambdaClient(config);
    }),
    iam: lazy('iam', 'IAM', async () => {
      const { IAMClient } = await import('@aws-sdk/client-iam');
      return (config) => new IAMClient(config);
    }),
    dynamodb: lazy('dynamodb', 'DynamoDB', async () => {
      const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
      return (config) => new DynamoDBClient(config);
    }),
    logs: lazy('logs', 'CloudWatch Logs', async () => {
      const { CloudWatchLogsClient } = await import('@aws-sdk/client-cloudwatch-logs');
      return (config) => new CloudWatchLogsClient(config);
    }),
    cloudwatch: lazy('cloudwatch', 'CloudWatch', async () => {
      const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
      return (config) => new CloudWatchClient(config);
    }),
    sts: lazy('sts', 'STS', async () => {
      const { STSClient } = await import('@aws-sdk/client-sts');
      return (config) => new STSClient(config);
    }),
    ssm: lazy('ssm', 'Systems Manager', async () => {
      const { SSMClient } = await import('@aws-sdk/client-ssm');
      return (config) => new SSMClient(config);
    }),
    sns: lazy('sns', 'SNS', async () => {
      const { SNSClient } = await import('@aws-sdk/client-sns');
      return (config) => new SNSClient(config);
    }),
    cognito: lazy('cognito', 'Cognito', async () => {
      const { CognitoIdentityProviderClient } = await import('@aws-sdk/client-cognito-identity-provider');
      return (config) => new CognitoIdentityProviderClient(config);
    }),
    secretsManager: lazy('secretsManager', 'Secrets Manager', async () => {
      const { SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
      return (config) => new SecretsManagerClient(config);
    }),
    tagging: lazy('tagging', 'Tagging', async () => {
      const { ResourceGroupsTaggingAPIClient } = await import('@aws-sdk/client-resource-groups-tagging-api');
      return (config) => new ResourceGroupsTaggingAPIClient(config);
    }),
    budgets: lazy('budgets', 'Budgets', async () => {
      const { BudgetsClient } = await import('@aws-sdk/client-budgets');
      return (config) => new BudgetsClient(config);
    }),
    costExplorer: lazy('costExplorer', 'Cost Explorer', async () => {
      const { CostExplorerClient } = await import('@aws-sdk/client-cost-explorer');
      return (config) => new CostExplorerClient(config);
    }),
    async customEndpoint(service) {
      const endpoint = await endpointOf(service);
      return isAwsItself(endpoint) ? undefined : endpoint;
    },
    belongTo(account) {
      limiters = sharedLimiters(account, options.clock);
    },
    serverTime,
    counts: counter.counts,
    destroy() {
      for (const client of made) client.destroy();
    },
  };
}
