/** CreateRoute, GetRoute, GetRoutes, UpdateRoute and DeleteRoute. */
import type { HttpRoute } from '../../../state/http-apis/model.ts';
import { editDefinition } from '../edit-definition.ts';
import { newLongId } from '../identifiers.ts';
import { operation } from '../operation.ts';
import { page } from '../page.ts';
import { requireDefinition, requirePart } from '../state.ts';
import { checkRoute, refuseWebSocketMembers } from './route-rules.ts';

export const createRoute = operation('CreateRoute', ({ ApiId, ...given }, context) => {
  refuseWebSocketMembers('CreateRoute', given);
  return editDefinition(context, ApiId, (draft) => {
    const RouteId = newLongId(context);
    const route: HttpRoute = { ApiKeyRequired: false, AuthorizationType: 'NONE', ...given, RouteId };
    checkRoute(draft, route);
    draft.routes[RouteId] = route;
    return route;
  });
});

export const getRoute = operation('GetRoute', ({ ApiId, RouteId }, context) =>
  requirePart(requireDefinition(context, ApiId).routes, RouteId, 'Route'),
);

export const getRoutes = operation('GetRoutes', (input, context) => {
  const { items, next } = page(Object.values(requireDefinition(context, input.ApiId).routes), input);
  return { Items: items, ...(next !== undefined && { NextToken: next }) };
});

/** A route that gets the type NONE or AWS_IAM has no authorizer any more. */
export const updateRoute = operation('UpdateRoute', ({ ApiId, RouteId, ...given }, context) => {
  refuseWebSocketMembers('UpdateRoute', given);
  return editDefinition(context, ApiId, (draft) => {
    const { AuthorizerId, AuthorizationScopes, ...merged } = {
      ...requirePart(draft.routes, RouteId, 'Route'),
      ...given,
    };
    const { AuthorizationType: type } = merged;
    const route: HttpRoute = {
      ...merged,
      ...((type === 'JWT' || type === 'CUSTOM') && AuthorizerId !== undefined && { AuthorizerId }),
      ...(type === 'JWT' && AuthorizationScopes !== undefined && { AuthorizationScopes }),
    };
    checkRoute(draft, route);
    draft.routes[RouteId] = route;
    return route;
  });
});

export const deleteRoute = operation('DeleteRoute', ({ ApiId, RouteId }, context) =>
  editDefinition(context, ApiId, (draft) => {
    requirePart(draft.routes, RouteId, 'Route');
    delete draft.routes[RouteId];
  }),
);
