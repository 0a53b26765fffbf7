/** The syntax of the Serverless Framework's variables: `${self:custom.name, 'none'}`. Pure. */

/** A piece of a text: characters as they are, or the content of `${…}`. */
export type Piece = { readonly text: string } | { readonly expression: string };

/**
 * Divides a text at its variables. A `${…}` that is not a variable of the framework stays text: CloudFormation and IAM
 * have their own, such as `${AWS::Region}` and `${aws:username}`.
 */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  const ends = closings(text);
  let from = 0;
  let begun = 0;
  for (let at = text.indexOf('${'); at !== -1; at = text.indexOf('${', from)) {
    const end = ends.get(at + 1);
    const expression = end === undefined ? undefined : text.slice(at + 2, end);
    if (expression !== undefined && isVariable(expression)) {
      pieces.push({ text: text.slice(begun, at) }, { expression });
      from = at + expression.length + 3;
      begun = from;
    } else {
      // Within a foreign `${…}` there may be a variable.
      from = at + 2;
    }
  }
  pieces.push({ text: text.slice(begun) });
  return pieces.filter((piece) => 'expression' in piece || piece.text !== '');
}

/** The position of the bracket that closes each one, found in one pass: a text may nest thousands of them. */
function closings(text: string): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{') open.push(at);
    const start = text[at] === '}' ? open.pop() : undefined;
    if (start !== undefined) ends.set(start, at);
  }
  return ends;
}

const SOURCES = ['self', 'opt', 'env', 'sls', 'param', 'ssm', 'cf', 's3', 'file', 'strToBool', 'git', 'output'];

function isVariable(expression: string): boolean {
  const [, name = '', sign = ''] = /^\s*([A-Za-z][A-Za-z0-9]{0,39})([(:]?)/.exec(expression) ?? [];
  if (name === 'aws') return /^\s*aws:(?:region|accountId)\b/.test(expression);
  return sign !== '' && SOURCES.includes(name);
}

/** The alternatives of an expression, divided by the commas outside of quotes and brackets. */
export function alternativesOf(expression: string): string[] {
  const alternatives: string[] = [];
  let [depth, from, quote] = [0, 0, ''];
  for (let at = 0; at < expression.length; at++) {
    const character = expression[at]!;
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (character === '{' || character === '(') depth++;
    else if (character === '}' || character === ')') depth--;
    else if (character === ',' && depth === 0) {
      alternatives.push(expression.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...alternatives, expression.slice(from).trim()];
}

/** The literal that an alternative is, in a member so that it can be `null`. */
export function literalIn(alternative: string): { readonly value: unknown } | undefined {
  const quote = alternative[0];
  if ((quote === "'" || quote === '"') && alternative.length > 1 && alternative.endsWith(quote))
    return { value: alternative.slice(1, -1) };
  if (/^-?\d{1,15}(?:\.\d{1,15})?$/.test(alternative)) return { value: Number(alternative) };
  return LITERALS.has(alternative) ? { value: LITERALS.get(alternative) } : undefined;
}

const LITERALS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** A reference to a value: `file(./a.yml):b.c` has the argument `./a.yml` and the address `b.c`. */
export interface Reference {
  readonly source: string;
  readonly argument: string;
  readonly address: string;
}

/** Expects an alternative without variables. */
export function referenceIn(alternative: string): Reference | undefined {
  const [whole = '', source = ''] = /^([A-Za-z][A-Za-z0-9]{0,39})/.exec(alternative) ?? [];
  let rest = alternative.slice(whole.length);
  let argument = '';
  if (rest.startsWith('(')) {
    const end = rest.indexOf(')');
    if (end === -1) return undefined;
    argument = rest.slice(1, end).trim();
    rest = rest.slice(end + 1);
  }
  if (rest !== '' && !rest.startsWith(':')) return undefined;
  return { source, argument, address: rest.slice(1).trim() };
}
