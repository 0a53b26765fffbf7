/**
 * JSON filter patterns: `{ ($.level = "error" && $.ms >= 250) || $.user.id NOT EXISTS }`. The grammar (AWS user guide,
 * FilterAndPatternSyntax) is `||` of `&&` of comparisons or parentheses. A message that is not JSON never matches.
 */
import { starPattern } from '../../cloud/star-pattern.ts';
import { invalidPattern, type MessagePredicate, regexPredicate } from './message-predicate.ts';
import { type Path, valueAt } from './value-at.ts';

type JsonPredicate = (root: unknown) => boolean;

const TOKEN =
  /\s*(?:(\|\||&&|\(|\)|!=|<=|>=|=|<|>)|"((?:[^"\\]|\\.)*)"|%([^%]+)%|(\$(?:\[(?:'[^']*'|"[^"]*"|\d+)\]|[^\s=!<>()&|[\]])*)|([^\s()=!<>&|"%]+))/gy;

interface Token {
  readonly kind: 'sign' | 'string' | 'regex' | 'path' | 'word';
  readonly text: string;
}

export function parseJsonPattern(pattern: string): MessagePredicate {
  if (!pattern.endsWith('}')) throw invalidPattern();
  const tokens = tokenise(pattern.slice(1, -1).trim());
  let at = 0;
  const peek = (text: string) => tokens[at]?.kind === 'sign' && tokens[at]!.text === text;
  const take = (): Token => {
    const token = tokens[at++];
    if (!token) throw invalidPattern();
    return token;
  };
  const takeWord = (word: string) => {
    if (take().text.toUpperCase() !== word) throw invalidPattern();
  };

  function either(): JsonPredicate {
    const parts = [both()];
    while (peek('||')) {
      at += 1;
      parts.push(both());
    }
    return (root) => parts.some((part) => part(root));
  }

  function both(): JsonPredicate {
    const parts = [single()];
    while (peek('&&')) {
      at += 1;
      parts.push(single());
    }
    return (root) => parts.every((part) => part(root));
  }

  function single(): JsonPredicate {
    if (peek('(')) {
      at += 1;
      const inner = either();
      if (take().text !== ')') throw invalidPattern();
      return inner;
    }
    const selector = take();
    if (selector.kind !== 'path') throw invalidPattern();
    const path = parsePath(selector.text);
    const operator = take();
    if (operator.kind === 'sign') return comparison(path, operator.text, take());
    if (operator.text.toUpperCase() === 'NOT') {
      takeWord('EXISTS');
      return (root) => valueAt(root, path) === undefined;
    }
    if (operator.text.toUpperCase() === 'EXISTS') return (root) => valueAt(root, path) !== undefined;
    if (operator.text.toUpperCase() !== 'IS') throw invalidPattern();
    const constant = { NULL: null, TRUE: true, FALSE: false }[take().text.toUpperCase() as 'NULL'];
    if (constant === undefined) throw invalidPattern();
    return (root) => valueAt(root, path) === constant;
  }

  const predicate = either();
  if (at < tokens.length) throw invalidPattern();
  return (message) => {
    try {
      return predicate(JSON.parse(message));
    } catch {
      return false;
    }
  };
}

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (!match) throw invalidPattern();
    const [, sign, string, regex, path, word] = match;
    if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else if (string !== undefined) tokens.push({ kind: 'string', text: string.replace(/\\(.)/g, '$1') });
    else if (regex !== undefined) tokens.push({ kind: 'regex', text: regex });
    else if (path !== undefined) tokens.push({ kind: 'path', text: path });
    else tokens.push({ kind: 'word', text: word! });
  }
  return tokens;
}

/** `$.a.b[0]['c d']` */
function parsePath(text: string): Path {
  const part = /\.([^.[\]]+)|\[(\d+)\]|\[(?:'([^']*)'|"([^"]*)")\]/gy;
  const path: (string | number)[] = [];
  part.lastIndex = 1;
  while (part.lastIndex < text.length) {
    const match = part.exec(text);
    if (!match) throw invalidPattern();
    path.push(match[2] !== undefined ? Number(match[2]) : (match[1] ?? match[3] ?? match[4])!);
  }
  return path;
}

/** A missing field matches no comparison, not even `!=`. */
function comparison(path: Path, operator: string, operand: Token): JsonPredicate {
  const onValue =
    (test: (value: unknown) => boolean): JsonPredicate =>
    (root) => {
      const value = valueAt(root, path);
      return value !== undefined && test(value);
    };
  if (operator === '=' || operator === '!=') {
    const equals = equality(operand);
    return onValue((value) => equals(value) === (operator === '='));
  }
  const limit = Number(operand.text);
  if (operand.kind !== 'word' || Number.isNaN(limit)) throw invalidPattern();
  const holds: Record<string, (value: number) => boolean> = {
    '<': (value) => value < limit,
    '>': (value) => value > limit,
    '<=': (value) => value <= limit,
    '>=': (value) => value >= limit,
  };
  const test = holds[operator];
  if (!test) throw invalidPattern();
  return onValue((value) => typeof value === 'number' && test(value));
}

/** Numbers are compared as numbers, everything else as text, in which `*` stands for any characters. */
function equality({ kind, text }: Token): (value: unknown) => boolean {
  if (kind === 'regex') {
    const matches = regexPredicate(text);
    return (value) => matches(String(value));
  }
  if (kind === 'word' && text !== '' && !Number.isNaN(Number(text))) {
    const number = Number(text);
    return (value) => value === number;
  }
  const matches = starPattern(text.split('*'));
  return (value) => typeof value !== 'object' && matches(String(value));
}
