/** The position in a text that is parsed, and the steps that all parts of a parser share. */
import { VelocityError } from './syntax.ts';

/** The limit of nested expressions, blocks and strings. Real templates have fewer than ten levels. */
const MAX_DEPTH = 100;

export interface Scanner {
  readonly text: string;
  position: number;
  /** Whether the text continues with exactly this. */
  at(expected: string): boolean;
  /** Steps over `expected` if it is next. */
  take(expected: string): boolean;
  /** Matches a sticky expression here, steps over the match and returns it. */
  match(pattern: RegExp): string | undefined;
  expect(expected: string): void;
  skipSpace(): void;
  fail(what: string): VelocityError;
  /** Runs `parse` one level deeper. */
  nested<T>(parse: () => T): T;
  /** Returns a scanner for a string inside this text. It has the same depth. */
  inside(text: string): Scanner;
}

const SPACE = /[ \t\r\n]*/y;

export function createScanner(text: string, depth = 0): Scanner {
  let level = depth;
  const scanner: Scanner = {
    text,
    inside: (inner) => createScanner(inner, level),
    position: 0,
    at: (expected) => text.startsWith(expected, scanner.position),
    take(expected) {
      const found = scanner.at(expected);
      if (found) scanner.position += expected.length;
      return found;
    },
    match(pattern) {
      pattern.lastIndex = scanner.position;
      const found = pattern.exec(text)?.[0];
      if (found !== undefined) scanner.position += found.length;
      return found;
    },
    expect(expected) {
      if (!scanner.take(expected)) throw scanner.fail(`"${expected}" expected`);
    },
    skipSpace: () => void scanner.match(SPACE),
    fail(what) {
      const line = text.slice(0, scanner.position).split('\n').length;
      const near = text.slice(scanner.position, scanner.position + 20);
      return new VelocityError(
        `line ${line}: ${what}${near === '' ? ' at the end' : ` before ${JSON.stringify(near)}`}`,
      );
    },
    nested(parse) {
      if (level === MAX_DEPTH) throw scanner.fail('too deeply nested');
      level += 1;
      try {
        return parse();
      } finally {
        level -= 1;
      }
    },
  };
  return scanner;
}
