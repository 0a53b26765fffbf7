/** Finds the nearest known word, for "Did you mean …". Pure. */

/** With more names a search takes too long, because a document may need a thousand suggestions. */
const MOST_CANDIDATES = 200;
const LONGEST_WORD = 200;

/** Returns the candidate with the fewest edits from `word`, if it is near enough to be a typing error. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length > MOST_CANDIDATES || word.length > LONGEST_WORD) return undefined;
  const near = Math.max(1, Math.floor(word.length / 3));
  return candidates
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= near || isStem(word, candidate))
    .sort((a, b) => a.distance - b.distance)[0]?.candidate;
}

function isStem(word: string, candidate: string): boolean {
  const [a, b] = [word.toLowerCase(), candidate.toLowerCase()];
  return a.length >= 3 && (a.startsWith(b) || b.startsWith(a));
}

/** Returns the Levenshtein distance, in which a swap of neighbours counts as one edit. */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j]!, rows[i - 2]![j - 2]! + 1);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
