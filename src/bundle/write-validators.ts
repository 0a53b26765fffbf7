/** Keeps the generated validators beside the handler in step with the contract. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { replaceFile } from '../replace-file.ts';
import { generateValidators } from './generate-validators.ts';

export interface ValidatorsTarget {
  /** The project's folder. */
  root: string;
  /** The function's entry, relative to it. */
  entry: string;
  /** The parsed contract. */
  document: unknown;
}

/** Relative to the project: `src/generated/validators.js` and `.d.ts`. */
export function validatorFiles(entry: string): { js: string; dts: string } {
  const folder = join(dirname(entry), 'generated');
  return { js: join(folder, 'validators.js'), dts: join(folder, 'validators.d.ts') };
}

/**
 * Writes `generated/validators.js` and `.d.ts` where they differ from what the contract says, and answers the paths
 * written. Nothing is generated for handlers that are not JavaScript.
 *
 * @throws ApikitError `InvalidSchema`
 */
export async function writeValidators(
  { root, entry, document }: ValidatorsTarget,
  generate = generateValidators,
): Promise<string[]> {
  if (entry.endsWith('.py')) return [];
  const { js, dts } = await generate(document);
  const files = validatorFiles(entry);
  const written = await Promise.all([refresh(root, files.js, js), refresh(root, files.dts, dts)]);
  return written.flat();
}

async function refresh(root: string, path: string, contents: string): Promise<string[]> {
  const file = join(root, path);
  if ((await readIfThere(file)) === contents) return [];
  await replaceFile(file, contents);
  return [path];
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
