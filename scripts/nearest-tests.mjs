/**
 * Finds the tests that reach a file through their imports and puts the nearest first. An import of a type is not
 * followed, because it runs nothing. It is pure except for `read`.
 */
import { dirname, join } from 'node:path/posix';

const IMPORT =
  /^(?:import|export)\s+(?!type\s)(?:[^'";]*?\sfrom\s+)?'(\.[^']+)'|\bimport\('(\.[^']+)'\)|new URL\('(\.[^']+)', import\.meta\.url\)/gms;

/**
 * `changed` and `files` are paths from the root, and `read` gives the text of one of `files`. The result has every test
 * that reaches a changed file, as `{ path, steps }`. A test that is changed itself is reached in 0 steps.
 */
export function nearestTests(changed, files, read) {
  const importers = new Map();
  for (const file of files)
    for (const [, ...specifiers] of read(file).matchAll(IMPORT)) {
      const target = join(dirname(file), specifiers.find(Boolean));
      importers.set(target, [...(importers.get(target) ?? []), file]);
    }
  const steps = new Map(changed.map((path) => [path, 0]));
  // The loop also visits entries that are added while it runs, in the order of their distance.
  for (const [path, distance] of steps)
    for (const importer of importers.get(path) ?? []) if (!steps.has(importer)) steps.set(importer, distance + 1);
  return [...steps].flatMap(([path, distance]) => (path.endsWith('.test.ts') ? [{ path, steps: distance }] : []));
}
