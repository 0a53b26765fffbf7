/** Writes an object of strings, numbers and booleans as code, in the style of the templates' files. Pure. */
import type { Language } from './template.ts';

const WRITE: Readonly<Record<Language, (members: [string, unknown][]) => string>> = {
  typescript: (members) =>
    `{ ${members.map(([key, member]) => `${key}: ${JSON.stringify(member).replaceAll('"', "'")}`).join(', ')} }`,
  python: (members) =>
    `{${members.map(([key, member]) => `"${key}": ${PYTHON_WORDS.get(member) ?? JSON.stringify(member)}`).join(', ')}}`,
};

const PYTHON_WORDS = new Map<unknown, string>([
  [true, 'True'],
  [false, 'False'],
]);

export const literal = (value: Record<string, unknown>, language: Language): string =>
  WRITE[language](Object.entries(value));
