/** `….body` and `….body.<JSONPath>` of mapping expressions. */

import { VelocityError } from '../../../velocity/syntax.ts';
import { parseJsonPath } from '../velocity/json-path.ts';
import { evaluateJsonPath } from '../velocity/json-path-evaluate.ts';
import { jsonOf } from '../velocity/print.ts';
import { readJson } from '../velocity/read-json.ts';

/** The number of values that one lookup in a body may visit. */
const MAX_VISITS = 1_000_000;

/** Whether a text begins like a JSON object but is not valid JSON. */
export function isBrokenObject(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  try {
    readJson(text);
    return false;
  } catch {
    return true;
  }
}

/**
 * Returns `undefined` if the body is not JSON or has nothing at the path. An empty path returns the whole body
 * unchanged.
 */
export function compileBodySource(path: string): (body: string) => string | undefined {
  if (path === '') return (body) => (body === '' ? undefined : body);
  return (body) => {
    try {
      const value = evaluateJsonPath(parseJsonPath(path), readJson(body), { left: MAX_VISITS });
      return value === undefined || value === null || typeof value === 'string' ? (value ?? undefined) : jsonOf(value);
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof VelocityError) return undefined;
      throw error;
    }
  };
}
