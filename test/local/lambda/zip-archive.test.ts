import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readZip, ZipError } from '../../../src/local/state/functions/zip-archive.ts';
import { refuseEscapingLinks } from '../../../src/local/state/functions/zip-links.ts';
import { makeZip, type ZipFile } from './zip.ts';

const name = fc.stringMatching(/^[a-z]{1,8}(\/[a-z.]{1,8})?$/).filter((text) => !text.split('/').includes('..'));

it('reads every file of every archive', () => {
  const file: fc.Arbitrary<ZipFile> = fc.record({
    content: fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
    mode: fc.constantFrom(0o100644, 0o100755),
    stored: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.dictionary(name, file, { noNullPrototype: true }), (files) => {
      const entries = readZip(makeZip(files));
      expect(entries.map((entry) => entry.name)).toEqual(Object.keys(files));
      for (const entry of entries) {
        expect(entry.read()).toEqual(files[entry.name]!.content);
        expect(entry.mode).toBe(files[entry.name]!.mode! & 0o777);
      }
    }),
  );
});

it.each(['../up.js', 'a/../../up.js', '/etc/passwd', 'C:\\evil.js', 'a\\..\\..\\up.js', ''])(
  'rejects the name %j, which would leave the folder',
  (path) => {
    expect(() => readZip(makeZip({ [path]: 'x' }))).toThrow(ZipError);
  },
);

it('rejects links below links, which together would leave the folder', () => {
  const link = (content: string) => ({ content, mode: 0o120777 });
  for (const path of ['d/e/f/g', './d/e//f/g', 'D/e/f/g/h.js', 'd/e/f/g/']) {
    const zip = makeZip({ 'd/e/f': link('../..'), [path]: link('../../..') });
    expect(() => readZip(zip), path).toThrow(ZipError);
  }
  expect(readZip(makeZip({ 'bin/run': link('../lib/run.js'), 'lib/run.js': 'x', 'bin/runner': 'y' }))).toHaveLength(3);
});

it('rejects links that lead out through other links, and circular links', () => {
  const link = (content: string) => ({ content, mode: 0o120777 });
  const refused: Record<string, string>[] = [
    { up: '..' },
    { abs: '/etc' },
    { 'd1/d2/d3/d4/l': '../../../..', e: 'd1/d2/d3/d4/l/../../../etc/passwd' },
    { 'a/b/c': '../..', 'x/y': '../a/B/c/..' },
    { a: 'b', b: 'a' },
    { w: 'C:\\Windows' },
    { l: '../..', './L': 'a' },
  ];
  for (const links of refused) {
    const zip = makeZip(Object.fromEntries(Object.entries(links).map(([name, target]) => [name, link(target)])));
    expect(() => refuseEscapingLinks(readZip(zip)), JSON.stringify(links)).toThrow('links outside of the archive');
  }
  const fine = {
    'node_modules/.bin/x': '../x/bin.js',
    'a/b/c': '../..',
    here: 'a/b/c/a',
    'lib/now': './v1//',
    'lib/v1/f': 'x',
  };
  refuseEscapingLinks(
    readZip(makeZip(Object.fromEntries(Object.entries(fine).map(([name, target]) => [name, link(target)])))),
  );
});

it('damaged archives fail only with a ZipError', () => {
  const zip = makeZip({
    'index.js': 'exports.handler = async () => 1;'.repeat(20),
    'b.txt': { content: 'b', stored: true },
  });
  fc.assert(
    fc.property(fc.nat(zip.length - 1), fc.nat(255), fc.nat(zip.length), (at, byte, length) => {
      const damaged = Buffer.from(zip.subarray(0, length));
      if (at < damaged.length) damaged[at] = byte;
      try {
        for (const entry of readZip(damaged)) entry.read();
      } catch (error) {
        expect(error).toBeInstanceOf(ZipError);
      }
    }),
    { numRuns: 500 },
  );
});
