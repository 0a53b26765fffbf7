import { SourceMap, type SourceMapPayload } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ownSourceMap } from '../../../src/bundle/node/own-source-map.ts';
import { packageRoot } from '../../../src/files/package-root.ts';

const isOwn = (path: string) => !path.includes('node_modules/');

/** Returns a bundle of this project's own files and of packages, with the whole map. */
async function bundled() {
  const { outputFiles } = await build({
    absWorkingDir: packageRoot,
    entryPoints: [join(packageRoot, 'src/contract/read/open-file.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'node',
    sourcemap: 'external',
    sourcesContent: false,
    outfile: 'index.mjs',
  });
  const text = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))!.text;
  return { code: text('.mjs').split('\n'), map: text('.map') };
}

it('the own map points every position of own code to the same place as the whole map, and none of a package', async () => {
  const { code, map } = await bundled();
  const own = ownSourceMap(map, isOwn);
  const payload = JSON.parse(own) as SourceMapPayload;
  expect(payload.sources.length).toBeGreaterThan(0);
  expect(payload.sources.every(isOwn)).toBe(true);
  const [whole, part] = [new SourceMap(JSON.parse(map) as SourceMapPayload), new SourceMap(payload)];
  const place = (found: object) => {
    const { originalSource, originalLine, originalColumn, name } = found as Record<string, unknown>;
    return originalSource && isOwn(String(originalSource))
      ? { originalSource, originalLine, originalColumn, name }
      : undefined;
  };
  const at = fc.nat(code.length - 1).chain((line) => fc.tuple(fc.constant(line), fc.nat(code[line]!.length)));
  let led = 0;
  fc.assert(
    fc.property(at, ([line, column]) => {
      const expected = place(whole.findEntry(line, column));
      if (expected) led += 1;
      expect(place(part.findEntry(line, column))).toEqual(expected);
    }),
    { numRuns: 2_000 },
  );
  expect(led).toBeGreaterThan(50);
});
