/** The ids of the parity cases of test/parity/cases. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/files/package-root.ts';

const CASES = join(packageRoot, 'test', 'parity', 'cases');

/** Returns an empty list if the cases are not installed. */
export function parityCases(): string[] {
  if (!existsSync(CASES)) return [];
  return readdirSync(CASES)
    .sort()
    .flatMap((file) => JSON.parse(readFileSync(join(CASES, file), 'utf8')) as { id: string }[])
    .map(({ id }) => id);
}
