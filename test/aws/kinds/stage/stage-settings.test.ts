import { describe, expect, it } from 'vitest';
import { observedStage } from '../../../../src/aws/kinds/stage/stage-settings.ts';
import { accountThrottle } from '../../../../src/aws/quotas/account-throttle.ts';
import { accountThrottle as throttleOfTheCloud } from '../../../../src/local/state/apis/account-throttle.ts';
import { REGIONS } from '../../../../src/naming/regions.ts';

describe("a stage's cache", () => {
  it.each([
    ['AVAILABLE', true],
    ['CREATE_IN_PROGRESS', true],
    ['FLUSH_IN_PROGRESS', true],
    ['DELETE_IN_PROGRESS', false],
  ] as const)('with a cluster that is %s exists: %s', (cacheClusterStatus, there) => {
    const stage = { cacheClusterEnabled: true, cacheClusterSize: '0.5' as const, cacheClusterStatus };
    expect(observedStage(stage, {}, 'us-east-1').cache !== undefined).toBe(there);
  });
});

describe('a default throttle', () => {
  const none = { rate: 10_000, burst: 5_000 };
  const saying = (rate: number, burst: number) => ({
    throttlingRateLimit: rate,
    throttlingBurstLimit: burst,
  });

  it.each([
    ['us-east-1', 10_000, 5_000, none],
    ['us-east-1', 2_500, 1_250, { rate: 2_500, burst: 1_250 }],
    ['eu-south-1', 2_500, 1_250, none],
    ['eu-south-1', 10_000, 5_000, none],
    ['eu-south-1', 2_500, 5_000, { rate: 2_500, burst: 5_000 }],
  ])('in %s, %i per second and a burst of %i are %j', (region, rate, burst, expected) => {
    const methods = { 'GET /things': { throttle: none, metrics: false, logging: 'OFF', dataTrace: false } as const };
    const stage = { methodSettings: { '*/*': saying(rate, burst), '~1things/GET': saying(rate, burst) } };
    const observed = observedStage(stage, { throttle: none, methods }, region);
    expect(observed.throttle).toEqual(expected);
    expect(observed.methods?.['GET /things']?.throttle).toEqual(expected);
  });

  it('is decided by the same regions as those in which the embedded cloud has lower quotas', () => {
    for (const region of REGIONS) expect(accountThrottle(region), region).toEqual(throttleOfTheCloud(region));
  });
});
