/** The packages of a suite that is written for Node.js. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from '../../scripts/installed.mjs';

/** Returns the name in the package.json of a folder, or `undefined`. */
export function nameOfPackage(folder) {
  const file = join(folder, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).name : undefined;
}

/** Installs what the package.json asks for, without the scripts of the packages and whatever the lock file says. */
export const installNodePackages = (folder) =>
  npm(['install', '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
  });
