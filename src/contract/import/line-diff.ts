/** Compares two texts by line and returns the different lines with a few lines around them. Pure. */

export interface DiffLine {
  readonly sign: ' ' | '+' | '-';
  readonly text: string;
  /** Lines are left out before this one. */
  readonly gap?: true;
}

const AROUND = 3;
/** In longer texts, only the equal beginning and end are found. */
const MOST_CELLS = 25_000_000;

export function lineDiff(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const middle = between(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  const same = (text: string): DiffLine => ({ sign: ' ', text });
  return shortened([...a.slice(0, head).map(same), ...middle, ...a.slice(a.length - tail).map(same)]);
}

/** Compares by the longest common subsequence. */
function between(a: readonly string[], b: readonly string[]): DiffLine[] {
  const whole = a.length * b.length > MOST_CELLS;
  const width = b.length + 1;
  const lengths = new Uint32Array(whole ? 0 : (a.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0 && !whole; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (!whole && i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ sign: ' ', text: a[i]! });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1)))
      lines.push({ sign: '-', text: a[i++]! });
    else lines.push({ sign: '+', text: b[j++]! });
  }
  return lines;
}

function shortened(lines: readonly DiffLine[]): DiffLine[] {
  const near = new Set(
    lines.flatMap(({ sign }, index) =>
      sign === ' ' ? [] : Array.from({ length: 2 * AROUND + 1 }, (_, n) => index - AROUND + n),
    ),
  );
  let left = false;
  return lines.flatMap((line, index): DiffLine[] => {
    if (!near.has(index)) {
      left = true;
      return [];
    }
    const shown: DiffLine = left ? { ...line, gap: true } : line;
    left = false;
    return [shown];
  });
}
