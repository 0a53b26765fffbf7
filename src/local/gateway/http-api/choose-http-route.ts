/** Finds the route of the request. A preflight request is answered here if the API has a CORS configuration. */
import { notFound } from './http-api-error.ts';
import type { HttpHandler } from './http-invocation.ts';

/**
 * A preflight request reaches only the authorization of a route that matches it: with CORS, OPTIONS requests to a
 * `$default` or ANY route with an authorizer need a token, too (docs/aws/http-apis.md).
 */
export const chooseHttpRoute: HttpHandler = (invocation) => {
  const { httpMethod, path, stage } = invocation;
  const { cors, route } = stage!.deployment;
  const found = route(httpMethod, path);
  if (found) {
    invocation.route = { route: found.target, pathParameters: found.pathParameters };
    return undefined;
  }
  if (cors && httpMethod === 'OPTIONS') return cors.preflight(invocation);
  throw notFound('no route has this method and path');
};
