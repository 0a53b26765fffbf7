/** Reads quoted texts and heredocs with the expressions in them. Pure. */
import type { Expression } from './hcl.ts';
import { HclText } from './hcl-text.ts';

type Read = (source: HclText, lines: boolean, depth: number) => Expression;

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** Expects the opening quote here. */
export function readQuoted(source: HclText, depth: number, read: Read): Expression {
  source.at++;
  return templateOf(source, depth, read, {
    isEnd: () => source.takes('"'),
    literal: () => {
      if (source.takes('\\')) {
        const code = source.match(/u([0-9a-fA-F]{4})/y) ?? source.match(/U([0-9a-fA-F]{8})/y);
        if (code !== undefined) return codePoint(source, code);
        const sign = source.text[source.at++] ?? '';
        return ESCAPED[sign] ?? sign;
      }
      if (source.text[source.at] === '\n') throw source.error('A text in quotes does not end in its line.');
      return source.match(/[^"\\$%\n]+/y) ?? source.text[source.at++] ?? '';
    },
  });
}

function codePoint(source: HclText, code: string): string {
  const value = Number.parseInt(code, 16);
  if (value > 0x10ffff) throw source.error(`There is no character ${code}.`);
  return String.fromCodePoint(value);
}

/** Expects `<<NAME` or `<<-NAME` here. The second form removes the spaces that all lines begin with. */
export function readHeredoc(source: HclText, depth: number, read: Read): Expression {
  const { line } = source;
  const head = source.match(/<<(-?[\p{L}_][\p{L}\p{N}_-]*)[ \t]*\r?\n/uy);
  if (head === undefined) throw source.error('Here should be <<NAME and the end of the line.');
  const name = head.replace(/^-/, '');
  const end = new RegExp(`^[ \\t]*${name}[ \\t]*\\r?$`, 'm');
  const rest = source.text.slice(source.at);
  const found = end.exec(rest);
  if (!found) throw source.error(`The text after <<${head} does not end with ${name}.`);
  const content = rest.slice(0, found.index);
  source.at += found.index + found[0].trimEnd().length;
  return templateIn(head.startsWith('-') ? withoutIndent(content) : content, line + 1, depth, read);
}

function withoutIndent(text: string): string {
  const lines = text.split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)![0].length);
  const least = Math.min(...indents, Number.MAX_SAFE_INTEGER);
  return lines.map((line) => line.slice(Math.min(least, /^[ \t]*/.exec(line)![0].length))).join('\n');
}

/** Reads the expressions in a text without quotes, such as that of a file for `templatefile`. */
export function templateIn(text: string, line: number, depth: number, read: Read): Expression {
  const source = new HclText(text, line);
  return templateOf(source, depth, read, {
    isEnd: () => source.isAtEnd,
    literal: () => source.match(/[^$%]+/y) ?? source.text[source.at++] ?? '',
  });
}

interface Ends {
  isEnd(): boolean;
  /** Reads some characters that are no expression. */
  literal(): string;
}

function templateOf(source: HclText, depth: number, read: Read, { isEnd, literal }: Ends): Expression {
  const parts: Expression[] = [];
  let text = '';
  const flush = () => {
    if (text !== '') parts.push({ is: 'literal', value: text });
    text = '';
  };
  while (!isEnd()) {
    if (source.isAtEnd) throw source.error('A text in quotes does not end.');
    if (source.takes('$${')) text += '${';
    else if (source.takes('%%{')) text += '%{';
    else if (source.match(/\$\{~?/y) !== undefined) {
      flush();
      parts.push(read(source, true, depth + 1));
      source.skip(true);
      source.takes('~');
      source.expect('}');
    } else if (source.match(/%\{/y) !== undefined) {
      flush();
      parts.push({ is: 'other', text: source.match(/[^}]*/y) ?? '' });
      source.expect('}');
    } else text += literal();
  }
  flush();
  const [only] = parts;
  if (only === undefined) return { is: 'literal', value: '' };
  return parts.length === 1 && only.is === 'literal' ? only : { is: 'template', parts };
}
