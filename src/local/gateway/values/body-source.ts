/** `….body` and `….body.<JSONPath>` of mapping expressions. */

import { VelocityError } from '../../../velocity/syntax.ts';
import { parseJsonPath } from '../velocity/json-path.ts';
import { evaluateJsonPath } from '../velocity/json-path-evaluate.ts';
import { jsonOf } from '../velocity/print.ts';
import { readJson } from '../velocity/read-json.ts';

/** Values that one look into a body may visit. */
const MAX_VISITS = 1_000_000;

/** Whether a text begins like a JSON object and is none. */
export function isBrokenObject(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  try {
    readJson(text);
    return false;
  } catch {
    return true;
  }
}

/** `undefined` for a body that is no JSON, or has nothing at the path. An empty path takes the whole body as it is. */
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
