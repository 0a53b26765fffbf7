/** A server with only some services of the embedded cloud, for tests of one service over HTTP with the real SDK. */
import type { AddressInfo } from 'node:net';
import type {
  Cloud,
  CloudBase,
  CloudClock,
  FunctionRuntime,
  LogSink,
  MetricSink,
} from '../../src/local/cloud/cloud.ts';
import type { ServiceDefinition } from '../../src/local/cloud/operation.ts';
import { createDataPlane } from '../../src/local/gateway/data-plane.ts';
import { createDispatch } from '../../src/local/server/dispatch.ts';
import { createCloudServer } from '../../src/local/server/server.ts';
import { createStreamReader } from '../../src/local/services/dynamodbstreams/stream-reader.ts';
import { createFrontDoor } from '../../src/local/services/s3/front-door.ts';
import { memoryStore, openStore } from '../../src/local/storage/store.ts';
import { noTransitions } from './no-transitions.ts';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const text = (length: number) => Array.from({ length }, () => ALPHABET[Math.floor(Math.random() * 36)]).join('');

export interface Services {
  endpoint: string;
  cloud: Cloud;
  close(): Promise<void>;
}

type Parts = { functions?: FunctionRuntime; logs?: LogSink; metrics?: MetricSink };

/** `parts` creates the sinks and the runtime from the base if a test needs real ones; absent ones do nothing. */
export async function startServices(
  services: readonly ServiceDefinition[],
  options: {
    dataDir?: string;
    logGroupBytes?: number;
    tableTransitionMs?: number;
    parts?: (base: CloudBase) => Parts;
    now?: () => number;
    clock?: CloudClock;
  } = {},
): Promise<Services> {
  const store = options.dataDir === undefined ? memoryStore() : openStore(options.dataDir);
  let endpoint = '';
  const base: CloudBase = {
    options: {
      account: '000000000000',
      defaultRegion: 'us-east-1',
      ...(options.dataDir !== undefined && { dataDir: options.dataDir }),
      ...(options.logGroupBytes !== undefined && { logGroupBytes: options.logGroupBytes }),
      ...(options.tableTransitionMs !== undefined && { tableTransitionMs: options.tableTransitionMs }),
    },
    clock: options.clock ?? {
      now: options.now ?? Date.now,
      after: (ms, run) =>
        (
          ({ timer }) =>
          () =>
            clearTimeout(timer)
        )({ timer: setTimeout(run, ms).unref() }),
    },
    ids: { uuid: () => crypto.randomUUID(), short: text, upper: (length) => text(length).toUpperCase() },
    store,
    endpoint: () => endpoint,
    collection: ({ account, region }, name) => store.collection(`${account}/${region}/${name}`),
    transitions: noTransitions,
    regions: () => [...new Set(store.collectionNames().map((name) => name.split('/', 2)[1]!))],
  };
  const missing = () => Promise.reject(new Error('no function runtime in this test'));
  const cloud: Cloud = {
    ...base,
    functions: { invoke: missing, retire: () => {}, close: async () => {} },
    logs: { write: () => {} },
    metrics: { meter: () => () => {} },
    dataPlane: createDataPlane(() => cloud),
    streams: createStreamReader(base),
    ...options.parts?.(base),
  };
  const dispatch = createDispatch(cloud, services);
  const server = createCloudServer({
    anyUser: true,
    now: () => base.clock.now(),
    dispatch,
    storage: createFrontDoor(cloud, dispatch),
    functionUrls: { handle: async (_request, response) => void response.writeHead(501).end() },
    gateway: {
      handle: async (_request, response) => void response.writeHead(501).end(),
      findDomainTarget: () => undefined,
    },
    control: {
      health: () => ({}),
      authority: () => '',
      code: () => undefined,
      live: () => () => {},
      chains: () => () => {},
      docs: {},
      warm: () => false,
      reset: async () => {},
      stop: () => {},
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    cloud,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await cloud.functions.close();
      for (const service of services) await service.close?.(cloud);
      store.close();
    },
  };
}
