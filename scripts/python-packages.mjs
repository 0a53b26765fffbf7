// Python packages that a script needs, in a folder of node_modules/.cache, where they are not in anybody's way.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './installed.mjs';

/** Returns the folder with the packages, for PYTHONPATH. Installs them if the folder does not exist. */
export function pythonPackages(name, requirements) {
  const hash = createHash('sha256').update(requirements.join('\n')).digest('hex').slice(0, 8);
  const target = join(root, 'node_modules', '.cache', `python-${name}-${hash}`);
  if (existsSync(target)) return target;
  const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--target', target, ...requirements];
  const { status } = spawnSync('python3', args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`python3 -m pip could not install ${requirements.join(', ')}.`);
  return target;
}
