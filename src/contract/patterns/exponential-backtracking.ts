/**
 * Whether an engine that backtracks, as in JavaScript, Python and Java, may take far too long for a regular expression:
 * some text can match in too many ways, and fails only after all of them. Pure.
 *
 * An automaton is exponentially ambiguous if one text leads from a state back to itself in two ways (A. Weber, H.
 * Seidl, "On the degree of ambiguity of finite automata", 1991). Beyond that, this file counts the ways in which a
 * repeated character can match, which finds long rows of optional characters.
 */
import { parsePattern } from './parse-pattern.ts';
import { type Positions, positionsOf } from './positions.ts';

/** An engine tries about this many ways in a second. */
const MANY_WAYS = 1e7;
const LONGEST = 64;
const MOST_STEPS = 500_000;

/**
 * Characters to try beside ASCII and those in the expression: letters of other scripts, spaces, and one beyond the
 * first plane.
 */
const SAMPLES = 'éßЖ中\u00a0\u2028😀';

const known = new Map<string, boolean>();

/** Returns `false` also if the answer is unknown. The expression must compile with these flags. */
export function backtracksExponentially(source: string, flags: 'u' | ''): boolean {
  const key = `${flags}/${source}`;
  const found = known.get(key) ?? judge(source, flags);
  known.set(key, found);
  return found;
}

function judge(source: string, flags: string): boolean {
  if (!/[*+?{|]/.test(source)) return false;
  const pattern = parsePattern(source);
  const positions = pattern && positionsOf(pattern);
  if (!positions) return false;
  const characters = [
    ...new Set([...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)), ...SAMPLES, ...source]),
  ];
  const taken = positions.sources.map((each) => charactersOf(each, flags, characters));
  return (
    componentsOf(positions.follow).some((component) => isAmbiguous(component, positions, taken)) ||
    hasManyWays(positions, taken)
  );
}

function charactersOf(source: string, flags: string, characters: readonly string[]): ReadonlySet<number> {
  const expression = new RegExp(`^(?:${source})$`, flags);
  return new Set(characters.flatMap((character, index) => (expression.test(character) ? [index] : [])));
}

/** Ambiguity of one state of a component means ambiguity of all its states, so the check looks at one. */
function isAmbiguous(
  component: ReadonlySet<number>,
  { follow, last }: Positions,
  taken: readonly ReadonlySet<number>[],
): boolean {
  const start = component.values().next().value!;
  // After each of these states the expression has matched, and an engine stops there.
  if ([...component].every((position) => last.has(position))) return false;
  const inside = (position: number) => follow[position]!.filter((next) => component.has(next));
  if ([...component].some((position) => new Set(inside(position)).size < inside(position).length)) return true;
  const size = follow.length;
  const before = new Map<number, number[]>();
  const queue = [start * size + start];
  const seen = new Set(queue);
  let steps = 0;
  for (const pair of queue) {
    for (const a of inside(Math.floor(pair / size))) {
      for (const b of inside(pair % size)) {
        if (++steps > MOST_STEPS) return false;
        if (a !== b && !overlap(taken[a]!, taken[b]!)) continue;
        const next = a * size + b;
        before.set(next, [...(before.get(next) ?? []), pair]);
        if (!seen.has(next)) queue.push(next);
        seen.add(next);
      }
    }
  }
  const back = [start * size + start];
  const leading = new Set(back);
  for (const pair of back) {
    for (const previous of before.get(pair) ?? []) {
      if (!leading.has(previous)) back.push(previous);
      leading.add(previous);
    }
  }
  return back.some((pair) => Math.floor(pair / size) !== pair % size);
}

const overlap = (a: ReadonlySet<number>, b: ReadonlySet<number>): boolean => [...a].some((each) => b.has(each));

/** Returns the sets of states that can reach each other, without single states that have no loop. */
function componentsOf(follow: Positions['follow']): ReadonlySet<number>[] {
  const reached = follow.map((_, from) => reachedFrom(from, follow));
  const loops = follow.flatMap((_, at) => (reached[at]!.has(at) ? [at] : []));
  const components = loops.map(
    (at) => new Set(loops.filter((other) => reached[at]!.has(other) && reached[other]!.has(at))),
  );
  return components.filter((component, index) => Math.min(...component) === loops[index]);
}

function reachedFrom(from: number, follow: Positions['follow']): ReadonlySet<number> {
  const reached = new Set<number>();
  const queue = [...follow[from]!];
  for (const next of queue) {
    if (reached.has(next)) continue;
    reached.add(next);
    queue.push(...follow[next]!);
  }
  return reached;
}

/** Whether the same character, repeated, can match in too many ways before the expression has matched. */
function hasManyWays({ first, follow, last }: Positions, taken: readonly ReadonlySet<number>[]): boolean {
  const kinds = new Map<string, ReadonlySet<number>>();
  for (const character of new Set(taken.flatMap((each) => [...each]))) {
    const places = taken.flatMap((each, position) => (each.has(character) ? [position] : []));
    kinds.set(places.join(), new Set(places));
  }
  return [...kinds.values()].some((places) => {
    let ways = addUp(
      first.map((position) => [position, 1] as const),
      places,
    );
    for (let length = 1; length <= LONGEST && ways.size > 0; length += 1) {
      if ([...ways.keys()].some((position) => last.has(position))) return false;
      if ([...ways.values()].reduce((sum, each) => sum + each, 0) > MANY_WAYS) return true;
      ways = addUp(
        [...ways].flatMap(([position, count]) => follow[position]!.map((next) => [next, count] as const)),
        places,
      );
    }
    return false;
  });
}

function addUp(steps: readonly (readonly [number, number])[], places: ReadonlySet<number>): Map<number, number> {
  const sums = new Map<number, number>();
  for (const [position, count] of steps) {
    if (places.has(position)) sums.set(position, (sums.get(position) ?? 0) + count);
  }
  return sums;
}
