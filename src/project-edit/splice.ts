/** Changes of a text that know only the text before any of them. Pure. */

export interface Splice {
  readonly start: number;
  /** Where the text goes on; as `start` where something is put in. */
  readonly end: number;
  readonly text: string;
}

/** They may touch and not overlap; of several that begin at the same place, the first one's text comes first. */
export function spliced(text: string, splices: readonly Splice[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, text: own } of [...splices].sort((a, b) => a.start - b.start)) {
    parts.push(text.slice(at, start), own);
    at = end;
  }
  return parts.join('') + text.slice(at);
}
