/** Returns a text as JSON. Most texts of a request need no escaping, and this check is faster than `JSON.stringify`. */

const PLAIN = /^[ !#-[\]-~]*$/;

export const quote = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));

export const quoteOrNull = (text: string | undefined): string => (text === undefined ? 'null' : quote(text));
