/** Parses condition, filter and key condition expressions. */
import { contentOf, typeOf } from '../items/attribute-value.ts';
import { compareValues } from '../items/compare.ts';
import { type DocumentPath, shownPath } from '../items/document-path.ts';
import type { Comparator, Condition, FunctionCall, Operand } from './expression.ts';
import { ExpressionParser, REDUNDANT } from './expression-parser.ts';
import type { References } from './references.ts';

export interface ParsedCondition {
  readonly condition: Condition;
  /** Every path in the expression. */
  readonly paths: readonly DocumentPath[];
}

type Fault =
  | 'parens'
  | 'unknownFunction'
  | 'misusedFunction'
  | 'reserved'
  | 'condition'
  | 'reference'
  | 'operands'
  | 'distinct'
  | 'function';

const ORDER: readonly Fault[] = ['parens', 'unknownFunction', 'misusedFunction', 'reserved', 'condition'];
/** The faults of which only those of the first condition count. */
const OF_ONE_CONDITION: readonly Fault[] = ['reference', 'operands', 'distinct', 'function'];

const FUNCTIONS: Readonly<Record<string, number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
};
const COMPARATORS = ['=', '<>', '<=', '<', '>=', '>'] as const;
const KEYWORDS = ['AND', 'OR', 'NOT', 'BETWEEN', 'IN'];
const TYPES = ['S', 'N', 'B', 'NULL', 'SS', 'BOOL', 'L', 'BS', 'NS', 'M'];

/** Throws ExpressionError. */
export function parseCondition(text: string, references: References): ParsedCondition {
  return new ConditionParser(text, references).parse();
}

/** A part of which only the next token says whether it is a condition or an operand of one. */
type Part = Condition | Operand;

class ConditionParser {
  readonly #parser: ExpressionParser<Fault>;
  readonly #paths: DocumentPath[] = [];
  /** The parts that have parentheses of their own. */
  readonly #enclosed = new Set<Part>();

  constructor(text: string, references: References) {
    this.#parser = new ExpressionParser(text, references, { name: 'reference', value: 'reference' });
  }

  parse(): ParsedCondition {
    const condition = this.#condition(this.#or());
    this.#parser.finish(ORDER);
    return { condition, paths: this.#paths };
  }

  get #tokens() {
    return this.#parser.tokens;
  }

  #or(): Part {
    return this.#chain('OR', () => this.#chain('AND', () => this.#not()));
  }

  #chain(keyword: 'AND' | 'OR', part: () => Part): Part {
    const first = part();
    if (!this.#tokens.isNext(keyword)) return first;
    const conditions = [this.#condition(first)];
    while (this.#tokens.takeIf(keyword)) {
      this.#parser.countOperator();
      conditions.push(this.#condition(part()));
    }
    return { kind: keyword === 'AND' ? 'and' : 'or', conditions };
  }

  #not(): Part {
    if (!this.#tokens.takeIf('NOT')) return this.#comparison();
    this.#parser.countOperator();
    return { kind: 'not', condition: this.#condition(this.#not()) };
  }

  /** An operand in parentheses can be followed by a comparator, so it is no error yet. */
  #comparison(): Part {
    const part = this.#primary();
    if (!isOperand(part)) return part;
    const comparator = COMPARATORS.find((one) => this.#tokens.takeIf(one));
    if (comparator) {
      this.#parser.countOperator();
      return this.#compared(comparator, part, this.#operand());
    }
    if (this.#tokens.takeIf('BETWEEN')) {
      this.#parser.countOperator();
      const low = this.#operand();
      this.#tokens.expect('AND');
      return this.#between(part, low, this.#operand());
    }
    if (this.#tokens.takeIf('IN')) {
      this.#parser.countOperator();
      this.#tokens.expect('(');
      const options = [this.#operand()];
      while (this.#tokens.takeIf(',')) options.push(this.#operand());
      this.#tokens.expect(')');
      this.#refuseFunctions([part, ...options]);
      return this.#checked({ kind: 'in', operands: [part, ...options] });
    }
    return part;
  }

  #primary(): Part {
    if (!this.#tokens.takeIf('(')) return this.#plainOperand();
    const part = this.#parser.enclosed(() => this.#or());
    if (this.#enclosed.has(part)) this.#parser.fault('parens', REDUNDANT);
    this.#enclosed.add(part);
    return part;
  }

  #operand(): Operand {
    const part = this.#primary();
    if (!isOperand(part)) throw this.#tokens.syntaxError();
    return part;
  }

  #plainOperand(): Operand {
    if (this.#parser.isCall && !this.#isKeyword) return this.#function();
    if (this.#tokens.next.kind === 'value') return { kind: 'value', value: this.#parser.value() };
    if (this.#isKeyword) throw this.#tokens.syntaxError();
    const path = this.#parser.path();
    this.#paths.push(path);
    return { kind: 'path', path };
  }

  get #isKeyword(): boolean {
    return KEYWORDS.some((keyword) => this.#tokens.isNext(keyword));
  }

  /** Throws ExpressionError for an operand that is no condition by itself. */
  #condition(part: Part): Condition {
    if (part.kind === 'path' || part.kind === 'value') throw this.#tokens.syntaxError();
    if (part.kind === 'function') {
      if (part.name === 'size') this.#refuseFunction(part);
      this.#checked(part);
    }
    return part;
  }

  #function(): FunctionCall {
    const { name, operands } = this.#parser.call(() => this.#operand());
    this.#refuseFunctions(operands);
    const call: FunctionCall = { kind: 'function', name, operands };
    const expected = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]! : undefined;
    if (expected === undefined) {
      this.#parser.fault('unknownFunction', `Invalid function name; function: ${name}`);
    } else if (this.#parser.hasOperands('operands', name, expected, operands.length)) {
      this.#checkDistinct(name, operands);
      this.#checkTypes(call);
    }
    return call;
  }

  #checkTypes({ name, operands }: FunctionCall): void {
    const types = operands.map(typeOfOperand);
    const wrongType = (type: string) => this.#refuseType(name, type);
    if (name.startsWith('attribute_') && operands[0]!.kind !== 'path') {
      if (name === 'attribute_type') return;
      const message = `Operator or function requires a document path; operator or function: ${name}`;
      this.#parser.fault('function', message);
    }
    if (name === 'begins_with') {
      for (const type of types) if (type !== undefined && type !== 'S' && type !== 'B') wrongType(type);
    }
    if (name === 'size' && ['N', 'BOOL', 'NULL'].includes(types[0] ?? '')) wrongType(types[0]!);
    if (name !== 'attribute_type') return;
    const type = operands[1]!;
    if (type.kind !== 'value' || type.value.S === undefined) {
      wrongType(types[1] ?? '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}');
    } else if (!TYPES.includes(type.value.S)) {
      const known = '{B,NULL,SS,BOOL,L,BS,N,NS,S,M}';
      this.#parser.fault('function', `Invalid attribute type name found; type: ${type.value.S}, valid types: ${known}`);
    }
  }

  #refuseType(name: string, type: string): void {
    this.#parser.fault(
      'function',
      `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${type}`,
    );
  }

  #compared(comparator: Comparator, one: Operand, other: Operand): Condition {
    this.#refuseFunctions([one, other]);
    this.#checkDistinct(comparator, [one, other]);
    return this.#checked({ kind: 'compare', comparator, operands: [one, other] });
  }

  #between(operand: Operand, low: Operand, high: Operand): Condition {
    this.#refuseFunctions([operand, low, high]);
    // moto's `test_between_function_operands_cannot_be_null`, run on AWS.
    if ([low, high].some((bound) => typeOfOperand(bound) === 'NULL')) this.#refuseType('BETWEEN', 'NULL');
    if (low.kind === 'value' && high.kind === 'value') {
      const [lowType, highType] = [typeOf(low.value), typeOf(high.value)];
      const bounds = [low.value, high.value].map((value) => `AttributeValue: {${typeOf(value)}:${contentOf(value)}}`);
      const shown = `lower bound operand: ${bounds[0]}, upper bound operand: ${bounds[1]}`;
      if (lowType !== highType) {
        const rule = 'The BETWEEN operator requires same data type for lower and upper bounds';
        this.#parser.fault('function', `${rule}; ${shown}`);
      } else if ((compareValues(low.value, high.value) ?? 0) > 0) {
        const rule = 'The BETWEEN operator requires upper bound to be greater than or equal to lower bound';
        this.#parser.fault('function', `${rule}; ${shown}`);
      }
    }
    return this.#checked({ kind: 'between', operands: [operand, low, high] });
  }

  #checkDistinct(operator: string, operands: readonly Operand[]): void {
    const [one, other] = operands;
    if (operands.length !== 2 || one?.kind !== 'path' || other?.kind !== 'path') return;
    if (shownPath(one.path) !== shownPath(other.path)) return;
    const rule = 'The first operand must be distinct from the remaining operands for this operator or function';
    this.#parser.fault('distinct', `${rule}; operator: ${operator}, first operand: ${shownPath(one.path)}`);
  }

  #refuseFunctions(operands: readonly Operand[]): void {
    for (const operand of operands) {
      if (operand.kind === 'function' && operand.name !== 'size') this.#refuseFunction(operand);
    }
  }

  #refuseFunction({ name }: FunctionCall): void {
    const message = `The function is not allowed to be used this way in an expression; function: ${name}`;
    this.#parser.fault('misusedFunction', message);
  }

  #checked<T extends Condition>(condition: T): T {
    const fault = this.#parser.firstFault(OF_ONE_CONDITION);
    if (fault !== undefined) this.#parser.fault('condition', fault);
    return condition;
  }
}

const isOperand = (part: Part): part is Operand =>
  part.kind === 'path' || part.kind === 'value' || part.kind === 'function';

/** Returns `undefined` for a path, whose type is only known with an item. */
function typeOfOperand(operand: Operand): string | undefined {
  if (operand.kind === 'value') return typeOf(operand.value);
  if (operand.kind === 'path') return undefined;
  return operand.name === 'size' ? 'N' : 'BOOL';
}
