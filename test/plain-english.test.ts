/** Checks the rules of docs/style.md that a machine can check: how comments and titles open, and how long lines are. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

/** These words open a fragment, not a sentence. */
const OPENERS =
  '(?:As|Asked|Meant|Of|Said|Seen|Told|Those|What|Whatever|Which|Who|Whoever|Whom|Whose|Whosever)(?=[\\s,:])';

const FRAGMENT = new RegExp(`^${OPENERS}(?!.*\\?$)`);

/** A title is the first text after `it(`, `test(` or `describe(`, or after the `)(` of `each` and `skipIf`. */
const FRAGMENT_TITLE = new RegExp(`(?:\\b(?:it|test|describe)|\\))\\(\\s*['"\`]${OPENERS}`, 'gi');

const MAX_COLUMNS = 120;

type Fault = 'fragment' | 'too long';

/** Returns each fault of the comments and titles in this code as `[line, fault]`. */
function faults(code: string): [number, Fault][] {
  const titles = [...code.matchAll(FRAGMENT_TITLE)].map(({ 0: text, index }): [number, Fault] => [
    code.slice(0, index + text.length).split('\n').length,
    'fragment',
  ]);
  const lines = code.split('\n').map((line) => line.trimEnd());
  const comments = lines.flatMap((line, index): [number, Fault][] => {
    const text = line.trim();
    const before = lines[index - 1]?.trim() ?? '';
    if (!/^(?:\/\/|\/?\*)/.test(text)) return [];
    const opens = text.startsWith('/**') || before === '/**' || (text.startsWith('//') && !before.startsWith('//'));
    const words = text.replace(/^(?:\/\/|\/?\*+)\s*/, '').replace(/\s*\*\/$/, '');
    const found: [number, Fault][] = [];
    if (opens && FRAGMENT.test(words)) found.push([index + 1, 'fragment']);
    // An address cannot be split.
    if (line.length > MAX_COLUMNS && !/https?:\S{60}/.test(line)) found.push([index + 1, 'too long']);
    return found;
  });
  return [...comments, ...titles];
}

// The parity runner and its cases come from elsewhere and stay word for word.
const files = ['src', 'test', 'scripts'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(tsx?|mjs)$/.test(path) && !/(^|\/)(parity\/(cases\/|run\.mjs)|node_modules\/)/.test(path))
    .map((path) => join(folder, path)),
);

describe('comments and titles are plain English (docs/style.md)', () => {
  it('finds a comment that is a fragment, and a line that is too long', () => {
    expect(
      faults(`/** Of the stage. */\nconst a = 1;\n/**\n * Told twice.\n */\n// Whose is it?\n// ${'x'.repeat(120)}`),
    ).toEqual([
      [1, 'fragment'],
      [4, 'fragment'],
      [7, 'too long'],
    ]);
    expect(faults('/** The name of the stage. */\n// A sentence,\n// as is this.\nconst x = `\n Of`;')).toEqual([]);
  });

  it('finds a title that is a fragment', () => {
    expect(faults("it.each(rows)(\n'of %s', check);\ndescribe(\n'told twice', run);")).toEqual([
      [2, 'fragment'],
      [4, 'fragment'],
    ]);
    expect(faults("test(\n'prints the request ID', check);\nit(\n'offers keys', check);")).toEqual([]);
  });

  it('finds nothing in the files of the project', () => {
    const found = files.flatMap((file) =>
      faults(readFileSync(join(ROOT, file), 'utf8')).map(([line, fault]) => `${file}:${line}: ${fault}`),
    );
    expect(found).toEqual([]);
  });
});
