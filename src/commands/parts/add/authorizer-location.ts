/** The folder and the language of a new authorizer, and the command that runs its test. */
import { readFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { usageError } from '../../../errors.ts';
import type { AuthorizerLocation } from '../../../templates/authorizers/template.ts';
import type { RenderedFile } from '../../../templates/render.ts';
import { shellWord } from '../../../text/shell-word.ts';

/**
 * The folder and the language of an authorizer, which are those of the handler.
 *
 * @throws ApikitError (usage) for Python, which has no ready authorizer yet.
 */
export async function authorizerLocation(entry: string, root: string): Promise<AuthorizerLocation> {
  const folder = dirname(entry);
  if (/\.[cm]?tsx?$/.test(entry)) return { folder, ending: 'ts' };
  if (/\.[cm]?jsx?$/.test(entry)) return { folder, ending: (await isModule(entry, root)) ? 'js' : 'mjs' };
  throw usageError(
    'Ready authorizers exist only in TypeScript and JavaScript.',
    `Write the authorizer yourself, in ${posix.join(folder, 'authorizers')}/ next to ${entry}; docs/authorizers.md says how.`,
  );
}

/** Whether Node.js reads the project's `.js` files as modules. */
async function isModule(entry: string, root: string): Promise<boolean> {
  if (!entry.endsWith('.js')) return false;
  return memberOf(await textOf(join(root, 'package.json'), '{}'), 'type') === 'module';
}

/** JavaScript tests run with Node.js alone. TypeScript tests run if the project has a test script. */
export function testOf(
  manifest: string,
  { ending }: AuthorizerLocation,
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
    // The command that edits the file reports its faults. Nothing else depends on them.
    return undefined;
  }
}

/** `initial` is the text for a missing file. */
export async function textOf(path: string, initial?: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (initial !== undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') return initial;
    throw error;
  }
}
