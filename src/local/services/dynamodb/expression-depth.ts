/**
 * dynalite's expression parser takes twice as long for each parenthesis around another: eighteen are seconds in which the
 * whole cloud answers nobody. Deeper ones than anybody writes are refused by name before they get there.
 */
import { notImplemented } from '../../aws-error.ts';
import type { Members } from './item-engine.ts';

const MAX_DEPTH = 12;

/** Throws NotImplementedException for an expression with more than twelve parentheses in one another. */
export function requireShallowExpressions(input: Members): void {
  for (const [name, value] of Object.entries(input)) {
    if (!name.endsWith('Expression') || typeof value !== 'string' || depthOf(value) <= MAX_DEPTH) continue;
    throw notImplemented(`${name} with more than ${MAX_DEPTH} parentheses in one another`);
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
