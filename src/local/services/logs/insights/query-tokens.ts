/** The tokens of a Logs Insights query. */
import { malformedQuery } from './malformed-query.ts';

export interface Token {
  readonly kind: 'word' | 'name' | 'string' | 'regex' | 'sign' | 'end';
  /** The text between quotation marks, slashes or backticks; otherwise the text itself. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const TOKEN =
  /\s*(?:#[^\n]*|(`[^`]*`)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(=~|!=|<=|>=|[=<>+\-*/^%|,()[\]])|([@\w.]+))/gsy;
const REGEX = /\s*\/((?:[^/\\]|\\.)+)\//gsy;

/** More nesting than anybody needs; deeper nesting would overflow the stack. */
const MOST_NESTED = 100;

/** The last token is of the kind `end`. Throws MalformedQueryException. */
export function readTokens(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let nested = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(query);
  };
  const add = (kind: Token['kind'], whole: string, text: string) => {
    const start = at + whole.length - whole.trimStart().length;
    at += whole.length;
    tokens.push({ kind, text, start, end: at });
    if (kind !== 'sign') return;
    nested += Number(text === '(') - Number(text === ')');
    if (nested > MOST_NESTED) throw malformedQuery('The query is nested too deeply', start, at);
  };
  while (query.slice(at).trim() !== '') {
    const regex = takesRegex(tokens) ? match(REGEX) : null;
    if (regex) {
      add('regex', regex[0], regex[1]!);
      continue;
    }
    const found = match(TOKEN);
    if (!found) {
      const start = at + /\s*/.exec(query.slice(at))![0].length;
      throw unexpected(query, start, start + 1);
    }
    const [whole, name, string, sign, word] = found;
    if (name !== undefined) add('name', whole, name.slice(1, -1));
    else if (string !== undefined) add('string', whole, string.slice(1, -1).replace(/\\(["'\\])/g, '$1'));
    else if (sign !== undefined) add('sign', whole, sign);
    else if (word !== undefined) add('word', whole, word);
    else at += whole.length;
  }
  tokens.push({ kind: 'end', text: '', start: query.length, end: query.length });
  return tokens;
}

/** A slash begins a regular expression after `like`, `=~` and `parse <field>`; elsewhere it divides. */
function takesRegex(tokens: readonly Token[]): boolean {
  const last = tokens.at(-1);
  return isWord(last, 'like') || last?.text === '=~' || isWord(tokens.at(-2), 'parse');
}

export const isWord = (token: Token | undefined, word: string): boolean =>
  token?.kind === 'word' && token.text.toLowerCase() === word;

export function unexpected(query: string, start: number, end: number) {
  const before = query.slice(0, start).split('\n');
  const found = query.slice(start, end) || 'end of input';
  return malformedQuery(
    `unexpected symbol found ${found} at line ${before.length} and position ${before.at(-1)!.length + 1}`,
    start,
    end,
  );
}
