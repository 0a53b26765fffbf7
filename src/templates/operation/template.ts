/** The function of one operation and its test, which `apikit add operation` writes. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../files/package-root.ts';
import { type RenderedFile, replaceTokens } from '../render.ts';
import type { Language } from '../template.ts';

export interface OperationAnswers {
  /** The ID in the contract. */
  id: string;
  /** The name of the function and its file. */
  name: string;
  /** For example `GET /reports`. */
  route: string;
  /** The folder of the function's entry: `src`. */
  source: string;
  language: Language;
}

const FILES: Readonly<Record<Language, (answers: OperationAnswers) => Record<string, string>>> = {
  typescript: ({ name, source }) => ({
    '__name__.ts': `${source}/operations/${name}.ts`,
    'test/__name__.test.ts': `test/${name}.test.ts`,
  }),
  python: ({ name, source }) => ({
    '__name__.py': `${source}/operations/${name}.py`,
    'tests/test___name__.py': `tests/test_${name}.py`,
  }),
};

/** Each file is read once: an imported document may have more operations than a process can have open files. */
const TEXTS = new Map<string, Promise<string>>();

function textOf(file: string): Promise<string> {
  const known = TEXTS.get(file) ?? readFile(file, 'utf8');
  TEXTS.set(file, known);
  return known;
}

/** Returns files with paths relative to the project. */
export async function operationFiles(answers: OperationAnswers): Promise<RenderedFile[]> {
  const { id, name, route, source, language } = answers;
  const folder = join(packageRoot, 'src/templates/operation/files', language);
  const files = Object.entries(FILES[language](answers)).map(async ([from, path]) => {
    const text = await textOf(join(folder, from));
    return { path, contents: replaceTokens(text, { id, name, route, source }) };
  });
  return await Promise.all(files);
}
