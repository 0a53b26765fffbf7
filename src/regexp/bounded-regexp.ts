/**
 * Regular expressions that others write (models, allowed patterns, filter patterns), against text that others send. An
 * engine that backtracks may take longer than anybody lives for some of them, and meanwhile the cloud would answer
 * nobody. So an expression runs on RE2, whose time grows with the text and no faster (ADR 10). JavaScript's own engine
 * has the expressions that are too simple to explode, and those with lookaround or backreferences, which RE2 does not
 * know: for these the time is limited, and after one that ran out the expression has to pause.
 */
import type { RE2JS } from 're2js';
import { createTimeLimit, type InTime } from './limited-time.ts';
import { NotInRe2, re2Syntax } from './re2-syntax.ts';

export interface BoundedRegExp {
  /** `false` also where no answer was found in time. */
  test(text: string): boolean;
  /** As `test`; `undefined` where no answer was found in time. */
  search(text: string): boolean | undefined;
  /** Calls `seen` with one match after the other until it returns `false`. Returns `false` where time ran out. */
  visit(text: string, seen: (match: RegExpExecArray) => boolean): boolean;
  /** `/source/flags`, by which ajv tells one from another: two that looked alike would be one to it. */
  toString(): string;
}

/** Of text up to this long even a square of steps is soon done. */
const SHORT = 1_000;

/** Steps, as instructions of the compiled expression times characters, that RE2 is trusted to make in a few milliseconds. */
const FEW_STEPS = 1_000_000;

/** Compiling for RE2 takes a millisecond, and templates ask for the same expressions with every request. */
const KEPT = 500;
const MAX_KEPT_LENGTH = 2_000;
const kept = new Map<string, BoundedRegExp>();

/** Throws `SyntaxError` as `new RegExp` does. */
export function boundedRegExp(source: string, flags = ''): BoundedRegExp {
  const key = `${flags}/${source}`;
  const known = kept.get(key);
  if (known) return known;
  const made = compile(source, flags);
  if (source.length > MAX_KEPT_LENGTH) return made;
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value!);
  kept.set(key, made);
  return made;
}

/** It takes 15 ms to load, as much as a tenth of the cloud's start, and many projects never need it. */
let library: typeof RE2JS | undefined;
let loading: Promise<void> | undefined;

/** Resolves when expressions run on RE2. Until then JavaScript's own engine has them, in limited time. */
export function loadRe2(): Promise<void> {
  loading ??= import('re2js').then((loaded) => {
    library = loaded.RE2JS;
  });
  return loading;
}

interface Engine {
  test(text: string): boolean;
  matchAll(text: string): Iterable<RegExpExecArray>;
  /** Text up to this length is soon searched. */
  readonly quickUpTo: number;
  readonly inTime: InTime;
}

function compile(source: string, flags: string): BoundedRegExp {
  const regexp = new RegExp(source, flags);
  const own: Engine = {
    test: (text) => regexp.test(text),
    matchAll: (text) => text.matchAll(new RegExp(source, `${flags}g`)),
    quickUpTo: isSimple(source) ? SHORT : 0,
    inTime: createTimeLimit(),
  };
  if (own.quickUpTo === 0) void loadRe2();
  let linear: Engine | undefined;

  const engineFor = (text: string): Engine => {
    if (text.length <= own.quickUpTo) return own;
    const engine = library;
    if (engine === undefined) {
      void loadRe2();
      return own;
    }
    linear ??= createTimeLimit()(() => re2(engine, source, flags)) ?? own;
    return linear;
  };

  const search = (text: string): boolean | undefined => {
    const { quickUpTo, test, inTime } = engineFor(text);
    return text.length <= quickUpTo ? test(text) : inTime(() => test(text));
  };

  return {
    search,
    test: (text) => search(text) === true,
    visit(text, seen) {
      const { matchAll, inTime } = engineFor(text);
      return inTime(() => visitAll(matchAll(text), seen)) === true;
    },
    toString: () => String(regexp),
  };
}

/** `undefined` for an expression that RE2 cannot express, or of which it would make too large a program. */
function re2(engine: typeof RE2JS, source: string, flags: string): Engine | undefined {
  try {
    const compiled = engine.compile(re2Syntax(source, flags));
    return {
      test: (text) => compiled.test(text),
      matchAll: (text) => compiled.matchAll(text) as Iterable<RegExpExecArray>,
      quickUpTo: FEW_STEPS / compiled.programSize(),
      inTime: createTimeLimit(),
    };
  } catch (error) {
    if (error instanceof NotInRe2 || (error as Error).name?.startsWith('RE2JS')) return undefined;
    throw error;
  }
}

function visitAll(matches: Iterable<RegExpExecArray>, seen: (match: RegExpExecArray) => boolean): true {
  for (const match of matches) if (!seen(match)) break;
  return true;
}

/**
 * Whether backtracking cannot multiply: one thing at most may be repeated, that is no group, and there are few choices.
 * What a group of its own refers back to is compared again at every step.
 */
function isSimple(source: string): boolean {
  const repeats = source.match(/[*+{]/g)?.length ?? 0;
  const choices = source.match(/[?|]/g)?.length ?? 0;
  return repeats <= 1 && choices <= 4 && !/\)[*+{?]|\\[1-9k]/.test(source);
}
