/** The folder in which this package is installed. The files that ship beside the code are found from there. */
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

/** The absolute path of the package, for sources (`src/`) and for the bundle (`dist/`). */
export const packageRoot = find();
