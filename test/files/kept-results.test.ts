/** Results that are kept between runs. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepIn, keptResults } from '../../src/files/kept-results.ts';
import { codeFolder } from '../../src/files/private-folder.ts';
import { tempDir } from '../helpers/cli.ts';

test('values come back as they were, and only to the same program', async () => {
  const folder = join(tempDir(), 'kept');
  const [one, other] = [keepIn(folder, 'one'), keepIn(folder, 'other')];
  const value = { text: 'ä', bytes: Buffer.from([0, 255]), nothing: undefined };
  await one.write(one.keyOf('bundle', { entry: 'a' }), value);
  expect(await one.read(one.keyOf('bundle', { entry: 'a' }))).toEqual(value);
  expect(await one.read(one.keyOf('bundle', { entry: 'b' }))).toBeUndefined();
  expect(await one.read(one.keyOf('contract', { entry: 'a' }))).toBeUndefined();
  expect(await other.read(other.keyOf('bundle', { entry: 'a' }))).toBeUndefined();
});

test('forty are kept, and the oldest go first', async () => {
  const folder = join(tempDir(), 'kept');
  const results = keepIn(folder, 'a program');
  for (let index = 0; index < 45; index += 1) {
    await results.write(results.keyOf('bundle', index), index);
    // Files of the same millisecond have no order.
    if (index < 6) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(readdirSync(folder)).toHaveLength(40);
  expect(await results.read(results.keyOf('bundle', 0))).toBeUndefined();
  expect(await results.read(results.keyOf('bundle', 44))).toBe(44);
});

test('nothing is kept in the folder of a project', () => {
  expect(codeFolder({ XDG_CACHE_HOME: '.cache' })).toBeUndefined();
});

test('a value that would fill the disk is not kept', async () => {
  const folder = join(tempDir(), 'kept');
  const results = keepIn(folder, 'a program');
  await results.write(results.keyOf('contract', 1), Buffer.alloc(21 * 1_024 * 1_024));
  expect(await results.read(results.keyOf('contract', 1))).toBeUndefined();
});

test('the sources of apikit keep nothing, because they may change at any time', () => {
  expect(keptResults(process.env)).toBeUndefined();
});

test('the folder is closed to other users', async () => {
  const folder = join(tempDir(), 'kept');
  const results = keepIn(folder, 'a program');
  await results.write(results.keyOf('bundle', 1), 1);
  expect(statSync(folder).mode & 0o077).toBe(0);
});
