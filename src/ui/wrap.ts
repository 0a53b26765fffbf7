/** Text to the width of a terminal. Pure. */

/** Breaks at spaces; words longer than the width (ARNs, URLs) are never cut, so that they can be copied. */
export function wrap(text: string, width: number, indent = ''): string[] {
  return text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, width, indent));
}

function wrapParagraph(paragraph: string, width: number, indent: string): string[] {
  const lead = /^\s*/.exec(paragraph)![0];
  const lines: string[] = [];
  let line = lead;
  for (const word of paragraph.slice(lead.length).split(' ')) {
    const candidate = line.trim() === '' ? line + word : `${line} ${word}`;
    if (visibleLength(candidate) <= width || line.trim() === '') {
      line = candidate;
      continue;
    }
    lines.push(line);
    line = lead + indent + word;
  }
  return [...lines, line];
}

/**
 * A line of a table or a sentence of data, for a terminal that is too narrow for it: broken before a word, so that the columns
 * which do not fit go on below, indented. What fits stays as it is, and words are never cut.
 */
export function fold(line: string, columns: number): string[] {
  if (visibleLength(line) <= columns) return [line];
  const lead = `${/^\s*/.exec(line)![0]}  `;
  const lines: string[] = [];
  let current = '';
  for (const part of line.match(/\s*\S+/g) ?? []) {
    if (current !== '' && visibleLength(current + part) > columns) {
      lines.push(current);
      current = lead + part.trimStart();
    } else current += part;
  }
  return [...lines, current];
}

/** Without colours. */
export function visibleLength(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  return text.replace(/\x1b\[[\d;]*m/g, '').length;
}

/** All columns of a stream, as many as there are: what is data is broken only where it must be. */
export function columnsOf(stream: { columns?: number | undefined }): number {
  return stream.columns ? Math.max(20, stream.columns) : Number.POSITIVE_INFINITY;
}

/** Usable columns of a stream. Where there is no terminal, or one without a size, nothing is broken, so that logs can be searched. */
export function widthOf(stream: { columns?: number | undefined }): number {
  return stream.columns ? Math.max(20, Math.min(stream.columns, 120)) : Number.POSITIVE_INFINITY;
}
