/** Composition root of the embedded cloud: builds every part, listens on loopback, and takes it all down again. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { Cloud, CloudBase, CloudClock, CloudIds } from './cloud.ts';
import { createDispatch } from './dispatch.ts';
import { createGateway } from './gateway/gateway.ts';
import type { ServiceDefinition } from './operation.ts';
import { createFunctionRuntime } from './runtime/function-runtime.ts';
import { createCloudServer } from './server.ts';
import { service as apigateway } from './services/apigateway/service.ts';
import { createMetricSink } from './services/cloudwatch/metric-sink.ts';
import { service as cloudwatch } from './services/cloudwatch/service.ts';
import { service as dynamodb } from './services/dynamodb/service.ts';
import { service as iam } from './services/iam/service.ts';
import { service as lambda } from './services/lambda/service.ts';
import { createLogSink } from './services/logs/log-sink.ts';
import { service as logs } from './services/logs/service.ts';
import { service as sns } from './services/sns/service.ts';
import { service as ssm } from './services/ssm/service.ts';
import { service as sts } from './services/sts/service.ts';
import { memoryStore, openStore } from './storage/store.ts';

export interface StartOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Absent: memory only. The caller holds the folder's lock. */
  readonly dataDir?: string;
  readonly defaultRegion?: string;
  readonly clock?: CloudClock;
  readonly ids?: CloudIds;
  /** Called when a client asks the cloud to stop. */
  onStopRequested?(): void;
}

export interface RunningCloud {
  /** `http://127.0.0.1:4566` */
  readonly endpoint: string;
  readonly port: number;
  close(): Promise<void>;
}

/** The account of everything in the embedded cloud. */
export const LOCAL_ACCOUNT = '000000000000';

const SERVICES: readonly ServiceDefinition[] = [apigateway, lambda, iam, sts, dynamodb, logs, cloudwatch, ssm, sns];

/** Listens on 127.0.0.1. Rejects with Node's `EADDRINUSE` when the port is taken. */
export async function startCloud(options: StartOptions): Promise<RunningCloud> {
  const store = options.dataDir === undefined ? memoryStore() : openStore(options.dataDir);
  let endpoint = '';
  const base: CloudBase = {
    options: {
      account: LOCAL_ACCOUNT,
      defaultRegion: options.defaultRegion ?? 'us-east-1',
      ...(options.dataDir !== undefined && { dataDir: options.dataDir }),
    },
    clock: options.clock ?? systemClock,
    ids: options.ids ?? randomIds,
    store,
    endpoint: () => endpoint,
    collection: ({ account, region }, name) => store.collection(`${account}/${region}/${name}`),
    regions: () => [...new Set(store.collectionNames().map((name) => name.split('/', 2)[1]!))],
  };
  const logSink = createLogSink(base);
  const metricSink = createMetricSink(base);
  const observing = { ...base, logs: logSink, metrics: metricSink };
  const functions = createFunctionRuntime(observing);
  const cloud: Cloud = { ...observing, functions };

  const server = createCloudServer({
    dispatch: createDispatch(cloud, SERVICES),
    gateway: createGateway(cloud),
    control: {
      health: () => ({ name: 'apikit', pid: process.pid, endpoint, dataDir: options.dataDir ?? null }),
      reset: async () => {
        for (const service of SERVICES) await service.reset?.(cloud);
        store.reset();
      },
      stop: () => options.onStopRequested?.(),
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  endpoint = `http://127.0.0.1:${port}`;

  return {
    endpoint,
    port,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await functions.close();
      for (const service of SERVICES) await service.close?.(cloud);
      logSink.close();
      metricSink.close();
      store.close();
    },
  };
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
