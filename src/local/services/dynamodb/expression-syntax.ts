/**
 * Reports syntax errors of expressions in DynamoDB's words: the token, and the text around it (dynamodb-conformance,
 * `error-messages`). dynalite's parsers report what they expected instead.
 */
import type { Parse } from './expression-cache.ts';

const TOKEN = /[#:]?[A-Za-z_][A-Za-z0-9_]*|\d+|<=|>=|<>|\S/g;

/** Returns the same parser, but its SyntaxErrors have DynamoDB's text. */
export function withSyntaxWords(parse: Parse): Parse {
  return (text, options) => {
    try {
      return parse(text, options);
    } catch (error) {
      const { location } = error as { location?: { readonly start: { readonly offset: number } } };
      if (location === undefined) throw error;
      throw new SyntaxError(tokenAt(text, location.start.offset));
    }
  };
}

function tokenAt(text: string, offset: number): string {
  const tokens = [...text.matchAll(TOKEN)];
  const found = tokens.findIndex((token) => endOf(token) > offset);
  const at = found === -1 ? tokens.length : found;
  const [before, token, after] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  const start = before ?? token;
  const end = after ?? token ?? before;
  const near = start && end ? text.slice(start.index, endOf(end)) : '';
  return `token: "${token?.[0] ?? '<EOF>'}", near: "${near}"`;
}

const endOf = (token: RegExpExecArray): number => token.index + token[0].length;
