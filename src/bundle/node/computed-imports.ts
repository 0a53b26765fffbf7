/**
 * Handles `require` and `import()` of a relative name that the code computes, as in require('./operations/' + name).
 * The bundler packs each file that the name can mean. At run time it finds the file only by its complete name. Node.js
 * and TypeScript also accept a name without an extension, and the name of a folder with an index file.
 */
import type { Message, Metafile } from 'esbuild';
import type { Result } from './build-result.ts';
import { packageOf } from './packages.ts';

/** The text of the error that the bundler's code throws for a name that it does not have. */
export const NOT_IN_BUNDLE = 'Module not found in bundle: ';

/** The order is that of the bundler for other names, and the extensions that it does not try are at the end. */
const EXTENSIONS = ['.tsx', '.ts', '.jsx', '.js', '.json', '.mts', '.cts', '.mjs', '.cjs'];

const ENDINGS = ['', ...EXTENSIONS, ...EXTENSIONS.map((extension) => `/index${extension}`)];

/** The function that takes the place of the bundler's own search. Its error has the code that Node.js gives it. */
export const COMPUTED_FOOTER = `function __apikitFind(m,p){for(const e of ${JSON.stringify(ENDINGS)}){const f=m[p.replace(/\\/$/,"")+e];if(f)return f()}throw Object.assign(new Error("${NOT_IN_BUNDLE}"+p),{code:"MODULE_NOT_FOUND"})}`;

const NAME = '[\\w$]+';

const SEARCH = new RegExp(
  `var (${NAME})=(${NAME})\\[(${NAME})\\];if\\(\\1\\)return \\1\\(\\);throw new Error\\("${NOT_IN_BUNDLE}"\\+\\3\\)`,
  'g',
);

/** Replaces the bundler's search by text of the same length, so that the columns of the source map stay right. */
export function withComputedNames(result: Result): Result {
  const outputFiles = result.outputFiles.map((file) => {
    if (!file.path.endsWith('.mjs')) return file;
    const text = file.text.replace(SEARCH, (found, _function, map, path) =>
      `return __apikitFind(${map},${path})`.padEnd(found.length),
    );
    return { ...file, text, contents: Buffer.from(text) };
  });
  return { ...result, outputFiles };
}

/** A computed name, as the bundler reports it, whose extension is left open. */
const OPEN_NAME = /^\.\.?\/.*\*(?!.*\.\w+$)/;

/**
 * Returns the packages of `modules` that compute a relative name without its extension. They stay outside the bundle.
 * So Node.js finds their modules, and other files beside these modules do not have to compile.
 */
export function computingPackages(modules: readonly string[], inputs: Metafile['inputs']): string[] {
  const names = modules.flatMap((path) =>
    inputs[path]?.imports.some((imported) => OPEN_NAME.test(imported.path)) ? (packageOf(path)?.name ?? []) : [],
  );
  return [...new Set(names)].sort();
}

/** Whether an error is about the files that a computed name can mean. */
export function isComputed({ location, text }: Message): boolean {
  const expression = location?.lineText.slice(location.column, location.column + location.length) ?? '';
  return /\+|\$\{/.test(expression) && /^(?:No loader is configured|Could not resolve)/.test(text);
}

/** Returns the packages in which a computed name made the build fail. */
export function packagesFailedToCompute(errors: readonly Message[]): string[] {
  const names = errors.flatMap((error) =>
    isComputed(error) ? (packageOf(error.location?.file ?? '')?.name ?? []) : [],
  );
  return [...new Set(names)].sort();
}
