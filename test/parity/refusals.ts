/** Every refusal that the sources of the embedded cloud name: the texts given to `notImplemented`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { packageRoot } from '../../src/files/package-root.ts';

const ROOT = join(packageRoot, 'src', 'local');

/** By the folder of a service (`services/lambda`) or part (`gateway`); texts in the order of the sources. */
export function refusals(): [folder: string, texts: string[]][] {
  const found = new Map<string, string[]>();
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  for (const file of files.sort()) {
    const parts = relative('.', file).split(sep);
    const folder = parts.slice(0, parts[0] === 'services' ? 2 : 1).join('/');
    const texts = [...readFileSync(join(ROOT, file), 'utf8').matchAll(/notImplemented\(\s*(['`"])(.+?)\1/gs)];
    for (const [, , text] of texts) {
      // A text that is only a variable names what was requested.
      const shown = text!.replaceAll(/\$\{[^}]*\}/g, '…');
      if (/[A-Za-z]/.test(shown)) found.set(folder, [...(found.get(folder) ?? []), shown]);
    }
  }
  return [...found];
}
