/**
 * Parses Velocity templates into nodes: text, references and directives. It follows Velocity 1.7's rules for white
 * space: a directive includes the rest of its line if only blanks follow it, and `#set` also includes the blanks before
 * it.
 */
import { parseExpression, parseReference, type TemplateScanner } from './parse-expression.ts';
import { createScanner, type Scanner } from './scanner.ts';
import type { Branch, Expression, Macro, Node, ParsedTemplate, Reference } from './syntax.ts';

const PLAIN = /[^$#\\]+/y;
const BACKSLASHES = /\\+/y;
const LINE_COMMENT = /##[^\r\n]*(?:\r\n|\n|\r)?/y;
const DIRECTIVE = /#(?:([A-Za-z_][A-Za-z0-9_-]*)|\{([A-Za-z_][A-Za-z0-9_-]*)\})/y;
const OPENING = /[ \t]*\(/y;
const REST_OF_LINE = /[ \t]*(?:\r\n|\n|\r)/y;
const MACRO_NAME = /#\{?macro\}?\s*\(\s*([A-Za-z_][A-Za-z0-9_-]*)/g;
const NAME = /[A-Za-z_][A-Za-z0-9_-]*/y;
const PARAMETER = /\$!?\{?([A-Za-z_][A-Za-z0-9_-]*)\}?/y;
const ARGUMENT_GAP = /[ \t\r\n]*,?[ \t\r\n]*/y;

/** The words that end a block. */
type End = 'end' | 'else' | 'elseif';
const ENDS: ReadonlySet<string> = new Set<End>(['end', 'else', 'elseif']);

/** These need files or templates that AWS does not have either. Nothing documents that `evaluate` works on AWS. */
const REFUSED = new Set(['parse', 'include', 'evaluate']);

/** Throws `VelocityError`. */
export function parseTemplate(text: string): ParsedTemplate {
  const macros: TemplateScanner['macros'] = new Map();
  for (const [, name] of text.matchAll(MACRO_NAME)) macros.set(name!, undefined);
  const nodes = parseAll(forTemplate(createScanner(text), macros));
  return { nodes, macros: new Map([...macros].filter((entry): entry is [string, Macro] => entry[1] !== undefined)) };
}

function forTemplate(scanner: Scanner, macros: TemplateScanner['macros']): TemplateScanner {
  return Object.assign(scanner, {
    macros,
    parseInside: (text: string) => parseAll(forTemplate(scanner.inside(text), macros)),
  });
}

/** Parses to the end of the text. */
function parseAll(scanner: TemplateScanner): Node[] {
  const { nodes, end } = parseBlock(scanner);
  if (end !== undefined) throw scanner.fail(`#${end} without a beginning`);
  return nodes;
}

/** Parses up to the word that ends the block, which is consumed, or to the end of the text. */
function parseBlock(scanner: TemplateScanner): { nodes: Node[]; end: End | undefined } {
  const nodes: Node[] = [];
  const write = (text: string) => {
    const last = nodes.at(-1);
    if (last?.type === 'text') nodes[nodes.length - 1] = { type: 'text', text: last.text + text };
    else if (text !== '') nodes.push({ type: 'text', text });
  };
  while (scanner.position < scanner.text.length) {
    const plain = scanner.match(PLAIN);
    if (plain !== undefined) {
      write(plain);
      continue;
    }
    const backslashes = scanner.match(BACKSLASHES)?.length ?? 0;
    if (scanner.at('$')) {
      const reference = parseReference(scanner, backslashes);
      if (reference) nodes.push({ type: 'print', reference });
      else write('\\'.repeat(backslashes) + take(scanner, 1));
    } else if (backslashes > 0) {
      // `\#set` is text, without the backslash. Before any other character a backslash is an ordinary character.
      const escapes = startsDirective(scanner);
      write('\\'.repeat(escapes ? backslashes >> 1 : backslashes));
      if (escapes && backslashes % 2 === 1) write(take(scanner, 1));
    } else if (!skipComment(scanner, write)) {
      const found = parseDirective(scanner);
      if (found === undefined) write(take(scanner, 1));
      else if (typeof found === 'string') return { nodes, end: found };
      else {
        if (found.type === 'set') trimBlanks(nodes);
        nodes.push(found);
      }
    }
  }
  return { nodes, end: undefined };
}

function take(scanner: TemplateScanner, length: number): string {
  scanner.position += length;
  return scanner.text.slice(scanner.position - length, scanner.position);
}

function trimBlanks(nodes: Node[]): void {
  const last = nodes.at(-1);
  if (last?.type !== 'text') return;
  let end = last.text.length;
  while (last.text[end - 1] === ' ' || last.text[end - 1] === '\t') end -= 1;
  nodes[nodes.length - 1] = { type: 'text', text: last.text.slice(0, end) };
}

/** Skips comments. Writes `#[[text]]#` as it is. */
function skipComment(scanner: TemplateScanner, write: (text: string) => void): boolean {
  if (scanner.match(LINE_COMMENT) !== undefined) return true;
  for (const [opening, closing] of [
    ['#*', '*#'],
    ['#[[', ']]#'],
  ] as const) {
    if (!scanner.take(opening)) continue;
    const end = scanner.text.indexOf(closing, scanner.position);
    if (end < 0) throw scanner.fail(`"${closing}" is missing`);
    if (opening === '#[[') write(scanner.text.slice(scanner.position, end));
    scanner.position = end + closing.length;
    return true;
  }
  return false;
}

const KNOWN = new Set(['set', 'if', 'foreach', 'define', 'macro', 'break', 'stop', ...ENDS, ...REFUSED]);

function directiveName(scanner: TemplateScanner): string | undefined {
  DIRECTIVE.lastIndex = scanner.position;
  const [, bare, braced] = DIRECTIVE.exec(scanner.text) ?? [];
  const name = bare ?? braced;
  if (name === undefined) return undefined;
  if (KNOWN.has(name) || scanner.macros.has(name)) return name;
  // `#elsetext` and `#endtext` are `#else` and `#end` followed by text.
  return bare === undefined ? undefined : ['else', 'end'].find((word) => bare.startsWith(word) && bare !== 'elseif');
}

const startsDirective = (scanner: TemplateScanner) => scanner.at('#') && directiveName(scanner) !== undefined;

/** Returns `undefined` and consumes nothing if `#` is only a character. */
function parseDirective(scanner: TemplateScanner): Node | End | undefined {
  const start = scanner.position;
  const name = directiveName(scanner);
  if (name === undefined) return undefined;
  scanner.position += scanner.text[start + 1] === '{' ? name.length + 3 : name.length + 1;
  if (REFUSED.has(name)) throw scanner.fail(`#${name} is not available in mapping templates`);
  switch (name) {
    case 'end':
    case 'else':
      scanner.match(REST_OF_LINE);
      return name;
    case 'elseif':
      return name;
    case 'break':
    case 'stop':
      scanner.match(REST_OF_LINE);
      return { type: name };
    case 'set':
      return parseSet(scanner);
    case 'if':
      return scanner.nested(() => parseIf(scanner));
    case 'foreach':
      return scanner.nested(() => parseForeach(scanner));
    case 'define':
      return scanner.nested(() => parseDefine(scanner));
    case 'macro':
      return scanner.nested(() => parseMacro(scanner));
    default:
      return parseCall(scanner, name, start);
  }
}

function open(scanner: TemplateScanner): void {
  if (scanner.match(OPENING) === undefined) throw scanner.fail('"(" expected');
  scanner.skipSpace();
}

function close(scanner: TemplateScanner): void {
  scanner.skipSpace();
  scanner.expect(')');
  scanner.match(REST_OF_LINE);
}

function referenceHere(scanner: TemplateScanner): Reference {
  const reference = parseReference(scanner);
  if (!reference) throw scanner.fail('a reference expected');
  return reference;
}

function parseSet(scanner: TemplateScanner): Node {
  open(scanner);
  const target = referenceHere(scanner);
  scanner.skipSpace();
  scanner.expect('=');
  scanner.skipSpace();
  const value = parseExpression(scanner);
  close(scanner);
  return { type: 'set', target, value };
}

function parseIf(scanner: TemplateScanner): Node {
  const branches: Branch[] = [];
  for (;;) {
    open(scanner);
    const condition = parseExpression(scanner);
    close(scanner);
    const { nodes, end } = parseBlock(scanner);
    branches.push({ condition, body: nodes });
    if (end === 'elseif') continue;
    if (end === 'end') return { type: 'if', branches, otherwise: [] };
    if (end === undefined) throw scanner.fail('#end of #if is missing');
    return { type: 'if', branches, otherwise: blockToEnd(scanner, '#else') };
  }
}

function blockToEnd(scanner: TemplateScanner, of: string): Node[] {
  const { nodes, end } = parseBlock(scanner);
  if (end !== 'end') throw scanner.fail(`#end of ${of} is missing`);
  return nodes;
}

function parseForeach(scanner: TemplateScanner): Node {
  open(scanner);
  const name = plainName(scanner);
  scanner.skipSpace();
  scanner.expect('in');
  scanner.skipSpace();
  const list = parseExpression(scanner);
  close(scanner);
  return { type: 'foreach', name, list, body: blockToEnd(scanner, '#foreach') };
}

/** The block renders at each place that prints its name. */
function parseDefine(scanner: TemplateScanner): Node {
  open(scanner);
  const name = plainName(scanner);
  close(scanner);
  return { type: 'define', name, body: blockToEnd(scanner, '#define') };
}

function plainName(scanner: TemplateScanner): string {
  const { name, steps } = referenceHere(scanner);
  if (steps.length > 0) throw scanner.fail('a plain name expected');
  return name;
}

/** Stores the macro. A definition prints nothing. */
function parseMacro(scanner: TemplateScanner): Node {
  open(scanner);
  const name = scanner.match(NAME);
  if (name === undefined) throw scanner.fail('the name of the macro expected');
  const parameters: string[] = [];
  for (;;) {
    scanner.match(ARGUMENT_GAP);
    const parameter = scanner.match(PARAMETER);
    if (parameter === undefined) break;
    parameters.push(parameter.replaceAll(/[${}!]/g, ''));
  }
  close(scanner);
  const body = blockToEnd(scanner, '#macro');
  if (!scanner.macros.get(name)) scanner.macros.set(name, { parameters, body });
  return { type: 'text', text: '' };
}

/** Parses `#name(a b)`. Without parentheses it is text. */
function parseCall(scanner: TemplateScanner, macro: string, start: number): Node | undefined {
  if (scanner.match(OPENING) === undefined) {
    scanner.position = start;
    return undefined;
  }
  const args: Expression[] = [];
  scanner.match(ARGUMENT_GAP);
  while (!scanner.take(')')) {
    args.push(parseExpression(scanner));
    scanner.match(ARGUMENT_GAP);
  }
  scanner.match(REST_OF_LINE);
  return { type: 'call', macro, args, source: scanner.text.slice(start, scanner.position) };
}
