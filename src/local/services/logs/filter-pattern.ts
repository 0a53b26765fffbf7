/**
 * Compiles CloudWatch Logs filter patterns to predicates on a message: terms (`error`, `"two words"`, `?either ?or`,
 * `-without`, `%regex%`) here, JSON (`{ $.level = "error" }`) in `json-pattern.ts`. Space-delimited patterns (`[ip,
 * user]`) are refused by name. Matching is case-sensitive, as on AWS.
 */
import { notImplemented } from '../../cloud/aws-error.ts';
import { parseJsonPattern } from './json-pattern.ts';
import { invalidPattern, type MessagePredicate, regexPredicate } from './message-predicate.ts';

/** Throws InvalidParameterException. An empty pattern matches everything. */
export function parseFilterPattern(pattern: string): MessagePredicate {
  const text = pattern.trim();
  if (text === '') return () => true;
  if (text.startsWith('{')) return parseJsonPattern(text);
  if (text.startsWith('[')) throw notImplemented('A space-delimited filter pattern ([...])');
  return parseTerms(text);
}

/** All plain terms must match, and no excluded term; optional terms count only if there are no plain ones. */
function parseTerms(text: string): MessagePredicate {
  const required: MessagePredicate[] = [];
  const optional: MessagePredicate[] = [];
  const excluded: MessagePredicate[] = [];
  const term = /\s*([?-]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]+)%|([^\s"%]+))(?=\s|$)/gy;
  while (term.lastIndex < text.length) {
    const match = term.exec(text);
    if (!match) throw invalidPattern();
    const [, sign, quoted, regex, word] = match;
    const list = sign === '?' ? optional : sign === '-' ? excluded : required;
    if (regex !== undefined) list.push(regexPredicate(regex));
    else list.push(contains(quoted !== undefined ? quoted.replace(/\\(.)/g, '$1') : plainWord(word!)));
  }
  return (message) =>
    excluded.every((matches) => !matches(message)) &&
    required.every((matches) => matches(message)) &&
    (required.length > 0 || optional.length === 0 || optional.some((matches) => matches(message)));
}

/** Unquoted terms can have only letters, digits and underscores; everything else must be quoted. */
function plainWord(word: string): string {
  if (!/^[\p{L}\p{N}_]+$/u.test(word)) throw invalidPattern();
  return word;
}

const contains =
  (part: string): MessagePredicate =>
  (message) =>
    message.includes(part);
