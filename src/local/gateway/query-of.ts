/** The query parameters of an invocation, parsed when first asked for. */
import { parseQuery, type QueryParameters } from './http/query.ts';
import type { Invocation } from './invocation.ts';

export function queryOf(invocation: Invocation): QueryParameters {
  invocation.query ??= parseQuery(invocation.queryString);
  return invocation.query;
}
