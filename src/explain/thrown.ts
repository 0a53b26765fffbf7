/** Finds the text of a thrown error in a log. Pure. */

/** Returns, for example, `TypeError: it broke` from Lambda's line for an uncaught error or from a logger's line. */
export function thrownIn(text: string): string | undefined {
  const [, type] = /"errorType":"((?:[^"\\]|\\.)*)"/.exec(text) ?? [];
  const [, message] = /"errorMessage":"((?:[^"\\]|\\.)*)"/.exec(text) ?? [];
  if (message !== undefined) return `${type ?? 'Error'}: ${message.slice(0, 300)}`;
  return /\b(?:[A-Z]\w*)?(?:Error|Exception): [^\n"]{1,300}/.exec(text)?.[0];
}
