import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Watch, watchProject } from '../../src/dev/watch-project.ts';
import { tempDir } from '../helpers/cli.ts';

let watch: Watch | undefined;
afterEach(() => watch?.close());

/** A watched folder; `sees` resolves when a path was told of, after what was told before. */
function watched(prepare: (root: string) => void = () => {}) {
  const root = tempDir();
  prepare(root);
  const told = new Set<string>();
  let wake = () => {};
  watch = watchProject(root, (path) => {
    told.add(path);
    wake();
  });
  return {
    root,
    told,
    async sees(...path: string[]) {
      while (!told.has(join(root, ...path))) await new Promise<void>((resolve) => (wake = resolve));
      told.clear();
    },
  };
}

const inSrc = (root: string) => mkdirSync(join(root, 'src', 'deep'), { recursive: true });

describe('watching a project', () => {
  it('detects files that are written, renamed and deleted, in any folder', async () => {
    const { root, sees } = watched(inSrc);
    const file = join(root, 'src', 'deep', 'a.ts');
    writeFileSync(file, '1');
    await sees('src', 'deep', 'a.ts');
    writeFileSync(`${file}.new`, '2');
    renameSync(`${file}.new`, file);
    await sees('src', 'deep', 'a.ts');
    rmSync(file);
    await sees('src', 'deep', 'a.ts');
  });

  it('detects the content of a new folder, and continues after a folder was created again', async () => {
    const { root, sees } = watched(inSrc);
    for (const text of ['1', '2']) {
      rmSync(join(root, 'src'), { recursive: true });
      mkdirSync(join(root, 'src', 'deep'), { recursive: true });
      writeFileSync(join(root, 'src', 'deep', 'a.ts'), text);
      await sees('src', 'deep', 'a.ts');
    }
  });

  it('ignores installed, built and hidden files', async () => {
    const { root, told, sees } = watched((folder) => {
      for (const name of ['node_modules', '.git', '.apikit', 'dist']) mkdirSync(join(folder, name));
    });
    for (const name of ['node_modules', '.git', '.apikit', 'dist']) writeFileSync(join(root, name, 'x'), '1');
    writeFileSync(join(root, 'last'), '1');
    await sees('last');
    expect([...told]).toEqual([]);
  });

  it('detects sources outside of the project', async () => {
    const elsewhere = join(tempDir(), 'shared.ts');
    writeFileSync(elsewhere, '1');
    const { told } = watched();
    watch!.sources([elsewhere]);
    writeFileSync(elsewhere, '22');
    while (!told.has(elsewhere)) await new Promise((resolve) => setImmediate(resolve));
    expect(told).toContain(elsewhere);
  });
});
