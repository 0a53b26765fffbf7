/**
 * Regular expressions from the project (models, allowed patterns, filter patterns), tested against text from requests.
 * An engine that backtracks can need years for some of them, and meanwhile the cloud would answer no other request. So
 * an expression runs on RE2, whose time grows only linearly with the text (ADR 10). JavaScript's own engine runs the
 * expressions that are too simple to explode, and those with lookaround or backreferences, which RE2 does not support.
 * Their time is limited, and an expression that exceeds its limit has to pause.
 */
import type { RE2JS } from 're2js';
import { createTimeLimit, type RunLimited } from './limited-time.ts';
import { NotInRe2, re2Syntax } from './re2-syntax.ts';

export interface BoundedRegExp {
  /** Returns `false` also if no answer was found in time. */
  test(text: string): boolean;
  /** Does the same as `test`, but returns `undefined` if no answer was found in time. */
  search(text: string): boolean | undefined;
  /** Calls `seen` for each match until it returns `false`. Returns `false` if the time ran out. */
  visit(text: string, seen: (match: RegExpExecArray) => boolean): boolean;
  /** Returns `/source/flags`. ajv identifies an expression by this text, so two different ones must not share it. */
  toString(): string;
}

/** In a text up to this length, even quadratic backtracking ends soon. */
const SHORT = 1_000;

/**
 * RE2 makes this many steps in a few milliseconds. A step is one instruction of the compiled expression at one
 * character.
 */
const FEW_STEPS = 1_000_000;

/**
 * In milliseconds. An expression that is not compiled in this time runs on the other engine from then on, so the limit
 * leaves room for a machine that is busy with other work.
 */
const COMPILE_LIMIT = 1_000;

/** RE2 needs a millisecond to compile an expression, and templates use the same expressions in every request. */
const KEPT = 500;
const MAX_KEPT_LENGTH = 2_000;
const kept = new Map<string, BoundedRegExp>();

/** Throws the same `SyntaxError` as `new RegExp`. */
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

/** The library takes 15 ms to load, a tenth of the cloud's start, and many projects never need it. */
let library: typeof RE2JS | undefined;
let loading: Promise<void> | undefined;

/** Resolves when expressions can run on RE2. Until then JavaScript's own engine runs them, in limited time. */
export function loadRe2(): Promise<void> {
  loading ??= import('re2js').then((loaded) => {
    library = loaded.RE2JS;
  });
  return loading;
}

interface Engine {
  test(text: string): boolean;
  matchAll(text: string): Iterable<RegExpExecArray>;
  /** A search in a text up to this length needs no time limit. */
  readonly quickUpTo: number;
  readonly inTime: RunLimited;
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
    linear ??= createTimeLimit(COMPILE_LIMIT)(() => re2(engine, source, flags)) ?? own;
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

/** Returns `undefined` if RE2 cannot express the expression, or would compile it to too large a program. */
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
 * Whether backtracking cannot explode: at most one part is repeated, no group is, and there are few choices. A
 * backreference does not count as simple, because the engine compares its text again at every step.
 */
function isSimple(source: string): boolean {
  const repeats = source.match(/[*+{]/g)?.length ?? 0;
  const choices = source.match(/[?|]/g)?.length ?? 0;
  return repeats <= 1 && choices <= 4 && !/\)[*+{?]|\\[1-9k]/.test(source);
}
