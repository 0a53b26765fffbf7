/** A release with less protection than its contract is never served, whoever opened it. */
import {
  APIGatewayClient,
  GetResourcesCommand,
  GetRestApisCommand,
  type PatchOperation,
  UpdateMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protectedMethods } from '../../../src/aws/releases/confirm-protection.ts';
import { type Clock, systemClock } from '../../../src/clock.ts';
import type { RunningCloud } from '../../../src/local/start-cloud.ts';
import { inputOf, PARAMETER, SERVED } from '../../chaos/served-project.ts';
import { deploy, planned, type StageRun } from '../../chaos/stage-runs.ts';
import { type CountingProxy, startCountingProxy } from '../../helpers/counting-proxy.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';

const clock: Clock = { now: Date.now, sleep: (ms, signal) => systemClock.sleep(Math.min(ms, 5), signal) };
const DEPLOYING = /^POST \/restapis\/\w+\/deployments$/;
const OPENED: Readonly<Record<string, PatchOperation>> = {
  '/keyed': { op: 'replace', path: '/apiKeyRequired', value: 'false' },
  '/guarded': { op: 'replace', path: '/authorizationType', value: 'NONE' },
};

let cloud: RunningCloud;
let proxy: CountingProxy;
let gateway: APIGatewayClient;
let run: StageRun;
/** A change by somebody else after a definition was put and before it is deployed. */
let meanwhile: (() => Promise<void>) | undefined;
let url: string;

beforeAll(async () => {
  cloud = await startTestCloud({ adversity: { factor: 0, latency: false }, tableTransitionMs: 0 });
  const credentials = { accessKeyId: 'somebody', secretAccessKey: 'else' };
  const client = { endpoint: cloud.endpoint, region: 'eu-west-1', credentials };
  gateway = new APIGatewayClient(client);
  await new SSMClient(client).send(new PutParameterCommand({ Name: PARAMETER, Value: 'x', Type: 'SecureString' }));
  proxy = await startCountingProxy(cloud.endpoint, async (call) => {
    if (DEPLOYING.test(call)) await meanwhile?.();
  });
  run = { endpoint: proxy.endpoint, clock };
  ({ url } = await deploy(await inputOf(SERVED), run));
});
afterAll(async () => {
  gateway.destroy();
  await proxy.close();
  await cloud.close();
});

async function open(path: string): Promise<void> {
  const { items: apis = [] } = await gateway.send(new GetRestApisCommand({}));
  const restApiId = apis[0]?.id;
  const { items = [] } = await gateway.send(new GetResourcesCommand({ restApiId, limit: 500 }));
  const resourceId = items.find((resource) => resource.path === path)?.id;
  const patchOperations = [OPENED[path]!];
  await gateway.send(new UpdateMethodCommand({ restApiId, resourceId, httpMethod: 'GET', patchOperations }));
}

const statusOf = async (path: string) => (await fetch(url + path)).status;
const answerOf = async (path: string) => await (await fetch(url + path)).text();

it.each([
  ['/keyed', 403, 2, /GET \/keyed requires no API key/],
  ['/guarded', 401, 3, /GET \/guarded has the authorization NONE instead of CUSTOM/],
])('%s stays protected, and the next run creates the release again', async (path, refused, version, why) => {
  const changed = await inputOf({ ...SERVED, version });
  const before = await answerOf('/open');
  meanwhile = () => open(path);
  await expect(deploy(changed, run)).rejects.toMatchObject({ message: expect.stringMatching(why) });
  meanwhile = undefined;
  expect([await answerOf('/open'), await statusOf(path)]).toEqual([before, refused]);

  await deploy(changed, run);
  expect([await answerOf('/open'), await statusOf(path)]).toEqual([String(version), refused]);
  expect(await planned(changed, run)).toEqual([]);
});

describe('the protection in a definition', () => {
  const guarded = (type: string) => ({ 'x-amazon-apigateway-authtype': type });
  const components = {
    securitySchemes: {
      apiKey: {},
      sigv4: guarded('awsSigv4'),
      people: guarded('cognito_user_pools'),
      own: guarded('custom'),
    },
  };
  const of = (...names: string[]) =>
    protectedMethods({ components, paths: { '/': { get: { security: names.map((name) => ({ [name]: [] })) } } } });
  const get = { path: '/', method: 'GET', apiKey: false };

  it('is a key, a signature, a user pool, an authorizer, or a key with one of them', () => {
    expect(of()).toEqual([]);
    expect(of('apiKey')).toEqual([{ ...get, apiKey: true, authorization: 'NONE' }]);
    expect(of('sigv4')).toEqual([{ ...get, authorization: 'AWS_IAM' }]);
    expect(of('people')).toEqual([{ ...get, authorization: 'COGNITO_USER_POOLS' }]);
    expect(of('own', 'apiKey')).toEqual([{ ...get, apiKey: true, authorization: 'CUSTOM' }]);
  });

  it('is found under ANY, too', () => {
    const paths = { '/': { 'x-amazon-apigateway-any-method': { security: [{ apiKey: [] }] } } };
    expect(protectedMethods({ components, paths })).toMatchObject([{ method: 'ANY' }]);
  });
});
