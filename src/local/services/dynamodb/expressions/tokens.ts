/** The tokens of an expression, with their positions, and DynamoDB's words for a syntax error. */

/** A word is a name without `#`, a keyword or a function. A symbol is any other character, or a comparator. */
export type TokenKind = 'word' | 'name' | 'value' | 'number' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** The position of the first character. */
  readonly start: number;
}

const TOKEN = /([A-Za-z_][A-Za-z0-9_]*)|(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|(\d+)|(<=|>=|<>|[^ \t\r\n])/gu;
const KINDS: readonly TokenKind[] = ['word', 'name', 'value', 'number', 'symbol'];

/** An error of an expression, without the name of the expression. */
export class ExpressionError extends Error {}

/** Reads tokens one after another. */
export class TokenReader {
  readonly #tokens: Token[] = [];
  readonly #text: string;
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    for (const match of text.matchAll(TOKEN)) {
      const kind = KINDS[match.slice(1).findIndex((group) => group !== undefined)]!;
      this.#tokens.push({ kind, text: match[0], start: match.index });
    }
    this.#tokens.push({ kind: 'end', text: '<EOF>', start: text.length });
  }

  get next(): Token {
    return this.#tokens[this.#next]!;
  }

  get following(): Token {
    return this.#tokens[this.#next + 1] ?? this.#tokens.at(-1)!;
  }

  take(): Token {
    const token = this.next;
    if (token.kind !== 'end') this.#next += 1;
    return token;
  }

  /** Takes the next token if it is this symbol, or this keyword in any case. */
  takeIf(text: string): boolean {
    const isIt = this.isNext(text);
    if (isIt) this.#next += 1;
    return isIt;
  }

  isNext(text: string): boolean {
    const { kind, text: found } = this.next;
    if (kind === 'symbol') return found === text;
    return kind === 'word' && found.length === text.length && found.toUpperCase() === text;
  }

  /** Throws ExpressionError if another token is next. */
  expect(text: string): void {
    if (!this.takeIf(text)) throw this.syntaxError();
  }

  /** Reports the next token, with the tokens before and after it (dynamodb-conformance, `error-messages`). */
  syntaxError(): ExpressionError {
    const [before, token, after] = [-1, 0, 1].map((offset) => this.#tokens[this.#next + offset]);
    const start = before ?? token!;
    const last = after && after.kind !== 'end' ? after : token!.kind === 'end' ? start : token!;
    const near = last.kind === 'end' ? '' : this.#text.slice(start.start, last.start + last.text.length);
    return new ExpressionError(`Syntax error; token: "${token!.text}", near: "${near}"`);
  }
}
