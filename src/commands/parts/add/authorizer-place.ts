/** Where `apikit add authorizer` writes, in which language, and how its test is run there. */
import { readFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { usageError } from '../../../errors.ts';
import type { AuthorizerPlace } from '../../../templates/authorizers/template.ts';
import type { RenderedFile } from '../../../templates/render.ts';
import { shellWord } from '../../../text/shell-word.ts';

/**
 * Where an authorizer goes and what it is written in: what the handler is written in.
 *
 * @throws ApikitError (usage) for Python, in which there is none yet.
 */
export async function placeFor(entry: string, root: string): Promise<AuthorizerPlace> {
  const folder = dirname(entry);
  if (/\.[cm]?tsx?$/.test(entry)) return { folder, ending: 'ts' };
  if (/\.[cm]?jsx?$/.test(entry)) return { folder, ending: (await isModule(entry, root)) ? 'js' : 'mjs' };
  throw usageError(
    'Ready authorizers are written in TypeScript or JavaScript.',
    `Write the authorizer yourself, in ${posix.join(folder, 'authorizers')}/ next to ${entry}; docs/authorizers.md says how.`,
  );
}

/** Whether Node.js takes the project's `.js` files for modules. */
async function isModule(entry: string, root: string): Promise<boolean> {
  if (!entry.endsWith('.js')) return false;
  return memberOf(await textOf(join(root, 'package.json'), '{}'), 'type') === 'module';
}

/** Tests in JavaScript run on Node.js alone; those in TypeScript where the project runs its own. */
export function testOf(
  manifest: string,
  { ending }: AuthorizerPlace,
  [, test]: readonly RenderedFile[],
): string | undefined {
  if (ending !== 'ts') return `node --test ${shellWord(test!.path)}`;
  const scripts = memberOf(manifest, 'scripts') as { test?: string } | undefined;
  return scripts?.test === undefined ? undefined : 'npm test';
}

function memberOf(manifest: string, name: string): unknown {
  try {
    return (JSON.parse(manifest) as Record<string, unknown>)[name];
  } catch {
    // What is wrong with the file is told where it is changed; nothing else hangs on it.
    return undefined;
  }
}

/** `initial`: the text of a file that is not there. */
export async function textOf(path: string, initial?: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (initial !== undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') return initial;
    throw error;
  }
}
