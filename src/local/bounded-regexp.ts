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
  /** `/source/flags`, by which ajv tells one from another: two that looked alike would be one to it. */
  toString(): string;
}

/** Throws `SyntaxError` as `new RegExp` does. */
export function boundedRegExp(source: string, flags = ''): BoundedRegExp {
  const regexp = new RegExp(source, flags);
  const explosive = mayExplode(source);
  return {
    test: (text) => (explosive || text.length > SHORT ? inTime(regexp, text) : regexp.test(text)),
    toString: () => String(regexp),
  };
}

/** Runs `work`, which searches `text` for the expression `source`; `undefined` where it takes too long. */
export function inLimitedTime<T>(source: string, text: string, work: () => T): { value: T } | undefined {
  if (text.length <= SHORT && !mayExplode(source)) return { value: work() };
  const done: { value?: T } = {};
  const regexp = {
    test() {
      done.value = work();
      return true;
    },
  };
  return inTime(regexp, text) ? { value: done.value as T } : undefined;
}

function mayExplode(source: string): boolean {
  const quantifiers = source.match(/[*+]|\{\d+,/g)?.length ?? 0;
  return quantifiers > 1 || /\)[*+{]/.test(source);
}

const script = new Script('regexp.test(text)');
const sandbox: { regexp?: Pick<BoundedRegExp, 'test'>; text?: string } = createContext(Object.create(null));

function inTime(regexp: Pick<BoundedRegExp, 'test'>, text: string): boolean {
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
