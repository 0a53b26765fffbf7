/** Returns the message of a function's error document, or the document itself if the runtime writes another form. */
export function functionErrorText(payload: Buffer): string {
  const text = payload.toString('utf8');
  try {
    return String((JSON.parse(text) as { errorMessage?: unknown } | null)?.errorMessage ?? text);
  } catch {
    return text;
  }
}
