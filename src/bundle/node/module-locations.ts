/**
 * Gives modules in the bundle their own location. The zip has the project's layout: `__dirname` of `src/report.ts` is
 * the folder `src` beside the bundle, and packed files are there at their own paths.
 */
import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Loader, Plugin } from 'esbuild';

/** Matches code that uses its module's location, in CommonJS and in ES modules. */
export const ASKS_FOR_PLACE = /\b__(?:dir|file)name\b|\bimport\.meta\.(?:url|dirname|filename)\b/;

/**
 * The bundle's own names for the location. esbuild replaces only names that a module does not declare: many modules
 * declare `__dirname` themselves, from `import.meta.url`.
 */
export const PLACE_NAMES = {
  __dirname: '__apikitDirname',
  __filename: '__apikitFilename',
  'import.meta.url': '__apikitUrl',
  'import.meta.dirname': '__apikitDirname',
  'import.meta.filename': '__apikitFilename',
};

/** The banner before the bundle's code. esbuild does not parse it, so that `import.meta` is the bundle's. */
export const PLACES_BANNER =
  "import{fileURLToPath as __apikitPath}from'node:url';const __apikitPlace=p=>new URL(p,import.meta.url).href;";

const LOADERS: Readonly<Record<string, Loader>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
  '.jsx': 'jsx',
};

/**
 * Gives each of `modules` (paths relative to `root`) its location. The code goes on the module's first line, so that
 * every line keeps its number.
 */
export function moduleLocations(
  root: string,
  modules: readonly string[],
  loaders: Readonly<Record<string, Loader>>,
): Plugin {
  const known = new Set(modules);
  return {
    name: `places:${JSON.stringify(modules)}`,
    setup(build) {
      const endings = [...new Set(modules.map((path) => /[^./]*$/.exec(path)![0]))].join('|');
      build.onLoad({ filter: new RegExp(`\\.(?:${endings})$`) }, async ({ path }) => {
        const own = relative(root, path).split(sep).join('/');
        if (!known.has(own)) return undefined;
        const source = (await readFile(join(root, own), 'utf8')).replace(/^#!/, '//');
        const ending = /\.[^./]*$/.exec(own)?.[0] ?? '';
        return { contents: withPlace(source, locationOf(own)), loader: loaders[ending] ?? LOADERS[ending] ?? 'js' };
      });
    },
  };
}

/**
 * Returns a module's location relative to the bundle. A module above the project can only be packed in `node_modules`.
 */
export function locationOf(path: string): string {
  if (!path.startsWith('../')) return path;
  return /node_modules\/(?!.*node_modules\/).*$/.exec(path)?.[0] ?? path.replace(/^(?:\.\.\/)+/, '');
}

/** A directive such as "use strict" must stay first. */
function withPlace(source: string, place: string): string {
  const directives = /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*(['"])use strict\1;?/.exec(source) ? '"use strict";' : '';
  const url = `__apikitUrl=__apikitPlace(${JSON.stringify(encodeURI(place).replace(/[?#]/g, encodeURIComponent))})`;
  const file = '__apikitFilename=__apikitPath(__apikitUrl)';
  const folder = '__apikitDirname=__apikitPath(new URL(".",__apikitUrl)).replace(/(.)[\\\\/]$/,"$1")';
  return `${directives}var ${url},${file},${folder};${source}`;
}
