/**
 * Finds the files that code reads from its own folder, if the code contains their paths literally. It matches text and
 * does not parse. A path that is computed elsewhere is not found; the user can add it to `function.bundle.files`.
 */
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { nothingThere } from '../../files/nothing-there.ts';
import { percentDecoded } from '../../text/percent-decoded.ts';
import { filesBelow } from '../contents/packed-files.ts';
import { packageOf } from './packages.ts';

export interface AdjacentFiles {
  /** Paths relative to the project, sorted. */
  paths: string[];
  /** Files that the code reads but that do not exist: `src/report.ts:3 names src/logo.png, which does not exist`. */
  missing: string[];
}

const TEXT = String.raw`(?:'([^'\n]+)'|"([^"\n]+)"|` + '`([^`$\n]+)`)';

/** `new URL('../a.txt', import.meta.url)` */
const BY_URL = new RegExp(String.raw`new URL\(\s*${TEXT}\s*,\s*import\.meta\.url\s*,?\s*\)`, 'g');
/** `const here = dirname(fileURLToPath(import.meta.url))`, also with `new URL('..', import.meta.url)`. */
const FOLDER_NAME =
  /\b(?:const|let|var)\s+([\w$]+)\s*=\s*(?:(?:[\w$]+\.)?dirname\(\s*(?:[\w$]+\.)?fileURLToPath\(\s*import\.meta\.url\s*\)\s*\)|(?:[\w$]+\.)?fileURLToPath\(\s*new URL\(\s*['"]\.\/?['"]\s*,\s*import\.meta\.url\s*\)\s*\))/g;

/** The expressions for files below the module's own folder, which the module keeps in one of `names`. */
function patternsOf(names: readonly string[]) {
  const folder = `(?:${names.map((name) => name.replace(/[.$]/g, '\\$&')).join('|')})`;
  return {
    /** `join(__dirname, 'a', 'b.txt')` */
    byJoin: new RegExp(String.raw`\b(?:join|resolve)\(\s*${folder}((?:\s*,\s*${TEXT})+)\s*,?\s*\)`, 'g'),
    /** `__dirname + '/a.txt'` */
    bySum: new RegExp(String.raw`(?<![\w$.])${folder}\s*\+\s*${TEXT}`, 'g'),
    /** `${__dirname}/a.txt` */
    byTemplate: new RegExp('`\\$\\{' + folder + '\\}(/[^`$\\n]+)`', 'g'),
  };
}

/** Searches one module of the project. `path` is relative to `root`. */
export async function adjacentFiles(root: string, path: string): Promise<AdjacentFiles> {
  const source = await readFile(join(root, path), 'utf8');
  const found = await Promise.all(
    readsOf(source).map(async ({ file, at }) => {
      const wanted = relative(root, join(root, dirname(path), file))
        .split(sep)
        .join('/');
      if (wanted === '' || wanted.startsWith('..')) return { paths: [], missing: [] };
      const there = await stat(join(root, wanted)).catch(nothingThere);
      if (there?.isFile()) return { paths: [wanted], missing: [] };
      // A folder above the module is a starting point, not something that it reads.
      if (there?.isDirectory()) {
        return { paths: path.startsWith(`${wanted}/`) ? [] : await filesBelow(root, wanted), missing: [] };
      }
      const line = source.slice(0, at).split('\n').length;
      return { paths: [], missing: [`${path}:${line} names ${wanted}, which does not exist`] };
    }),
  );
  return {
    paths: [...new Set(found.flatMap(({ paths }) => paths))].sort(),
    missing: [...new Set(found.flatMap(({ missing }) => missing))],
  };
}

function readsOf(source: string): { file: string; at: number }[] {
  const texts = (text: string) => [...text.matchAll(new RegExp(TEXT, 'g'))].map(([, a, b, c]) => a ?? b ?? c ?? '');
  const declared = [...source.matchAll(FOLDER_NAME)].map(([, name]) => name!);
  const { byJoin, bySum, byTemplate } = patternsOf(['__dirname', 'import.meta.dirname', ...declared]);
  return [
    ...[...source.matchAll(BY_URL)].map((found) => ({
      file: percentDecoded(found[1] ?? found[2] ?? found[3] ?? ''),
      at: found.index,
    })),
    ...[...source.matchAll(byJoin)].map((found) => ({ file: texts(found[1]!).join('/'), at: found.index })),
    ...[...source.matchAll(bySum)].map((found) => ({
      file: found[1] ?? found[2] ?? found[3] ?? '',
      at: found.index,
    })),
    ...[...source.matchAll(byTemplate)].map((found) => ({ file: found[1]!, at: found.index })),
  ].filter(({ file }) => !/^[a-z]+:/i.test(file));
}

/** Files of a package that are code, documentation or its own description, and so not data. */
const NO_DATA =
  /(?:^|\/)(?:\.[^/]*|docs?|tests?|__tests__|examples?|bench(?:marks?)?|node_modules)\/|\.(?:[cm]?[jt]sx?|map|md|markdown|ya?ml|sh|lock)$|(?:^|\/)(?:\.[^/]*|licen[cs]e[^/]*|[^/]*readme[^/]*|package\.json|tsconfig[^/]*\.json|Makefile)$/i;

/**
 * Returns the data files of the packages that contain `modules`, which use their own location: fonts, tables,
 * WebAssembly.
 */
export async function packageData(root: string, modules: readonly string[]): Promise<string[]> {
  const folders = new Set(modules.flatMap((path) => packageOf(path)?.folder ?? []));
  const inside = [...folders].filter((folder) => !folder.startsWith('..'));
  const found = await Promise.all(
    inside.map(async (folder) => {
      const files = await filesBelow(root, folder);
      return files.filter((path) => !NO_DATA.test(path.slice(folder.length + 1)));
    }),
  );
  return found.flat().sort();
}
