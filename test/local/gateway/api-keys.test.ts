import { describe, expect, it } from 'vitest';
import { API_ID, lambda, type ProxyEvent, REGION, startGateway } from './gateway-rig.ts';

const KEY = 'key-one-0123456789';
const scope = { account: '000000000000', region: REGION };

async function keyed() {
  const rig = await startGateway();
  rig.functions.set('f', (event: ProxyEvent) => ({ body: JSON.stringify(event.requestContext.identity) }));
  const methodIntegration = lambda('f');
  rig.deploy({
    paths: { '/test': { ANY: { apiKeyRequired: true, methodIntegration } }, '/open': { GET: { methodIntegration } } },
  });
  const get = (path = '/test', key: string | undefined = KEY) =>
    rig.call(`GET /dev${path}`, { headers: key === '' ? {} : { 'X-API-Key': key } });
  const statuses = async (count: number, path = '/test', key = KEY) => {
    const seen: number[] = [];
    for (let n = 0; n < count; n += 1) seen.push((await get(path, key)).status);
    return seen;
  };
  return { ...rig, get, statuses };
}

describe('API keys', () => {
  it('are rejected in the same way if missing, unknown or outside of every plan', async () => {
    const rig = await keyed();
    rig.addPlan({}, { value: KEY });
    rig.put('apigateway.apiKeys', 'lone', { id: 'lone', value: 'lone-key', enabled: true });
    for (const key of ['', 'no-such-key', 'lone-key']) {
      const reply = await rig.get('/test', key);
      expect(reply).toMatchObject({ status: 403, text: '{"message":"Forbidden"}' });
      expect(reply.headers['x-amzn-errortype']).toBe('ForbiddenException');
    }
    expect((await rig.get()).status).toBe(200);
  });

  it('are not accepted in the query', async () => {
    const rig = await keyed();
    rig.addPlan({}, { value: KEY });
    expect((await rig.call(`GET /dev/test?x-api-key=${KEY}`)).status).toBe(403);
  });

  it('are passed with their ID to the function of a method that requires one, and to no other', async () => {
    const rig = await keyed();
    rig.addPlan({}, { id: 'k1', value: KEY });
    expect((await rig.get()).json).toMatchObject({ apiKey: KEY, apiKeyId: 'k1' });
    expect((await rig.get('/open')).json).not.toHaveProperty('apiKey');
    expect((await rig.get('/open', '')).status).toBe(200);
  });

  it('follow changes of key and plan without a deployment', async () => {
    const rig = await keyed();
    rig.addPlan({}, { id: 'k1', value: KEY });
    expect((await rig.get()).status).toBe(200);
    rig.addPlan({}, { id: 'k1', value: KEY, enabled: false });
    expect((await rig.get()).status).toBe(403);
    rig.addPlan({}, { id: 'k1', value: KEY });
    expect((await rig.get()).status).toBe(200);
    rig.addPlan({ apiStages: [{ apiId: API_ID, stage: 'prod' }] });
    expect((await rig.get()).status).toBe(403);
    rig.addPlan({});
    rig.cloud.collection(scope, 'apigateway.usagePlanKeys').delete('plan1/k1');
    expect((await rig.get()).status).toBe(403);
    rig.addPlan({ id: 'plan2' }, { id: 'k1', value: KEY });
    expect((await rig.get()).status).toBe(200);
  });
});

describe('limits of a usage plan', () => {
  it('throttle each key separately and refill with time', async () => {
    const rig = await keyed();
    rig.addPlan({ throttle: { rateLimit: 1, burstLimit: 2 } }, { value: KEY }, { value: 'key-two' });
    expect(await rig.statuses(3)).toEqual([200, 200, 429]);
    expect(await rig.statuses(1, '/test', 'key-two')).toEqual([200]);
    rig.advance(1_000);
    expect(await rig.statuses(2)).toEqual([200, 429]);
    const reply = await rig.get();
    expect(reply).toMatchObject({ status: 429, text: '{"message":"Too Many Requests"}' });
    expect(reply.headers['x-amzn-errortype']).toBe('TooManyRequestsException');
    expect(reply.headers).not.toHaveProperty('retry-after');
  });

  it('throttle a method by its own limit, and the others by the plan’s', async () => {
    const rig = await keyed();
    const throttle = { '/test/GET': { rateLimit: 1, burstLimit: 1 } };
    const apiStages = [{ apiId: API_ID, stage: 'dev', throttle }];
    rig.addPlan({ apiStages, throttle: { rateLimit: 1, burstLimit: 3 } }, { value: KEY });
    expect(await rig.statuses(2)).toEqual([200, 429]);
    expect(await rig.statuses(4, '/open')).toEqual([200, 200, 200, 429]);
  });

  it('throttle requests to an ANY method by the limit of ANY', async () => {
    const rig = await startGateway();
    rig.deploy({ paths: { '/any': { ANY: { apiKeyRequired: true } } } });
    const throttle = { '/any/ANY': { rateLimit: 1, burstLimit: 2 } };
    rig.addPlan({ apiStages: [{ apiId: API_ID, stage: 'dev', throttle }] }, { value: KEY });
    const status = async () => (await rig.call('GET /dev/any', { headers: { 'X-API-Key': KEY } })).status;
    expect([await status(), await status(), await status()]).toEqual([200, 200, 429]);
  });

  it('have one limit for all stages of the plan', async () => {
    const rig = await keyed();
    rig.put('apigateway.stages', `${API_ID}/prod`, { stageName: 'prod', deploymentId: 'dep1', methodSettings: {} });
    const apiStages = ['dev', 'prod'].map((stage) => ({ apiId: API_ID, stage }));
    rig.addPlan({ apiStages, throttle: { rateLimit: 1, burstLimit: 1 } }, { value: KEY });
    expect(await rig.statuses(1)).toEqual([200]);
    expect((await rig.call('GET /prod/test', { headers: { 'X-API-Key': KEY } })).status).toBe(429);
  });

  it('end with the quota of a key, and count allowed requests by day', async () => {
    const rig = await keyed();
    rig.addPlan({ quota: { limit: 2, offset: 0, period: 'DAY' } }, { id: 'k1', value: KEY }, { value: 'key-two' });
    expect(await rig.statuses(3)).toEqual([200, 200, 429]);
    const reply = await rig.get();
    expect(reply).toMatchObject({ status: 429, text: '{"message":"Limit Exceeded"}' });
    expect(reply.headers['x-amzn-errortype']).toBe('LimitExceededException');
    expect(await rig.statuses(1, '/test', 'key-two')).toEqual([200]);
    expect(rig.cloud.collection(scope, 'apigateway.usage').get('plan1/k1/2026-11-20')).toEqual({ used: 2 });
    rig.advance(86_400_000);
    expect(await rig.statuses(1)).toEqual([200]);
  });

  it('do not count throttled requests against the quota', async () => {
    const rig = await keyed();
    const quota = { limit: 2, offset: 0, period: 'DAY' as const };
    rig.addPlan({ quota, throttle: { rateLimit: 1, burstLimit: 1 } }, { value: KEY });
    expect(await rig.statuses(3)).toEqual([200, 429, 429]);
    rig.advance(1_000);
    expect(await rig.statuses(1)).toEqual([200]);
  });
});

describe('throttles of a stage', () => {
  const setting = (rate: number, burst: number) => ({
    metricsEnabled: false,
    loggingLevel: 'OFF',
    dataTraceEnabled: false,
    throttlingBurstLimit: burst,
    throttlingRateLimit: rate,
    cachingEnabled: false,
    cacheTtlInSeconds: 300,
    cacheDataEncrypted: false,
    requireAuthorizationForCacheControl: true,
    unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
  });

  it('apply to the resource template and the method, over the stage’s default', async () => {
    const rig = await startGateway();
    const paths = { '/a': { GET: {} }, '/b/{id}': { GET: {}, POST: {} } };
    rig.deploy({
      paths,
      stage: { methodSettings: { '*/*': setting(1, 2), '~1a/GET': setting(-1, -1), '~1b~1{id}/GET': setting(1, 1) } },
    });
    const statuses = async (...lines: string[]) => {
      const seen: number[] = [];
      for (const line of lines) seen.push((await rig.call(line)).status);
      return seen;
    };
    expect(await statuses('GET /dev/a', 'GET /dev/a', 'GET /dev/a')).toEqual([200, 200, 200]);
    expect(await statuses('GET /dev/b/1', 'GET /dev/b/2')).toEqual([200, 429]);
    expect(await statuses('POST /dev/b/1', 'POST /dev/b/1', 'POST /dev/b/1')).toEqual([200, 200, 429]);
    rig.setStage({ methodSettings: {} });
    expect(await statuses('GET /dev/b/1', 'POST /dev/b/1')).toEqual([200, 200]);
  });

  it('apply to requests to an ANY method under the name of ANY', async () => {
    const rig = await startGateway();
    rig.deploy({ paths: { '/any': { ANY: {} } }, stage: { methodSettings: { '~1any/ANY': setting(1, 1) } } });
    expect((await rig.call('GET /dev/any')).status).toBe(200);
    expect((await rig.call('GET /dev/any')).status).toBe(429);
  });
});
