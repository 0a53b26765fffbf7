import { describe, expect, it } from 'vitest';
import type { Integration, MethodSetting, Stage } from '../../../src/local/state/apis/model.ts';
import { ACCOUNT, API_ID, REGION, startGateway } from './gateway-rig.ts';

const DEFAULTS: MethodSetting = {
  metricsEnabled: false,
  loggingLevel: 'OFF',
  dataTraceEnabled: false,
  throttlingBurstLimit: -1,
  throttlingRateLimit: -1,
  cachingEnabled: true,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: false,
  unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
};

const cluster = (methodSettings: Stage['methodSettings']): Partial<Stage> => ({
  cacheClusterEnabled: true,
  cacheClusterSize: '0.5',
  cacheClusterStatus: 'AVAILABLE',
  methodSettings,
});

const URI = `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/arn:aws:lambda:${REGION}:${ACCOUNT}:function:f/invocations`;
const counting = (more: Partial<Integration> = {}) => ({
  methodIntegration: { type: 'AWS_PROXY' as const, httpMethod: 'POST', uri: URI, ...more },
});

async function startCounter(setting: Partial<MethodSetting> = {}, integration: Partial<Integration> = {}) {
  const rig = await startGateway();
  let count = 0;
  rig.functions.set('f', () => {
    count += 1;
    return { statusCode: 200, headers: { 'X-Count': String(count) }, body: String(count) };
  });
  rig.deploy({
    paths: { '/x': { ANY: counting(integration) } },
    stage: cluster({ '*/*': { ...DEFAULTS, ...setting } }),
  });
  return rig;
}

const MAX_AGE_0 = { headers: { 'Cache-Control': 'no-transform, max-age=0' } };

describe('the cache of a stage', () => {
  it('repeats the response to a GET, including headers, until its time to live ends', async () => {
    const rig = await startCounter({ cacheTtlInSeconds: 60 });
    await rig.call('GET /dev/x');
    rig.advance(59_999);
    const again = await rig.call('GET /dev/x');
    expect([again.text, again.headers['x-count']]).toEqual(['1', '1']);
    rig.advance(1);
    expect((await rig.call('GET /dev/x')).text).toBe('2');
  });

  it('counts hits and misses', async () => {
    const rig = await startCounter();
    await rig.call('GET /dev/x');
    await rig.call('GET /dev/x');
    const counted = rig.metrics.filter(({ name, dimensions }) => name.startsWith('Cache') && 'Stage' in dimensions);
    expect(counted.map(({ name }) => name)).toEqual(['CacheMissCount', 'CacheHitCount']);
  });

  it('distinguishes requests by the declared parameters only', async () => {
    const rig = await startCounter(
      {},
      { cacheKeyParameters: ['method.request.querystring.q', 'method.request.header.Lang'] },
    );
    expect((await rig.call('GET /dev/x?q=1')).text).toBe('1');
    expect((await rig.call('GET /dev/x?q=1&other=1', { headers: { Authorization: 'b' } })).text).toBe('1');
    expect((await rig.call('GET /dev/x?q=2')).text).toBe('2');
    expect((await rig.call('GET /dev/x?q=1', { headers: { lang: 'de' } })).text).toBe('3');
  });

  it('never confuses two values in one key', async () => {
    const rig = await startCounter(
      {},
      { cacheKeyParameters: ['method.request.querystring.a', 'method.request.querystring.b'] },
    );
    const texts = [];
    for (const query of ['a=1%22,%222', 'a=1&b=2', 'b=1', '']) texts.push((await rig.call(`GET /dev/x?${query}`)).text);
    expect(texts).toEqual(['1', '2', '3', '4']);
  });

  it('ignores other methods unless they have a separate setting', async () => {
    const rig = await startCounter();
    expect((await rig.call('POST /dev/x')).text).toBe('1');
    expect((await rig.call('POST /dev/x')).text).toBe('2');
    rig.setStage({ deploymentId: 'dep1', ...cluster({ '~1x/POST': DEFAULTS }) });
    expect((await rig.call('POST /dev/x')).text).toBe('3');
    expect((await rig.call('POST /dev/x')).text).toBe('3');
  });

  it.each([
    ['a time to live of 0', { cacheTtlInSeconds: 0 }],
    ['caching switched off', { cachingEnabled: false }],
  ])('stores nothing with %s', async (_, setting) => {
    const rig = await startCounter(setting);
    await rig.call('GET /dev/x');
    expect((await rig.call('GET /dev/x')).text).toBe('2');
  });

  it('stores no errors and nothing above 1 MB', async () => {
    const rig = await startCounter();
    let failed = false;
    rig.functions.set('f', () => {
      if (!failed) {
        failed = true;
        throw new Error('once');
      }
      return { statusCode: 200, body: 'x'.repeat(1_048_577) };
    });
    expect((await rig.call('GET /dev/x')).status).toBe(502);
    expect((await rig.call('GET /dev/x')).status).toBe(200);
    rig.functions.set('f', () => ({ statusCode: 200, body: 'small' }));
    expect((await rig.call('GET /dev/x')).text).toBe('small');
  });

  it('starts empty after a flush', async () => {
    const rig = await startCounter();
    await rig.call('GET /dev/x');
    rig.put('apigateway.cacheFlushes', `${API_ID}/dev`, { count: 1 });
    expect((await rig.call('GET /dev/x')).text).toBe('2');
  });
});

describe('Cache-Control: max-age=0', () => {
  it('fetches a fresh response and stores it', async () => {
    const rig = await startCounter();
    await rig.call('GET /dev/x');
    expect((await rig.call('GET /dev/x', MAX_AGE_0)).text).toBe('2');
    expect((await rig.call('GET /dev/x')).text).toBe('2');
  });

  it.each([
    ['FAIL_WITH_403', 403, undefined],
    ['SUCCEED_WITH_RESPONSE_HEADER', 200, expect.stringMatching(/^199 /)],
    ['SUCCEED_WITHOUT_RESPONSE_HEADER', 200, undefined],
  ])('from a caller without permission: %s', async (strategy, status, warning) => {
    const rig = await startCounter({
      requireAuthorizationForCacheControl: true,
      unauthorizedCacheControlHeaderStrategy: strategy,
    });
    await rig.call('GET /dev/x');
    const refused = await rig.call('GET /dev/x', MAX_AGE_0);
    expect([refused.status, refused.headers.warning]).toEqual([status, warning]);
    const later = await rig.call('GET /dev/x');
    expect([later.text, later.headers.warning]).toEqual(['1', undefined]);
  });
});
