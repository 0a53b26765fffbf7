/** Turns a template and the answers into the files of a project. Reads the template's files; writes nothing. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import type { Template } from './template.ts';

export interface RenderedFile {
  /** Relative to the project, with forward slashes. */
  path: string;
  contents: string;
}

/** The project's files, sorted by path. */
export async function renderTemplate<Answers>(template: Template<Answers>, answers: Answers): Promise<RenderedFile[]> {
  const folder = join(packageRoot, 'src', 'templates', template.name, 'files');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sources = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const tokens = template.tokens(answers);
  const files = sources.map(async (source) => {
    const path = projectPath(source.slice(folder.length + 1));
    const text = replaceTokens(await readFile(source, 'utf8'), tokens);
    return { path, contents: template.edits[path]?.(text, answers) ?? text };
  });
  return (await Promise.all(files)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Files that npm would leave out of the package, such as .gitignore, are kept with an underscore for the dot. */
function projectPath(path: string): string {
  return path.replaceAll('\\', '/').replace(/(^|\/)_(?=[a-z])/g, '$1.');
}

/** A name that is no token is left alone: the files may have `__dirname`. */
function replaceTokens(text: string, tokens: Record<string, string>): string {
  return text.replace(/__([A-Za-z]+?)__/g, (whole, name: string) =>
    Object.hasOwn(tokens, name) ? tokens[name]! : whole,
  );
}
