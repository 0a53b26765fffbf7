/** Where this package is installed: the folder of its own package.json, for the real files that ship beside the code. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function find(): string {
  let dir = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(dir, 'package.json'))) {
    if (dir === dirname(dir)) throw new Error('apikit runs outside of its package: no package.json above its code');
    dir = dirname(dir);
  }
  return dir;
}

/** Absolute path of the package, both from sources (`src/`) and from the bundle (`dist/`). */
export const packageRoot = find();
