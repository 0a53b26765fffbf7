import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retry, waitUntil } from '../../../src/aws/sdk/retry.ts';
import { createFakeClock } from '../fake-clock.ts';

const patience = (clock = createFakeClock()) => ({
  what: 'create the role',
  within: 60_000,
  hint: 'Try again later.',
  clock,
  random: () => 1,
});

describe('retry', () => {
  it('retries temporary errors, with growing delays', async () => {
    const clock = createFakeClock();
    const notices: number[] = [];
    let tries = 0;
    const result = retry({ ...patience(clock), retryable: () => true, onRetry: (n) => notices.push(n) }, async () => {
      tries += 1;
      if (tries < 4) throw new Error('not yet');
      return tries;
    });
    await clock.advance();
    expect(await result).toBe(4);
    expect(notices).toEqual([1, 2, 3]);
    expect(clock.slept).toEqual([500, 750, 1125]);
  });

  it('throws any other error at once', async () => {
    const work = retry({ ...patience(), retryable: () => false }, async () => {
      throw new TypeError('wrong');
    });
    await expect(work).rejects.toThrow(TypeError);
  });

  it('gives up with the number of attempts, the last response and what to do', async () => {
    const clock = createFakeClock();
    const work = retry({ ...patience(clock), retryable: () => true }, async () => {
      throw new Error('The role cannot be assumed');
    });
    const outcome = expect(work).rejects.toMatchObject({
      code: 'GaveUp',
      message: expect.stringMatching(
        /^Could not create the role: gave up after \d+ tries in 5\d s\. .*cannot be assumed\.$/,
      ),
      hint: 'Try again later.',
    });
    await clock.advance();
    await outcome;
  });

  it('never takes longer than its limit, whatever the random delays', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(100_000), fc.double({ min: 0, max: 0.999, noNaN: true }), async (within, dice) => {
        const clock = createFakeClock();
        const work = waitUntil({ ...patience(clock), within, random: () => dice }, async () => undefined);
        const outcome = expect(work).rejects.toMatchObject({ code: 'GaveUp' });
        await clock.advance();
        await outcome;
        expect(clock.now()).toBeLessThanOrEqual(within);
      }),
      { numRuns: 30 },
    );
  });

  it('ends a wait when the run is interrupted', async () => {
    const controller = new AbortController();
    const work = waitUntil({ ...patience(), signal: controller.signal }, async () => undefined);
    setImmediate(() => controller.abort(new Error('interrupted')));
    await expect(work).rejects.toThrow('interrupted');
  });
});
