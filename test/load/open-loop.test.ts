/** A load keeps its rate, whether or not the requests are answered. */
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { Sample } from '../../src/load/figures.ts';
import { MOST_UNDER_WAY, type Outcome, runOpenLoop } from '../../src/load/open-loop.ts';

const done: Outcome = { operationId: 'getItem', status: 200 };

function start(
  load: { rate: number; requests: number },
  send: () => Promise<Outcome>,
  signal = new AbortController().signal,
) {
  const samples: Sample[] = [];
  const ended = runOpenLoop(load, { clock: systemClock, signal, send, onSample: (one) => samples.push(one) });
  return { samples, ended };
}

/** A promise of the answer, and the function that gives it. */
function gateway() {
  let resolve: (outcome: Outcome) => void = () => {};
  const promise = new Promise<Outcome>((settle) => (resolve = settle));
  return { promise, resolve: (outcome: Outcome) => resolve(outcome) };
}

describe('an open loop', () => {
  it('sends the fiftieth request although none is answered yet', async () => {
    const gate = gateway();
    let sent = 0;
    const { ended, samples } = start({ rate: 2_000, requests: 50 }, () => {
      sent += 1;
      if (sent === 50) gate.resolve(done);
      return gate.promise;
    });
    await ended;
    expect(samples).toHaveLength(50);
  });

  it('counts the stall in every request that was due in it', async () => {
    const gate = gateway();
    let sent = 0;
    const { ended, samples } = start({ rate: 500, requests: 100 }, () => {
      sent += 1;
      if (sent === 100) gate.resolve(done);
      return gate.promise;
    });
    await ended;
    // The answer comes after the last request, which is due at 198 ms.
    for (const { due, ms } of samples) expect(due + ms).toBeGreaterThanOrEqual(198);
    expect(samples.map(({ due }) => due)).toEqual(Array.from({ length: 100 }, (_, index) => index * 2));
  });

  it('holds requests back if too many are under way, and counts their wait', async () => {
    const gate = gateway();
    let sent = 0;
    const requests = MOST_UNDER_WAY + 5;
    const { ended, samples } = start({ rate: 1_000_000, requests }, async () => {
      sent += 1;
      if (sent === MOST_UNDER_WAY) setImmediate(() => gate.resolve(done));
      return await gate.promise;
    });
    expect((await ended).held).toBeGreaterThan(0);
    expect(samples).toHaveLength(requests);
    expect(samples.at(-1)!.ms).toBeGreaterThan(0);
  });

  it('sends nothing after an interruption, and waits for what is under way', async () => {
    const controller = new AbortController();
    let sent = 0;
    const { ended, samples } = start(
      { rate: 1_000, requests: 1_000 },
      async () => {
        sent += 1;
        if (sent === 10) controller.abort();
        return done;
      },
      controller.signal,
    );
    await ended;
    expect(sent).toBeLessThan(20);
    expect(samples).toHaveLength(sent);
  });
});
