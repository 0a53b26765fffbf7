/**
 * Which tests reach a file by what they import, the nearest first. An import of a type is not followed, since it runs nothing.
 * Pure, but for `read`.
 */
import { dirname, join } from 'node:path/posix';

const IMPORT =
  /^(?:import|export)\s+(?!type\s)(?:[^'";]*?\sfrom\s+)?'(\.[^']+)'|\bimport\('(\.[^']+)'\)|new URL\('(\.[^']+)', import\.meta\.url\)/gms;

/**
 * `changed` and `files` are paths from the root, `read` gives the text of one of `files`. The result has every test that
 * reaches a changed file, as `{ path, steps }`; a changed test is reached in 0 steps.
 */
export function nearestTests(changed, files, read) {
  const importers = new Map();
  for (const file of files)
    for (const [, ...specifiers] of read(file).matchAll(IMPORT)) {
      const target = join(dirname(file), specifiers.find(Boolean));
      importers.set(target, [...(importers.get(target) ?? []), file]);
    }
  const steps = new Map(changed.map((path) => [path, 0]));
  // A map goes on with what is added while it is walked through, in that order, so that this goes by distance.
  for (const [path, distance] of steps)
    for (const importer of importers.get(path) ?? []) if (!steps.has(importer)) steps.set(importer, distance + 1);
  return [...steps].flatMap(([path, distance]) => (path.endsWith('.test.ts') ? [{ path, steps: distance }] : []));
}
