import fc from 'fast-check';
import { expect, test } from 'vitest';
import { zip } from '../../../src/bundle/contents/zip.ts';
import { unzip } from '../unzip.ts';

const path = fc.stringMatching(/^[a-z_]{1,8}(\/[a-z_.]{1,8}){0,2}$/).filter((text) => !/(^|\/)\.+($|\/)/.test(text));
const entries = fc.uniqueArray(
  fc.record({ path, contents: fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)) }),
  { selector: (entry) => entry.path, maxLength: 12 },
);
const shuffled = entries.chain((list) =>
  fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
);

test('the same files give the same bytes in any order', async () => {
  await fc.assert(
    fc.asyncProperty(shuffled, async ([list, reordered]) => {
      expect((await zip(reordered)).equals(await zip(list))).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('packed files are unpacked unchanged, readable for everybody, dated 1980', async () => {
  await fc.assert(
    fc.asyncProperty(entries, async (list) => {
      const unpacked = unzip(await zip(list));
      expect(Object.keys(unpacked)).toEqual(list.map((entry) => entry.path).sort());
      for (const entry of list) {
        expect(unpacked[entry.path]).toEqual({ contents: entry.contents, mode: 0o100644, modified: 0x210000 });
      }
    }),
    { numRuns: 50 },
  );
});

test('neither the time nor the time zone changes the bytes', async () => {
  const list = [{ path: 'index.mjs', contents: Buffer.from('export {};') }];
  const zone = process.env.TZ;
  try {
    process.env.TZ = 'Pacific/Kiritimati';
    const east = await zip(list);
    process.env.TZ = 'America/Los_Angeles';
    expect(await zip(list)).toEqual(east);
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});
