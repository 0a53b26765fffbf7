/**
 * Decodes a path as HTTP APIs do. Captures of a live API (docs/aws/http-apis.md) show that it is decoded, ends before a
 * question mark that this brings up, and is decoded once more.
 */

/** Returns `undefined` for a path that cannot be decoded, which the gateway refuses. */
export function decodePath(path: string): string | undefined {
  const once = decode(path);
  return once === undefined ? undefined : decode(once.split('?', 1)[0]!);
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
