/**
 * Hides the values of JSON members by their names. The text is not written anew, so numbers keep their digits. It may
 * end in the middle, because only the beginning of a long text is known.
 */
import { HIDDEN } from './hidden-mark.ts';
import { isSecretName, isSecretParameter } from './secret-names.ts';

interface Read {
  readonly shown: string;
  /** The content of a string. */
  readonly text?: string;
  /** Whether it can be a credential. A flag and an empty text cannot. */
  readonly full: boolean;
}

interface Member {
  readonly name: string;
  /** The text from the end of the member before it to its value. */
  readonly before: string;
  readonly value: Read;
  /** The name says that it is a credential. */
  readonly secret: boolean;
}

class Unreadable extends Error {}

const DEEPEST = 100;

/** Returns `undefined` for a text that is not JSON. `hiddenText` hides credentials in the texts within it. */
export function hiddenJson(text: string, hiddenText: (text: string) => string): string | undefined {
  let at = 0;

  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const [found = ''] = pattern.exec(text) ?? [];
    at += found.length;
    return found;
  };
  const space = () => take(/\s*/y);
  const ended = () => at >= text.length;

  const literal = (): { readonly source: string; readonly content: string } => {
    const source = take(/"[^"\\]*(?:\\.[^"\\]*)*"/sy);
    if (source !== '') return { source, content: source.includes('\\') ? parsed(source) : source.slice(1, -1) };
    const rest = text.slice(at);
    at = text.length;
    return { source: rest, content: beginningOf(rest) };
  };

  const value = (depth: number, ofQuery: boolean): Read => {
    if (depth > DEEPEST) throw new Unreadable();
    const first = text[at];
    if (first === '{') return map(depth, ofQuery);
    if (first === '[') return list(depth, ofQuery);
    if (first === '"') {
      const { source, content } = literal();
      const hidden = /[=:{["]/.test(content) ? hiddenText(content) : content;
      return { shown: hidden === content ? source : JSON.stringify(hidden), text: content, full: content !== '' };
    }
    const word = take(/[\w.+-]+/y);
    if (!/^(?:-?\d[\d.eE+-]*|true|false|null)$/.test(word) && !(ended() && word !== '')) throw new Unreadable();
    return { shown: word, full: /^-?\d/.test(word) };
  };

  /** Reads to the bracket at the end. `one` reads a part, and gets the text before it. Returns the text at the end. */
  const parts = (bracket: string, one: (before: string) => string | undefined): string => {
    let before = text[at]!;
    at += 1;
    for (let isFirst = true; ; isFirst = false) {
      before += space();
      if (text[at] === bracket) {
        at += 1;
        return before + bracket;
      }
      if (!isFirst && !ended()) {
        if (text[at] !== ',') throw new Unreadable();
        before += take(/,\s*/y);
      }
      if (ended()) return before;
      const cut = one(before);
      if (cut !== undefined) return cut;
      before = '';
    }
  };

  const map = (depth: number, ofQuery: boolean): Read => {
    const members: Member[] = [];
    const end = parts('}', (before) => {
      if (text[at] !== '"') throw new Unreadable();
      const { source, content: name } = literal();
      const start = `${before}${source}${space()}`;
      if (ended()) return start;
      if (text[at] !== ':') throw new Unreadable();
      const all = start + take(/:\s*/y);
      if (ended()) return all;
      const secret = ofQuery ? isSecretParameter(name) : isSecretName(name);
      members.push({ name, before: all, value: value(depth + 1, ofQuery || /query/i.test(name)), secret });
      return undefined;
    });
    const hides = hiddenBeside(members);
    const shown = members.map((member) => {
      const { before, value } = member;
      return before + (value.full && (member.secret || hides(member)) ? JSON.stringify(HIDDEN) : value.shown);
    });
    return { shown: [...shown, end].join(''), full: true };
  };

  const list = (depth: number, ofQuery: boolean): Read => {
    const shown: string[] = [];
    const end = parts(']', (before) => {
      shown.push(before, value(depth + 1, ofQuery).shown);
      return undefined;
    });
    return { shown: [...shown, end].join(''), full: true };
  };

  try {
    const before = space();
    const { shown } = value(0, false);
    const after = space();
    return ended() ? before + shown + after : undefined;
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

/** Credentials that another member tells: `{"name":"authorization","value":"x"}`, and bodies that are base64. */
function hiddenBeside(members: readonly Member[]): (member: Member) => boolean {
  const named = members.some(
    ({ name, value }) => /^(?:name|key)$/i.test(name) && value.text !== undefined && isSecretName(value.text),
  );
  const isBytes = members.some(({ name, value }) => name === 'isBase64Encoded' && value.shown === 'true');
  return ({ name }) => (named && /^values?$/i.test(name)) || (isBytes && name === 'body');
}

function parsed(literal: string): string {
  try {
    return JSON.parse(literal) as string;
  } catch {
    throw new Unreadable();
  }
}

/** The content of a string that has no end. The last characters can be half an escape. */
function beginningOf(source: string): string {
  for (let left = 0; left <= 6 && left < source.length; left += 1) {
    try {
      return JSON.parse(`${source.slice(0, source.length - left)}"`) as string;
    } catch {}
  }
  throw new Unreadable();
}
