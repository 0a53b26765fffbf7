/**
 * The positions of a regular expression that consume a character, and which position may follow which (Glushkov's
 * automaton). A position that may follow in two ways is listed twice, because an engine that backtracks tries both.
 * Pure.
 */
import type { Pattern } from './parse-pattern.ts';

export interface Positions {
  /** The source of each position's character. */
  readonly sources: readonly string[];
  readonly follow: readonly (readonly number[])[];
  /** The positions at the beginning of a match. */
  readonly first: readonly number[];
  /** The positions after which the whole expression has matched, so that nothing can fail. */
  readonly last: ReadonlySet<number>;
}

interface Part {
  readonly nullable: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

/** A counted repetition has at most this many copies. A longer one counts as a repetition without end. */
const MOST_COPIES = 40;
const MOST_POSITIONS = 400;
const MOST_FOLLOWERS = 20_000;

const NOTHING: Part = { nullable: true, first: [], last: [] };

class TooLarge extends Error {}

/** Returns `undefined` if there are too many positions. */
export function positionsOf(pattern: Pattern): Positions | undefined {
  const sources: string[] = [];
  const follow: number[][] = [];
  let followers = 0;

  const add = (source: string): Part => {
    if (sources.length >= MOST_POSITIONS) throw new TooLarge();
    const position = sources.push(source) - 1;
    follow.push([]);
    return { nullable: false, first: [position], last: [position] };
  };

  const connect = (from: readonly number[], to: readonly number[]) => {
    followers += from.length * to.length;
    if (followers > MOST_FOLLOWERS) throw new TooLarge();
    for (const position of from) follow[position]!.push(...to);
  };

  const join = (a: Part, b: Part): Part => {
    connect(a.last, b.first);
    return {
      nullable: a.nullable && b.nullable,
      first: a.nullable ? [...a.first, ...b.first] : a.first,
      last: b.nullable ? [...a.last, ...b.last] : b.last,
    };
  };

  const read = (each: Pattern): Part => {
    if (each.kind === 'character') return add(each.source);
    // An assertion consumes no character, but matching may fail there.
    if (each.kind === 'assertion') return add('(?!)');
    if (each.kind === 'sequence') return each.parts.reduce((before, part) => join(before, read(part)), NOTHING);
    if (each.kind === 'choice') {
      const parts = each.parts.map(read);
      return {
        nullable: parts.some(({ nullable }) => nullable),
        first: parts.flatMap(({ first }) => first),
        last: parts.flatMap(({ last }) => last),
      };
    }
    return repeat(each);
  };

  const repeat = ({ part, min, max }: Extract<Pattern, { kind: 'repeat' }>): Part => {
    if (min > MOST_COPIES) throw new TooLarge();
    let whole = NOTHING;
    for (let copy = 0; copy < min; copy += 1) whole = join(whole, read(part));
    if (max === min) return whole;
    if (max > MOST_COPIES) {
      const more = read(part);
      connect(more.last, more.first);
      return join(whole, { ...more, nullable: true });
    }
    let optional = NOTHING;
    for (let copy = min; copy < max; copy += 1) optional = { ...join(read(part), optional), nullable: true };
    return join(whole, optional);
  };

  try {
    const { first, last } = read(pattern);
    return { sources, follow, first, last: new Set(last) };
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    throw error;
  }
}
