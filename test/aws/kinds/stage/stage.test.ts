import { GetStageCommand, TagResourceCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StageProperties } from '../../../../src/aws/kinds/stage/shape.ts';
import { stageKind } from '../../../../src/aws/kinds/stage/stage.ts';
import { type Kind, type Resource, ref } from '../../../../src/engine/resource.ts';
import { service as apigateway } from '../../../../src/local/services/apigateway/service.ts';
import { service as iam } from '../../../../src/local/services/iam/service.ts';
import { addApi, addDeployment, allowLogs } from '../../deployed-api.ts';
import { callsOf, differencesOf, reconcile, resource, startWorld, TAGS, type World } from '../../kind-world.ts';

let world: World;
let kind: Kind;
let base: StageProperties & { api: string; deployment: string };

beforeEach(async () => {
  world = await startWorld([apigateway, iam]);
  kind = stageKind(world);
  const api = await addApi(world);
  world.artifacts.set('definition', Buffer.from('{}'));
  await allowLogs(world);
  base = {
    api,
    deployment: await addDeployment(world, api),
    definition: 'definition',
    throttle: { rate: 500, burst: 1000 },
    metrics: true,
    logging: 'OFF',
    dataTrace: false,
    tracing: false,
    accessLog: {
      destination: 'arn:aws:logs:eu-west-1:000000000000:log-group:/aws/apigateway/items-api-dev',
      format: '{"requestId":"$context.requestId"}',
    },
    variables: { color: 'blue' },
    tags: TAGS,
  };
});
afterEach(async () => await world.close());

const wanted = (changes: Partial<StageProperties> = {}): Resource => resource('stage', 'dev', { ...base, ...changes });

async function stage() {
  const client = await world.clients.apiGateway();
  return await client.send(new GetStageCommand({ restApiId: base.api, stageName: 'dev' }));
}

async function patchByHand(...patchOperations: { op: 'replace' | 'remove'; path: string; value?: string }[]) {
  const client = await world.clients.apiGateway();
  await client.send(new UpdateStageCommand({ restApiId: base.api, stageName: 'dev', patchOperations }));
}

const differences = (desired: Resource) => differencesOf(kind, desired, world);

describe('a stage', () => {
  it('is created with everything in two writes, and then has no changes', async () => {
    expect(await callsOf(world, () => reconcile(kind, wanted(), world))).toEqual({ calls: 3, writes: 2 });
    expect(await stage()).toMatchObject({
      deploymentId: base.deployment,
      variables: { color: 'blue' },
      tags: TAGS,
      accessLogSettings: { destinationArn: base.accessLog.destination, format: base.accessLog.format },
      methodSettings: { '*/*': { throttlingRateLimit: 500, throttlingBurstLimit: 1000, metricsEnabled: true } },
    });
    expect(await callsOf(world, () => reconcile(kind, wanted(), world))).toEqual({ calls: 1, writes: 0 });
  });

  it('returns its URL', async () => {
    const { attributes } = await reconcile(kind, wanted(), world);
    expect(attributes).toEqual({
      arn: `arn:aws:apigateway:eu-west-1::/restapis/${base.api}/stages/dev`,
      name: 'dev',
      switched: { how: 'deploy', time: expect.any(String) },
      url: `${world.proxy.endpoint}/_aws/execute-api/${base.api}/dev`,
      deploymentId: base.deployment,
      previous: null,
      webAcl: null,
    });
  });

  it('switches to another release and other settings in one write', async () => {
    await reconcile(kind, wanted(), world);
    const deployment = await addDeployment(world, base.api);
    const next = wanted({ deployment, throttle: { rate: 5, burst: 10 }, tracing: true, variables: { size: 'xl' } });
    expect(await differences(next)).toEqual([
      'deployment',
      'throttle.burst',
      'throttle.rate',
      'tracing',
      'variables.color',
      'variables.size',
    ]);
    expect((await callsOf(world, () => reconcile(kind, next, world))).writes).toBe(1);
    expect(await differences(next)).toEqual([]);
    expect((await stage()).variables).toEqual({ size: 'xl' });
  });

  it('shows a release that does not exist yet as a change', async () => {
    await reconcile(kind, wanted(), world);
    const desired = wanted({ deployment: ref('release', 'deploymentId') });
    const observed = await kind.read(desired, world.context);
    expect(observed && kind.diff(desired, observed)).toEqual([
      { path: 'deployment', from: base.deployment, to: ref('release', 'deploymentId') },
    ]);
  });

  it('is repaired after changes by hand', async () => {
    await reconcile(kind, wanted(), world);
    await patchByHand(
      { op: 'replace', path: '/*/*/throttling/rateLimit', value: '1' },
      { op: 'replace', path: '/*/*/logging/loglevel', value: 'INFO' },
      { op: 'replace', path: '/variables/extra', value: 'x' },
    );
    const client = await world.clients.apiGateway();
    const resourceArn = `arn:aws:apigateway:eu-west-1::/restapis/${base.api}/stages/dev`;
    await client.send(new TagResourceCommand({ resourceArn, tags: { extra: 'x' } }));
    expect(await differences(wanted())).toEqual(['logging', 'tags.extra', 'throttle.rate', 'variables.extra']);
    await reconcile(kind, wanted(), world);
    expect(await differences(wanted())).toEqual([]);
    expect((await stage()).tags).toEqual(TAGS);
  });

  it('gets its settings back after all of them were deleted', async () => {
    await reconcile(kind, wanted(), world);
    await patchByHand({ op: 'remove', path: '/*/*' }, { op: 'remove', path: '/accessLogSettings' });
    expect(await differences(wanted())).toEqual([
      'accessLog.destination',
      'accessLog.format',
      'metrics',
      'throttle.burst',
      'throttle.rate',
    ]);
    await reconcile(kind, wanted(), world);
    expect(await differences(wanted())).toEqual([]);
  });

  describe('with settings for single methods', () => {
    const own = (rate: number) => ({
      throttle: { rate, burst: 10 },
      metrics: true,
      logging: 'OFF' as const,
      dataTrace: false,
    });
    const methods = { 'GET /things': own(5), 'PUT /things/{id}': own(1), 'ANY /files/{proxy+}': own(2) };

    it('sets all of them in the one write of the stage, and then has no changes', async () => {
      expect(await callsOf(world, () => reconcile(kind, wanted({ methods }), world))).toEqual({ calls: 3, writes: 2 });
      expect((await stage()).methodSettings).toMatchObject({
        '~1things/GET': { throttlingRateLimit: 5, throttlingBurstLimit: 10, metricsEnabled: true },
        '~1things~1{id}/PUT': { throttlingRateLimit: 1 },
        '~1files~1{proxy+}/ANY': { throttlingRateLimit: 2 },
      });
      expect(await callsOf(world, () => reconcile(kind, wanted({ methods }), world))).toEqual({ calls: 1, writes: 0 });
    });

    it('repairs changes by hand and deletes settings that nobody wants any more', async () => {
      await reconcile(kind, wanted({ methods }), world);
      await patchByHand(
        { op: 'replace', path: '/~1things/GET/throttling/rateLimit', value: '99' },
        { op: 'replace', path: '/~1/GET/throttling/rateLimit', value: '1' },
      );
      const fewer = wanted({ methods: { 'GET /things': own(5) } });
      expect(await differences(fewer)).toContain('methods.GET /things.throttle.rate');
      await reconcile(kind, fewer, world);
      expect(Object.keys((await stage()).methodSettings ?? {}).sort()).toEqual(['*/*', '~1things/GET']);
      expect(await differences(fewer)).toEqual([]);
    });

    it('ignores them if the contract is not known', async () => {
      await reconcile(kind, wanted({ methods }), world);
      expect(await differences(wanted())).toEqual([]);
    });

    it('caches only the methods with a cache', async () => {
      const entry = { ttl: 60, encrypted: true, invalidation: 'refuse' as const };
      const cached = wanted({
        cache: { size: '0.5', byDefault: false },
        methods: { 'GET /things': { ...own(5), cache: entry }, 'GET /others': { ...own(5), cache: 'off' } },
      });
      expect((await callsOf(world, () => reconcile(kind, cached, world))).writes).toBe(2);
      expect(world.notes).toEqual(['AWS creates the cache of 0.5 GB, which takes about four minutes']);
      expect(await stage()).toMatchObject({
        cacheClusterEnabled: true,
        cacheClusterSize: '0.5',
        methodSettings: {
          '*/*': { cachingEnabled: false },
          '~1others/GET': { cachingEnabled: false },
          '~1things/GET': {
            cachingEnabled: true,
            cacheTtlInSeconds: 60,
            cacheDataEncrypted: true,
            requireAuthorizationForCacheControl: true,
            unauthorizedCacheControlHeaderStrategy: 'FAIL_WITH_403',
          },
        },
      });
      expect(await differences(cached)).toEqual([]);
      // It costs money as long as it exists, whoever created it.
      expect(await differences(wanted({ methods: {} }))).toContain('cache.size');
      await reconcile(kind, wanted({ methods: {} }), world);
      expect((await stage()).cacheClusterEnabled).toBe(false);
      expect(await differences(wanted({ methods: {} }))).toEqual([]);
    });
  });

  it('is not changed during a canary', async () => {
    await reconcile(kind, wanted(), world);
    const canary = await addDeployment(world, base.api);
    await patchByHand(
      { op: 'replace', path: '/canarySettings/deploymentId', value: canary },
      { op: 'replace', path: '/canarySettings/percentTraffic', value: '10' },
    );
    const next = wanted({ deployment: await addDeployment(world, base.api) });
    await expect(reconcile(kind, next, world)).rejects.toMatchObject({
      code: 'CanaryInProgress',
      hint: expect.stringMatching(/apikit canary promote --stage dev, or apikit canary abort --stage dev$/),
    });
    expect((await stage()).deploymentId).toBe(base.deployment);
    // Settings may still change.
    await reconcile(kind, wanted({ tracing: true }), world);
    expect((await stage()).tracingEnabled).toBe(true);
  });

  it('that another run just created is used', async () => {
    await reconcile(kind, wanted(), world);
    const applied = await kind.apply(wanted({ tracing: true }), undefined, world.context);
    expect(applied.properties).toMatchObject({ tracing: true });
  });

  it('waits for the account role that has just been set', async () => {
    const message = 'CloudWatch Logs role ARN must be set in account settings to enable logging';
    world.proxy.add({
      method: 'PATCH',
      path: /stages/,
      times: 2,
      refuse: { status: 400, type: 'BadRequestException', message },
    });
    await reconcile(kind, wanted(), world);
    expect(world.notes).toEqual(['waiting for the CloudWatch role to be usable']);
    expect(await differences(wanted())).toEqual([]);
  });

  it('waits while something else changes the API', async () => {
    const message = 'Unable to complete operation due to concurrent modification. Please try again later.';
    world.proxy.add({
      method: 'PATCH',
      path: /stages/,
      times: 3,
      refuse: { status: 409, type: 'ConflictException', message },
    });
    await reconcile(kind, wanted(), world);
    expect(await differences(wanted())).toEqual([]);
  });

  it('says that the API was deleted, although AWS calls it a concurrent modification', async () => {
    const made = await reconcile(kind, wanted(), world);
    const message = 'Unable to complete operation due to concurrent modification. Please try again later.';
    world.proxy.add({
      method: 'PATCH',
      path: /stages/,
      times: 99,
      refuse: { status: 409, type: 'ConflictException', message },
    });
    const api = new RegExp(`/restapis/${base.api}$`);
    world.proxy.add({
      method: 'GET',
      path: api,
      refuse: { status: 404, type: 'NotFoundException', message: 'Invalid API' },
    });
    await expect(kind.apply(wanted({ tracing: true }), made, world.context)).rejects.toMatchObject({ code: 'ApiGone' });
  });

  it('reports what the deployment does not say, and is created anyway', async () => {
    const paths = { '/secret': { get: { security: [{ apiKey: [] }] } }, '/health': { get: {} } };
    world.artifacts.set('definition', Buffer.from(JSON.stringify({ paths })));
    world.proxy.add({ method: 'GET', path: /deployments/, answer: { id: base.deployment } });
    await reconcile(kind, wanted(), world);
    expect(world.notes).toEqual([
      'API Gateway does not show whether these still require keys and sign-in: GET /secret',
    ]);
    expect(await differences(wanted())).toEqual([]);
  });

  it('is deleted once, and a second deletion is not an error', async () => {
    const made = await reconcile(kind, wanted(), world);
    await kind.remove(wanted(), made, world.context);
    expect(await kind.read(wanted(), world.context)).toBeUndefined();
    await kind.remove(wanted(), made, world.context);
  });
});
