/** The version of this package. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.ts';

/** The flags that ask for it. `-V` is the one of other tools. */
export const VERSION_FLAGS: readonly string[] = ['-v', '-V', '--version'];

let known: string | undefined;

export function version(): string {
  known ??= (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;
  return known;
}
