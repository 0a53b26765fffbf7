/** The syntax of the Serverless Framework's variables: `${self:custom.name, 'none'}`. Pure. */

/** A piece of a text: characters as they are, or the content of `${…}`. */
export type Piece = { readonly text: string } | { readonly expression: string };

/**
 * Divides a text at its variables. A `${…}` that is not a variable of the framework stays text: CloudFormation and IAM
 * have their own, such as `${AWS::Region}` and `${aws:username}`.
 */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = text.indexOf('${'); at !== -1; at = text.indexOf('${', from)) {
    const end = closing(text, at + 1);
    if (end === -1) break;
    const expression = text.slice(at + 2, end);
    const isOurs = isVariable(expression);
    // Within a foreign `${…}` there may be a variable.
    const next = isOurs ? end + 1 : at + 2;
    pieces.push({ text: text.slice(from, isOurs ? at : next) });
    if (isOurs) pieces.push({ expression });
    from = next;
  }
  pieces.push({ text: text.slice(from) });
  return pieces.filter((piece) => 'expression' in piece || piece.text !== '');
}

/** The position of the bracket that closes the one at `open`, or -1. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}') depth--;
    if (depth === 0) return at;
  }
  return -1;
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
  const words: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };
  return Object.hasOwn(words, alternative) ? { value: words[alternative] } : undefined;
}

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
