/** Reads the tokens of a query. An unexpected token is a MalformedQueryException. */
import { isWord, readTokens, type Token, unexpected } from './query-tokens.ts';

export interface QueryReader {
  readonly query: string;
  /** Returns the next token, or the token `ahead` positions further; -1 is the last one taken. */
  peek(ahead?: number): Token;
  take(): Token;
  /** Takes the token if it is this word or sign. */
  accept(text: string): boolean;
  expect(text: string): void;
  /** Reads a field name, with or without backticks. */
  name(): string;
  /** Returns the text of the query between two tokens. */
  text(from: Token, to: Token): string;
  /** Returns the error for the next token. */
  unexpected(): Error;
}

export function createQueryReader(query: string): QueryReader {
  const tokens = readTokens(query);
  let at = 0;
  const peek = (ahead = 0): Token => tokens[Math.min(at + ahead, tokens.length - 1)]!;
  const take = (): Token => {
    const token = peek();
    at += 1;
    return token;
  };
  const failure = () => unexpected(query, peek().start, peek().end);
  const accept = (text: string): boolean => {
    const token = peek();
    const isIt = token.kind === 'sign' ? token.text === text : isWord(token, text);
    if (isIt) at += 1;
    return isIt;
  };
  return {
    query,
    peek,
    take,
    accept,
    expect(text) {
      if (!accept(text)) throw failure();
    },
    name() {
      const { kind, text } = peek();
      if (kind !== 'name' && (kind !== 'word' || /^\d/.test(text))) throw failure();
      return take().text;
    },
    text: (from, to) => query.slice(from.start, to.end),
    unexpected: failure,
  };
}
