/** `$util`: the functions for mapping templates (Developer Guide, "Variables for data transformations"). */
import { VelocityError } from '../../../velocity/syntax.ts';
import { textOf } from '../velocity/print.ts';
import { readJson } from '../velocity/read-json.ts';
import type { HostMethod, HostObject, Value } from '../velocity/values.ts';

const ofText =
  (run: (text: string) => Value): HostMethod =>
  ([value = null]) =>
    run(textOf(value));

export const UTIL: HostObject = {
  kind: 'host',
  properties: new Map(),
  methods: new Map<string, HostMethod>([
    ['escapeJavaScript', ofText(escapeJavaScript)],
    ['parseJson', ofText(parseJson)],
    ['urlEncode', ofText(urlEncode)],
    ['urlDecode', ofText(urlDecode)],
    ['base64Encode', ofText((text) => Buffer.from(text).toString('base64'))],
    ['base64Decode', ofText((text) => Buffer.from(text, 'base64').toString('utf8'))],
  ]),
};

const ESCAPES: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

/**
 * Java's `StringEscapeUtils.escapeJavaScript`: escapes both quotes, both slashes, control characters and everything
 * beyond ASCII.
 */
function escapeJavaScript(text: string): string {
  return text.replace(/['"\\/]|[^ -~]/g, (character) =>
    /['"\\/]/.test(character) ? `\\${character}` : (ESCAPES[character] ?? unicodeEscape(character)),
  );
}

const unicodeEscape = (character: string) =>
  `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

function parseJson(text: string): Value {
  if (text === '') return null;
  try {
    return readJson(text);
  } catch {
    throw new VelocityError('$util.parseJson: the text is not JSON');
  }
}

/** Java's `URLEncoder`: a space is `+`; letters, digits and `.-*_` stay. Half a surrogate pair becomes U+FFFD. */
function urlEncode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString('utf8'))
    .replaceAll('%20', '+')
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Java's `URLDecoder`: it rejects an invalid escape. */
function urlDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new VelocityError('$util.urlDecode: the text is not encoded');
  }
}
