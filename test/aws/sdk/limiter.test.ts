import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownLimiters, sharedLimiters } from '../../../src/aws/sdk/account-limiters.ts';
import { createLimiter } from '../../../src/aws/sdk/limiter.ts';
import { SERVICES } from '../../../src/aws/sdk/services.ts';
import { createFakeClock } from '../fake-clock.ts';

/** Sends all of these at once and returns when each one passed, in ms. */
async function times(limits: Parameters<typeof createLimiter>[0], operations: string[]) {
  const clock = createFakeClock();
  const limiter = createLimiter(limits, clock);
  const let_through: { operation: string; at: number }[] = [];
  for (const operation of operations) {
    void limiter.acquire(operation).then((release) => {
      let_through.push({ operation, at: clock.now() });
      release();
    });
  }
  await clock.advance();
  return let_through;
}

const limits = fc.record({ rate: fc.integer({ min: 1, max: 50 }), burst: fc.integer({ min: 1, max: 40 }) });

describe('the limiter', () => {
  it('allows every call, and never more than burst + rate × time in any window', async () => {
    const operations = fc.array(fc.constantFrom('Narrow', 'Other', 'Outside'), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(limits, limits, operations, async (all, narrow, sent) => {
        const passed = await times(
          { all, operations: { Narrow: narrow, Outside: { ...narrow, outsideAll: true } } },
          sent,
        );
        expect(passed.map(({ operation }) => operation).sort()).toEqual([...sent].sort());
        const groups = [
          [all, passed.filter(({ operation }) => operation !== 'Outside')],
          [narrow, passed.filter(({ operation }) => operation === 'Narrow')],
          [narrow, passed.filter(({ operation }) => operation === 'Outside')],
        ] as const;
        for (const [{ rate, burst }, calls] of groups) {
          for (const [i, first] of calls.entries()) {
            for (const [j, last] of calls.entries()) {
              if (j < i) continue;
              expect(j - i + 1).toBeLessThanOrEqual(burst + (rate * (last.at - first.at)) / 1000 + 1e-6);
            }
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is no slower than the rate: a burst at once, then one each interval', async () => {
    const passed = await times({ all: { rate: 10, burst: 3 } }, Array(6).fill('Get'));
    expect(passed.map(({ at }) => at)).toEqual([0, 0, 0, 100, 200, 300]);
  });

  it('lets other calls overtake one that waits for its own bucket', async () => {
    const narrow = { rate: 1 / 20, burst: 1 };
    const passed = await times({ all: { rate: 10, burst: 40 }, operations: { Slow: narrow } }, ['Slow', 'Slow', 'Get']);
    expect(passed).toEqual([
      { operation: 'Slow', at: 0 },
      { operation: 'Get', at: 0 },
      { operation: 'Slow', at: 20_000 },
    ]);
  });

  it('pauses an operation for as long as Retry-After says, and no other', async () => {
    const clock = createFakeClock();
    const limiter = createLimiter({ all: { rate: 10, burst: 40 }, operations: { Slow: { rate: 5, burst: 5 } } }, clock);
    limiter.pause('Slow', 30_000);
    const passed: string[] = [];
    void limiter.acquire('Slow').then(() => passed.push(`slow ${clock.now()}`));
    void limiter.acquire('Get').then(() => passed.push(`get ${clock.now()}`));
    await clock.advance();
    expect(passed).toEqual(['get 0', 'slow 30000']);
  });

  it('keeps one call in flight if required', async () => {
    const limiter = createLimiter({ inFlight: 1 }, createFakeClock());
    const release = await limiter.acquire('CreateRole');
    let second = false;
    const waiting = limiter.acquire('GetRole').then(() => {
      second = true;
    });
    await Promise.resolve();
    expect(second).toBe(false);
    release();
    await waiting;
  });

  it('lets reads pass while writes wait for their own rate', async () => {
    const clock = createFakeClock();
    const limiter = createLimiter({ writes: { rate: 1, burst: 2 } }, clock);
    const passed: string[] = [];
    for (const operation of ['CreateRole', 'PutRolePolicy', 'TagRole', 'GetRole'])
      void limiter.acquire(operation).then(() => passed.push(`${operation} ${clock.now()}`));
    await clock.advance();
    expect(passed).toEqual(['CreateRole 0', 'PutRolePolicy 0', 'GetRole 0', 'TagRole 1000']);
  });

  it('stops waiting when the run is interrupted, and takes nothing', async () => {
    const clock = createFakeClock();
    const limiter = createLimiter({ all: { rate: 1, burst: 1 } }, clock);
    await limiter.acquire('Get');
    const controller = new AbortController();
    const waiting = limiter.acquire('Get', controller.signal);
    controller.abort(new Error('interrupted'));
    await expect(waiting).rejects.toThrow('interrupted');
    const next = limiter.acquire('Get').then(() => clock.now());
    await clock.advance();
    expect(await next).toBe(1000);
  });

  it('is shared by account, service and region for everything that shares a clock', () => {
    const clock = createFakeClock();
    const limiters = sharedLimiters('111111111111', clock);
    expect(limiters(SERVICES.lambda, 'eu-west-1')).toBe(
      sharedLimiters('111111111111', clock)(SERVICES.lambda, 'eu-west-1'),
    );
    expect(limiters(SERVICES.lambda, 'eu-west-1')).not.toBe(limiters(SERVICES.lambda, 'us-east-1'));
    expect(limiters(SERVICES.lambda, 'eu-west-1')).not.toBe(
      sharedLimiters('222222222222', clock)(SERVICES.lambda, 'eu-west-1'),
    );
    expect(limiters(SERVICES.iam, 'eu-west-1')).toBe(limiters(SERVICES.iam, 'us-east-1'));
  });
});

describe('both versions of API Gateway', () => {
  const { apiGateway, apiGatewayV2 } = SERVICES;

  it('share the bucket of all calls, and no bucket of a single call', async () => {
    const clock = createFakeClock();
    const limiters = ownLimiters(clock);
    const at: number[] = [];
    const send = (service: typeof apiGateway | typeof apiGatewayV2, operation: string) =>
      void limiters(service, 'eu-west-1')
        .acquire(operation)
        .then((release) => {
          at.push(clock.now());
          release();
        });
    const begun = clock.now();
    for (let count = 0; count < 25; count += 1) {
      send(apiGateway, 'GetStage');
      send(apiGatewayV2, 'GetStage');
    }
    await clock.advance();
    // 40 of the 50 calls go at once, and the others follow at ten a second.
    expect(at.filter((time) => time === begun)).toHaveLength(40);
    expect(Math.max(...at) - begun).toBe(1_000);

    at.length = 0;
    const now = clock.now();
    send(apiGateway, 'CreateDeployment');
    send(apiGatewayV2, 'CreateDeployment');
    await clock.advance();
    expect(Math.max(...at) - now).toBeLessThan(1_000);
  });
});
