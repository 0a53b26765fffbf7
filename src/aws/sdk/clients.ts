/**
 * The one place where SDK clients are made. Each is imported and built when first asked for, and all of them count their
 * calls, keep to the published rates and retry as their service needs it. Credentials, profiles, single sign-on and the rest
 * of the AWS environment are the SDK's own business and are left to its defaults.
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
  /** Where the calls of a service go when that is not AWS itself. */
  customEndpoint(service: 'API Gateway' | 'STS'): Promise<string | undefined>;
  /**
   * Whose account this turned out to be (twelve digits): from now on its limits are shared with all clients of the process
   * that work in it. Until then these clients have limits of their own, so no two accounts ever slow each other down; as
   * `callerIdentity` is the first call of every command and STS is not limited, nothing is spent of them.
   */
  belongTo(account: string): void;
  /** AWS's time, as the answers to all of these clients tell it. */
  readonly serverTime: Pick<ServerTime, 'at'>;
  /** Live numbers of all clients together. */
  readonly counts: CallCounts;
  /** Closes the sockets of the clients that were used. */
  destroy(): void;
}

export interface ClientOptions {
  region: string;
  profile?: string;
  /** For every service, whatever else is configured. Default: each service's own, see `service-endpoint.ts`. */
  endpoint?: string;
  /** Only where they are known beforehand (the embedded cloud); otherwise the SDK's default chain finds them. */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  /** Where `AWS_ENDPOINT_URL…`, `AWS_MAX_ATTEMPTS`, `AWS_CA_BUNDLE` and `HTTPS_PROXY` are looked up. Default: the process's own. */
  env?: Readonly<Record<string, string | undefined>>;
  clock: Clock;
  /** Default: `published` for what goes to AWS itself; `none` for custom endpoints, which have no such rates. */
  limits?: 'published' | 'none';
  /** Asked for the code of an MFA device, by its serial number, when a role wants one. */
  mfaCode?: (serial: string) => Promise<string>;
  /** Ends waiting for a rate limit. Calls under way are left to finish: their effect would be unknown otherwise. */
  signal?: AbortSignal;
}

/** SDK attempts where its default of three is known to be too few (docs/aws/quotas.md). */
const ATTEMPTS = { apiGateway: 10, iam: 8, other: 5 } as const;

/** ms. An endpoint that does not answer is reported after three of these. */
const CONNECTION_TIMEOUT = 3_000;
/** ms of silence on an open connection; the longest answer known is Lambda's upload of 50 MB. */
const SOCKET_TIMEOUT = 120_000;
/** The SDK's own number, which an agent with options of its own does not get by itself. */
const SOCKETS = 50;

/** The SDK's notices would land between apikit's own lines; what matters among them comes back as an error. */
const SILENT = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** Settings that every client understands; typed by one of them, since they all share this part. */
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

/** AWS's names of the services, as its variables for endpoints have them, where they are not those for people. */
const SERVICE_ID: Readonly<Record<string, string>> = {
  'Systems Manager': 'SSM',
  Cognito: 'Cognito Identity Provider',
  Tagging: 'Resource Groups Tagging API',
};

/** Makes no call and imports no SDK yet. Throws `BadCaBundle`; it and the making of a client `BadEndpoint`. */
export function createClients(options: ClientOptions): Clients {
  // The SDK prints a warning about Node versions it will drop to stderr, which is not the user's to act on: apikit's own
  // `engines` says what is supported. Read by the SDK when a client is made.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

  // Every call under way and every wait listens to the one signal of the run; Node takes more than ten for a leak.
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
  // Resolved once for all clients: an SSO login or an assumed role would otherwise be asked for by each of them.
  let credentials: STSClientConfig['credentials'] = options.credentials;

  const chain = credentialChain(options.mfaCode);
  const trusted = async () => ownCa ?? (await profileCaBundle(options.profile ?? env.AWS_PROFILE));

  // The services of an embedded cloud all have one address: with one agent they share its connections, each of which
  // costs that cloud a look at whose it is.
  const httpAgent = new HttpAgent({ keepAlive: true, maxSockets: SOCKETS });

  /** Without a proxy the SDK's own agents for HTTPS do, with the certificates to trust where some are named. */
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
