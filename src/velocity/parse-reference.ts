/** Parses references: `$x`, `$!x`, `${x.y}`, `$x.method("a")[0].z`. */
import { parseExpression } from './parse-expression.ts';
import type { Scanner } from './scanner.ts';
import type { Expression, Reference, Step } from './syntax.ts';

const START = /\$!?\{?[A-Za-z_]/y;
const IDENTIFIER = /[A-Za-z_][A-Za-z0-9_-]*/y;
const PROPERTY = /\.[A-Za-z_][A-Za-z0-9_-]*/y;
const SPACE_AND_COMMA = /[ \t\r\n]*,/y;

/** Returns `undefined` and consumes nothing if this is not a reference: `$5`, `$` alone, `${x y`. */
export function parseReference(scanner: Scanner, backslashes = 0): Reference | undefined {
  const start = scanner.position;
  if (scanner.match(START) === undefined) return undefined;
  scanner.position = start + 1;
  const quiet = scanner.take('!');
  const braced = scanner.take('{');
  const name = scanner.match(IDENTIFIER)!;
  const steps = scanner.nested(() => parseSteps(scanner));
  if (braced && !scanner.take('}')) {
    scanner.position = start;
    return undefined;
  }
  const source = scanner.text.slice(start, scanner.position);
  return { type: 'reference', name, steps, quiet, source, backslashes };
}

function parseSteps(scanner: Scanner): Step[] {
  const steps: Step[] = [];
  for (;;) {
    if (scanner.take('[')) {
      scanner.skipSpace();
      const index = parseExpression(scanner);
      scanner.skipSpace();
      scanner.expect(']');
      steps.push({ type: 'index', index });
      continue;
    }
    const name = scanner.match(PROPERTY)?.slice(1);
    if (name === undefined) return steps;
    if (scanner.take('(')) steps.push({ type: 'method', name, args: parseArguments(scanner) });
    else steps.push({ type: 'property', name });
  }
}

function parseArguments(scanner: Scanner): Expression[] {
  const args: Expression[] = [];
  scanner.skipSpace();
  while (!scanner.take(')')) {
    if (args.length > 0 && scanner.match(SPACE_AND_COMMA) === undefined) throw scanner.fail('"," or ")" expected');
    scanner.skipSpace();
    args.push(parseExpression(scanner));
    scanner.skipSpace();
  }
  return args;
}
