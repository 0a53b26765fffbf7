/**
 * dynalite's expression parser takes twice as long for each nested parenthesis: with eighteen, the whole cloud does not
 * respond for seconds. Deeper nesting than anybody needs is refused by name before parsing.
 */
import { notImplemented } from '../../cloud/aws-error.ts';
import type { Members } from './members.ts';

const MAX_DEPTH = 12;

/** Throws NotImplementedException for an expression with more than twelve nested parentheses. */
export function requireShallowExpressions(input: Members): void {
  for (const [name, value] of Object.entries(input)) {
    if (!name.endsWith('Expression') || typeof value !== 'string' || depthOf(value) <= MAX_DEPTH) continue;
    throw notImplemented(`${name} with more than ${MAX_DEPTH} nested parentheses`);
  }
}

function depthOf(expression: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of expression) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
