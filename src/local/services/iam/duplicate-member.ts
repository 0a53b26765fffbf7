/** Finds duplicate members in JSON: `JSON.parse` takes the last one, but a reader may have taken the first. */

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/** Returns the first duplicate member name of an object in the text, which is JSON. */
export function duplicateMember(text: string): string | undefined {
  /** The names in each open object; `undefined` for a list. */
  const open: (Set<string> | undefined)[] = [];
  let last = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(token === '{' ? new Set() : undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const names = open.at(-1)!;
      const name = JSON.parse(last) as string;
      if (names.has(name)) return name;
      names.add(name);
    }
    last = token;
  }
  return undefined;
}
