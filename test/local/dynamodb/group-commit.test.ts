import { expect, test } from 'vitest';
import { createGroupCommit } from '../../../src/local/services/dynamodb/store/group-commit.ts';
import type { LevelWrite } from '../../../src/local/services/dynamodb/store/level.ts';

const put = (key: string, value: string) => new Map<string, LevelWrite>([[key, { type: 'put', key, value }]]);

/** A database whose batches end when the test says so. */
function slowLevel() {
  const batches: { keys: string[]; end(error?: Error): void }[] = [];
  const batch = (writes: readonly LevelWrite[]) =>
    new Promise<void>((resolve, reject) =>
      batches.push({ keys: writes.map(({ key }) => key), end: (error) => (error ? reject(error) : resolve()) }),
    );
  return { level: { batch }, batches };
}

test('writes during a batch are in one next batch, and each is done when its own batch is', async () => {
  const { level, batches } = slowLevel();
  const committing = createGroupCommit(level);
  const done: string[] = [];
  const first = committing.commit(put('a', '1')).then(() => done.push('a'));
  const others = ['b', 'c'].map((key) => committing.commit(put(key, '1')).then(() => done.push(key)));
  expect(batches.map(({ keys }) => keys)).toEqual([['a']]);
  expect(committing.find('c')).toMatchObject({ value: '1' });
  batches[0]!.end();
  await first;
  expect(done).toEqual(['a']);
  expect(batches[1]!.keys).toEqual(['b', 'c']);
  expect(committing.find('a')).toBeUndefined();
  batches[1]!.end();
  await Promise.all(others);
  await committing.drained();
  expect(committing.find('c')).toBeUndefined();
});

test('the later one of two writes of a key wins', async () => {
  const { level, batches } = slowLevel();
  const committing = createGroupCommit(level);
  const all = ['1', '2', '3'].map((value) => committing.commit(put('a', value)));
  expect(committing.find('a')).toMatchObject({ value: '3' });
  batches[0]!.end();
  await all[0];
  expect(committing.find('a')).toMatchObject({ value: '3' });
  batches[1]!.end();
  await Promise.all(all);
});

test('a failed batch fails the writes that depend on it, and nothing after that', async () => {
  const { level, batches } = slowLevel();
  const committing = createGroupCommit(level);
  const lost = Promise.allSettled(['a', 'b'].map((key) => committing.commit(put(key, '1'))));
  batches[0]!.end(new Error('disk full'));
  expect((await lost).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(committing.find('b')).toBeUndefined();
  const later = committing.commit(put('c', '1'));
  batches[1]!.end();
  await later;
});
