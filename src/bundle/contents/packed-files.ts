/**
 * Files that go into the zip as they are, at their paths in the project: the code finds them where it finds them in the
 * project. Nothing outside of the project is packed, whatever a link says.
 */
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ApikitError, EXIT } from '../../errors.ts';
import type { ZipEntry } from './zip.ts';

/** Names at the root of the zip that the bundle itself has. */
const OWN = new Set(['index.mjs', 'index.mjs.map']);

/** Never entered by a pattern: what is installed is packed by `external`, the rest is nobody's data. */
const NOT_ENTERED = new Set(['node_modules', '.git', '.apikit']);

/**
 * The files that `patterns` name; a folder stands for everything below it.
 *
 * @throws ApikitError `NoSuchFiles` for a pattern that matches nothing, `FileNotPackable` for what lies elsewhere or
 * has a name of the bundle's own
 */
export async function filesByPattern(root: string, patterns: readonly string[]): Promise<string[]> {
  const found = await Promise.all(patterns.map(async (pattern) => ({ pattern, paths: await matches(root, pattern) })));
  const empty = found.filter(({ paths }) => paths.length === 0).map(({ pattern }) => pattern);
  if (empty.length > 0) {
    throw new ApikitError(
      'NoSuchFiles',
      `function.bundle.files names ${empty.join(', ')}, and there are no such files.`,
      {
        hint: 'Correct function.bundle.files in apikit.yaml; paths are relative to its folder.',
        exitCode: EXIT.usage,
      },
    );
  }
  return [...new Set(found.flatMap(({ paths }) => paths))].sort();
}

/** The entries of the zip. `paths` are relative to the project, with forward slashes. */
export async function packFiles(root: string, paths: readonly string[]): Promise<ZipEntry[]> {
  const home = await realpath(root);
  return await Promise.all(
    paths.map(async (path) => {
      const file = await realpath(join(root, path));
      if (file !== home && !file.startsWith(home + sep))
        throw notPackable(path, `leads to ${file}, outside of the project`);
      if (OWN.has(path)) throw notPackable(path, "has the name of the bundle's own file");
      const [contents, { mode }] = await Promise.all([readFile(file), stat(file)]);
      return { path, contents, ...((mode & 0o100) !== 0 && { executable: true }) };
    }),
  );
}

/** The path of a file itself, everything below a folder, or what a pattern with `*`, `**`, `?` and `{a,b}` says. */
async function matches(root: string, pattern: string): Promise<string[]> {
  const plain = pattern.replace(/^\.\//, '').replace(/\/$/, '');
  const fixed = /^[^*?{]*$/.test(plain) ? plain : /^(?:[^*?{]*\/)?/.exec(plain)![0].replace(/\/$/, '');
  if (fixed !== plain) {
    const wanted = patternOf(plain);
    return (await filesBelow(root, fixed)).filter((path) => wanted.test(path));
  }
  const found = await stat(join(root, plain)).catch(nothingThere);
  return found?.isFile() ? [plain] : found?.isDirectory() ? await filesBelow(root, plain) : [];
}

/** Paths relative to `root`, with forward slashes, sorted. Links are listed, and not followed into folders. */
export async function filesBelow(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(nothingThere);
  const found = (entries ?? []).map(async (entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return NOT_ENTERED.has(entry.name) ? [] : await filesBelow(root, path);
    return [path];
  });
  return (await Promise.all(found)).flat().sort();
}

/** Hidden files are matched only by a pattern that begins their name with a dot, as in a shell. */
function patternOf(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[.+^$()|[\]\\}{]/g, (found, at: number) => {
    const begins = at === 0 || pattern[at - 1] === '/';
    const visible = begins ? '(?!\\.)' : '';
    if (found === '**/') return '(?:(?!\\.)[^/]+/)*';
    if (found === '**') return '(?:(?!\\.)[^/]+/)*(?!\\.)[^/]+';
    if (found === '*') return `${visible}[^/]*`;
    if (found === '?') return `${visible}[^/]`;
    if (found.length > 1) return `(?:${found.slice(1, -1).split(',').map(escaped).join('|')})`;
    return `\\${found}`;
  });
  return new RegExp(`^${source}$`);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function notPackable(path: string, why: string): ApikitError {
  return new ApikitError('FileNotPackable', `${path} cannot be packed: it ${why}.`, {
    hint: 'Copy what the function needs into the project, under a name of its own, and name it in function.bundle.files.',
    exitCode: EXIT.usage,
  });
}

export function nothingThere(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
}
