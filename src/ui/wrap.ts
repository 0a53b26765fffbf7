/** Fits text to the width of a terminal. Pure. */

/** Breaks text at spaces. Words longer than the width (ARNs, URLs) are never cut, so that they can be copied. */
export function wrap(text: string, width: number, indent = ''): string[] {
  return text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, width, indent));
}

function wrapParagraph(paragraph: string, width: number, indent: string): string[] {
  if (visibleLength(paragraph) <= width) return [paragraph];
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
 * Breaks a line of data for a terminal that is too narrow. It breaks before a word, so that the columns that do not fit
 * go to the next line, indented. A line that fits stays as it is, and words are never cut.
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

/** The length of a text without colour codes. */
export function visibleLength(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  return text.replace(/\x1b\[[\d;]*m/g, '').length;
}

/** All columns of a stream. Data lines are broken only if they do not fit. */
export function columnsOf(stream: { columns?: number | undefined }): number {
  return stream.columns ? Math.max(20, stream.columns) : Number.POSITIVE_INFINITY;
}

/**
 * The columns that text may use. Without a terminal, or without a known size, no line is broken, so that logs can be
 * searched.
 */
export function widthOf(stream: { columns?: number | undefined }): number {
  return stream.columns ? Math.max(20, Math.min(stream.columns, 120)) : Number.POSITIVE_INFINITY;
}
