/** The live release keeps serving: requests go on without a pause while the stage is deployed again and again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { RunningCloud } from '../../src/local/start-cloud.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';
import { BASE, CHANGES, type StageInput } from './stage-project.ts';
import { deploy } from './stage-runs.ts';

/** A hundred in `npm run chaos`. */
const TIMES = Number(process.env.CHAOS_TIMES ?? 10);
const CALLERS = 3;

let cloud: RunningCloud;

beforeAll(async () => {
  cloud = await startTestCloud({ adversity: { factor: 0 }, tableTransitionMs: 0 });
});
afterAll(async () => await cloud.close());

/** Another handler each time, and another contract, configuration or throttle with it. */
function releases(times: number): StageInput[] {
  const changes = [CHANGES.contract!, CHANGES.environment!, CHANGES.tags!, CHANGES['plan added']!, CHANGES.cors!];
  return Array.from({ length: times }, (_, index) => {
    const changed = changes[index % changes.length]!(BASE);
    const throttle = { rate: 9_000 + index, burst: 5_000 };
    return { ...changed, version: index + 2, config: { ...changed.config, throttle } };
  });
}

describe('a live stage', () => {
  it(
    `answers every request during ${TIMES} deploys under load`,
    async () => {
      const run = { endpoint: cloud.endpoint, clock: systemClock };
      const fast = { ...BASE, config: { ...BASE.config, throttle: { rate: 9_000, burst: 5_000 } } };
      const { url } = await deploy(fast, run);
      const failures: string[] = [];
      const served = new Set<string | null>();
      let requests = 0;
      let over = false;
      const caller = async () => {
        for (let last = false; !last; ) {
          // One more after the last deploy, which is sure to meet its release.
          last = over;
          const response = await fetch(`${url}/open`).catch((error: unknown) => String(error));
          requests += 1;
          if (typeof response === 'string') failures.push(response);
          else if (response.status === 200) served.add(response.headers.get('x-version'));
          else failures.push(`${response.status} ${await response.text()}`);
          if (typeof response !== 'string' && !response.bodyUsed) await response.body?.cancel();
        }
      };
      const load = Array.from({ length: CALLERS }, caller);
      for (const input of releases(TIMES)) await deploy(input, run);
      over = true;
      await Promise.all(load);
      expect(failures).toEqual([]);
      expect(requests).toBeGreaterThan(TIMES * CALLERS);
      expect([...served]).toContain(String(TIMES + 1));
    },
    30_000 + TIMES * 3_000,
  );

  it('answers every request when deploys fail half-way', async () => {
    const run = { endpoint: cloud.endpoint, clock: systemClock };
    const { url } = await deploy(BASE, run);
    const operations = ['UpdateFunctionCode', 'PublishVersion', 'AddPermission', 'PutRestApi', 'CreateDeployment'];
    for (const [index, operation] of [...operations, 'UpdateStage'].entries()) {
      const error = { code: 'BadRequestException', message: 'No.' };
      cloud.adversity!.set({ rules: [{ operation, fault: { error } }] });
      const input = { ...CHANGES.contract!(BASE), version: 1_000 + index };
      await deploy(input, run).catch(() => undefined);
      expect((await fetch(`${url}/open`)).status).toBe(200);
    }
    cloud.adversity!.set({ rules: [] });
  });
});
