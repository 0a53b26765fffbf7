/** The lines around a problem in a user's file, as data. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CodeFrame } from '../ui/dev-event.ts';

interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity?: string;
}

const BEFORE = 2;
const AFTER = 1;
/** More frames scroll the first one away, and the first one is usually the cause. */
const MOST = 3;

/**
 * Returns the frames of the problems of an error, without warnings. Returns none if the error has no problems or their
 * files do not exist.
 */
export async function codeFrames(error: object, root: string): Promise<CodeFrame[]> {
  const problems = 'problems' in error && Array.isArray(error.problems) ? (error.problems as SourceLocation[]) : [];
  const mistakes = problems.filter(({ severity }) => severity !== 'warning');
  const frames = mistakes.slice(0, MOST).map(async ({ file, line, column }): Promise<CodeFrame[]> => {
    const text = await readFile(resolve(root, file), 'utf8').catch(() => undefined);
    if (text === undefined) return [];
    const all = text.split(/\r?\n/);
    const from = Math.max(1, line - BEFORE);
    const lines = all.slice(from - 1, line + AFTER).map((content, index) => ({ number: from + index, text: content }));
    return [{ file, line, column, lines }];
  });
  return (await Promise.all(frames)).flat();
}
