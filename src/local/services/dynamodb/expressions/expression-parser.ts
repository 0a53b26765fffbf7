/**
 * The parts that the grammars of all expressions share (Developer Guide, "Condition and filter expressions, operators,
 * and functions in DynamoDB" and "Referring to item attributes when using expressions in DynamoDB").
 *
 * A syntax error is reported at once. All other errors are collected by their kind, because DynamoDB reports the kinds
 * in an order of its own: `ORDER` of each parser, which is that of dynalite, whose tests ran against DynamoDB.
 */
import type { AttributeValue } from '../items/attribute-value.ts';
import { type DocumentPath, shownPath } from '../items/document-path.ts';
import type { References } from './references.ts';
import { isReserved } from './reserved-words.ts';
import { ExpressionError, TokenReader } from './tokens.ts';

/** AWS counts bytes (Service quotas, "Expression parameters"); the texts are those of users' reports. */
const MAX_BYTES = 4096;
const MAX_OPERATORS = 300;
const MAX_DEPTH = 2 * MAX_OPERATORS;
/** Limit and text were measured on AWS (floci, issue 3073). It is also the highest index of an array in JavaScript. */
const MAX_INDEX = 4_294_967_294;

export const REDUNDANT = 'The expression has redundant parentheses;';

export class ExpressionParser<Fault extends string> {
  readonly tokens: TokenReader;
  readonly #references: References;
  readonly #faults = new Map<Fault, string>();
  readonly #nameFault: Fault;
  readonly #valueFault: Fault;
  #operators = 0;
  #depth = 0;

  /** Throws ExpressionError for an expression that is empty or too long. */
  constructor(text: string, references: References, faults: { readonly name: Fault; readonly value: Fault }) {
    if (text === '') throw new ExpressionError('The expression can not be empty;');
    const size = Buffer.byteLength(text);
    if (size > MAX_BYTES) {
      throw new ExpressionError(`Expression size has exceeded the maximum allowed size; expression size: ${size}`);
    }
    this.tokens = new TokenReader(text);
    this.#references = references;
    this.#nameFault = faults.name;
    this.#valueFault = faults.value;
  }

  /** Remembers the first error of its kind. */
  fault(kind: Fault, message: string): void {
    if (!this.#faults.has(kind)) this.#faults.set(kind, message);
  }

  firstFault(order: readonly Fault[]): string | undefined {
    const kind = order.find((one) => this.#faults.has(one));
    return kind && this.#faults.get(kind);
  }

  /** Throws ExpressionError if text is left, or for the first of the errors in this order. */
  finish(order: readonly Fault[]): void {
    if (this.tokens.next.kind !== 'end') throw this.tokens.syntaxError();
    const fault = this.firstFault(order);
    if (fault !== undefined) throw new ExpressionError(fault);
  }

  countOperator(): void {
    this.#operators += 1;
    if (this.#operators > MAX_OPERATORS) {
      throw new ExpressionError(`The expression contains too many operators; operator count: ${this.#operators}`);
    }
  }

  /**
   * Parses the inside of parentheses, after the first one. Every pair without an operator of its own is redundant, so
   * deeper nesting is never valid; without a limit, it would end in an overflow of the stack.
   */
  enclosed<T>(inside: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new ExpressionError(REDUNDANT);
    const part = inside();
    this.tokens.expect(')');
    this.#depth -= 1;
    return part;
  }

  path(): DocumentPath {
    const path: [string, ...(string | number)[]] = [this.#name()];
    for (;;) {
      if (this.tokens.takeIf('.')) path.push(this.#name());
      else if (this.tokens.takeIf('[')) {
        const { kind, text } = this.tokens.next;
        if (kind !== 'number') throw this.tokens.syntaxError();
        if (Number(text) > MAX_INDEX) {
          throw new ExpressionError(`List index is not within the allowable range; index: [${text}]`);
        }
        this.tokens.take();
        this.tokens.expect(']');
        path.push(Number(text));
      } else return path;
    }
  }

  /** A placeholder that is not defined is a fault, and is returned as it is, so that the rest can be parsed. */
  #name(): string {
    const { kind, text } = this.tokens.next;
    if (kind !== 'word' && kind !== 'name') throw this.tokens.syntaxError();
    this.tokens.take();
    if (kind === 'word') {
      if (isReserved(text)) {
        this.fault('reserved' as Fault, `Attribute name is a reserved keyword; reserved keyword: ${text}`);
      }
      return text;
    }
    const name = this.#references.name(text);
    if (name === undefined) {
      const message = `An expression attribute name used in the document path is not defined; attribute name: ${text}`;
      this.fault(this.#nameFault, message);
    }
    return name ?? text;
  }

  value(): AttributeValue {
    const { text } = this.tokens.take();
    const value = this.#references.value(text);
    if (value === undefined) {
      const message = `An expression attribute value used in expression is not defined; attribute value: ${text}`;
      this.fault(this.#valueFault, message);
    }
    return value ?? NOTHING;
  }

  /** Parses a function call without checking its name. */
  call<T>(operand: () => T): { name: string; operands: T[] } {
    const name = this.tokens.take().text;
    this.countOperator();
    this.tokens.expect('(');
    const operands = [operand()];
    while (this.tokens.takeIf(',')) operands.push(operand());
    this.tokens.expect(')');
    return { name, operands };
  }

  get isCall(): boolean {
    return this.tokens.next.kind === 'word' && this.tokens.following.text === '(';
  }

  /** Returns whether the number of operands is right. If not, it is a fault. */
  hasOperands(kind: Fault, name: string, expected: number, found: number): boolean {
    if (found === expected) return true;
    this.fault(
      kind,
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${found}`,
    );
    return false;
  }
}

const NOTHING: AttributeValue = { NULL: true };

/** Returns the fault of a path that is part of an earlier one, contains it, or disagrees with it about a list. */
export function pathClash(
  paths: readonly DocumentPath[],
  path: DocumentPath,
): { kind: 'overlap' | 'conflict'; message: string } | undefined {
  for (const other of paths) {
    const length = Math.min(path.length, other.length);
    const differs = Array.from({ length }, (_, at) => at).find((at) => path[at] !== other[at]);
    if (differs !== undefined && typeof path[differs] === typeof other[differs]) continue;
    const kind = differs === undefined ? 'overlap' : 'conflict';
    const words = kind === 'overlap' ? 'overlap with each other' : 'conflict with each other';
    const message = `Two document paths ${words}; must remove or rewrite one of these paths; path one: ${shownPath(other)}, path two: ${shownPath(path)}`;
    return { kind, message };
  }
  return undefined;
}
