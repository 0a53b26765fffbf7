/**
 * Metric math: arithmetic, comparison and the common functions on time series (CloudWatch User Guide, "Using math
 * expressions"). The grammar by precedence: `||`/OR, `&&`/AND, comparison, `+ -`, `* /`, unary minus, `^`, then a
 * number, an ID, a list `[a, b]`, a call, or parentheses.
 */
import { invalidValue } from './errors.ts';
import { applyFunction } from './metric-functions.ts';
import { asSeries, type Binary, combine, type MathValue, type Points } from './metric-values.ts';

export interface MathInput {
  /** Returns the value of an ID; `undefined` if there is no such ID. */
  resolve(id: string): Points | undefined;
  /** The seconds between points. */
  readonly period: number;
}

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|("[^"]*"|'[^']*')|(\|\||&&|[<>=!]=|[-+*/^(),[\]<>]))/gy;

/**
 * Throws InvalidParameterValue for an expression that does not parse, NotImplemented for functions that are not
 * emulated.
 */
export function evaluateMath(expression: string, input: MathInput): MathValue {
  const tokens = tokenise(expression);
  let at = 0;
  const accept = (...texts: string[]) => (texts.includes(tokens[at]?.toUpperCase() ?? '') ? tokens[at++] : undefined);
  const expect = (text: string) => {
    if (!accept(text)) throw badExpression(expression);
  };

  const level = (operators: readonly string[], next: () => MathValue) => (): MathValue => {
    let left = next();
    for (let sign = accept(...operators); sign !== undefined; sign = accept(...operators)) {
      left = combine(left, next(), OPERATORS[sign.toUpperCase()]!);
    }
    return left;
  };
  const power = (): MathValue => {
    const base = primary();
    return accept('^') ? combine(base, unary(), OPERATORS['^']!) : base;
  };
  const unary = (): MathValue => (accept('-') ? combine(0, unary(), OPERATORS['-']!) : power());
  const product = level(['*', '/'], unary);
  const sum = level(['+', '-'], product);
  const comparison = level(['<', '>', '<=', '>=', '==', '!='], sum);
  const conjunction = level(['&&', 'AND'], comparison);
  const disjunction = level(['||', 'OR'], conjunction);

  function primary(): MathValue {
    if (accept('(')) {
      const inner = disjunction();
      expect(')');
      return inner;
    }
    if (accept('[')) return list(']').flatMap(asSeries);
    const token = tokens[at++];
    if (token === undefined) throw badExpression(expression);
    if (/^\d/.test(token)) return Number(token);
    if (!/^[A-Za-z_]/.test(token)) throw badExpression(expression);
    if (accept('(')) return applyFunction(token.toUpperCase(), list(')'), input.period);
    // These words are arguments of FILL.
    if (token === 'REPEAT') return Number.NaN;
    const points = input.resolve(token);
    if (!points) throw invalidValue(`Error in expression '${expression}': the id '${token}' does not exist.`);
    return points;
  }

  function list(end: string): MathValue[] {
    const items: MathValue[] = [];
    if (accept(end)) return items;
    do items.push(disjunction());
    while (accept(','));
    expect(end);
    return items;
  }

  const result = disjunction();
  if (at < tokens.length) throw badExpression(expression);
  return result;
}

function tokenise(expression: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const text = expression.trimEnd();
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (!match) throw badExpression(expression);
    tokens.push(match[0].trim());
  }
  return tokens;
}

const badExpression = (expression: string) => invalidValue(`Error in expression '${expression}': it cannot be parsed.`);

const OPERATORS: Record<string, Binary> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '<': (a, b) => Number(a < b),
  '>': (a, b) => Number(a > b),
  '<=': (a, b) => Number(a <= b),
  '>=': (a, b) => Number(a >= b),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '&&': (a, b) => Number(a !== 0 && b !== 0),
  AND: (a, b) => Number(a !== 0 && b !== 0),
  '||': (a, b) => Number(a !== 0 || b !== 0),
  OR: (a, b) => Number(a !== 0 || b !== 0),
};
