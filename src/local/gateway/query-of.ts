/** Returns the query parameters of an invocation, and parses them at first use. */
import { parseQuery, type QueryParameters } from './http/query.ts';
import type { Invocation } from './invocation.ts';

export function queryOf(invocation: Invocation): QueryParameters {
  invocation.query ??= parseQuery(invocation.queryString);
  return invocation.query;
}
