import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { expect, it, onTestFinished } from 'vitest';
import { packageRoot } from '../../../src/files/package-root.ts';
import { codeFolder, privateFolder } from '../../../src/files/private-folder.ts';
import { createCodeCache } from '../../../src/local/runtime/code-cache.ts';
import { createWorkFolder } from '../../../src/local/runtime/work-folder.ts';
import { memoryStore } from '../../../src/local/storage/store.ts';
import { tempDir } from '../../helpers/cli.ts';
import { makeZip } from '../lambda/zip.ts';

/** No process has this number: the highest that Linux gives is 4194304. */
const DEAD = 4_194_999;

/** Creates a home folder that accepts no files. */
const homeless = () => {
  const file = join(tempDir(), 'file');
  writeFileSync(file, '');
  return { XDG_CACHE_HOME: join(file, 'caches') };
};

it.skipIf(process.platform === 'win32')(
  'the work folder is in a private folder of the user, and no folder above it can contain packages of others',
  () => {
    const [temporary, caches] = [tempDir(), join(tempDir(), 'caches')];
    const folder = createWorkFolder(temporary, { XDG_CACHE_HOME: caches });
    onTestFinished(() => folder.close());
    expect(dirname(folder.path())).toBe(join(caches, 'apikit'));
    expect(statSync(join(caches, 'apikit')).mode & 0o777).toBe(0o700);
    expect(readdirSync(temporary)).toEqual([]);

    chmodSync(join(caches, 'apikit'), 0o770);
    expect(codeFolder({ XDG_CACHE_HOME: caches })).toBeUndefined();
    expect(codeFolder(homeless())).toBeUndefined();
  },
);

it.skipIf(process.platform === 'win32')(
  'without such a folder, it is in another private folder, and folders of others stay unchanged',
  () => {
    const parent = tempDir();
    // An abandoned folder of an earlier cloud, in the folder that all users share.
    const strange = join(parent, `apikit-code-${DEAD}-x`);
    mkdirSync(join(strange, 'processes'), { recursive: true });
    chmodSync(strange, 0o000);
    const folder = createWorkFolder(parent, homeless());
    const path = folder.path();
    expect(dirname(path)).toBe(privateFolder(parent));
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    expect(existsSync(strange)).toBe(true);

    const own = join(dirname(path), `code-${DEAD}-x`);
    mkdirSync(join(own, 'sub'), { recursive: true });
    chmodSync(own, 0o555);
    const victim = join(parent, 'victim');
    mkdirSync(victim);
    writeFileSync(join(victim, 'file'), '');
    symlinkSync(victim, join(own, 'sub', 'link'));
    const next = createWorkFolder(parent, homeless());
    next.path();
    expect(existsSync(own)).toBe(false);
    expect(existsSync(join(victim, 'file'))).toBe(true);
    next.close();
    folder.close();
    expect(existsSync(path)).toBe(false);
  },
);

it.skipIf(process.platform === 'win32').each([
  ['a link', (name: string, elsewhere: string) => symlinkSync(elsewhere, name)],
  ['a dangling link', (name: string, elsewhere: string) => symlinkSync(join(elsewhere, 'nothing'), name)],
  ['a file', (name: string) => writeFileSync(name, '')],
  [
    'a folder that others can write to',
    (name: string) => {
      mkdirSync(name);
      chmodSync(name, 0o777);
    },
  ],
])('the cloud works without that folder if %s has taken its name', (_what, take) => {
  const parent = tempDir();
  const elsewhere = mkdtempSync(join(parent, 'elsewhere-'));
  take(join(parent, `apikit-${process.getuid!()}`), elsewhere);
  expect(privateFolder(parent)).toBeUndefined();
  const folder = createWorkFolder(parent, homeless());
  onTestFinished(() => folder.close());
  expect(dirname(folder.path())).toBe(parent);
  expect(statSync(folder.path()).mode & 0o777).toBe(0o700);
  expect(readdirSync(elsewhere)).toEqual([]);
});

/** A thread that makes a work folder when all threads have started, and passes on its path. */
const THREAD = `
import { parentPort, workerData } from 'node:worker_threads';
import { createWorkFolder } from './src/local/runtime/work-folder.ts';
const { started, threads, caches } = workerData;
Atomics.add(started, 0, 1);
while (Atomics.load(started, 0) < threads);
parentPort.postMessage(createWorkFolder(caches, { XDG_CACHE_HOME: caches }).path());
`;

it('clouds that start together remove the folders of killed clouds, and each one works', async () => {
  const caches = tempDir();
  const parent = join(caches, 'apikit');
  mkdirSync(parent, { mode: 0o700 });
  for (let index = 0; index < 5; index += 1) {
    const code = join(parent, `code-${DEAD}-${index}`, 'a', 'b');
    mkdirSync(code, { recursive: true });
    for (let file = 0; file < 30; file += 1) writeFileSync(join(code, `${file}`), '');
  }
  const program = await build({
    stdin: { contents: THREAD, resolveDir: packageRoot, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
  });
  const [threads, started] = [4, new Int32Array(new SharedArrayBuffer(4))];
  const paths = await Promise.all(
    Array.from({ length: threads }, () => {
      const thread = new Worker(program.outputFiles[0]!.text, { eval: true, workerData: { started, threads, caches } });
      return new Promise<string>((resolve, reject) => thread.once('message', resolve).once('error', reject));
    }),
  );
  expect(readdirSync(parent).sort()).toEqual(paths.map((path) => basename(path)).sort());
});

it.skipIf(process.platform === 'win32')('unpacked code is read-only, and can still be deleted', async () => {
  const store = memoryStore();
  const parent = tempDir();
  const cache = createCodeCache(store, () => parent);
  const blob = store.putBlob(makeZip({ 'index.mjs': 'x', 'lib/deep/f.js': 'y' }));
  const path = await cache.acquire([blob]);
  for (const name of ['', 'lib', 'lib/deep', 'index.mjs', 'lib/deep/f.js'])
    expect(statSync(join(path, name)).mode & 0o222).toBe(0);
  cache.release([blob]);
  await expect.poll(() => existsSync(path)).toBe(false);
});
