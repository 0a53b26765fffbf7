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

/** Without colours. */
export function visibleLength(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  return text.replace(/\x1b\[[\d;]*m/g, '').length;
}

/** Usable columns of a stream. Where there is no terminal, or one without a size, nothing is broken, so that logs can be searched. */
export function widthOf(stream: { columns?: number | undefined }): number {
  return stream.columns ? Math.max(20, Math.min(stream.columns, 120)) : Number.POSITIVE_INFINITY;
}
