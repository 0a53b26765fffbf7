/**
 * Handles texts for tools that replace text between double braces, such as Postman and the REST clients of editors.
 * Pure.
 */

/** Also finds `{%` and `%}`, which enclose scripts in JetBrains' client. */
export const hasBraces = (text: string): boolean => /\{\{|\}\}|\{%|%\}/.test(text);

/**
 * Returns JSON of the value in which no text contains double braces: the braces are escaped. Outside the texts, JSON on
 * several lines has no double braces either.
 */
export function braceFreeJson(value: unknown, indent = 2): string {
  const json = JSON.stringify(value, null, indent);
  return json.replace(/"(?:[^"\\]|\\.)*"/g, (text) =>
    hasBraces(text) ? text.replace(/[{}]/g, (brace) => (brace === '{' ? '\\u007b' : '\\u007d')) : text,
  );
}
