/** Composition root of the embedded cloud: builds every part, listens on loopback, and takes it all down again. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Adversity, type AdversityOptions, createAdversity } from './adversity/adversity.ts';
import { answerAdversity } from './adversity/control.ts';
import { createTransitions } from './adversity/transitions.ts';
import type { Cloud, CloudBase, CloudClock, CloudIds, Scope } from './cloud.ts';
import { createDispatch } from './dispatch.ts';
import { createDataPlane } from './gateway/data-plane.ts';
import { createGateway } from './gateway/gateway.ts';
import { createLiveFeed } from './live-feed.ts';
import type { ServiceDefinition } from './operation.ts';
import { createFunctionRuntime } from './runtime/function-runtime.ts';
import { createCloudServer } from './server.ts';
import { service as apigateway } from './services/apigateway/service.ts';
import { service as budgets } from './services/budgets/service.ts';
import { createMetricSink } from './services/cloudwatch/metric-sink.ts';
import { service as cloudwatch } from './services/cloudwatch/service.ts';
import { answerPoolEndpoint } from './services/cognito/pool-endpoints.ts';
import { service as cognito } from './services/cognito/service.ts';
import { service as dynamodb } from './services/dynamodb/service.ts';
import { service as dynamodbstreams } from './services/dynamodbstreams/service.ts';
import { createStreamReader } from './services/dynamodbstreams/stream-reader.ts';
import { service as iam } from './services/iam/service.ts';
import { lambdaState } from './services/lambda/model.ts';
import { service as lambda } from './services/lambda/service.ts';
import { createLogSink } from './services/logs/log-sink.ts';
import { service as logs } from './services/logs/service.ts';
import { service as secretsmanager } from './services/secretsmanager/service.ts';
import { service as sns } from './services/sns/service.ts';
import { service as ssm } from './services/ssm/service.ts';
import { service as sts } from './services/sts/service.ts';
import { service as tagging } from './services/tagging/service.ts';
import { type Collection, memoryStore, openStore, type Store } from './storage/store.ts';
import { logsRoleArn, seedLogsRole } from './used-account.ts';

export interface StartOptions {
  /** 0 takes any free port; of several, the first free one is taken. */
  readonly port: number | readonly number[];
  /** Absent: memory only. The caller holds the folder's lock. */
  readonly dataDir?: string;
  readonly defaultRegion?: string;
  /** Twelve digits. Default: that of the stage `local`. */
  readonly account?: string;
  readonly clock?: CloudClock;
  readonly ids?: CloudIds;
  /** Makes the cloud fail and wait on request, and opens `/_apikit/adversity`. Absent: neither. */
  readonly adversity?: AdversityOptions;
  /** An account that was worked with before (`used-account.ts`); absent: a brand-new one. */
  readonly usedAccount?: boolean;
  /** See `CloudOptions`. */
  readonly keysListedWithoutTags?: boolean;
  /** Real time that a table takes to be made or deleted when no state delay is asked for; see `CloudOptions`. */
  readonly tableTransitionMs?: number;
  /** See `CloudOptions`. */
  readonly logGroupBytes?: number;
  /** See `CloudOptions`. */
  readonly callerPolicies?: readonly string[];
  /** Lets other users of this machine use the control planes, and thereby run code as this one. */
  readonly anyUser?: boolean;
  /** Called when a client asks the cloud to stop. */
  onStopRequested?(): void;
}

export interface RunningCloud {
  /** `http://127.0.0.1:4566` */
  readonly endpoint: string;
  readonly port: number;
  /** Everything it holds but items, log events and metrics; to look at, not to write. */
  readonly store: Pick<Store, 'collection' | 'collectionNames'>;
  /** Present when it was asked for. */
  readonly adversity?: Adversity;
  close(): Promise<void>;
}

/** The account of everything in the embedded cloud of the stage `local`. */
const LOCAL_ACCOUNT = '000000000000';

/** Every service that answers; the order says who is asked first for requests without a signature. */
export const SERVICES: readonly ServiceDefinition[] = [
  apigateway,
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
  cognito,
  tagging,
  budgets,
];

/** Listens on 127.0.0.1. Rejects with Node's `EADDRINUSE` when every port is taken. */
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
  const live = createLiveFeed();
  const observing = { ...base, logs: live.overhear(logSink), metrics: metricSink };
  const functions = createFunctionRuntime(observing);
  const streams = createStreamReader(base);
  const cloud: Cloud = { ...observing, functions, streams, dataPlane: createDataPlane(() => cloud) };

  const gateway = createGateway(cloud, { finished: live.finished });
  const server = createCloudServer({
    now: () => clock.now(),
    dispatch: createDispatch(cloud, SERVICES, adversity?.intercept),
    gateway,
    anyUser: options.anyUser === true,
    control: {
      health: () => ({
        name: 'apikit',
        pid: process.pid,
        endpoint,
        dataDir: options.dataDir ?? null,
        adversity: adversity?.state().settings ?? null,
        anyUser: options.anyUser === true,
      }),
      publicEndpoint: (http) => answerPoolEndpoint(base, http),
      code: (sha256) => store.findBlob(sha256),
      live: live.listen,
      docs: {},
      warm: (region, name) => functions.warm({ account, region }, name),
      reset: async () => {
        const known = base.regions().flatMap((region) => {
          const scope = { account, region };
          return lambdaState(base, scope)
            .functions.keys()
            .map((name) => ({ scope, name }));
        });
        // What is under way ends first, with its last lines, so that nothing of it is there afterwards.
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
    if (server.listening) await new Promise((resolve) => server.close(resolve));
    // Lambda's deliveries stop first: a batch must not count as failed because its function ends. Logs stay for last lines.
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
    return { endpoint, port, store, close, ...(adversity && { adversity }) };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Every request asks for several collections: the same objects each time, and no name is put together anew. */
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
