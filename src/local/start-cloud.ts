/** The composition root of the embedded cloud: creates every part, listens on loopback, and closes everything again. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Adversity, type AdversityOptions, createAdversity } from './adversity/adversity.ts';
import { answerAdversity } from './adversity/control.ts';
import type { Cloud, CloudBase, CloudClock, CloudIds, Scope } from './cloud/cloud.ts';
import type { ServiceDefinition } from './cloud/operation.ts';
import { createTransitions } from './cloud/transitions.ts';
import { createDataPlane } from './gateway/data-plane.ts';
import { createExecuteApi } from './gateway/execute-api.ts';
import { createFunctionUrls } from './gateway/function-url/function-urls.ts';
import { createLiveFeed } from './live-feed.ts';
import { createRequestChains } from './request-chains.ts';
import { createFunctionRuntime } from './runtime/function-runtime.ts';
import { logsRoleArn, seedLogsRole } from './seed-logs-role.ts';
import { createDispatch } from './server/dispatch.ts';
import { createCloudServer } from './server/server.ts';
import { service as acm } from './services/acm/service.ts';
import { service as apigateway } from './services/apigateway/service.ts';
import { service as apigatewayv2 } from './services/apigatewayv2/service.ts';
import { service as autoscaling } from './services/application-autoscaling/service.ts';
import { service as budgets } from './services/budgets/service.ts';
import { createMetricSink } from './services/cloudwatch/metric-sink.ts';
import { service as cloudwatch } from './services/cloudwatch/service.ts';
import { answerPoolEndpoint } from './services/cognito/pool-endpoints.ts';
import { service as cognito } from './services/cognito/service.ts';
import { service as costexplorer } from './services/costexplorer/service.ts';
import { service as dynamodb } from './services/dynamodb/service.ts';
import { service as dynamodbstreams } from './services/dynamodbstreams/service.ts';
import { createStreamReader } from './services/dynamodbstreams/stream-reader.ts';
import { service as ec2 } from './services/ec2/service.ts';
import { service as events } from './services/events/service.ts';
import { service as iam } from './services/iam/service.ts';
import { service as kms } from './services/kms/service.ts';
import { service as lambda } from './services/lambda/service.ts';
import { createLogSink } from './services/logs/log-sink.ts';
import { service as logs } from './services/logs/service.ts';
import { service as route53 } from './services/route53/service.ts';
import { createFrontDoor } from './services/s3/front-door.ts';
import { service as s3 } from './services/s3/service.ts';
import { service as secretsmanager } from './services/secretsmanager/service.ts';
import { service as sns } from './services/sns/service.ts';
import { service as sqs } from './services/sqs/service.ts';
import { service as ssm } from './services/ssm/service.ts';
import { service as states } from './services/states/service.ts';
import { service as sts } from './services/sts/service.ts';
import { service as tagging } from './services/tagging/service.ts';
import { service as wafv2 } from './services/wafv2/service.ts';
import { lambdaState } from './state/functions/model.ts';
import { type Collection, memoryStore, openStore, type Store } from './storage/store.ts';
import { authorityOf } from './tls/authority.ts';
import { createDomainListener } from './tls/domain-listener.ts';

export interface StartOptions {
  /** 0 takes any free port; of several ports, the first free one is taken. */
  readonly port: number | readonly number[];
  /** Absent: in memory only. The caller holds the lock of the folder. */
  readonly dataDir?: string;
  readonly defaultRegion?: string;
  /** The account ID, twelve digits. The default is the account of the stage `local`. */
  readonly account?: string;
  readonly clock?: CloudClock;
  readonly ids?: CloudIds;
  /** Lets the cloud fail and delay on request, and serves `/_apikit/adversity`. Absent: no faults. */
  readonly adversity?: AdversityOptions;
  /** Whether the account has been used before (`local/seed-logs-role.ts`); absent: a new account. */
  readonly usedAccount?: boolean;
  /** See `CloudOptions`. */
  readonly keysListedWithoutTags?: boolean;
  /** The real time for which a table is CREATING or DELETING if state delays are off; see `CloudOptions`. */
  readonly tableTransitionMs?: number;
  /** See `CloudOptions`. */
  readonly callDuration?: (memory: number) => number;
  /** See `CloudOptions`. */
  readonly logGroupBytes?: number;
  /** See `CloudOptions`. */
  readonly callerPolicies?: readonly string[];
  /** Whether other users of this machine may use the control planes, and so run code as this user. */
  readonly anyUser?: boolean;
  /** Receives why the gateway answered a request with an error; standard error by default. */
  readonly report?: (line: string) => void;
  /** Called when a client asks the cloud to stop. */
  onStopRequested?(): void;
}

export interface RunningCloud {
  /** `http://127.0.0.1:4566` */
  readonly endpoint: string;
  readonly port: number;
  /** The stored state except items, log events and metrics; read-only. */
  readonly store: Pick<Store, 'collection' | 'collectionNames'>;
  /** Present if it was requested. */
  readonly adversity?: Adversity;
  close(): Promise<void>;
}

/** The account ID of everything in the stage `local`. */
const LOCAL_ACCOUNT = '000000000000';

/** All services. The order decides which service gets a request without a signature. */
export const SERVICES: readonly ServiceDefinition[] = [
  apigateway,
  apigatewayv2,
  lambda,
  iam,
  sts,
  dynamodb,
  dynamodbstreams,
  logs,
  cloudwatch,
  ssm,
  secretsmanager,
  sns,
  events,
  sqs,
  states,
  cognito,
  tagging,
  autoscaling,
  budgets,
  costexplorer,
  acm,
  wafv2,
  s3,
  ec2,
  kms,
  route53,
];

/** Listens on 127.0.0.1. Rejects with Node's `EADDRINUSE` if every port is taken. */
export async function startCloud(options: StartOptions): Promise<RunningCloud> {
  const store = options.dataDir === undefined ? memoryStore() : openStore(options.dataDir);
  const clock = options.clock ?? systemClock;
  const account = options.account ?? LOCAL_ACCOUNT;
  let endpoint = '';
  const stored: Pick<CloudBase, 'options' | 'clock' | 'collection' | 'regions'> = {
    options: {
      account,
      defaultRegion: options.defaultRegion ?? 'us-east-1',
      ...(options.usedAccount && { logsRole: logsRoleArn(account) }),
      ...(options.dataDir !== undefined && { dataDir: options.dataDir }),
      ...(options.keysListedWithoutTags && { keysListedWithoutTags: true }),
      ...(options.callerPolicies && { callerPolicies: options.callerPolicies }),
      ...(options.tableTransitionMs !== undefined && { tableTransitionMs: options.tableTransitionMs }),
      ...(options.callDuration && { callDuration: options.callDuration }),
      ...(options.logGroupBytes !== undefined && { logGroupBytes: options.logGroupBytes }),
    },
    clock,
    collection: createCollections(store),
    regions: () => [...new Set(store.collectionNames().map((name) => name.split('/', 2)[1]!))],
  };
  const transitions = createTransitions(stored, () => adversity?.factor() ?? 0);
  const adversity = options.adversity && createAdversity(clock, options.adversity, () => transitions.settle());
  const base: CloudBase = {
    ...stored,
    ids: options.ids ?? randomIds,
    store,
    endpoint: () => endpoint,
    transitions,
  };
  if (options.usedAccount) seedLogsRole(base);
  const metricSink = createMetricSink(base);
  const logSink = createLogSink(base, metricSink);
  const chains = createRequestChains(() => clock.now());
  const live = createLiveFeed(chains);
  const observing = { ...base, logs: live.overhear(logSink), metrics: metricSink };
  const functions = chains.overhearFunctions(createFunctionRuntime(observing));
  const streams = createStreamReader(base);
  const serveDomains = () => domains.open();
  const cloud: Cloud = { ...observing, functions, streams, serveDomains, dataPlane: createDataPlane(() => cloud) };

  const gateway = createExecuteApi(cloud, {
    begun: live.begun,
    finished: live.finished,
    ...(options.report && { report: options.report }),
  });
  const dispatch = createDispatch(
    cloud,
    SERVICES,
    chains.overhearCalls(adversity?.intercept ?? ((call) => call.answer())),
  );
  const domains = createDomainListener({
    cloud: base,
    answer(request, response) {
      const target = gateway.findDomainTarget(request.headers.host ?? '', request.url ?? '/');
      return target && gateway.handle(request, response, target);
    },
    cloudPort: () => Number(new URL(endpoint).port),
    anyPort: options.port === 0,
  });
  const server = createCloudServer({
    now: () => clock.now(),
    dispatch,
    storage: createFrontDoor(cloud, dispatch),
    gateway,
    functionUrls: createFunctionUrls(cloud, options.report ?? ((line) => void process.stderr.write(`${line}\n`))),
    anyUser: options.anyUser === true,
    control: {
      health: () => ({
        name: 'apikit',
        pid: process.pid,
        endpoint,
        dataDir: options.dataDir ?? null,
        adversity: adversity?.state().settings ?? null,
        anyUser: options.anyUser === true,
        domainPort: domains.port() ?? null,
      }),
      authority: () => authorityOf(base).certificate,
      publicEndpoint: (http) => answerPoolEndpoint(base, http),
      code: (sha256) => store.findBlob(sha256),
      live: live.listen,
      chains: live.listenToChains,
      docs: {},
      warm: (region, name) => functions.warm({ account, region }, name),
      reset: async () => {
        const known = base.regions().flatMap((region) => {
          const scope = { account, region };
          return lambdaState(base, scope)
            .functions.keys()
            .map((name) => ({ scope, name }));
        });
        // Running calls end first, with their last log lines, so that nothing of them appears afterwards.
        gateway.forgetRequests();
        await lambda.reset?.(cloud);
        await functions.endAll();
        for (const service of SERVICES) if (service !== lambda) await service.reset?.(cloud);
        store.reset();
        if (options.usedAccount) seedLogsRole(base);
        for (const { scope, name } of known) functions.retire(scope, name);
        adversity?.reset();
      },
      stop: () => options.onStopRequested?.(),
      ...(adversity && { adversity: (method, body) => answerAdversity(adversity, method, body) }),
    },
  });
  const close = async () => {
    adversity?.close();
    server.closeAllConnections();
    await domains.close();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
    // Lambda's deliveries stop first, because a batch must not fail when its function ends. Logs stay open for last
    // lines.
    await lambda.close?.(cloud);
    await functions.close();
    for (const service of SERVICES) if (service !== lambda) await service.close?.(cloud);
    logSink.close();
    metricSink.close();
    store.close();
  };
  try {
    const port = await listenOnFirstFree(server, [options.port].flat());
    endpoint = `http://127.0.0.1:${port}`;
    for (const service of SERVICES) service.open?.(cloud);
    if (domains.hasDomains()) await domains.open();
    return { endpoint, port, store, close, ...(adversity && { adversity }) };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Every request reads several collections, so the same objects are returned and no name is built again. */
function createCollections(store: Store): CloudBase['collection'] {
  const accounts = new Map<string, Map<string, Map<string, Collection<unknown>>>>();
  const open = ({ account, region }: Scope, name: string) => {
    const regions = accounts.get(account) ?? new Map<string, Map<string, Collection<unknown>>>();
    accounts.set(account, regions);
    const collections = regions.get(region) ?? new Map<string, Collection<unknown>>();
    regions.set(region, collections);
    const collection = store.collection<unknown>(`${account}/${region}/${name}`);
    collections.set(name, collection);
    return collection;
  };
  return <T>(scope: Scope, name: string) =>
    (accounts.get(scope.account)?.get(scope.region)?.get(name) ?? open(scope, name)) as Collection<T>;
}

async function listenOnFirstFree(server: Server, ports: readonly number[]): Promise<number> {
  for (const [index, port] of ports.entries()) {
    try {
      await listen(server, port);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || index === ports.length - 1) throw error;
    }
  }
  return (server.address() as AddressInfo).port;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

const systemClock: CloudClock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

const fromAlphabet = (alphabet: string, length: number) =>
  Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('');

const randomIds: CloudIds = {
  uuid: () => randomUUID(),
  short: (length) => fromAlphabet('abcdefghijklmnopqrstuvwxyz0123456789', length),
  upper: (length) => fromAlphabet('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', length),
};
