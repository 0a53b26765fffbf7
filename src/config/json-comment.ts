/** JSON with comments, which editors write for their own settings. YAML takes some of it for keys, and the rest for errors. Pure. */

const TEXT_OR_COMMENT = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

/** Where the first comment is, in a text that is JSON but for its comments, and the commas before a bracket that go with them. */
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
