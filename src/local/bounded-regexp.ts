/**
 * Regular expressions that others write (models, allowed patterns, filter patterns), against text that others send. One
 * that backtracks without end would stop the whole cloud, so where that could happen it is given a limited time.
 */
import { createContext, Script } from 'node:vm';

/** Milliseconds; an honest match takes microseconds. */
const TIME_LIMIT = 250;

/** Of text up to this long even a square of steps is soon done. */
const SHORT = 5_000;

export interface BoundedRegExp {
  /** `false` also where no answer was found in time. */
  test(text: string): boolean;
}

/** Throws `SyntaxError` as `new RegExp` does. */
export function boundedRegExp(source: string, flags = ''): BoundedRegExp {
  const regexp = new RegExp(source, flags);
  const quantifiers = source.match(/[*+]|\{\d+,/g)?.length ?? 0;
  const mayExplode = quantifiers > 1 || /\)[*+{]/.test(source);
  return {
    test: (text) => (mayExplode || text.length > SHORT ? inTime(regexp, text) : regexp.test(text)),
  };
}

const script = new Script('regexp.test(text)');
const sandbox: { regexp?: RegExp; text?: string } = createContext(Object.create(null));

function inTime(regexp: RegExp, text: string): boolean {
  Object.assign(sandbox, { regexp, text });
  try {
    return script.runInContext(sandbox, { timeout: TIME_LIMIT }) as boolean;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    return false;
  } finally {
    Object.assign(sandbox, { regexp: undefined, text: undefined });
  }
}
