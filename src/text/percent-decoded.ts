/** Percent-decodes text that somebody else has written. Pure. */

/** Returns a text with a percent sign that encodes nothing as it is. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
