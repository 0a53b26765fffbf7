/** Fits the text of another program into ours: one line with a full stop. */
export function asSentence(text: string): string {
  return text
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replace(/[.:\s]*$/, '.');
}
