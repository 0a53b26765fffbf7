import { describe, expect, it } from 'vitest';
import { createSaveQueue } from '../../src/dev/save-queue.ts';
import { fakeClock } from '../helpers/fake-clock.ts';

/** Work that the test lets end. */
function workbench() {
  const begun: (readonly string[])[] = [];
  const ends: (() => void)[] = [];
  let told = () => {};
  return {
    begun,
    work: (paths: readonly string[]) => {
      begun.push(paths);
      told();
      return new Promise<void>((end) => ends.push(end));
    },
    end: () => ends.shift()!(),
    async begins(count: number) {
      while (begun.length < count) await new Promise<void>((resolve) => (told = resolve));
    },
  };
}

describe('saves', () => {
  it('are combined if they are close together', async () => {
    const bench = workbench();
    const queue = createSaveQueue(fakeClock().client, bench.work);
    for (const path of ['b', 'a', 'b']) queue.saved(path);
    await bench.begins(1);
    expect(bench.begun).toEqual([['a', 'b']]);
    bench.end();
    await queue.settled();
    expect(bench.begun).toHaveLength(1);
  });

  it('are processed one at a time, and later ones together next', async () => {
    const bench = workbench();
    const queue = createSaveQueue(fakeClock().client, bench.work);
    queue.saved('first');
    await bench.begins(1);
    queue.saved('second');
    queue.saved('third');
    expect(bench.begun).toHaveLength(1);
    bench.end();
    await bench.begins(2);
    expect(bench.begun[1]).toEqual(['second', 'third']);
    queue.saved('third');
    bench.end();
    await bench.begins(3);
    expect(bench.begun[2]).toEqual(['third']);
    bench.end();
    await queue.settled();
  });

  it('do not wait for a project that changes without end', async () => {
    const clock = fakeClock();
    const bench = workbench();
    const restless = {
      ...clock.client,
      async sleep(milliseconds: number) {
        await clock.client.sleep(milliseconds);
        queue.saved('log');
      },
    };
    const queue = createSaveQueue(restless, bench.work);
    queue.saved('handler');
    await bench.begins(1);
    expect(bench.begun[0]).toEqual(['handler', 'log']);
  });
});
