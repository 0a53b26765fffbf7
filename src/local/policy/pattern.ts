/**
 * Patterns in policies: wildcards (`*`, `?`), policy variables (`${aws:username}`, with a default: `${aws:username,
 * 'nobody'}`) and the escapes `${*}`, `${?}`, `${$}`. A pattern is compiled once. The time of a match is at most the
 * product of both lengths, for any pattern.
 */
import type { ConditionKeys } from './policy-request.ts';

export type Matcher = (text: string, keys: ConditionKeys) => boolean;

export interface PatternOptions {
  /** Whether `*` and `?` are wildcards, or normal characters. */
  readonly wildcards: boolean;
  /** Whether `${…}` is replaced; documents of version 2008-10-17 have no variables. */
  readonly variables: boolean;
  readonly ignoreCase?: boolean;
}

const ANY = 0;
const ONE = 1;
/** A character of the pattern, or a wildcard. */
type Token = string | typeof ANY | typeof ONE;

interface Variable {
  /** The name of the key in lower case. */
  readonly key: string;
  readonly fallback: string | undefined;
}

const VARIABLE = /\$\{([^}]*)\}/g;

export function compilePattern(pattern: string, options: PatternOptions): Matcher {
  const fold = options.ignoreCase ? (text: string) => text.toLowerCase() : (text: string) => text;
  const parts =
    options.variables && pattern.includes('${') ? splitVariables(pattern, options) : tokensOf(pattern, options);
  const folded = parts.map((part) => (typeof part === 'string' ? fold(part) : part));
  if (!folded.some(isVariable)) {
    const match = fixed(folded as Token[]);
    return options.ignoreCase ? (text) => match(fold(text)) : match;
  }
  return (text, keys) => {
    const tokens = filled(folded, keys, fold);
    return tokens !== undefined && glob(tokens, fold(text));
  };
}

const isVariable = (part: Token | Variable): part is Variable => typeof part === 'object';

function tokensOf(text: string, { wildcards }: PatternOptions): Token[] {
  return text.split('').map((character) => {
    if (!wildcards) return character;
    if (character === '*') return ANY;
    return character === '?' ? ONE : character;
  });
}

function splitVariables(pattern: string, options: PatternOptions): (Token | Variable)[] {
  const parts: (Token | Variable)[] = [];
  let end = 0;
  for (const found of pattern.matchAll(VARIABLE)) {
    parts.push(...tokensOf(pattern.slice(end, found.index), options));
    const inner = found[1]!;
    if (inner === '*' || inner === '?' || inner === '$') parts.push(inner);
    else parts.push(variableOf(inner));
    end = found.index + found[0].length;
  }
  parts.push(...tokensOf(pattern.slice(end), options));
  return parts;
}

function variableOf(inner: string): Variable {
  const [, key, fallback] = /^\s*([^,]*?)\s*(?:,\s*'(.*)'\s*)?$/s.exec(inner) ?? [undefined, inner];
  return { key: key!.toLowerCase(), fallback };
}

/** A variable without a value, or with several values, never matches. Wildcards in a value are normal characters. */
function filled(
  parts: readonly (Token | Variable)[],
  keys: ConditionKeys,
  fold: (text: string) => string,
): Token[] | undefined {
  const tokens: Token[] = [];
  for (const part of parts) {
    if (!isVariable(part)) {
      tokens.push(part);
      continue;
    }
    const value = keys(part.key) ?? part.fallback;
    if (typeof value !== 'string') return undefined;
    tokens.push(...fold(value).split(''));
  }
  return tokens;
}

/** Handles the common forms without a loop: match all, equal, prefix. */
function fixed(tokens: readonly Token[]): (text: string) => boolean {
  const firstWildcard = tokens.findIndex((token) => typeof token !== 'string');
  if (firstWildcard < 0) {
    const whole = tokens.join('');
    return (text) => text === whole;
  }
  if (tokens.slice(firstWildcard).every((token) => token === ANY)) {
    const beginning = tokens.slice(0, firstWildcard).join('');
    return beginning === '' ? () => true : (text) => text.startsWith(beginning);
  }
  return (text) => glob(tokens, text);
}

/** Goes back only to the last `*`. Earlier wildcards have their shortest match and need no other. */
function glob(tokens: readonly Token[], text: string): boolean {
  let at = 0;
  let token = 0;
  let star = -1;
  let resumeAt = 0;
  while (at < text.length) {
    const wanted = tokens[token];
    if (wanted === ANY) {
      star = token;
      resumeAt = at;
      token += 1;
    } else if (token < tokens.length && (wanted === ONE || wanted === text[at])) {
      at += 1;
      token += 1;
    } else if (star >= 0) {
      resumeAt += 1;
      at = resumeAt;
      token = star + 1;
    } else return false;
  }
  while (tokens[token] === ANY) token += 1;
  return token === tokens.length;
}
