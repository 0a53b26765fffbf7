/** The rules for a route in its API: its key, its integration and its authorizer. */
import { refuseMembers } from '../../../cloud/constraints.ts';
import type { CreateRouteRequest } from '../../../models/apigatewayv2.ts';
import type { HttpRoute } from '../../../state/http-apis/model.ts';
import type { Draft } from '../edit-definition.ts';
import { badRequest, conflict, notFound } from '../errors.ts';
import { checkedRouteKey } from './route-key.ts';

/** Members that only WebSocket APIs have. */
export function refuseWebSocketMembers(operation: string, input: Partial<CreateRouteRequest>): void {
  refuseMembers(`API Gateway v2 ${operation} of an HTTP API`, input, [
    'ApiKeyRequired',
    'ModelSelectionExpression',
    'RequestModels',
    'RequestParameters',
    'RouteResponseSelectionExpression',
  ]);
}

/** Throws BadRequestException, ConflictException or NotFoundException. */
export function checkRoute({ routes, integrations, authorizers }: Draft, route: HttpRoute): void {
  checkedRouteKey(route.RouteKey);
  const twin = Object.values(routes).find((other) => other.RouteKey === route.RouteKey);
  if (twin && twin.RouteId !== route.RouteId) {
    throw conflict(`Route with key ${route.RouteKey} already exists for this API`);
  }
  if (route.Target !== undefined) {
    const [, id] = /^integrations\/(\w+)$/.exec(route.Target) ?? [];
    if (id === undefined)
      throw badRequest('Invalid target specified. Format should be "integrations/<integration-id>"');
    if (!Object.hasOwn(integrations, id)) throw notFound('Invalid Integration identifier specified');
  }
  checkAuthorization(authorizers, route);
}

function checkAuthorization(authorizers: Draft['authorizers'], route: HttpRoute): void {
  const { AuthorizationType: type, AuthorizerId: id, AuthorizationScopes: scopes = [] } = route;
  if (scopes.length > 0 && type !== 'JWT') {
    throw badRequest('Authorization scopes are only supported for routes with JWT authorization');
  }
  if (scopes.length > 10) throw badRequest('A route can have at most 10 authorization scopes');
  if (type !== 'JWT' && type !== 'CUSTOM') return;
  const authorizer = id !== undefined && Object.hasOwn(authorizers, id) ? authorizers[id] : undefined;
  if (!authorizer) throw badRequest('Invalid authorizer identifier specified');
  if (authorizer.AuthorizerType !== (type === 'JWT' ? 'JWT' : 'REQUEST')) {
    throw badRequest(`Authorization type ${type} does not match the type of the authorizer`);
  }
}
