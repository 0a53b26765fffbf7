/**
 * A small cloud around the real gateway: a store, a clock that stands still, and JavaScript functions as Lambda
 * functions.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { AwsError } from '../../../src/local/cloud/aws-error.ts';
import type { Cloud, InvokeRequest, LogEvent, Metric, Scope } from '../../../src/local/cloud/cloud.ts';
import { createDataPlane } from '../../../src/local/gateway/data-plane.ts';
import { createGateway } from '../../../src/local/gateway/gateway.ts';
import type {
  ApiDefinition,
  ApiKey,
  Deployment,
  Integration,
  Method,
  RestApi,
  Stage,
  UsagePlan,
} from '../../../src/local/state/apis/model.ts';
import { memoryStore } from '../../../src/local/storage/store.ts';
import { noTransitions } from '../../helpers/no-transitions.ts';

export const REGION = 'eu-west-1';
export const ACCOUNT = '000000000000';
export const API_ID = 'abc123defg';
const scope: Scope = { account: ACCOUNT, region: REGION };

type Handler = (event: ProxyEvent, request: InvokeRequest) => unknown;
/** The event, as untyped as a handler in JavaScript sees it. */
// biome-ignore lint/suspicious/noExplicitAny: tests read deep into events without narrowing
export type ProxyEvent = Record<string, any>;

export interface ApiSetup {
  paths?: Record<string, Record<string, Partial<Method>>>;
  api?: Partial<RestApi>;
  definition?: Partial<ApiDefinition>;
  stage?: Partial<Stage>;
}

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  /** The values as they were sent, for example two `Set-Cookie`. */
  raw: [name: string, value: string][];
  bytes: Buffer;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read deep into answers without narrowing
  json: any;
}

/** Starts a gateway on a free port; it is closed when the test ends. `random` decides about canaries. */
export async function startGateway(options: { random?: () => number } = {}) {
  const functions = new Map<string, Handler>();
  const logged: { group: string; stream: string; createGroup: boolean; events: readonly LogEvent[] }[] = [];
  const metrics: (Metric & { readonly value: number })[] = [];
  const reported: string[] = [];
  const timers: { at: number; callback: () => void }[] = [];
  let now = Date.UTC(2026, 10, 20, 9, 12, 34);
  const store = memoryStore();

  const cloud: Cloud = {
    options: { account: ACCOUNT, defaultRegion: REGION },
    clock: {
      now: () => now,
      after(milliseconds, callback) {
        const timer = { at: now + milliseconds, callback };
        timers.push(timer);
        return () => void timers.splice(timers.indexOf(timer) >>> 0, 1);
      },
    },
    ids: { uuid: randomUUID, short: (n) => randomBytes(n).toString('hex').slice(0, n), upper: (n) => 'A'.repeat(n) },
    store,
    endpoint: () => '',
    collection: ({ account, region }, name) => store.collection(`${account}/${region}/${name}`),
    transitions: noTransitions,
    regions: () => ['us-east-1', REGION],
    functions: {
      async invoke(request) {
        const handler = functions.get(
          request.qualifier ? `${request.functionName}:${request.qualifier}` : request.functionName,
        );
        if (!handler) throw new AwsError('ResourceNotFoundException', 'Function not found', { status: 404 });
        const result = { executedVersion: '1', requestId: randomUUID(), logTail: () => '' };
        try {
          const answer = await handler(JSON.parse(Buffer.from(request.payload).toString()), request);
          return { ...result, payload: Buffer.from(JSON.stringify(answer ?? null)) };
        } catch (error) {
          if (error instanceof AwsError) throw error;
          const payload = Buffer.from(JSON.stringify({ errorMessage: (error as Error).message, errorType: 'Error' }));
          return { ...result, payload, functionError: 'Unhandled' };
        }
      },
      retire: () => {},
      close: async () => {},
    },
    logs: { write: (_, target, events) => void logged.push({ createGroup: true, ...target, events }) },
    metrics: { meter: (_, metric) => (value) => void metrics.push({ ...metric, value }) },
    dataPlane: createDataPlane(() => cloud),
    streams: { find: () => undefined, read: async () => [], latest: async () => '' },
  };

  const gateway = createGateway(cloud, {
    report: (line) => void reported.push(line),
    ...(options.random && { random: options.random }),
  });
  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    const [, byPath, rest = ''] = /^\/_aws\/execute-api\/([^/]+)(.*)$/.exec(url) ?? [];
    const [, byHost = ''] = /^([^.]+)\.execute-api\./.exec(request.headers.host ?? '') ?? [];
    const target =
      byPath === undefined
        ? { apiId: byHost, rawPath: url, host: 'host' as const }
        : { apiId: byPath, rawPath: rest, host: 'path' as const };
    void gateway.handle(request, response, target);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });

  const put = <T>(name: string, key: string, value: T) => cloud.collection<T>(scope, name).put(key, value);

  return {
    cloud,
    functions,
    logged,
    metrics,
    reported,
    port,
    /** Moves the clock and runs what is due. */
    advance(milliseconds: number) {
      now += milliseconds;
      for (const timer of timers.filter(({ at }) => at <= now)) {
        timers.splice(timers.indexOf(timer), 1);
        timer.callback();
      }
    },
    /** Deploys an API to the stage `dev`. Methods are MOCKs that return `{}` unless set otherwise. */
    deploy({ paths = {}, api = {}, definition = {}, stage = {} }: ApiSetup, deploymentId = 'dep1') {
      put<RestApi>('apigateway.restApis', API_ID, restApi(api));
      put<Deployment>('apigateway.deployments', `${API_ID}/${deploymentId}`, {
        id: deploymentId,
        createdDate: 0,
        snapshot: { api: restApi(api), definition: { ...definitionOf(paths), ...definition } },
      });
      put<Stage>('apigateway.stages', `${API_ID}/dev`, stageOf({ deploymentId, ...stage }));
    },
    addDeployment(deploymentId: string, { paths = {}, api = {} }: ApiSetup) {
      const snapshot = { api: restApi(api), definition: definitionOf(paths) };
      put<Deployment>('apigateway.deployments', `${API_ID}/${deploymentId}`, {
        id: deploymentId,
        createdDate: 0,
        snapshot,
      });
    },
    setStage: (stage: Partial<Stage>) => put('apigateway.stages', `${API_ID}/dev`, stageOf(stage)),
    addPlan(plan: Partial<UsagePlan>, ...keys: Partial<ApiKey>[]) {
      const id = plan.id ?? 'plan1';
      put('apigateway.usagePlans', id, { id, name: id, apiStages: [{ apiId: API_ID, stage: 'dev' }], ...plan });
      for (const key of keys) {
        const keyId = key.id ?? `id-${key.value}`;
        put('apigateway.apiKeys', keyId, {
          id: keyId,
          value: '',
          enabled: true,
          createdDate: 0,
          lastUpdatedDate: 0,
          stageKeys: [],
          ...key,
        });
        put('apigateway.usagePlanKeys', `${id}/${keyId}`, { planId: id, keyId });
      }
    },
    put,
    /** Sends a request such as `GET /dev/items`, with the path from the stage on, byte for byte. */
    call: (line: string, init: CallInit = {}) => call(port, line, init),
  };
}

interface CallInit {
  headers?: Record<string, string> | [string, string][];
  body?: string | Buffer;
  /** Sends the body without its length. */
  chunked?: boolean;
}

function call(port: number, line: string, { headers = {}, body, chunked }: CallInit): Promise<Reply> {
  const [method, path] = line.split(' ', 2) as [string, string];
  const pairs = Array.isArray(headers) ? headers : Object.entries(headers);
  const framing: [string, string][] =
    body === undefined
      ? []
      : [chunked ? ['Transfer-Encoding', 'chunked'] : ['Content-Length', String(Buffer.byteLength(body))]];
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        agent: false,
        headers: [['Host', `${API_ID}.execute-api.localhost:${port}`], ...framing, ...pairs].flat(),
      } as never,
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const bytes = Buffer.concat(chunks);
          const text = bytes.toString('utf8');
          const raw: [string, string][] = [];
          for (let i = 0; i < response.rawHeaders.length; i += 2) {
            raw.push([response.rawHeaders[i]!, response.rawHeaders[i + 1]!]);
          }
          resolve({ status: response.statusCode!, headers: response.headers, raw, bytes, text, json: parse(text) });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function mock(template: string | undefined = '{}', more: Partial<Integration> = {}): Integration {
  return {
    type: 'MOCK',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    passthroughBehavior: 'WHEN_NO_MATCH',
    integrationResponses: {
      200: {
        statusCode: '200',
        ...(template !== undefined && { responseTemplates: { 'application/json': template } }),
      },
    },
    ...more,
  };
}

export function lambda(name: string, more: Partial<Integration> = {}): Integration {
  const arn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
  return {
    type: 'AWS_PROXY',
    httpMethod: 'POST',
    uri: `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/${arn}/invocations`,
    ...more,
  };
}

function definitionOf(paths: NonNullable<ApiSetup['paths']>): ApiDefinition {
  const resources: ApiDefinition['resources'] = {};
  for (const [index, [path, methods]] of Object.entries(paths).entries()) {
    const id = `res${index}`;
    const resourceMethods: Record<string, Method> = {};
    for (const [httpMethod, method] of Object.entries(methods)) {
      resourceMethods[httpMethod] = {
        httpMethod,
        authorizationType: 'NONE',
        apiKeyRequired: false,
        methodIntegration: mock(),
        ...method,
      };
    }
    resources[id] = { id, path, resourceMethods };
  }
  return { resources, models: {}, requestValidators: {}, authorizers: {}, gatewayResponses: {} };
}

function restApi(more: Partial<RestApi>): RestApi {
  return {
    id: API_ID,
    name: 'items-dev',
    createdDate: 0,
    apiKeySource: 'HEADER',
    endpointConfiguration: { types: ['REGIONAL'] },
    disableExecuteApiEndpoint: false,
    rootResourceId: 'res0',
    ...more,
  };
}

function stageOf(more: Partial<Stage>): Stage {
  return {
    stageName: 'dev',
    deploymentId: 'dep1',
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    methodSettings: {},
    tracingEnabled: false,
    createdDate: 0,
    lastUpdatedDate: 0,
    ...more,
  };
}
