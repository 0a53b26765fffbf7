/** Code that imports packages and modules from the layers of its function. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleFunction } from '../../src/bundle/bundle-function.ts';
import { pythonStartFault } from '../../src/bundle/start/python-start-fault.ts';
import { startFault } from '../../src/bundle/start/start-fault.ts';
import { startProcess } from '../../src/bundle/start/start-process.ts';
import { startPython } from '../../src/bundle/start/start-python.ts';
import { tempDir } from '../helpers/cli.ts';

function projectWith(files: Record<string, string>): string {
  const root = tempDir();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

describe('a Node.js handler', () => {
  const root = projectWith({
    'node_modules/said/package.json': '{"name":"said","main":"index.js"}',
    'node_modules/said/index.js': `exports.word = 'installed';`,
    'src/handler.js': `import { word } from 'said';\nexport const handler = async () => word;`,
  });
  const options = { root, entry: 'src/handler.js', runtime: 'nodejs24.x' };
  const faultOf = async (provided: string[], packed: string[]) => {
    const { entries } = await bundleFunction({ ...options, provided: packed });
    const report = await startProcess(process.env).start(entries, {});
    const started = { ...options, exportName: 'handler', nodeVersion: 'v24.0.0', provided, folder: report.folder };
    return startFault(report, started);
  };

  it('leaves the packages of its layers out, although they are installed, and packs all others', async () => {
    const provided = await bundleFunction({ ...options, provided: ['said'] });
    expect(provided.entries.map(({ path }) => path)).toEqual(['index.mjs', 'index.mjs.map']);
    expect(String(provided.entries[0]?.contents)).not.toContain('installed');
    expect(String((await bundleFunction(options)).entries[0]?.contents)).toContain('installed');
  });

  it('is not judged by a package that only a layer has', async () => {
    expect(await faultOf(['said'], ['said'])).toBeUndefined();
    expect(await faultOf(['sa*'], ['said'])).toBeUndefined();
    expect(await faultOf(['other'], ['said'])).toMatchObject({ certain: true });
  });
});

describe('a Python handler', () => {
  const root = projectWith({
    'src/handler.py': 'from numpy.linalg import norm\n\ndef handler(event, context):\n    return norm([1])\n',
  });
  const options = { root, entry: 'src/handler.py', runtime: 'python3.13' };

  it('may import the modules of its layers', async () => {
    await expect(bundleFunction(options)).rejects.toMatchObject({ code: 'ModuleNotFound' });
    const { entries, handler } = await bundleFunction({ ...options, provided: ['numpy'] });
    const report = (await startPython({ entries, handler, variables: {}, env: process.env }))!;
    const started = { entry: options.entry, exportName: 'handler', runtime: options.runtime, folder: report.folder };
    expect(pythonStartFault(report, { ...started, provided: ['numpy'] })).toBeUndefined();
    expect(pythonStartFault(report, { ...started, provided: [] })).toMatchObject({ certain: true });
  });
});
