/** Texts for tools that fill in what is between two braces, as Postman and the editors' REST clients do. Pure. */

/** Also `{%` and `%}`, between which JetBrains' client has scripts. */
export const hasBraces = (text: string): boolean => /\{\{|\}\}|\{%|%\}/.test(text);

/**
 * JSON of the same value in which no two braces stand together in a text: they are written by their numbers. Between
 * the texts JSON on several lines has none either.
 */
export function braceFreeJson(value: unknown, indent = 2): string {
  const json = JSON.stringify(value, null, indent);
  return json.replace(/"(?:[^"\\]|\\.)*"/g, (text) =>
    hasBraces(text) ? text.replace(/[{}]/g, (brace) => (brace === '{' ? '\\u007b' : '\\u007d')) : text,
  );
}
