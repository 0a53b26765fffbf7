/** Route keys: `GET /pets/{id}`, or `$default`. */
import { badRequest } from '../errors.ts';

const METHODS = new Set(['ANY', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);

/** A segment is text, a variable, or, as the last one, a greedy variable. */
const VARIABLE = /^\{[\w.-]+\+?\}$/;

/** Throws BadRequestException. */
export function checkedRouteKey(key: string): string {
  if (key === '$default') return key;
  const [, method = '', path = ''] = /^(\S+) (\/\S*)$/.exec(key) ?? [];
  if (!METHODS.has(method)) {
    throw badRequest(
      'The provided route key is not formatted properly for HTTP protocol. Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default"',
    );
  }
  const segments = path.split('/').slice(1);
  for (const [index, segment] of segments.entries()) {
    if (!/[{}]/.test(segment)) continue;
    const isLast = index === segments.length - 1;
    if (!VARIABLE.test(segment) || (segment.endsWith('+}') && !isLast)) {
      throw badRequest(`The provided route key has an invalid path variable: ${segment}`);
    }
  }
  return key;
}
