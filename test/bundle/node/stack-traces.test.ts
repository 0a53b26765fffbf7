import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleFunction } from '../../../src/bundle/bundle-function.ts';
import { createStackTraces } from '../../../src/bundle/node/stack-traces.ts';
import { createWarmBundler } from '../../../src/bundle/warm-bundler.ts';
import { readZip } from '../../../src/local/state/functions/zip-archive.ts';
import { tempDir } from '../../helpers/cli.ts';

const SOURCE = `type Name = string;

function refuseEverything(name: Name): never {
  throw new TypeError(\`no \${name}\`);
}

export async function handler(event: { name: Name }) {
  return refuseEverything(event.name);
}
`;

/** Bundles and unpacks code as the embedded cloud does, with the session's source maps. */
async function bundled() {
  const root = tempDir();
  mkdirSync(join(root, 'src'));
  writeFileSync(join(root, 'src/handler.ts'), SOURCE);
  const bundler = createWarmBundler();
  const options = { root, entry: 'src/handler.ts', runtime: 'nodejs22.x' };
  const code = await bundler.bundle(options);
  const once = await bundleFunction(options);
  await bundler.close();
  const folder = join(tempDir(), `1-${Buffer.from(code.sha256, 'base64').toString('hex').slice(0, 12)}`);
  mkdirSync(folder);
  const [entry] = readZip(code.zip);
  writeFileSync(join(folder, 'index.mjs'), (entry as { read(): Buffer }).read());
  const { handler } = await import(/* @vite-ignore */ join(folder, 'index.mjs'));
  const stack: string = await handler({ name: 'x' }).catch((error: Error) => error.stack);
  return { code, once, stack };
}

describe('stack traces', () => {
  it('point to the lines and names of the sources, and the map is always the same', async () => {
    const { code, once, stack } = await bundled();
    expect(code.sha256).toBe(once.sha256);
    expect(once.sourceMap).toBe(code.sourceMap);
    const traces = createStackTraces('/project');
    traces.learn(code.sha256, code.sourceMap!);
    const [first, thrown, called] = traces.mapped(stack).split('\n');
    expect(first).toBe('TypeError: no x');
    expect(thrown).toBe('    at refuseEverything (src/handler.ts:4:9)');
    expect(called).toContain('src/handler.ts:8:10');
    // Inside JSON, as loggers write stacks.
    const json = traces.mapped(JSON.stringify({ stack }));
    expect(JSON.parse(json).stack).toBe(traces.mapped(stack));
  });

  it('map frames of methods, constructors and names with spaces, and keep their brackets', async () => {
    const { code, stack } = await bundled();
    const traces = createStackTraces('/project');
    traces.learn(code.sha256, code.sourceMap!);
    const [, place] = /\((.*index\.mjs:\d+:\d+)\)/.exec(stack)!;
    const mapped = (name: string) => traces.mapped(`    at ${name} (${place})\n    at next`).split('\n')[0]!.trim();
    for (const name of [
      'Object.getReport [as run]',
      'new Report',
      'async Map.read',
      'get total',
      'Report.set total [as total]',
    ])
      expect(mapped(name)).toBe(`at ${name} (src/handler.ts:4:9)`);
    expect(mapped('Object.EP [as run]')).toBe('at run (src/handler.ts:4:9)');
    expect(traces.mapped(`    at ${place}`)).toBe('    at src/handler.ts:4:9');
  });

  it('keep frames of unknown code unchanged', async () => {
    const { stack } = await bundled();
    expect(createStackTraces('/project').mapped(stack)).toBe(stack);
  });
});
