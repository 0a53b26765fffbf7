/** Parses update expressions. */
import { type AttributeValue, typeOf, type ValueType } from '../items/attribute-value.ts';
import type { DocumentPath } from '../items/document-path.ts';
import { ExpressionParser, pathClash } from './expression-parser.ts';
import type { References } from './references.ts';

/** The new value of a SET clause. */
export type UpdateOperand =
  | { readonly kind: 'path'; readonly path: DocumentPath }
  | { readonly kind: 'value'; readonly value: AttributeValue }
  | {
      readonly kind: 'function';
      readonly name: 'if_not_exists' | 'list_append' | '+' | '-';
      readonly operands: readonly [UpdateOperand, UpdateOperand];
    };

export type UpdateClause =
  | { readonly kind: 'SET'; readonly path: DocumentPath; readonly operand: UpdateOperand }
  | { readonly kind: 'REMOVE'; readonly path: DocumentPath }
  | { readonly kind: 'ADD' | 'DELETE'; readonly path: DocumentPath; readonly value: AttributeValue };

const ORDER = [
  'reserved',
  'unknownFunction',
  'section',
  'name',
  'value',
  'overlap',
  'conflict',
  'operand',
  'function',
] as const;
type Fault = (typeof ORDER)[number];
type Section = UpdateClause['kind'];

const SECTIONS: readonly Section[] = ['SET', 'REMOVE', 'ADD', 'DELETE'];
const FUNCTIONS = ['if_not_exists', 'list_append'];
/** The names of types in errors; sets are accepted. */
const TYPE_NAMES: Partial<Record<ValueType, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  NULL: 'NULL',
  BOOL: 'BOOLEAN',
  L: 'LIST',
  M: 'MAP',
};

/** Throws ExpressionError. */
export function parseUpdate(text: string, references: References): UpdateClause[] {
  return new UpdateParser(text, references).parse();
}

class UpdateParser {
  readonly #parser: ExpressionParser<Fault>;
  readonly #clauses: UpdateClause[] = [];

  constructor(text: string, references: References) {
    this.#parser = new ExpressionParser(text, references, { name: 'name', value: 'value' });
  }

  parse(): UpdateClause[] {
    const { tokens } = this.#parser;
    const seen = new Set<Section>();
    do {
      const section = SECTIONS.find((one) => tokens.takeIf(one));
      if (section === undefined) throw tokens.syntaxError();
      do this.#addClause(section);
      while (tokens.takeIf(','));
      if (seen.has(section)) {
        const message = `The "${section}" section can only be used once in an update expression;`;
        this.#parser.fault('section', message);
      }
      seen.add(section);
    } while (tokens.next.kind !== 'end');
    this.#parser.finish(ORDER);
    return this.#clauses;
  }

  #addClause(kind: Section): void {
    this.#parser.countOperator();
    const path = this.#path();
    const paths = this.#clauses.map((clause) => clause.path);
    if (kind === 'SET') {
      this.#parser.tokens.expect('=');
      this.#clauses.push({ kind, path, operand: this.#sum() });
    } else if (kind === 'REMOVE') this.#clauses.push({ kind, path });
    else this.#clauses.push({ kind, path, value: this.#setOrNumber(kind) });
    const clash = pathClash(paths, path);
    if (clash) this.#parser.fault(clash.kind, clash.message);
  }

  /** The keywords of sections are no names. */
  #path(): DocumentPath {
    const { tokens } = this.#parser;
    if (SECTIONS.some((section) => tokens.isNext(section))) throw tokens.syntaxError();
    return this.#parser.path();
  }

  #setOrNumber(section: 'ADD' | 'DELETE'): AttributeValue {
    if (this.#parser.tokens.next.kind !== 'value') throw this.#parser.tokens.syntaxError();
    const value = this.#parser.value();
    const type = typeOf(value);
    const name = TYPE_NAMES[type];
    if (name !== undefined && !(section === 'ADD' && type === 'N')) {
      const message = `Incorrect operand type for operator or function; operator: ${section}, operand type: ${name}`;
      this.#parser.fault('operand', message);
    }
    return value;
  }

  #sum(): UpdateOperand {
    const { tokens } = this.#parser;
    const first = this.#operand();
    const name = (['+', '-'] as const).find((one) => tokens.takeIf(one));
    if (!name) return first;
    this.#parser.countOperator();
    const second = this.#operand();
    this.#checkTypes(name, [first, second], 'N');
    return { kind: 'function', name, operands: [first, second] };
  }

  #operand(): UpdateOperand {
    const { tokens } = this.#parser;
    if (tokens.takeIf('(')) return this.#parser.enclosed(() => this.#sum());
    if (tokens.next.kind === 'value') return { kind: 'value', value: this.#parser.value() };
    return this.#parser.isCall ? this.#function() : { kind: 'path', path: this.#path() };
  }

  #function(): UpdateOperand {
    const { name, operands } = this.#parser.call(() => this.#sum());
    if (!FUNCTIONS.includes(name)) {
      this.#parser.fault('unknownFunction', `Invalid function name; function: ${name}`);
    } else if (this.#parser.hasOperands('function', name, 2, operands.length)) {
      if (name === 'list_append') this.#checkTypes(name, operands, 'L');
      else if (operands[0]!.kind !== 'path') {
        const message = `Operator or function requires a document path; operator or function: ${name}`;
        this.#parser.fault('function', message);
      }
    }
    return { kind: 'function', name, operands } as unknown as UpdateOperand;
  }

  #checkTypes(name: string, operands: readonly UpdateOperand[], expected: ValueType): void {
    for (const operand of operands) {
      if (operand.kind !== 'value' || typeOf(operand.value) === expected) continue;
      const rule = 'Incorrect operand type for operator or function';
      const message = `${rule}; operator or function: ${name}, operand type: ${typeOf(operand.value)}`;
      this.#parser.fault('function', message);
    }
  }
}
