/** What describes a template: its real files lie in folders, everything else about it is here as data. */

export type Language = 'typescript' | 'python';

/** Tokens of their own: `__entry__` and so on. */
interface LanguageFacts extends Record<string, string> {
  entry: string;
  runtime: string;
  /** How the project's own tests are run, in the README. */
  tests: string;
}

/** What differs between languages and is no file of its own. */
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

/** What the function's entry is written in, if it is one of the languages. */
export function languageOf(entry: string): Language | undefined {
  if (entry.endsWith('.py')) return 'python';
  return /\.m?ts$/.test(entry) ? 'typescript' : undefined;
}

export interface Template<Answers> {
  name: string;
  /**
   * Folders of `src/templates/`; of each, `files/common` and `files/<language>` become the project, and a later one's file
   * replaces an earlier one's.
   */
  layers: readonly string[];
  /** The tables in apikit.yaml, with their keys. */
  tables(answers: { resource: string }): Record<string, { key: string }>;
  /** The value of each `__token__` in the files and their paths. */
  tokens(answers: Answers): Record<string, string>;
  /** What tokens cannot express, by file: from the text with its tokens replaced to the final text. */
  edits: Record<string, (text: string, answers: Answers) => string>;
}
