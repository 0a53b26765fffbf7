/** One folder for all temporary files of a run of the tests, so that a run leaves nothing behind. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function setup(): () => void {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'apikit-tests-')));
  // The workers and every process that a test starts inherit it.
  process.env.TMPDIR = folder;
  process.env.XDG_CACHE_HOME = join(folder, 'caches');
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
}
