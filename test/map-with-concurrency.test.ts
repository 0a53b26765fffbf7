/** Many tasks of one kind, of which only a few run at the same time. */
import { expect, it } from 'vitest';
import { mapWithConcurrency } from '../src/map-with-concurrency.ts';

it('keeps the order, and never exceeds the limit', async () => {
  let now = 0;
  let most = 0;
  const items = Array.from({ length: 100 }, (_, index) => index);
  const doubled = await mapWithConcurrency(20, items, async (item) => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setImmediate(resolve));
    now -= 1;
    return item * 2;
  });
  expect(doubled).toEqual(items.map((item) => item * 2));
  expect(most).toBe(20);
});

it('starts nothing more after a failure', async () => {
  let begun = 0;
  const work = async () => {
    begun += 1;
    await Promise.resolve();
    throw new Error('no');
  };
  await expect(
    mapWithConcurrency(
      20,
      Array.from({ length: 100 }, (_, index) => index),
      work,
    ),
  ).rejects.toThrow('no');
  expect(begun).toBe(20);
});
