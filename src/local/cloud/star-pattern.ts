/** Patterns in which `*` stands for any characters, in time that grows only with the text. Pure. */

/**
 * `parts` stand between the `*`. Each is found at its first position after the previous one, so nothing is tried twice,
 * for any number of `*`.
 */
export function starPattern(parts: readonly string[]): (text: string) => boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
    let at = first.length;
    for (const part of rest) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= text.length - last.length;
  };
}
