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
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
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
