/** Checks, as far as the code shows, that a module exports its handler. If not, it reports the module's exports. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApikitError, EXIT } from '../../errors.ts';
import type { BundleOptions } from '../contents/function-contents.ts';
import type { Result } from './build-result.ts';

/**
 * The exports of a CommonJS module are known only at run time, but it cannot export a name that no module of the
 * project mentions. `own` are these modules, relative to the project.
 *
 * @throws ApikitError `NoHandler`
 */
export async function requireExport(
  { root, entry, exportName = 'handler' }: BundleOptions,
  result: Result,
  own: readonly string[],
): Promise<void> {
  const name = exportName;
  const treated = result.warnings.some(
    ({ id, location }) => id === 'commonjs-variable-in-esm' && location?.file === entry,
  );
  const undefinedImport = result.warnings.some(({ id }) => id === 'import-is-undefined');
  if (undefinedImport && treated) {
    throw noHandler(
      entry,
      name,
      `It assigns to exports, as CommonJS modules do, but it is an ES module because of its extension or of "type": "module" in package.json.`,
      `Rename it to ${entry.replace(/\.[cm]?([jt]s)$/, '.c$1')}, or write: export const ${name} = async (event) => …`,
    );
  }
  if (undefinedImport) throw noHandler(entry, name);
  if (result.metafile.inputs[entry]?.format !== 'cjs') return;
  const texts = await Promise.all(own.map((path) => readFile(join(root, path), 'utf8')));
  if (!texts.some((text) => mentions(text, name))) throw noHandler(entry, name);
}

/** The error for esbuild's own error about an ES module. `exported` are the names of the module's exports. */
export function missingExport(entry: string, name: string, exported: readonly string[]): ApikitError {
  if (exported.length === 0) return noHandler(entry, name);
  const only = exported.join(', ');
  const byDefault = exported.includes('default');
  return noHandler(
    entry,
    name,
    `It exports ${only}.`,
    byDefault && exported.length === 1
      ? `Lambda calls an export by its name: export const ${name} = async (event) => …. A default export that is the function itself can be named, too: function.handler: ${entry.replace(/\.[^.]+$/, '')}.default`
      : `Write export const ${name} = async (event) => …, or use an existing export: function.handler: ${entry.replace(/\.[^.]+$/, '')}.${exported.find((each) => each !== 'default')}`,
  );
}

/** Returns the names that an ES module exports. */
export async function exportsOf(root: string, entry: string): Promise<string[]> {
  const { build } = await import('esbuild');
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: 'index.mjs',
    write: false,
    metafile: true,
    format: 'esm',
    logLevel: 'silent',
  });
  return Object.values(metafile.outputs).flatMap(({ exports }) => exports);
}

const mentions = (text: string, name: string): boolean =>
  new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`).test(text);

function noHandler(entry: string, name: string, detail = '', hint?: string): ApikitError {
  return new ApikitError('NoHandler', `${entry} does not export a function named ${name}.${detail && ` ${detail}`}`, {
    hint:
      hint ??
      `Lambda calls that export: export const ${name} = async (event) => …, or exports.${name} = async (event) => … in CommonJS.`,
    exitCode: EXIT.usage,
  });
}
