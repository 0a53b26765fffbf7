/**
 * Creates the SDK clients of `services.ts`, each when it is first needed. All of them count their calls, keep to the
 * published rates, and retry as their service needs it. Credentials, profiles, single sign-on and the rest of the AWS
 * environment stay with the SDK's defaults.
 */
import { setMaxListeners } from 'node:events';
import { Agent as HttpAgent } from 'node:http';
import type { Agent, AgentOptions } from 'node:https';
import type { STSClient, STSClientConfig } from '@aws-sdk/client-sts';
import type { Clock } from '../../clock.ts';
import { version } from '../../files/version.ts';
import { mayHaveProxy } from '../../proxy/proxy-choice.ts';
import { ownLimiters, sharedLimiters } from './account-limiters.ts';
import { caBundle, profileCaBundle } from './ca-bundle.ts';
import { type CallCounts, createCallCounter } from './call-counter.ts';
import { retryConflicts } from './concurrent-modification.ts';
import { credentialChain } from './credential-chain.ts';
import { instrument } from './middleware.ts';
import { createServerTime, type ServerTime } from './server-time.ts';
import { checked, isAwsItself, serviceEndpoint } from './service-endpoint.ts';
import { type ClientOf, SERVICES, type Service, type ServiceName } from './services.ts';

export type { CallCounts } from './call-counter.ts';

/** Creates the client of each service when it is first needed. */
type ServiceClients = { readonly [S in ServiceName]: () => Promise<ClientOf<S>> };

export interface Clients extends ServiceClients {
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

/** The number of attempts of most clients. */
const ATTEMPTS = 5;

/** Milliseconds. An endpoint that does not answer is reported after three of these. */
const CONNECTION_TIMEOUT = 3_000;
/** Milliseconds of silence on an open connection. The longest known response is that to Lambda's upload of 50 MB. */
const SOCKET_TIMEOUT = 120_000;
/** The SDK's own number. An agent with options of its own does not get it by default. */
const SOCKETS = 50;

/** The SDK's notices would appear between apikit's own lines. Important ones also come as errors. */
const SILENT = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

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
  const endpointOf = async (id: string) => everywhere ?? (await serviceEndpoint(id, surroundings));
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

  function lazy({
    title,
    id = title,
    attempts = ATTEMPTS,
    region = options.region,
    limits,
    global,
    sharesRateOf,
    conflicts,
    load,
  }: Service): () => Promise<object> {
    let client: Promise<object> | undefined;
    async function make(): Promise<object> {
      const [build, endpoint, ca] = await Promise.all([load(), endpointOf(id), trusted()]);
      const built = build({
        region,
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
      const keepsRates = (options.limits ?? (isAwsItself(endpoint) ? 'published' : 'none')) === 'published';
      const profile = options.profile ?? env.AWS_PROFILE;
      instrument(sdk, {
        facts: {
          service: title,
          region,
          ...(endpoint !== undefined && { endpoint }),
          ...(profile !== undefined && { profile }),
          reasons: chain.reasons,
        },
        counter,
        clock: options.clock,
        serverTime,
        ...(conflicts && { conflicts }),
        ...(limits && keepsRates && { limiter: () => limiters({ title, limits, global, sharesRateOf }, region) }),
        ...(options.signal && { signal: options.signal }),
      });
      if (conflicts) {
        const run = { clock: options.clock, ...(options.signal && { signal: options.signal }) };
        retryConflicts(sdk, { title, conflicts, ...run });
      }
      made.push(sdk);
      return built;
    }
    return () => (client ??= make());
  }

  // TypeScript does not see that each client has the type of its own entry.
  const services = Object.fromEntries(
    Object.entries<Service>(SERVICES).map(([name, service]) => [name, lazy(service)]),
  ) as ServiceClients;

  return {
    ...services,
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
