/** JSON of a text. Most of what a request brings needs no escaping, and to see that is quicker than `JSON.stringify`. */

const PLAIN = /^[ !#-[\]-~]*$/;

export const quote = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));

export const quoteOrNull = (text: string | undefined): string => (text === undefined ? 'null' : quote(text));
