/**
 * A cloud with Lambda, IAM and Logs only, over real HTTP with the real SDK, and quick ways to create functions in it.
 */
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import type { Cloud, CloudBase, FunctionRuntime, LogEvent, Metric, Scope } from '../../../src/local/cloud/cloud.ts';
import { createFunctionUrls } from '../../../src/local/gateway/function-url/function-urls.ts';
import { createFunctionRuntime } from '../../../src/local/runtime/function-runtime.ts';
import { createDispatch } from '../../../src/local/server/dispatch.ts';
import { createCloudServer } from '../../../src/local/server/server.ts';
import { service as iam } from '../../../src/local/services/iam/service.ts';
import { service as lambda } from '../../../src/local/services/lambda/service.ts';
import { memoryStore } from '../../../src/local/storage/store.ts';
import { noTransitions } from '../../helpers/no-transitions.ts';
import { makeZip } from './zip.ts';

export const SCOPE: Scope = { account: '000000000000', region: 'eu-west-1' };

export interface LambdaCloud {
  readonly endpoint: string;
  readonly client: LambdaClient;
  readonly functions: FunctionRuntime;
  readonly roleArn: string;
  /** All log lines of a group, with the stream of each. */
  readonly logged: { group: string; stream: string; message: string }[];
  readonly metrics: (Metric & { readonly value: number })[];
  /** The reasons of failed calls of function URLs. */
  readonly reports: string[];
  /** Creates a function whose `index.mjs` is `source`; nodejs22.x unless given. */
  create(name: string, source: string, more?: Partial<CreateFunctionCommandInput>): Promise<void>;
  /** Invokes the function; returns the parsed payload. */
  invoke(name: string, event?: unknown, qualifier?: string): Promise<InvokeAnswer>;
  close(): Promise<void>;
}

export interface InvokeAnswer {
  readonly payload: unknown;
  readonly error: string | undefined;
  readonly version: string | undefined;
  readonly log: string;
}

export interface LambdaCloudOptions {
  readonly now?: () => number;
  readonly random?: () => number;
}

export const trusting = (service: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });

export async function startLambdaCloud({ now = Date.now, random }: LambdaCloudOptions = {}): Promise<LambdaCloud> {
  const store = memoryStore();
  const logged: LambdaCloud['logged'] = [];
  const metrics: (Metric & { readonly value: number })[] = [];
  const reports: string[] = [];
  let endpoint = '';
  const base: CloudBase = {
    options: { account: SCOPE.account, defaultRegion: SCOPE.region },
    clock: { now, after: () => () => {} },
    ids: { uuid: randomUUID, short: random36, upper: (length) => random36(length).toUpperCase() },
    store,
    endpoint: () => endpoint,
    collection: ({ account, region }, name) => store.collection(`${account}/${region}/${name}`),
    transitions: noTransitions,
    regions: () => [SCOPE.region],
  };
  const observing = {
    ...base,
    logs: {
      write: (_: Scope, { group, stream }: { group: string; stream: string }, events: readonly LogEvent[]) => {
        for (const { message } of events) logged.push({ group, stream, message });
      },
    },
    metrics: { meter: (_: Scope, metric: Metric) => (value: number) => void metrics.push({ ...metric, value }) },
  };
  const functions = createFunctionRuntime(observing, random);
  const missing = () => Promise.reject(new Error('no gateway in this test'));
  const dataPlane = { unsupported: () => undefined, test: missing, testAuthorizer: missing };
  const streams = { find: () => undefined, read: async () => [], latest: async () => '' };
  const cloud: Cloud = { ...observing, functions, dataPlane, streams };
  const server = createCloudServer({
    now: Date.now,
    dispatch: createDispatch(cloud, [lambda, iam]),
    gateway: { handle: async () => {}, findDomainTarget: () => undefined },
    functionUrls: createFunctionUrls(cloud, (line) => void reports.push(line)),
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

  const config = { endpoint, region: SCOPE.region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const client = new LambdaClient({ ...config, maxAttempts: 1 });
  const iamClient = new IAMClient(config);
  const role = { RoleName: 'runner', AssumeRolePolicyDocument: trusting('lambda.amazonaws.com') };
  const roleArn = (await iamClient.send(new CreateRoleCommand(role))).Role!.Arn!;
  const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
  await iamClient.send(new AttachRolePolicyCommand({ RoleName: role.RoleName, PolicyArn }));

  return {
    endpoint,
    client,
    functions,
    roleArn,
    logged,
    metrics,
    reports,
    async create(name, source, more = {}) {
      await client.send(
        new CreateFunctionCommand({
          FunctionName: name,
          Runtime: 'nodejs22.x',
          Handler: 'index.handler',
          Role: roleArn,
          Timeout: 10,
          Code: { ZipFile: makeZip({ 'index.mjs': source }) },
          ...more,
        }),
      );
    },
    async invoke(name, event, qualifier) {
      const answer = await client.send(
        new InvokeCommand({
          FunctionName: name,
          LogType: 'Tail',
          ...(qualifier !== undefined && { Qualifier: qualifier }),
          ...(event !== undefined && { Payload: JSON.stringify(event) }),
        }),
      );
      return {
        payload: JSON.parse(Buffer.from(answer.Payload!).toString('utf8')),
        error: answer.FunctionError,
        version: answer.ExecutedVersion,
        log: Buffer.from(answer.LogResult!, 'base64').toString('utf8'),
      };
    },
    async close() {
      client.destroy();
      iamClient.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await functions.close();
      store.close();
    },
  };
}

const random36 = (length: number): string =>
  Array.from({ length }, () => Math.floor(Math.random() * 36).toString(36)).join('');
