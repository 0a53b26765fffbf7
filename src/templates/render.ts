/** Renders the files of a project from a template and the answers. Reads the template's files and writes nothing. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nothingThere } from '../files/nothing-there.ts';
import { packageRoot } from '../files/package-root.ts';
import { LANGUAGES, type Language, type Template } from './template.ts';

export interface RenderedFile {
  /** The path relative to the project, with forward slashes. */
  path: string;
  contents: string;
}

/** Returns the project's files in one language, sorted by path. */
export async function renderTemplate<Answers extends { language: Language }>(
  template: Template<Answers>,
  answers: Answers,
): Promise<RenderedFile[]> {
  const { language } = answers;
  const folders = template.layers.flatMap((layer) =>
    ['common', language].map((part) => join(packageRoot, 'src', 'templates', layer, 'files', part)),
  );
  const sources = new Map((await Promise.all(folders.map(filesIn))).flat());
  const tokens = { ...LANGUAGES[language], ...template.tokens(answers) };
  const files = [...sources].map(async ([path, source]) => {
    const text = replaceTokens(await readFile(source, 'utf8'), tokens);
    return { path: replaceTokens(path, tokens), contents: template.edits[path]?.(text, answers) ?? text };
  });
  return (await Promise.all(files)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Returns paths in the project with the files to copy. It returns none if a layer has nothing for the language. */
async function filesIn(folder: string): Promise<Array<[string, string]>> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true }).catch(nothingThere)) ?? [];
  const sources = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return sources.map((source) => [projectPath(source.slice(folder.length + 1)), source]);
}

/**
 * npm would leave some files out of the package, such as .gitignore. Their names have an underscore instead of the dot.
 */
function projectPath(path: string): string {
  return path.replaceAll('\\', '/').replace(/(^|\/)_(?=[a-z])/g, '$1.');
}

/** A name that is not a token stays: files may contain `__dirname`. */
export function replaceTokens(text: string, tokens: Record<string, string>): string {
  return text.replace(/__([A-Za-z]+?)__/g, (whole, name: string) =>
    Object.hasOwn(tokens, name) ? tokens[name]! : whole,
  );
}
