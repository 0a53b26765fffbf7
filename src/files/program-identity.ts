/** Tells whether two runs are of the same program, so that one may use a result of the other. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from './package-root.ts';

/** The packages beside the program whose code becomes part of what it makes. */
const BESIDE = ['ajv', 'ajv-formats'];

const BUILT = join(packageRoot, 'dist');

/**
 * A hash over the program, the packages beside it, and Node.js. Returns `undefined` for sources, which may change at
 * any time.
 */
export function programIdentity(): string | undefined {
  if (!fileURLToPath(import.meta.url).startsWith(join(BUILT, '/'))) return undefined;
  const { resolve } = createRequire(import.meta.url);
  const beside = BESIDE.map((name) => readFileSync(resolve(`${name}/package.json`), 'utf8'));
  // scripts/build.mjs writes the file: a hash over everything in dist/.
  const build = readFileSync(join(BUILT, 'build-id'), 'utf8');
  const { versions, platform, arch } = process;
  return createHash('sha256')
    .update(JSON.stringify([build, beside, versions, platform, arch]))
    .digest('hex');
}
