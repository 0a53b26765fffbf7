/** What an error says that somebody threw, in the text of a log. Pure. */

/** `TypeError: it broke`, of Lambda's line for an error that nobody caught, or of a logger's. */
export function thrownIn(text: string): string | undefined {
  const [, type] = /"errorType":"((?:[^"\\]|\\.)*)"/.exec(text) ?? [];
  const [, message] = /"errorMessage":"((?:[^"\\]|\\.)*)"/.exec(text) ?? [];
  if (message !== undefined) return `${type ?? 'Error'}: ${message.slice(0, 300)}`;
  return /\b(?:[A-Z]\w*)?(?:Error|Exception): [^\n"]{1,300}/.exec(text)?.[0];
}
