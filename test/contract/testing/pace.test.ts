import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openPace } from '../../../src/contract/testing/pace.ts';

it('sends at most the burst and the rate, and is no slower than necessary', async () => {
  const whole = fc.integer({ min: 1, max: 50 });
  await fc.assert(
    fc.asyncProperty(whole, whole, fc.integer({ min: 1, max: 200 }), async (rate, burst, requests) => {
      let now = 0;
      const sleep = async (ms: number) => {
        now += ms;
      };
      const pace = openPace({ rate, burst }, { now: () => now, sleep }, new AbortController().signal);
      const sent: number[] = [];
      for (let index = 0; index < requests; index += 1) {
        await pace.turn();
        sent.push(now);
      }
      sent.forEach((at, index) => {
        const allowed = burst + (rate * at) / 1000;
        expect(index + 1).toBeLessThanOrEqual(allowed + 1e-6);
      });
      expect(now).toBeCloseTo(Math.max(0, ((requests - burst) * 1000) / rate), 3);
    }),
  );
});
