/** A text of Terraform's language that is read from the left. Pure. */

/** A place in a text at which it is not valid. */
export class HclError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

export class HclText {
  readonly text: string;
  at = 0;
  readonly #firstLine: number;
  /** The ends of lines before this place. */
  #counted = 0;
  #countedTo = 0;

  /** `firstLine` is the line at which the text begins in its file. */
  constructor(text: string, firstLine = 1) {
    this.text = text;
    this.#firstLine = firstLine;
  }

  /** Each line is counted once, because the text is read from the left. */
  get line(): number {
    for (; this.#countedTo < this.at; this.#countedTo++) if (this.text[this.#countedTo] === '\n') this.#counted++;
    return this.#firstLine + this.#counted;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Skips spaces and comments, and the ends of lines if `lines`. */
  skip(lines: boolean): void {
    for (;;) {
      const found = this.match(lines ? /[\s\uFEFF]+/y : /[ \t\r\uFEFF]+/y) ?? this.match(/(?:#|\/\/)[^\n]*/y);
      if (found !== undefined) continue;
      if (!this.text.startsWith('/*', this.at)) return;
      const end = this.text.indexOf('*/', this.at + 2);
      if (end < 0) throw this.error('A comment does not end.');
      this.at = end + 2;
    }
  }

  /** Moves over what the sticky pattern matches here, and returns its first group or the whole. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (!found) return undefined;
    this.at += found[0].length;
    return found[1] ?? found[0];
  }

  /** Moves over the word if it is here. */
  takes(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  expect(word: string): void {
    if (!this.takes(word)) throw this.error(`Here should be ${word}.`);
  }

  error(message: string): HclError {
    return new HclError(this.line, message);
  }
}

/** A name of an attribute, a block or a variable. Terraform allows dashes in it. */
export const NAME = /[\p{L}_][\p{L}\p{N}_-]*/uy;
