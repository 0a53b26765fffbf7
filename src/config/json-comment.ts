/**
 * Finds comments in JSON, as editors write them into their own settings. YAML reads some of them as keys and rejects
 * the others. Pure.
 */

const TEXT_OR_COMMENT = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

/** Returns the position of the first comment, if the text is JSON except for comments and trailing commas. */
export function commentInJson(text: string): number | undefined {
  if (!/^\s*(?:\/[/*]|[{[])/.test(text)) return undefined;
  let first: number | undefined;
  const bare = text.replace(TEXT_OR_COMMENT, (found: string, offset: number) => {
    if (found.startsWith('"')) return found;
    first ??= offset;
    return ' ';
  });
  return first !== undefined && isJson(bare.replace(/,(?=\s*[}\]])/g, '')) ? first : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
