/**
 * The whole life of a stage in an account that enforces AWS's published call rates: apikit's own limits keep it below
 * all of them.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AdversityParts } from '../../src/local/adversity/adversity.ts';
import type { RunningCloud } from '../../src/local/start-cloud.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';
import { createChaosClock } from './chaos-clock.ts';
import { steadyDice } from './dice.ts';
import { EVERYTHING_AT_ONCE } from './scenarios.ts';
import { BASE, CHANGES } from './stage-project.ts';
import { deploy, type StageRun, tearDown } from './stage-runs.ts';

const clock = createChaosClock();
let cloud: RunningCloud;
let dice: { restore(): void };

beforeAll(async () => {
  dice = steadyDice();
  cloud = await startTestCloud({
    clock: clock.cloud,
    adversity: { quotas: true, factor: 1, latency: false },
    tableTransitionMs: 0,
  });
});
afterAll(async () => {
  await cloud.close();
  clock.close();
  dice.restore();
});

it('every deploy and the destroy finish without a throttled call', async () => {
  const run: StageRun = { endpoint: cloud.endpoint, clock: clock.client, limits: 'published' };
  const work = [BASE, BASE, CHANGES.code!(BASE), EVERYTHING_AT_ONCE, CHANGES['plan removed']!(BASE)];
  for (const input of work) {
    const { calls } = await deploy(input, run);
    expect(calls).toMatchObject({ throttled: 0 });
  }
  await tearDown(BASE, run, true);
  const { calls } = (cloud.adversity as AdversityParts).state();
  expect(calls.count).toBeGreaterThan(150);
  expect(calls.last.filter(({ throttled }) => throttled)).toEqual([]);
});

it('without the limits of apikit, AWS would throttle the same calls', async () => {
  const run: StageRun = { endpoint: cloud.endpoint, clock: clock.client, limits: 'none' };
  await Promise.allSettled([deploy(BASE, run), deploy({ ...BASE, config: { ...BASE.config, stage: 'two' } }, run)]);
  const { calls } = (cloud.adversity as AdversityParts).state();
  expect(calls.last.some(({ throttled }) => throttled)).toBe(true);
});
