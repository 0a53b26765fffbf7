/** The description of a template. Its files are in folders; this type contains everything else as data. */

export type Language = 'typescript' | 'python';

/** The tokens of a language: `__entry__` and so on. */
interface LanguageFacts extends Record<string, string> {
  entry: string;
  runtime: string;
  /** The command for the project's own tests, for the README. */
  tests: string;
}

/** The differences between languages that are not files. */
export const LANGUAGES: Readonly<Record<Language, LanguageFacts>> = {
  typescript: {
    entry: 'src/handler.ts',
    runtime: 'nodejs24.x',
    tests: "npm install\nnpm test                       # the handler's tests; they need no AWS",
  },
  python: {
    entry: 'src/handler.py',
    runtime: 'python3.14',
    tests: "python3 -m unittest            # the handler's tests; they need no AWS and no packages",
  },
};

/** Returns the language of the function's entry, or `undefined` for another language. */
export function languageOf(entry: string): Language | undefined {
  if (entry.endsWith('.py')) return 'python';
  return /\.m?ts$/.test(entry) ? 'typescript' : undefined;
}

export interface Template<Answers> {
  name: string;
  /**
   * Folders of `src/templates/`. The files in `files/common` and `files/<language>` of each one become the project. A
   * file of a later folder replaces one of an earlier folder.
   */
  layers: readonly string[];
  /** The tables in apikit.yaml, with their keys. */
  tables(answers: { resource: string }): Record<string, { key: string }>;
  /** The value of each `__token__` in the files and their paths. */
  tokens(answers: Answers): Record<string, string>;
  /**
   * Edits that tokens cannot express, by file. Each gets the text with its tokens replaced and returns the final text.
   */
  edits: Record<string, (text: string, answers: Answers) => string>;
}
