/** Changes to a text. Their positions count in the text before any change. Pure. */

export interface Splice {
  readonly start: number;
  /** The position after the replaced part. It equals `start` for an insertion. */
  readonly end: number;
  readonly text: string;
}

/** Splices may touch but not overlap. If several begin at the same place, their order stays. */
export function spliced(text: string, splices: readonly Splice[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, text: own } of [...splices].sort((a, b) => a.start - b.start)) {
    parts.push(text.slice(at, start), own);
    at = end;
  }
  return parts.join('') + text.slice(at);
}
